/**
 * Everything that is held of a customer, for them to take: who they are, what they agreed to, and
 * what they bought, which orders is asked for. That it was handed out is written down.
 */
import { orders } from '@evertill/contract';
import type { CustomerExport, customers } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantContext, TenantUseCase, Transaction } from '@evertill/kernel';
import { consentView } from './consents.ts';
import { readCustomer } from './customer-store.ts';
import { customerView, readDetails } from './customer-view.ts';
import type { Needs } from './needs.ts';
import { profileView } from './profile-store.ts';
import type { ProfileRow } from './profile-store.ts';
import { tellAudit } from './tell-audit.ts';

type Sales = Pick<CustomerExport, 'sales' | 'salesCount'>;
const PAGES_MAX = 200;

export function exportCustomer(needs: Needs): TenantUseCase<typeof customers.exportCustomer> {
  return async (context, { customerId: asked }) => {
    const { row, consents, profiles } = await needs.database.read(context, async (tx) => ({
      row: (await readCustomer(tx, asked)) ?? refuse('not_found'),
      consents: await readConsents(tx, asked),
      profiles: await readProfilesOf(tx, asked),
    }));
    const opening = { keys: await needs.shopKeys.of(context), tenantId: context.tenantId };
    const customer = customerView(row, readDetails(needs, row, opening));
    const { customerId } = customer;
    const sales = await salesOf(needs, context, {
      customerId,
      anonymousCustomerIds: profiles.map((profile) => profile.anonymous_customer_id),
    });
    await needs.database.inTransaction(context, (tx) => {
      tellAudit(tx, context, { action: 'CUSTOMER_EXPORTED', customerId });
      return Promise.resolve();
    });
    return {
      exportedAt: needs.clock.now().toISOString(),
      customer,
      consents: consents.map(consentView),
      anonymousProfiles: profiles.map(profileView),
      ...sales,
    };
  };
}

function readConsents(tx: Transaction, customerId: string) {
  return tx.query(
    `SELECT * FROM customers.consents WHERE tenant_id = $1 AND customer_id = $2
     ORDER BY consent_number`,
    [tx.tenantId, customerId],
  );
}

function readProfilesOf(tx: Transaction, customerId: string): Promise<ProfileRow[]> {
  return tx.query<ProfileRow>(
    `SELECT * FROM customers.anonymous_profiles WHERE tenant_id = $1 AND customer_id = $2
     ORDER BY first_seen, anonymous_customer_id`,
    [tx.tenantId, customerId],
  );
}

async function salesOf(
  { ask }: Needs,
  context: TenantContext,
  who: { readonly customerId: string; readonly anonymousCustomerIds: readonly string[] },
): Promise<Sales> {
  const sales: Sales['sales'] = [];
  let cursor: string | undefined;
  for (let page = 1; ; page += 1) {
    const asked = { ...who, anonymousCustomerIds: [...who.anonymousCustomerIds] };
    const place = cursor === undefined ? {} : { cursor };
    const found = await ask(orders.listCustomerSales, context, { ...asked, ...place });
    sales.push(...found.items);
    cursor = found.nextCursor ?? undefined;
    if (cursor === undefined || page === PAGES_MAX) {
      return { sales, salesCount: found.totalCount };
    }
  }
}

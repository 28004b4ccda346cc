/** A new customer, under an id of the caller's or ours. Sent again, it is the same customer. */
import type { customers } from '@evertill/contract';
import { newId, refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import { bodyMark } from './blind-index.ts';
import { consentSaid, saidOnce, wholeDetails } from './customer-input.ts';
import { readCustomer } from './customer-store.ts';
import type { CustomerRow } from './customer-store.ts';
import { customerView, readDetails } from './customer-view.ts';
import type { Needs } from './needs.ts';
import { refuseForeign } from './refuse-foreign.ts';
import { refuseTaken, writeNew } from './write-customer.ts';
import { writingOf } from './writing-of.ts';

export function createCustomer(needs: Needs): TenantUseCase<typeof customers.createCustomer> {
  return async (context, { customerId: wanted, userClient, ...said }) => {
    refuseForeign(context, userClient);
    const customerId = wanted?.toLowerCase() ?? newId(needs);
    const writing = await writingOf(needs, context, { source: 'API' });
    const mark = bodyMark(writing.keys, saidOnce(said));
    const one = { details: wholeDetails(said), consent: consentSaid(said), bodyMark: mark };
    const find = (): Promise<CustomerRow | undefined> =>
      needs.database.read(context, (tx) => readCustomer(tx, customerId));
    const broken = await needs.database
      .inTransaction(context, (tx) => writeNew(tx, writing, { ...one, customerId }))
      .then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
    const row = await find();
    // Two of the same request at once may meet at the phone number before they meet at the id.
    if (row === undefined) return refuseTaken(broken?.error);
    if (row.erased_at !== null) refuse('customer_gone');
    if (row.body_mark !== mark) refuse('id_reused');
    const opening = { keys: writing.keys, tenantId: context.tenantId };
    return customerView(row, readDetails(needs, row, opening));
  };
}

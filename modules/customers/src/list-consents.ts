/** What a customer said to being written to, in order. */
import type { customers } from '@evertill/contract';
import { readPage, refuse } from '@evertill/kernel';
import type { ListSource, TenantUseCase } from '@evertill/kernel';
import { consentView } from './consents.ts';
import { readCustomer } from './customer-store.ts';
import type { ReadNeeds } from './needs.ts';

const consentList = {
  from: 'customers.consents h',
  columns: 'h.*',
  tenantColumn: 'h.tenant_id',
  orderings: { consent_number: { sql: 'h.consent_number', type: 'integer' } },
  tieBreak: { sql: 'h.customer_id', type: 'uuid' },
  defaultOrdering: 'consent_number',
} satisfies Omit<ListSource, 'where'>;

export function listConsents({
  database,
}: Pick<ReadNeeds, 'database'>): TenantUseCase<typeof customers.listConsents> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const { customerId } = query;
      if ((await readCustomer(tx, customerId)) === undefined) refuse('not_found');
      const where: ListSource['where'] = [['h.customer_id = ?', customerId]];
      const { rows, ...page } = await readPage(tx, { ...consentList, where }, query);
      return { ...page, items: rows.map(consentView) };
    });
}

/**
 * Takes a customer out of lists and searches. Nothing of what they bought changes, what is kept of
 * them stays sealed, and they can still be exported and erased. Again, it changes nothing.
 */
import type { customers } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import { isLiving, lockCustomer, markArchived } from './customer-store.ts';
import type { Needs } from './needs.ts';
import { tellAudit } from './tell-audit.ts';

export function archiveCustomer({
  database,
  clock,
}: Pick<Needs, 'database' | 'clock'>): TenantUseCase<typeof customers.archiveCustomer> {
  return (context, { customerId: asked }) =>
    database.inTransaction(context, async (tx) => {
      const row = (await lockCustomer(tx, asked)) ?? refuse('not_found');
      if (!isLiving(row)) return {};
      const { customer_id: customerId } = row;
      await markArchived(tx, customerId, clock.now());
      tx.tell({ type: 'customer.updated', aggregateId: customerId, payload: { customerId } });
      tellAudit(tx, context, { action: 'CUSTOMER_ARCHIVED', customerId });
      return {};
    });
}

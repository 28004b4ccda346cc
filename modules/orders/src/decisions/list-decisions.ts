/** What people decided about parked operations, for whoever looks after the shop. */
import type { orders } from '@evertill/contract';
import { readPage, whenGiven } from '@evertill/kernel';
import type { ListSource, TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from '../list-sales.ts';
import { decisionView } from './decision-store.ts';

const decisionList = {
  from: 'orders.parked_decisions d',
  columns: 'd.*',
  tenantColumn: 'd.tenant_id',
  orderings: { decided_at: { sql: 'd.decided_at', type: 'timestamptz' } },
  tieBreak: { sql: 'd.decision_id', type: 'uuid' },
  defaultOrdering: '-decided_at',
} satisfies Omit<ListSource, 'where'>;

export function listDecisions({ database }: ReadNeeds): TenantUseCase<typeof orders.listDecisions> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        whenGiven('d.operation_id = ?', query.operation),
        whenGiven('d.register_id = ?', query.register),
        whenGiven('d.decided_by = ?', query.decidedBy),
        whenGiven('d.is_fit = ?', query.isFit),
      ];
      const { rows, ...page } = await readPage(tx, { ...decisionList, where }, query);
      return { ...page, items: rows.map(decisionView) };
    });
}

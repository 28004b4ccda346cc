/** What leaders let pass at the tills, for whoever looks after the shop. */
import type { OutputOf, orders } from '@evertill/contract';
import { readPage, whenGiven } from '@evertill/kernel';
import type { ListSource, TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from '../list-sales.ts';

type Listed = OutputOf<typeof orders.listApprovedOperations>['items'][number];

const approvalList = {
  from: 'orders.operation_approvals o',
  columns: 'o.*',
  tenantColumn: 'o.tenant_id',
  orderings: { approved_at: { sql: 'o.approved_at', type: 'timestamptz' } },
  tieBreak: { sql: "concat_ws(':', o.operation_id, o.word_number)", type: 'text' },
  defaultOrdering: '-approved_at',
} satisfies Omit<ListSource, 'where'>;

export function listApprovedOperations({
  database,
}: ReadNeeds): TenantUseCase<typeof orders.listApprovedOperations> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        whenGiven('o.operation_id = ?', query.operation),
        whenGiven('o.approver = ?', query.approver),
        whenGiven('o.action = ?', query.action),
        whenGiven('o.is_fit = ?', query.isFit),
      ];
      const { rows, ...page } = await readPage(tx, { ...approvalList, where }, query);
      const items = rows.map((row) => ({
        approvedOperationId: `${String(row['operation_id'])}:${String(row['word_number'])}`,
        operation: row['operation_id'] as string,
        register: row['register_id'] as string,
        action: row['action'] as Listed['action'],
        approver: row['approver'] as string,
        approvedAt: (row['approved_at'] as Date).toISOString(),
        way: row['way'] as Listed['way'],
        isFit: row['is_fit'] as boolean,
        recordedAt: (row['recorded_at'] as Date).toISOString(),
      }));
      return { ...page, items };
    });
}

/** Says no to a refund, once; what it kept is free again. */
import type { orders } from '@evertill/contract';
import { decimalOf } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { showRefund } from '../list-refunds.ts';
import { whoOf } from '../list-sales.ts';
import { decideRequest, lockRequest } from './request-store.ts';
import { moveMoney } from './returned-sale.ts';
import { tellAudit } from '../drafts/tell-audit.ts';

export function rejectRefund({
  database,
  clock,
}: Surroundings): TenantUseCase<typeof orders.rejectRefund> {
  return (context, { refundId, reason }) =>
    database.inTransaction(context, async (tx) => {
      const id = refundId.toLowerCase();
      const { row } = await lockRequest(tx, id, whoOf(context));
      const by = context.userId;
      // The same person again, whose answer was lost, gets it; anybody else is too late.
      if (row.status === 'REJECTED' && row.decided_by === by) return showRefund(tx, id);
      if (row.status !== 'PENDING') refuse('return_decided');
      await decideRequest(tx, id, { status: 'REJECTED', by, at: clock.now(), reason });
      await moveMoney(tx, row.sale_id, { pendingMinor: -row.amount_minor });
      tellAudit(tx, {
        action: 'REFUND_REJECTED',
        modelName: 'SalesRefund',
        objectId: id,
        userId: by,
        reason,
        data: {
          before: { status: 'PENDING' },
          after: { status: 'REJECTED' },
          sale: row.sale_id,
          amount: decimalOf(row.amount_minor, row.currency),
        },
      });
      return showRefund(tx, id);
    });
}

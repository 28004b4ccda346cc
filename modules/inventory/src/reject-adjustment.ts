/** Rejects an adjustment, with a reason: it never moves anything. */
import type { inventory } from '@evertill/contract';
import { tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { lockAdjustment, refuseDecided } from './adjustment-store.ts';
import { adjustmentView } from './adjustment-view.ts';

export function rejectAdjustment({
  database,
  clock,
}: Surroundings): TenantUseCase<typeof inventory.rejectAdjustment> {
  return (context, { adjustmentId, reason }) =>
    database.inTransaction(context, async (tx) => {
      const row = await lockAdjustment(tx, adjustmentId);
      const { userId } = context;
      const isAgain = row.rejected_at !== null && row.rejected_by === userId;
      if (isAgain && row['rejection_reason'] === reason) return adjustmentView(row);
      refuseDecided(row);
      const now = clock.now();
      const rejection = { rejected_by: userId, rejected_at: now, rejection_reason: reason };
      await tx.query(
        `UPDATE inventory.stock_adjustments
         SET rejected_by = $3, rejected_at = $4, rejection_reason = $5
         WHERE tenant_id = $1 AND adjustment_id = $2`,
        [tx.tenantId, adjustmentId, userId, now, reason],
      );
      tellAudit(tx, context, {
        action: 'STOCK_ADJUSTMENT_REJECTED',
        modelName: 'StockAdjustment',
        objectId: row.adjustment_id,
        reason,
        data: { before: { isRejected: false }, after: { isRejected: true } },
      });
      return adjustmentView({ ...row, ...rejection });
    });
}

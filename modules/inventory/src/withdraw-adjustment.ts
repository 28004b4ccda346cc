/** Withdraws an adjustment that nobody has decided yet. Nothing moved, and nothing will. */
import type { inventory } from '@evertill/contract';
import { tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { lockAdjustment, refuseDecided } from './adjustment-store.ts';
import { adjustmentView } from './adjustment-view.ts';

export function withdrawAdjustment({
  database,
  clock,
}: Surroundings): TenantUseCase<typeof inventory.withdrawAdjustment> {
  return (context, { adjustmentId }) =>
    database.inTransaction(context, async (tx) => {
      const row = await lockAdjustment(tx, adjustmentId);
      refuseDecided(row);
      await tx.query(
        `UPDATE inventory.stock_adjustments SET withdrawn_at = $3
         WHERE tenant_id = $1 AND adjustment_id = $2`,
        [tx.tenantId, adjustmentId, clock.now()],
      );
      tellAudit(tx, context, {
        action: 'STOCK_ADJUSTMENT_WITHDRAWN',
        modelName: 'StockAdjustment',
        objectId: row.adjustment_id,
        data: { before: adjustmentView(row), after: null },
      });
      return {};
    });
}

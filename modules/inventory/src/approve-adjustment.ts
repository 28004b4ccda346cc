/**
 * Approves an adjustment, once: now the stock moves. Not whoever made or changed it, but for the
 * owner. The adjustment is locked, then its level.
 */
import type { inventory } from '@evertill/contract';
import { refuse, tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { movementTypeOf } from './adjustment-input.ts';
import { lockAdjustment, refuseDecided } from './adjustment-store.ts';
import type { AdjustmentRow } from './adjustment-store.ts';
import { adjustmentView } from './adjustment-view.ts';
import { moveStock } from './stock-store.ts';
import type { Movement } from './stock-store.ts';

export function approveAdjustment(
  surroundings: Surroundings,
): TenantUseCase<typeof inventory.approveAdjustment> {
  const { database, clock } = surroundings;
  return (context, { adjustmentId }) =>
    database.inTransaction(context, async (tx) => {
      const row = await lockAdjustment(tx, adjustmentId);
      const { userId } = context;
      // The same person again, whose answer was lost, gets it; anybody else is too late.
      if (row.approved_at !== null && row.approved_by === userId) return adjustmentView(row);
      refuseDecided(row);
      const isMaker = row.created_by === userId || row.changed_by === userId;
      if (isMaker && !context.roles.includes('owner')) refuse('approver_is_creator');
      const now = clock.now();
      await moveStock(tx, surroundings, [movementOf(row, now)]);
      await tx.query(
        `UPDATE inventory.stock_adjustments SET approved_by = $3, approved_at = $4
         WHERE tenant_id = $1 AND adjustment_id = $2`,
        [tx.tenantId, adjustmentId, userId, now],
      );
      tellAudit(tx, context, {
        action: 'STOCK_ADJUSTED',
        modelName: 'StockAdjustment',
        objectId: row.adjustment_id,
        reason: row.reason,
        data: {
          product: row.product_id,
          quantityMilli: row.quantity_milli,
          before: { isApproved: false },
          after: { isApproved: true },
        },
      });
      return adjustmentView({ ...row, approved_by: userId, approved_at: now });
    });
}

function movementOf(row: AdjustmentRow, now: Date): Movement {
  return {
    locationId: row.location_id,
    productId: row.product_id,
    type: movementTypeOf(row.type),
    quantityMilli: row.quantity_milli,
    reference: row.reference,
    reason: row.reason,
    createdBy: row.created_by,
    sourceType: 'adjustment',
    sourceId: row.adjustment_id,
    sourceLine: 1,
    eventId: null,
    occurredAt: now,
  };
}

/** Approves an adjustment, once: now the stock moves. Not whoever made it, but for the owner. */
import type { inventory } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Row, Surroundings, TenantUseCase } from '@evertill/kernel';
import { adjustmentView } from './adjustment-view.ts';
import { moveStock } from './stock-store.ts';
import type { Movement } from './stock-store.ts';

export function approveAdjustment(
  surroundings: Surroundings,
): TenantUseCase<typeof inventory.approveAdjustment> {
  const { database, clock } = surroundings;
  return (context, { adjustmentId }) =>
    database.inTransaction(context, async (tx) => {
      const [row] = await tx.query(
        `SELECT * FROM inventory.stock_adjustments
         WHERE tenant_id = $1 AND adjustment_id = $2 FOR UPDATE`,
        [tx.tenantId, adjustmentId],
      );
      if (row === undefined) refuse('not_found');
      if (row['approved_at'] !== null) {
        // The same person again, whose answer was lost, gets it; anybody else is too late.
        if (row['approved_by'] === context.userId) return adjustmentView(row);
        refuse('adjustment_decided');
      }
      if (row['created_by'] === context.userId && !context.roles.includes('owner')) {
        refuse('approver_is_creator');
      }
      const now = clock.now();
      await moveStock(tx, surroundings, [movementOf(row, now)]);
      const [approved] = await tx.query(
        `UPDATE inventory.stock_adjustments SET approved_by = $3, approved_at = $4
         WHERE tenant_id = $1 AND adjustment_id = $2 RETURNING *`,
        [tx.tenantId, adjustmentId, context.userId, now],
      );
      if (approved === undefined) throw new Error('the locked adjustment is gone');
      tx.tell({
        type: 'audit.events',
        aggregateId: approved['adjustment_id'] as string,
        payload: {
          chainId: 'back-office',
          action: 'STOCK_ADJUSTED',
          modelName: 'StockAdjustment',
          objectId: approved['adjustment_id'] as string,
          userId: context.userId,
          reason: row['reason'] as string,
          data: { product: row['product_id'], quantityMilli: row['quantity_milli'] },
        },
      });
      return adjustmentView(approved);
    });
}

function movementOf(row: Row, now: Date): Movement {
  return {
    locationId: row['location_id'] as string,
    productId: row['product_id'] as string,
    type: 'ADJUSTMENT',
    quantityMilli: row['quantity_milli'] as number,
    reference: row['reference'] as string,
    reason: row['reason'] as string,
    createdBy: row['created_by'] as string,
    sourceType: 'adjustment',
    sourceId: row['adjustment_id'] as string,
    sourceLine: 1,
    eventId: null,
    occurredAt: now,
  };
}

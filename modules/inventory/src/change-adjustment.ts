/**
 * Changes an adjustment that nobody has decided yet. Whoever changed it has made it, too: that
 * person may not approve it either.
 */
import type { AdjustmentView, InputOf, inventory } from '@evertill/contract';
import { decimalOfMilli } from '@evertill/domain';
import { tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantUseCase, Transaction } from '@evertill/kernel';
import { adjustedQuantityOf } from './adjustment-input.ts';
import { lockAdjustment, readAdjustment, refuseDecided } from './adjustment-store.ts';
import type { AdjustmentRow } from './adjustment-store.ts';
import { adjustmentView } from './adjustment-view.ts';
import { learnProducts } from './learn-products.ts';
import { locationFor } from './location-store.ts';
import { refuseForeign } from './refuse-foreign.ts';
import { refuseOtherUser } from './refuse-other-user.ts';

type Input = InputOf<typeof inventory.changeAdjustment>;

export function changeAdjustment(
  surroundings: Surroundings,
): TenantUseCase<typeof inventory.changeAdjustment> {
  return async (context, input) => {
    refuseForeign(context, input.userClient);
    if (input.product !== undefined) await learnProducts(surroundings, context, [input.product]);
    return surroundings.database.inTransaction(context, async (tx) => {
      const row = await lockAdjustment(tx, input.adjustmentId);
      refuseDecided(row);
      refuseOtherUser(context, input.createdBy, row.created_by);
      await update(tx, { row, input, userId: context.userId });
      const changed = await readAdjustment(tx, row.adjustment_id);
      if (changed === undefined) throw new Error('the locked adjustment is gone');
      const [before, after] = [adjustmentView(row), adjustmentView(changed)];
      tellAudit(tx, context, {
        action: 'STOCK_ADJUSTMENT_CHANGED',
        modelName: 'StockAdjustment',
        objectId: row.adjustment_id,
        reason: after.reason,
        data: { before, after },
      });
      return after;
    });
  };
}

interface Change {
  readonly row: AdjustmentRow;
  readonly input: Input;
  readonly userId: string | null;
}

async function update(tx: Transaction, { row, input, userId }: Change): Promise<void> {
  const type = input.adjustmentType ?? (row.type as AdjustmentView['adjustmentType']);
  const quantity = input.quantityAdjusted ?? decimalOfMilli(row.quantity_milli);
  const location = input.location && (await locationFor(tx, input.location));
  await tx.query(
    `UPDATE inventory.stock_adjustments
     SET product_id = $3, location_id = $4, type = $5, quantity_milli = $6, reason = $7,
         reference = $8, changed_by = $9
     WHERE tenant_id = $1 AND adjustment_id = $2`,
    [
      tx.tenantId,
      row.adjustment_id,
      input.product ?? row.product_id,
      location ?? row.location_id,
      type,
      adjustedQuantityOf(type, quantity),
      input.reason ?? row.reason,
      input.referenceNumber ?? row.reference,
      userId,
    ],
  );
}

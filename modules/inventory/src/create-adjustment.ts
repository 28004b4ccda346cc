/** Asks for a correction of stock. It moves nothing until somebody approves it. */
import { catalog, inventory } from '@evertill/contract';
import type { InputOf } from '@evertill/contract';
import { STOCK_MILLI_MAX, milliOf } from '@evertill/domain';
import { newId, refuse } from '@evertill/kernel';
import type { Surroundings, TenantContext, TenantUseCase } from '@evertill/kernel';
import { adjustmentView } from './adjustment-view.ts';
import { mainLocation } from './stock-store.ts';

type Input = InputOf<typeof inventory.createAdjustment>;

export function createAdjustment(
  surroundings: Surroundings,
): TenantUseCase<typeof inventory.createAdjustment> {
  const { database, clock } = surroundings;
  return async (context, input) => {
    const { userClient } = input;
    if (userClient !== undefined && userClient.toLowerCase() !== context.tenantId) {
      refuse('tenant_mismatch');
    }
    const quantityMilli = quantityOf(input);
    await refuseUnknown(surroundings, context, input.product);
    const adjustmentId = input.adjustmentId?.toLowerCase() ?? newId(surroundings);
    const hash = context.fingerprint();
    return database.inTransaction(context, async (tx) => {
      await tx.query(
        `INSERT INTO inventory.stock_adjustments (
           tenant_id, adjustment_id, product_id, location_id, type, quantity_milli, reason,
           reference, source, body_hash, created_by, created_at
         ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT DO NOTHING`,
        [
          tx.tenantId,
          adjustmentId,
          input.product,
          input.location ?? mainLocation(tx.tenantId),
          input.adjustmentType,
          quantityMilli,
          input.reason,
          input.referenceNumber ?? '',
          input.source ?? 'API',
          hash,
          context.userId,
          clock.now(),
        ],
      );
      const [row] = await tx.query(
        'SELECT * FROM inventory.stock_adjustments WHERE tenant_id = $1 AND adjustment_id = $2',
        [tx.tenantId, adjustmentId],
      );
      if (row === undefined) throw new Error('the adjustment is not there after its insert');
      if (row['body_hash'] !== hash) refuse('id_reused');
      return adjustmentView(row);
    });
  };
}

function quantityOf({ quantityAdjusted }: Input): number {
  const milli = milliOf(quantityAdjusted);
  if (milli === undefined || milli === 0 || Math.abs(milli) > STOCK_MILLI_MAX) {
    const message = 'must be a quantity other than zero, in thousandths at the finest';
    refuse('amount_invalid', { fields: [{ field: 'quantity_adjusted', message }] });
  }
  return milli;
}

async function refuseUnknown(
  { ask }: Surroundings,
  context: TenantContext,
  productId: string,
): Promise<void> {
  const { products } = await ask(catalog.knownProducts, context, { productIds: [productId] });
  if (products.length === 0) {
    refuse('not_found', { fields: [{ field: 'product', message: 'is not a product here' }] });
  }
}

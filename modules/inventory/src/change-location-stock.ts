/**
 * Sets the limits of a product at a location. Product, location and quantity may be said again, as
 * they are: a quantity that differs is a correction, and asked for as one.
 */
import type { InputOf, inventory } from '@evertill/contract';
import { refuse, tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { locationStockView } from './list-locations.ts';
import { limitsOf, lockLevel, setLimits } from './location-stock-store.ts';
import type { LevelRow } from './location-stock-store.ts';
import { quantityOf } from './quantity-input.ts';
import { refuseForeign } from './refuse-foreign.ts';

type Input = InputOf<typeof inventory.changeLocationStock>;

export function changeLocationStock(
  surroundings: Surroundings,
): TenantUseCase<typeof inventory.changeLocationStock> {
  return async (context, input) => {
    refuseForeign(context, input.userClient);
    return surroundings.database.inTransaction(context, async (tx) => {
      const before = await lockLevel(tx, input.plsId);
      refuseMoved(input, before);
      const limits = limitsOf(input, before);
      const after = await setLimits(tx, surroundings, { before, limits });
      const [had, has] = [locationStockView(before), locationStockView(after)];
      tellAudit(tx, context, {
        action: 'STOCK_LIMITS_CHANGED',
        modelName: 'ProductLocationStock',
        objectId: has.plsId,
        data: { before: had, after: has },
      });
      return has;
    });
  };
}

function refuseMoved({ product, location, quantity }: Input, level: LevelRow): void {
  const said = { product, location };
  const is = { product: level.product_id, location: level.location_id };
  for (const field of ['product', 'location'] as const) {
    if (said[field] === undefined || said[field].toLowerCase() === is[field]) continue;
    const message = 'cannot be changed: register the product at the other place';
    refuse('input_invalid', { fields: [{ field, message }] });
  }
  if (quantity === undefined) return;
  if (quantityOf('quantity', quantity, { isZeroAllowed: true }) === level.on_hand_milli) return;
  refuse('stock_quantity_fixed', {
    fields: [{ field: 'quantity', message: 'is changed by POST /api/stock-adjustments/ alone' }],
  });
}

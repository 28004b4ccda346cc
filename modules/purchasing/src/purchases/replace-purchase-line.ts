/** The same as a change, of which product, quantity and price have to be said. */
import type { purchasing } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { changeLine } from '../papers/edit-one-line.ts';
import { purchaseDesk } from './purchase-desk.ts';
import { foundPurchaseLineView } from './purchase-store.ts';

export function replacePurchaseLine(
  surroundings: Surroundings,
): TenantUseCase<typeof purchasing.replacePurchaseLine> {
  return async (context, { purchaseDetailId: lineId, purchaseHeader: headerId, ...fields }) => {
    const changed = { ...fields, lineId, headerId };
    return foundPurchaseLineView(await changeLine(surroundings, context, purchaseDesk, changed));
  };
}

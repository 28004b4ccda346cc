/** The same as a change, of which product, quantity and price have to be said. */
import type { purchasing } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { changeLine } from '../papers/edit-one-line.ts';
import { orderDesk } from './order-desk.ts';
import { foundOrderLineView } from './order-store.ts';

export function replacePurchaseOrderLine(
  surroundings: Surroundings,
): TenantUseCase<typeof purchasing.replacePurchaseOrderLine> {
  return async (context, { poDetailId: lineId, poHeader: headerId, ...fields }) => {
    const changed = { ...fields, lineId, headerId };
    return foundOrderLineView(await changeLine(surroundings, context, orderDesk, changed));
  };
}

/** Changes some fields of a line of a purchase order. */
import type { purchasing } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { changeLine } from '../papers/edit-one-line.ts';
import { orderDesk } from './order-desk.ts';
import { foundOrderLineView } from './order-store.ts';

export function changePurchaseOrderLine(
  surroundings: Surroundings,
): TenantUseCase<typeof purchasing.changePurchaseOrderLine> {
  return async (context, { poDetailId: lineId, ...fields }) =>
    foundOrderLineView(await changeLine(surroundings, context, orderDesk, { ...fields, lineId }));
}

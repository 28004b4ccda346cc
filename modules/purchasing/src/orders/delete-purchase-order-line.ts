/** Takes a line off a purchase order. */
import type { purchasing } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { removeLine } from '../papers/edit-one-line.ts';
import { orderDesk } from './order-desk.ts';

export function deletePurchaseOrderLine(
  surroundings: Surroundings,
): TenantUseCase<typeof purchasing.deletePurchaseOrderLine> {
  return async (context, { poDetailId, reason }) => {
    await removeLine(surroundings, context, orderDesk, { lineId: poDetailId, reason });
    return {};
  };
}

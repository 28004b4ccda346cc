/** Takes a line off a purchase. */
import type { purchasing } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { removeLine } from '../papers/edit-one-line.ts';
import { purchaseDesk } from './purchase-desk.ts';

export function deletePurchaseLine(
  surroundings: Surroundings,
): TenantUseCase<typeof purchasing.deletePurchaseLine> {
  return async (context, { purchaseDetailId, reason }) => {
    await removeLine(surroundings, context, purchaseDesk, { lineId: purchaseDetailId, reason });
    return {};
  };
}

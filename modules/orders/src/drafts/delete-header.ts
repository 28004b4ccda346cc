/** Gives up a draft. AsiriaPOS deletes it; here it stays, cancelled, with who and why. */
import type { orders } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { cancelOrder } from './cancel-order.ts';
import type { DraftNeeds } from './draft-needs.ts';

export function deleteHeader(needs: DraftNeeds): TenantUseCase<typeof orders.deleteHeader> {
  return async (context, { salesHeaderId, reason }) => {
    const orderId = salesHeaderId.toLowerCase();
    await cancelOrder(needs, context, { orderId, reason, isDraftOnly: true });
    return {};
  };
}

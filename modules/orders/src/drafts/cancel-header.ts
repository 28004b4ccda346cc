/** Cancels an order that is not sold (regression 8): what it reserved is free again, once. */
import type { orders } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { cancelOrder } from './cancel-order.ts';
import type { DraftNeeds } from './draft-needs.ts';
import { showHeader } from './show-header.ts';

export function cancelHeader(needs: DraftNeeds): TenantUseCase<typeof orders.cancelHeader> {
  return async (context, { salesHeaderId, reason, approval }) => {
    const orderId = salesHeaderId.toLowerCase();
    await cancelOrder(needs, context, { orderId, reason, approval, isDraftOnly: false });
    return showHeader(needs, context, orderId);
  };
}

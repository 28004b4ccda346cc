/** Confirms a draft: prices fixed, stock reserved; what is paid already is sold at once. */
import type { orders } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { confirmOrder } from './confirm-order.ts';
import type { DraftNeeds } from './draft-needs.ts';
import { showHeader } from './show-header.ts';

export function confirmHeader(needs: DraftNeeds): TenantUseCase<typeof orders.confirmHeader> {
  return async (context, { salesHeaderId }) => {
    const orderId = salesHeaderId.toLowerCase();
    await confirmOrder(needs, context, orderId);
    return showHeader(needs, context, orderId);
  };
}

/** A new purchase order without lines. With its own id it may be sent again. */
import type { purchasing } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { makeOrder } from './make-order.ts';
import { orderView } from './order-store.ts';

export function createPurchaseOrder(
  surroundings: Surroundings,
): TenantUseCase<typeof purchasing.createPurchaseOrder> {
  return async (context, input) => {
    const wanted = { ...input, supplierField: 'supplier', items: [] };
    return orderView(await makeOrder(surroundings, context, wanted));
  };
}

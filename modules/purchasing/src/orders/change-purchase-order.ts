/** Changes some fields of a purchase order that is not converted. */
import type { purchasing } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { orderView } from './order-store.ts';
import { reviseOrder } from './revise-order.ts';

export function changePurchaseOrder(
  surroundings: Surroundings,
): TenantUseCase<typeof purchasing.changePurchaseOrder> {
  return (context, patch) =>
    reviseOrder(surroundings, context, { patch, edits: [] }, (_tx, row) =>
      Promise.resolve(orderView(row)),
    );
}

/** A new purchase order with its lines, at once. With its own id it may be sent again. */
import type { purchasing } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { makeOrder } from './make-order.ts';

export function placePurchaseOrder(
  surroundings: Surroundings,
): TenantUseCase<typeof purchasing.placePurchaseOrder> {
  return async (context, { items, supplierId, ...fields }) => {
    const lines = items.map(({ productId, unitId, ...rest }) => ({
      ...rest,
      product: productId,
      unit: unitId,
    }));
    const wanted = {
      ...fields,
      supplier: supplierId,
      supplierField: 'supplier_id',
      items: lines,
    };
    const row = await makeOrder(surroundings, context, wanted);
    return { poHeaderId: row.header_id, orderNumber: row.order_number };
  };
}

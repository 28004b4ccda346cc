/** A line more on a purchase order. With its own id it may be sent again. */
import type { purchasing } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { addLine } from '../papers/edit-one-line.ts';
import { orderDesk } from './order-desk.ts';
import { foundOrderLineView } from './order-store.ts';

export function createPurchaseOrderLine(
  surroundings: Surroundings,
): TenantUseCase<typeof purchasing.createPurchaseOrderLine> {
  return async (context, { poDetailId: lineId, poHeader: headerId, ...fields }) =>
    foundOrderLineView(
      await addLine(surroundings, context, orderDesk, { ...fields, lineId, headerId }),
    );
}

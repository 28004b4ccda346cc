/** A line more on a purchase. With its own id it may be sent again. */
import type { purchasing } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { addLine } from '../papers/edit-one-line.ts';
import { purchaseDesk } from './purchase-desk.ts';
import { foundPurchaseLineView } from './purchase-store.ts';

export function createPurchaseLine(
  surroundings: Surroundings,
): TenantUseCase<typeof purchasing.createPurchaseLine> {
  return async (context, { purchaseDetailId: lineId, purchaseHeader: headerId, ...fields }) =>
    foundPurchaseLineView(
      await addLine(surroundings, context, purchaseDesk, { ...fields, lineId, headerId }),
    );
}

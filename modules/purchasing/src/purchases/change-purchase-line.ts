/** Changes some fields of a line of a purchase. */
import type { purchasing } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { changeLine } from '../papers/edit-one-line.ts';
import { purchaseDesk } from './purchase-desk.ts';
import { foundPurchaseLineView } from './purchase-store.ts';

export function changePurchaseLine(
  surroundings: Surroundings,
): TenantUseCase<typeof purchasing.changePurchaseLine> {
  return async (context, { purchaseDetailId: lineId, ...fields }) =>
    foundPurchaseLineView(
      await changeLine(surroundings, context, purchaseDesk, { ...fields, lineId }),
    );
}

/**
 * Receives everything of a purchase that has not come yet. Generated again under the same id it is
 * the first answer; under another one there is nothing left to receive.
 */
import type { purchasing } from '@evertill/contract';
import { decimalOfMilli } from '@evertill/domain';
import { newId, refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { lockPurchase } from '../purchases/purchase-store.ts';
import { outstandingOf } from './book-receipt.ts';
import { makeNote } from './make-note.ts';

export function generateGoodsNote(
  surroundings: Surroundings,
): TenantUseCase<typeof purchasing.generateGoodsNote> {
  return (context, { purchaseHeaderId, ...fields }) =>
    makeNote(surroundings, context, {
      fields,
      receive: async (tx) => {
        const purchase = await lockPurchase(tx, purchaseHeaderId);
        const left = await outstandingOf(tx, purchase.header_id);
        if (left.length === 0) {
          refuse('receipt_exceeds_order', { detail: 'Nothing of it is still to come.' });
        }
        const said = left.map(({ lineId, quantityMilli }) => ({
          lineId: newId(surroundings),
          path: '',
          purchaseDetail: lineId,
          quantity: decimalOfMilli(quantityMilli),
        }));
        return { purchase, said };
      },
    });
}

/**
 * Receives goods of a purchase, or of a purchase order that became one: all of them or a part, in
 * as many notes as it takes. Two who receive the last pieces meet at the purchase's row.
 */
import type { InputOf, purchasing } from '@evertill/contract';
import { newId, refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase, Transaction } from '@evertill/kernel';
import { refuseStale } from '../payments/payment-store.ts';
import { readOrderEver } from '../orders/order-store.ts';
import { lockNamedPurchase } from '../purchases/purchase-store.ts';
import { refuseForeign } from '../refuse-foreign.ts';
import { makeNote } from './make-note.ts';

type Input = InputOf<typeof purchasing.receiveGoods>;

export function receiveGoods(
  surroundings: Surroundings,
): TenantUseCase<typeof purchasing.receiveGoods> {
  return async (context, input) => {
    refuseForeign(context, input.userClient);
    const said = (input.details ?? []).map(({ grnDetailId, ...fields }, index) => ({
      ...fields,
      lineId: grnDetailId?.toLowerCase() ?? newId(surroundings),
      path: `details.${index}.`,
    }));
    return makeNote(surroundings, context, {
      fields: input,
      receive: async (tx) => {
        const purchase = await lockNamedPurchase(tx, await purchaseIdOf(tx, input));
        refuseStale(purchase, { supplier: input.supplier });
        return { purchase, said };
      },
    });
  };
}

/** The purchase that is named, or that the named order became; both have to be the same. */
async function purchaseIdOf(tx: Transaction, input: Input): Promise<string> {
  const { poHeader, purchaseHeader } = input;
  if (poHeader === undefined) {
    if (purchaseHeader !== undefined) return purchaseHeader;
    const message = 'or `po_header` is required';
    refuse('input_invalid', { fields: [{ field: 'purchase_header', message }] });
  }
  const order = await readOrderEver(tx, poHeader);
  if (order?.voided_at !== null) {
    const message = 'is not a purchase order here';
    refuse('not_found', { fields: [{ field: 'po_header', message }] });
  }
  const { converted_purchase_id: purchaseId } = order;
  if (purchaseId === null) refuse('purchase_order_open');
  if (purchaseHeader !== undefined && purchaseHeader.toLowerCase() !== purchaseId) {
    const message = 'is not what the order became';
    refuse('not_found', { fields: [{ field: 'purchase_header', message }] });
  }
  return purchaseId;
}

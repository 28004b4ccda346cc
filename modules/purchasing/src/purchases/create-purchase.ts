/** A new purchase without lines. With its own id it may be sent again. */
import type { purchasing } from '@evertill/contract';
import { createOnce, newId, refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { defaultPaymentOption } from '../nouns/payment-options.ts';
import { nextNumber } from '../number-series.ts';
import { refuseForeign } from '../refuse-foreign.ts';
import { shopOf } from '../shop.ts';
import { freeInvoiceNumber } from './free-invoice-number.ts';
import {
  insertPurchase,
  purchaseConstraints,
  purchaseView,
  readPurchase,
  readPurchaseEver,
} from './purchase-store.ts';

export function createPurchase(
  surroundings: Surroundings,
): TenantUseCase<typeof purchasing.createPurchase> {
  const { clock, database } = surroundings;
  return async (context, input) => {
    refuseForeign(context, input.userClient);
    const purchaseId = (input.purchaseHeaderId ?? newId(surroundings)).toLowerCase();
    const bodyHash = context.fingerprint();
    const { currency, today } = await shopOf(surroundings, context);
    const { supplier: supplierId, paymentOption, purchaseDate = today } = input;
    const row = await createOnce({
      bodyHash,
      fieldOf: purchaseConstraints,
      find: () => database.read(context, (tx) => readPurchaseEver(tx, purchaseId)),
      insert: () =>
        database.inTransaction(context, async (tx) => {
          if ((await readPurchaseEver(tx, purchaseId)) !== undefined) return undefined;
          const isNew = await insertPurchase(tx, {
            purchaseId,
            supplierId,
            paymentOptionId:
              paymentOption === undefined ? await defaultPaymentOption(tx) : paymentOption,
            orderNumber: await nextNumber(tx, 'PU'),
            invoiceNumber: input.invoiceNumber ?? (await freeInvoiceNumber(tx, supplierId)),
            purchaseDate,
            currency,
            bodyHash,
            createdBy: context.userId,
            createdAt: clock.now(),
          });
          return isNew ? readPurchase(tx, purchaseId) : undefined;
        }),
    });
    return row.voided_at === null ? purchaseView(row) : refuse('id_reused');
  };
}

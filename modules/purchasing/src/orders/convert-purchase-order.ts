/**
 * Makes a purchase of a purchase order, once: two who convert it at the same time meet at its row,
 * and the second is told which purchase it became.
 */
import type { InputOf, purchasing } from '@evertill/contract';
import { derivedId, newId, refuse, refuseBroken, tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantUseCase, Transaction } from '@evertill/kernel';
import { defaultPaymentOption } from '../nouns/payment-options.ts';
import { nextNumber } from '../number-series.ts';
import { insertLine, readLines, updateHeader } from '../papers/line-store.ts';
import { orderPaper, purchasePaper } from '../papers/paper.ts';
import type { LineRow } from '../papers/paper.ts';
import { freeInvoiceNumber } from '../purchases/free-invoice-number.ts';
import {
  insertPurchase,
  purchaseConstraints,
  purchaseView,
  readPurchase,
  readPurchaseEver,
} from '../purchases/purchase-store.ts';
import type { NewPurchase } from '../purchases/purchase-store.ts';
import { shopOf } from '../shop.ts';
import { lockOrder, refuseConverted } from './order-store.ts';
import type { OrderRow } from './order-store.ts';

const fieldOf = { ...purchaseConstraints, purchases_payment_option_fkey: 'payment_option_id' };

export function convertPurchaseOrder(
  surroundings: Surroundings,
): TenantUseCase<typeof purchasing.convertPurchaseOrder> {
  const { clock, database } = surroundings;
  return async (context, input) => {
    const bodyHash = context.fingerprint();
    const { today } = await shopOf(surroundings, context);
    const purchaseId = (input.purchaseHeaderId ?? newId(surroundings)).toLowerCase();
    const work = database.inTransaction(context, async (tx) => {
      const order = await lockOrder(tx, input.poHeaderId);
      const known = await readPurchaseEver(tx, purchaseId);
      const isSame = known?.body_hash === bodyHash && known.voided_at === null;
      if (known !== undefined) return isSame ? known : refuse('id_reused');
      refuseConverted(order);
      const lines = await readLines(tx, orderPaper, order.header_id);
      if (lines.length === 0) refuse('order_empty');
      const row = await convert(tx, { order, lines }, await termsOf(tx, input, order), {
        purchaseId,
        purchaseDate: today,
        bodyHash,
        createdBy: context.userId,
        createdAt: clock.now(),
      });
      tellAudit(tx, context, {
        action: 'PURCHASE_ORDER_CONVERTED',
        modelName: 'PurchaseOrder',
        objectId: order.header_id,
        data: { before: null, after: purchaseView(row) },
      });
      return row;
    });
    const row = await work.catch((error: unknown) => refuseBroken(error, fieldOf));
    const { header_id, order_number: orderNumber, invoice_number: invoiceNumber } = row;
    return { purchaseHeaderId: header_id, orderNumber, invoiceNumber };
  };
}

type Terms = Pick<NewPurchase, 'paymentOptionId' | 'orderNumber' | 'invoiceNumber'>;

async function termsOf(
  tx: Transaction,
  input: InputOf<typeof purchasing.convertPurchaseOrder>,
  { supplier_id: supplierId }: OrderRow,
): Promise<Terms> {
  const { paymentOptionId, invoiceNumber } = input;
  return {
    paymentOptionId:
      paymentOptionId === undefined ? await defaultPaymentOption(tx) : paymentOptionId,
    orderNumber: await nextNumber(tx, 'PU'),
    invoiceNumber: invoiceNumber ?? (await freeInvoiceNumber(tx, supplierId)),
  };
}

interface Converted {
  readonly order: OrderRow;
  readonly lines: readonly LineRow[];
}

type Mark = Pick<
  NewPurchase,
  'purchaseId' | 'purchaseDate' | 'bodyHash' | 'createdBy' | 'createdAt'
>;

async function convert(tx: Transaction, { order, lines }: Converted, terms: Terms, mark: Mark) {
  const { supplier_id: supplierId, currency, subtotal_minor, total_minor } = order;
  const { purchaseId, bodyHash, createdAt } = mark;
  const isNew = await insertPurchase(tx, { ...terms, ...mark, supplierId, currency });
  if (!isNew) refuse('id_reused');
  for (const [index, line] of lines.entries()) {
    await insertLine(tx, purchasePaper, {
      lineId: derivedId(purchaseId, line.line_id),
      headerId: purchaseId,
      lineNumber: index + 1,
      productId: line.product_id,
      unitId: line.unit_id,
      quantityMilli: line.quantity_milli,
      unitPriceMinor: line.unit_price_minor,
      discountMinor: line.discount_minor,
      totalMinor: line.total_minor,
      bodyHash,
      createdAt,
    });
  }
  await updateHeader(tx, purchasePaper, {
    headerId: purchaseId,
    values: { subtotal_minor, total_minor, balance_minor: total_minor },
  });
  await updateHeader(tx, orderPaper, {
    headerId: order.header_id,
    values: { converted_purchase_id: purchaseId },
  });
  return readPurchase(tx, purchaseId);
}

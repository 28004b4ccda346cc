/**
 * Makes a sale of an order that is paid: the same id, in the same transaction, through the server's
 * own register. From then on it is a fact like every other sale.
 */
import { decimalOf, decimalOfMilli } from '@evertill/domain';
import type { SaleBody } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Surroundings, TenantContext, Transaction } from '@evertill/kernel';
import { recordServerSale, takeServerTurn } from '../server-register.ts';
import { countLinesAnew } from './line-store.ts';
import { isIdSold, readLines, readPayments } from './order-store.ts';
import type { OrderLineRow, OrderPaymentRow, OrderRow } from './order-store.ts';
import { moveOrder } from './order-state.ts';

export interface Completing {
  readonly context: TenantContext;
  /** As it stands, with all figures of its payments. */
  readonly order: OrderRow;
  /** An open session whose register the transaction holds. */
  readonly sessionId: string | null;
  readonly now: Date;
}

/** Refused as `id_reused` where another sale took the id meanwhile. Holds the register last. */
export async function completeOrder(
  tx: Transaction,
  surroundings: Surroundings,
  { context, order, sessionId, now }: Completing,
): Promise<void> {
  const { order_id: saleId, created_by: userId } = order;
  if (order.balance_minor !== 0) throw new Error(`the order ${saleId} is not paid`);
  if (await isIdSold(tx, saleId)) refuse('id_reused');
  await moveOrder(tx, order, { event: 'paid', now });
  const lines = await readLines(tx, saleId);
  await countLinesAnew(tx, lines);
  const payments = await readPayments(tx, saleId);
  const turn = await takeServerTurn(tx, now);
  await recordServerSale(tx, surroundings, {
    // Whose order it was, that person's sale it is, whoever takes the money.
    context: { ...context, userId },
    saleId,
    turn,
    body: bodyOf({ order, lines, payments, sessionId, cashier: context.userId ?? userId }),
    locationId: order.location_id,
    occurredAt: now,
  });
}

interface Sold {
  readonly order: OrderRow;
  readonly lines: readonly OrderLineRow[];
  readonly payments: readonly OrderPaymentRow[];
  readonly sessionId: string | null;
  readonly cashier: string;
}

function bodyOf(sold: Sold): Omit<SaleBody, 'receiptNumber'> {
  const { order, lines, payments, sessionId, cashier } = sold;
  const amount = (minor: number): string => decimalOf(minor, order.currency);
  return {
    currency: order.currency,
    priceBookVersion: order.price_book_version,
    rulesVersion: order.rules_version,
    customer: order.customer_id,
    session: sessionId,
    cashier,
    lines: lines.map((line) => ({
      product: line.product_id,
      sku: line.sku,
      name: line.name,
      quantity: decimalOfMilli(line.quantity_milli),
      unitPrice: amount(line.unit_price_minor),
      discount: amount(line.discount_minor),
      taxCode: line.tax_code,
      tax: amount(line.tax_minor),
      total: amount(line.total_minor),
    })),
    discount: amount(order.order_discount_minor),
    tax: amount(order.tax_minor),
    rounding: amount(order.rounding_minor),
    total: amount(order.priced_minor + order.rounding_minor),
    payments: payments.map((payment) => ({
      salesPaymentId: payment.payment_id,
      method: payment.method,
      amount: amount(payment.amount_minor),
      ...(payment.reference === null ? {} : { reference: payment.reference }),
    })),
    change: amount(order.change_minor),
    ...(order.note === null ? {} : { note: order.note }),
  };
}

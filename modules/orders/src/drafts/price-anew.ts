/**
 * Prices an order that is not sold, with the domain's own arithmetic, and writes the figures: the
 * lines always make the total. The order's row is locked by whoever calls.
 */
import { RULES_VERSION, checkOrder, priceOrder, settleTender } from '@evertill/domain';
import type { OrderDraft, PriceBook, PricedOrder } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Transaction } from '@evertill/kernel';
import { readPayments } from './order-store.ts';
import type { OrderLineRow, OrderPaymentRow, OrderRow } from './order-store.ts';

export interface Pricing {
  readonly order: OrderRow;
  readonly lines: readonly OrderLineRow[];
  readonly book: PriceBook;
  readonly orderDiscountMinor: number;
  readonly allowedDiscountMinor: number;
  readonly now: Date;
}

/** Prices lines that `refuseUnpriceable` let through. */
export async function priceAnew(tx: Transaction, pricing: Pricing): Promise<OrderRow> {
  const { order, lines, book } = pricing;
  const draft = draftOf(lines, pricing.orderDiscountMinor);
  const priced = isEmpty(draft) ? nothing : priceOrder(draft, book);
  await tx.query(
    `UPDATE orders.order_lines l SET tax_minor = n.tax, total_minor = n.total
     FROM unnest($2::uuid[], $3::bigint[], $4::bigint[]) AS n (line_id, tax, total)
     WHERE l.tenant_id = $1 AND l.line_id = n.line_id`,
    [
      tx.tenantId,
      lines.map((line) => line.line_id),
      priced.lines.map((line) => line.taxMinor),
      priced.lines.map((line) => line.totalMinor),
    ],
  );
  const [row] = await tx.query<OrderRow>(
    `UPDATE orders.orders
     SET price_book_version = $3, rules_version = $4, cash_rounding_minor = $5,
         order_discount_minor = $6, allowed_discount_minor = $7, subtotal_minor = $8,
         discount_minor = $9, tax_minor = $10, priced_minor = $11, balance_minor = $11,
         version = version + 1, updated_at = $12
     WHERE tenant_id = $1 AND order_id = $2 RETURNING *`,
    [
      tx.tenantId,
      order.order_id,
      book.version,
      RULES_VERSION,
      book.cashRoundingMinor,
      pricing.orderDiscountMinor,
      pricing.allowedDiscountMinor,
      priced.subtotalMinor,
      priced.discountMinor,
      priced.taxMinor,
      priced.totalMinor,
      pricing.now,
    ],
  );
  if (row === undefined) throw new Error(`the order ${order.order_id} is gone`);
  return row;
}

/** Weighs what was paid against the total, and keeps what is open, due and given back. */
export async function settleAnew(tx: Transaction, order: OrderRow, now: Date): Promise<OrderRow> {
  const { roundingMinor, changeMinor, balanceMinor } = settlementOf(
    order,
    await readPayments(tx, order.order_id),
  );
  const [row] = await tx.query<OrderRow>(
    `UPDATE orders.orders
     SET rounding_minor = $3, change_minor = $4, balance_minor = $5, version = version + 1,
         updated_at = $6
     WHERE tenant_id = $1 AND order_id = $2 RETURNING *`,
    [tx.tenantId, order.order_id, roundingMinor, changeMinor, balanceMinor, now],
  );
  if (row === undefined) throw new Error(`the order ${order.order_id} is gone`);
  return row;
}

type Tendered = Pick<OrderPaymentRow, 'method' | 'amount_minor'>;

export function settlementOf(
  order: OrderRow,
  payments: readonly Tendered[],
): ReturnType<typeof settleTender> {
  return settleTender({
    totalMinor: order.priced_minor,
    cashRoundingMinor: order.cash_rounding_minor,
    tenders: payments.map((one) => ({ method: one.method, amountMinor: one.amount_minor })),
  });
}

export function draftOf(lines: readonly OrderLineRow[], orderDiscountMinor: number): OrderDraft {
  return {
    discountMinor: orderDiscountMinor,
    lines: lines.map((line) => ({
      unitPriceMinor: line.unit_price_minor,
      quantityMilli: line.quantity_milli,
      discountMinor: line.discount_minor,
      taxCode: line.tax_code,
    })),
  };
}

type Figures = Pick<
  PricedOrder,
  'lines' | 'subtotalMinor' | 'discountMinor' | 'taxMinor' | 'totalMinor'
>;

const nothing: Figures = {
  lines: [],
  subtotalMinor: 0,
  discountMinor: 0,
  taxMinor: 0,
  totalMinor: 0,
};

const isEmpty = ({ lines, discountMinor }: OrderDraft): boolean =>
  lines.length === 0 && discountMinor === 0;

/** Refused as `amount_invalid`: too large, or a discount that is. A draft may be empty. */
export function refuseUnpriceable(draft: OrderDraft, book: PriceBook): void {
  if (isEmpty(draft)) return;
  const [flaw] = checkOrder(draft, book);
  if (flaw === undefined) return;
  const detail = `The order cannot be priced: ${flaw.code.replaceAll('_', ' ')}.`;
  refuse('amount_invalid', { detail });
}

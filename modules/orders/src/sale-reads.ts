/** Reads of sales and orders, lines and payments: what the database has, in contract's words. */
import type { Flag, OutputOf } from '@evertill/contract';
import type { orders } from '@evertill/contract';
import { decimalOf, decimalOfMilli } from '@evertill/domain';
import type { ListSource, Row, Transaction } from '@evertill/kernel';
import { foreignColumns, foreignJoin, foreignViewOf } from './foreign/foreign-tender-store.ts';

type SaleView = OutputOf<typeof orders.findSale>;
export type LineView = OutputOf<typeof orders.listSaleLines>['items'][number];
type PaymentView = OutputOf<typeof orders.listPayments>['items'][number];

const uuidTie = (sql: string) => ({ sql, type: 'uuid' });

const isVoided = `EXISTS (SELECT FROM orders.voids v
   WHERE v.tenant_id = s.tenant_id AND v.sale_id = s.sale_id)`;
const allIsBack = `(SELECT coalesce(bool_and(coalesce(c.quantity_milli, 0) >= l.quantity_milli), false)
   FROM orders.sale_lines l LEFT JOIN orders.refunded_lines c
     ON c.tenant_id = l.tenant_id AND c.sale_id = l.sale_id AND c.line_number = l.line_number
   WHERE l.tenant_id = s.tenant_id AND l.sale_id = s.sale_id)`;
const allIsPaidBack = `EXISTS (SELECT FROM orders.refunded_money m WHERE m.tenant_id = s.tenant_id
   AND m.sale_id = s.sale_id AND s.total_minor > 0 AND m.refunded_minor >= s.total_minor)`;
const hasRefund = `EXISTS (SELECT FROM orders.refunds r
   WHERE r.tenant_id = s.tenant_id AND r.sale_id = s.sale_id)`;
const isRefunded = `(${hasRefund} AND (${allIsBack} OR ${allIsPaidBack}))`;
const isTouched = `(${hasRefund} OR EXISTS (SELECT FROM orders.sales_returns r
   WHERE r.tenant_id = s.tenant_id AND r.sale_id = s.sale_id AND r.status = 'APPROVED'))`;

/** A fact has no state of its own: voids and refunds stand beside it, and say what it is now. */
export const statusSql = `CASE s.state
  WHEN 'draft' THEN 'PENDING' WHEN 'awaiting_payment' THEN 'CONFIRMED'
  WHEN 'cancelled' THEN 'CANCELLED' WHEN 'expired' THEN 'EXPIRED'
  ELSE CASE WHEN ${isVoided} THEN 'VOIDED' WHEN ${isRefunded} THEN 'REFUNDED'
    WHEN ${isTouched} THEN 'PARTIALLY_REFUNDED' ELSE 'COMPLETED' END END`;

/** The number of the order that a sale was, if it was one. */
export const orderNumberSql = `coalesce((SELECT o.order_number FROM orders.orders o
  WHERE o.tenant_id = s.tenant_id AND o.order_id = s.sale_id), s.order_number)`;

const anonymousSql = `(SELECT o.anonymous_customer_id FROM orders.orders o
  WHERE o.tenant_id = s.tenant_id AND o.order_id = s.sale_id)`;

const headerColumns = `s.*, ${statusSql} AS status, ${orderNumberSql} AS shown_number,
  ${anonymousSql} AS anonymous_customer_id,
  (SELECT least(coalesce(sum(r.total_minor), 0), 9007199254740991)::bigint FROM orders.refunds r
   WHERE r.tenant_id = s.tenant_id AND r.sale_id = s.sale_id) AS refunded_minor,
  ARRAY(SELECT f.flag FROM orders.flags f
   WHERE f.tenant_id = s.tenant_id AND f.subject_id = s.sale_id ORDER BY f.flag) AS flags`;

/** Sales, and the orders that are not sold: an order that is sold shows as its sale. */
const headers = `(
  SELECT s.tenant_id, s.sale_id, s.receipt_number AS order_number, 'completed' AS state,
    s.register_id, s.epoch, s.seq, s.receipt_number, s.customer_id, s.session_id, s.location_id,
    s.cashier_id, s.recorded_by, s.currency, s.subtotal_minor, s.discount_minor, s.tax_minor,
    s.rounding_minor, s.total_minor, s.change_minor, 0::bigint AS balance_minor,
    s.price_book_version, s.rules_version, s.source, s.note, s.body_hash, s.occurred_at,
    s.received_at, NULL::timestamptz AS expires_at
  FROM orders.sales s
  UNION ALL
  SELECT o.tenant_id, o.order_id, o.order_number, o.state,
    NULL, NULL, NULL, NULL, o.customer_id, o.session_id, o.location_id,
    NULL, o.created_by, o.currency, o.subtotal_minor, o.discount_minor, o.tax_minor,
    o.rounding_minor, o.priced_minor + o.rounding_minor, o.change_minor, o.balance_minor,
    o.price_book_version, o.rules_version, 'REGISTER', o.note, o.body_hash, o.created_at,
    o.updated_at, o.expires_at
  FROM orders.orders o WHERE o.state <> 'completed') AS s`;

export const headerList = {
  from: headers,
  columns: headerColumns,
  tenantColumn: 's.tenant_id',
  orderings: {
    occurred_at: { sql: 's.occurred_at', type: 'timestamptz' },
    received_at: { sql: 's.received_at', type: 'timestamptz' },
  },
  tieBreak: uuidTie('s.sale_id'),
  defaultOrdering: '-occurred_at',
} satisfies Omit<ListSource, 'where'>;

/** Sales alone: what has a receipt. */
export const saleList = {
  from: 'orders.sales s',
  columns: 's.*',
  tenantColumn: 's.tenant_id',
  orderings: {},
  tieBreak: uuidTie('s.sale_id'),
  defaultOrdering: '-occurred_at',
} satisfies Omit<ListSource, 'where'>;

/** One sale or order, if this person may see it. */
export async function readHeader(
  tx: Transaction,
  id: string,
  who: Who,
): Promise<SaleView | undefined> {
  const [row] = await tx.query(
    `SELECT ${headerColumns} FROM ${headers}
     WHERE s.tenant_id = $1 AND s.sale_id = $2 AND ($3 OR s.recorded_by = $4)`,
    [tx.tenantId, id, who.seesAll, who.userId],
  );
  return row === undefined ? undefined : saleView(row);
}

export function saleView(row: Row): SaleView {
  const amount = (column: string): string =>
    decimalOf(row[column] as number, row['currency'] as string);
  return {
    salesHeaderId: row['sale_id'] as string,
    orderNumber: row['shown_number'] as string,
    receiptNumber: row['receipt_number'] as string | null,
    registerId: row['register_id'] as string | null,
    epoch: row['epoch'] as number | null,
    seq: row['seq'] as number | null,
    customer: row['customer_id'] as string | null,
    anonymousCustomerId: row['anonymous_customer_id'] as string | null,
    session: row['session_id'] as string | null,
    location: row['location_id'] as string | null,
    cashier: row['cashier_id'] as string | null,
    currency: row['currency'] as string,
    subtotal: amount('subtotal_minor'),
    discount: amount('discount_minor'),
    tax: amount('tax_minor'),
    rounding: amount('rounding_minor'),
    totalPrice: amount('total_minor'),
    change: amount('change_minor'),
    refundedTotal: amount('refunded_minor'),
    remainingBalance: amount('balance_minor'),
    status: row['status'] as SaleView['status'],
    priceBookVersion: row['price_book_version'] as number,
    rulesVersion: row['rules_version'] as number,
    source: row['source'] as SaleView['source'],
    note: row['note'] as string | null,
    flags: row['flags'] as Flag[],
    bodyHash: row['body_hash'] as string,
    occurredAt: (row['occurred_at'] as Date).toISOString(),
    receivedAt: (row['received_at'] as Date).toISOString(),
    expiresAt: (row['expires_at'] as Date | null)?.toISOString() ?? null,
  };
}

/** Lines of sales, and of the orders that are not sold. A sale of an order keeps its lines' ids. */
const lines = `(
  SELECT l.tenant_id, l.sale_id, l.line_number, o.line_id, l.product_id, o.unit_id, l.sku, l.name,
    l.quantity_milli, l.unit_price_minor, l.discount_minor, l.tax_code, l.tax_minor, l.total_minor,
    s.currency, s.recorded_by, coalesce(c.quantity_milli, 0) AS refunded_milli
  FROM orders.sale_lines l
  JOIN orders.sales s ON s.tenant_id = l.tenant_id AND s.sale_id = l.sale_id
  LEFT JOIN orders.refunded_lines c
    ON c.tenant_id = l.tenant_id AND c.sale_id = l.sale_id AND c.line_number = l.line_number
  LEFT JOIN orders.order_lines o ON o.tenant_id = l.tenant_id AND o.order_id = l.sale_id
    AND o.line_number = l.line_number AND o.removed_at IS NULL
  UNION ALL
  SELECT l.tenant_id, l.order_id, l.line_number, l.line_id, l.product_id, l.unit_id, l.sku, l.name,
    l.quantity_milli, l.unit_price_minor, l.discount_minor, l.tax_code, l.tax_minor, l.total_minor,
    o.currency, o.created_by, 0::bigint
  FROM orders.order_lines l
  JOIN orders.orders o ON o.tenant_id = l.tenant_id AND o.order_id = l.order_id
  WHERE l.removed_at IS NULL AND o.state <> 'completed') AS l`;

export const lineList = {
  from: lines,
  columns: 'l.*',
  tenantColumn: 'l.tenant_id',
  orderings: { line_number: { sql: 'l.line_number', type: 'integer' } },
  tieBreak: uuidTie('l.sale_id'),
  defaultOrdering: 'line_number',
} satisfies Omit<ListSource, 'where'>;

export function lineView(row: Row): LineView {
  const amount = (column: string): string =>
    decimalOf(row[column] as number, row['currency'] as string);
  return {
    salesDetailId:
      (row['line_id'] as string | null) ??
      `${row['sale_id'] as string}:${row['line_number'] as number}`,
    salesHeader: row['sale_id'] as string,
    lineNumber: row['line_number'] as number,
    product: row['product_id'] as string,
    unit: row['unit_id'] as string | null,
    sku: row['sku'] as string,
    name: row['name'] as string,
    quantity: decimalOfMilli(row['quantity_milli'] as number),
    refundedQuantity: decimalOfMilli(row['refunded_milli'] as number),
    pricePerUnit: amount('unit_price_minor'),
    discount: amount('discount_minor'),
    taxCode: row['tax_code'] as string,
    tax: amount('tax_minor'),
    total: amount('total_minor'),
  };
}

/** What was tendered for sales, paid out in refunds, or taken for orders that are not sold. */
const payments = `(
  SELECT p.tenant_id, p.payment_id, p.sale_id, p.refund_id, p.session_id, p.method,
    p.amount_minor, p.reference, p.occurred_at, coalesce(s.currency, r.currency) AS currency,
    coalesce(s.recorded_by, r.recorded_by) AS recorded_by, ${foreignColumns}
  FROM orders.payments p ${foreignJoin}
  LEFT JOIN orders.sales s ON s.tenant_id = p.tenant_id AND s.sale_id = p.sale_id
  LEFT JOIN orders.refunds r ON r.tenant_id = p.tenant_id AND r.refund_id = p.refund_id
  UNION ALL
  SELECT p.tenant_id, p.payment_id, p.order_id, NULL, p.session_id, p.method,
    p.amount_minor, p.reference, p.occurred_at, o.currency, o.created_by, NULL, NULL, NULL, NULL
  FROM orders.order_payments p
  JOIN orders.orders o ON o.tenant_id = p.tenant_id AND o.order_id = p.order_id
  WHERE p.returned_at IS NULL AND o.state <> 'completed') AS p`;

export const paymentList = {
  from: payments,
  columns: 'p.*',
  tenantColumn: 'p.tenant_id',
  orderings: { created_at: { sql: 'p.occurred_at', type: 'timestamptz' } },
  tieBreak: uuidTie('p.payment_id'),
  defaultOrdering: '-created_at',
} satisfies Omit<ListSource, 'where'>;

export function paymentView(row: Row): PaymentView {
  return {
    salesPaymentId: row['payment_id'] as string,
    salesHeader: row['sale_id'] as string | null,
    salesRefund: row['refund_id'] as string | null,
    session: row['session_id'] as string | null,
    method: row['method'] as PaymentView['method'],
    amount: decimalOf(row['amount_minor'] as number, row['currency'] as string),
    foreign: foreignViewOf(row),
    reference: row['reference'] as string | null,
    createdAt: (row['occurred_at'] as Date).toISOString(),
  };
}

/** Whose sales somebody sees: a cashier own ones, whoever leads everyone's. */
export interface Who {
  readonly seesAll: boolean;
  readonly userId: string | null;
}

export function ownSales(column: string, who: Who): readonly [string, unknown] | undefined {
  return who.seesAll ? undefined : [`${column} = ?`, who.userId];
}

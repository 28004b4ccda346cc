/** Reads of sales, lines, payments and refunds: what the database has, in contract's words. */
import type { Flag, OutputOf } from '@evertill/contract';
import type { orders } from '@evertill/contract';
import { decimalOf, decimalOfMilli } from '@evertill/domain';
import type { ListSource, Row } from '@evertill/kernel';

type SaleView = OutputOf<typeof orders.findSale>;
type LineView = OutputOf<typeof orders.listSaleLines>['items'][number];
type PaymentView = OutputOf<typeof orders.listPayments>['items'][number];

const uuidTie = (sql: string) => ({ sql, type: 'uuid' });

const hasRefund = `EXISTS (SELECT FROM orders.refunds r
   WHERE r.tenant_id = s.tenant_id AND r.sale_id = s.sale_id)`;
const allIsBack = `(SELECT coalesce(bool_and(coalesce(c.quantity_milli, 0) >= l.quantity_milli), false)
   FROM orders.sale_lines l LEFT JOIN orders.refunded_lines c
     ON c.tenant_id = l.tenant_id AND c.sale_id = l.sale_id AND c.line_number = l.line_number
   WHERE l.tenant_id = s.tenant_id AND l.sale_id = s.sale_id)`;
const allIsPaidBack = `EXISTS (SELECT FROM orders.refunded_money m WHERE m.tenant_id = s.tenant_id
   AND m.sale_id = s.sale_id AND s.total_minor > 0 AND m.refunded_minor >= s.total_minor)`;

/** Refunds, returns and flags stand beside a sale; its state is read from them. */
export const saleColumns = `s.*,
  (SELECT least(coalesce(sum(r.total_minor), 0), 9007199254740991)::bigint FROM orders.refunds r
   WHERE r.tenant_id = s.tenant_id AND r.sale_id = s.sale_id) AS refunded_minor,
  (${hasRefund} AND (${allIsBack} OR ${allIsPaidBack})) AS is_refunded,
  (${hasRefund} OR EXISTS (SELECT FROM orders.sales_returns r WHERE r.tenant_id = s.tenant_id
    AND r.sale_id = s.sale_id AND r.status = 'APPROVED')) AS is_touched,
  ARRAY(SELECT f.flag FROM orders.flags f
   WHERE f.tenant_id = s.tenant_id AND f.subject_id = s.sale_id ORDER BY f.flag) AS flags`;

export const saleList = {
  from: 'orders.sales s',
  columns: saleColumns,
  tenantColumn: 's.tenant_id',
  orderings: {
    occurred_at: { sql: 's.occurred_at', type: 'timestamptz' },
    received_at: { sql: 's.received_at', type: 'timestamptz' },
  },
  tieBreak: uuidTie('s.sale_id'),
  defaultOrdering: '-occurred_at',
} satisfies Omit<ListSource, 'where'>;

export function saleView(row: Row): SaleView {
  const amount = (column: string): string =>
    decimalOf(row[column] as number, row['currency'] as string);
  return {
    salesHeaderId: row['sale_id'] as string,
    orderNumber: row['receipt_number'] as string,
    receiptNumber: row['receipt_number'] as string,
    registerId: row['register_id'] as string,
    epoch: row['epoch'] as number,
    seq: row['seq'] as number,
    customer: row['customer_id'] as string | null,
    session: row['session_id'] as string | null,
    cashier: row['cashier_id'] as string | null,
    currency: row['currency'] as string,
    subtotal: amount('subtotal_minor'),
    discount: amount('discount_minor'),
    tax: amount('tax_minor'),
    rounding: amount('rounding_minor'),
    totalPrice: amount('total_minor'),
    change: amount('change_minor'),
    refundedTotal: amount('refunded_minor'),
    // A counter sale is paid when it is made.
    remainingBalance: decimalOf(0, row['currency'] as string),
    status: statusOf(row),
    priceBookVersion: row['price_book_version'] as number,
    rulesVersion: row['rules_version'] as number,
    source: row['source'] as SaleView['source'],
    flags: row['flags'] as Flag[],
    bodyHash: row['body_hash'] as string,
    occurredAt: (row['occurred_at'] as Date).toISOString(),
    receivedAt: (row['received_at'] as Date).toISOString(),
  };
}

function statusOf(row: Row): SaleView['status'] {
  if (row['is_refunded'] === true) return 'REFUNDED';
  return row['is_touched'] === true ? 'PARTIALLY_REFUNDED' : 'COMPLETED';
}

export const lineList = {
  from: `orders.sale_lines l
    JOIN orders.sales s ON s.tenant_id = l.tenant_id AND s.sale_id = l.sale_id
    LEFT JOIN orders.refunded_lines c
      ON c.tenant_id = l.tenant_id AND c.sale_id = l.sale_id AND c.line_number = l.line_number`,
  columns: 'l.*, s.currency, coalesce(c.quantity_milli, 0) AS refunded_milli',
  tenantColumn: 'l.tenant_id',
  orderings: { line_number: { sql: 'l.line_number', type: 'integer' } },
  tieBreak: uuidTie('l.sale_id'),
  defaultOrdering: 'line_number',
} satisfies Omit<ListSource, 'where'>;

export function lineView(row: Row): LineView {
  const amount = (column: string): string =>
    decimalOf(row[column] as number, row['currency'] as string);
  return {
    salesDetailId: `${row['sale_id'] as string}:${row['line_number'] as number}`,
    salesHeader: row['sale_id'] as string,
    lineNumber: row['line_number'] as number,
    product: row['product_id'] as string,
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

export const paymentList = {
  from: `orders.payments p
    LEFT JOIN orders.sales s ON s.tenant_id = p.tenant_id AND s.sale_id = p.sale_id
    LEFT JOIN orders.refunds r ON r.tenant_id = p.tenant_id AND r.refund_id = p.refund_id`,
  columns: 'p.*, coalesce(s.currency, r.currency) AS currency',
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
    reference: row['reference'] as string | null,
    createdAt: (row['occurred_at'] as Date).toISOString(),
  };
}

/** A cashier sees own sales; whoever leads sees everyone's. */
export function ownSales(
  column: string,
  who: { readonly seesAll: boolean; readonly userId: string | null },
): readonly [string, unknown] | undefined {
  return who.seesAll ? undefined : [`${column} = ?`, who.userId];
}

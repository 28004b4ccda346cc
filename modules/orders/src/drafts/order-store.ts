/** The SQL of orders that are not sold yet. Who changes an order locks its row first. */
import type { OrderState, TenderMethod } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Row, Transaction } from '@evertill/kernel';
import type { whoOf } from '../list-sales.ts';

export interface OrderRow extends Row {
  readonly order_id: string;
  readonly order_number: string;
  readonly state: OrderState;
  readonly body_hash: string;
  readonly version: number;
  readonly currency: string;
  readonly price_book_version: number;
  readonly rules_version: number;
  readonly cash_rounding_minor: number;
  readonly location_id: string | null;
  readonly customer_id: string | null;
  readonly session_id: string | null;
  readonly note: string | null;
  readonly order_discount_minor: number;
  readonly allowed_discount_minor: number;
  readonly tax_minor: number;
  readonly priced_minor: number;
  readonly rounding_minor: number;
  readonly change_minor: number;
  readonly balance_minor: number;
  readonly reserved_until: Date | null;
  readonly expires_at: Date | null;
  readonly created_by: string;
}

export interface OrderLineRow extends Row {
  readonly line_id: string;
  readonly order_id: string;
  readonly line_number: number;
  readonly body_hash: string;
  readonly product_id: string;
  readonly unit_id: string | null;
  readonly sku: string;
  readonly name: string;
  readonly quantity_milli: number;
  readonly list_price_minor: number;
  readonly unit_price_minor: number;
  readonly discount_minor: number;
  readonly tax_code: string;
  readonly tax_minor: number;
  readonly total_minor: number;
  readonly is_reserved: boolean;
  readonly removed_at: Date | null;
}

export interface OrderPaymentRow extends Row {
  readonly payment_id: string;
  readonly order_id: string;
  readonly payment_number: number;
  readonly body_hash: string;
  readonly session_id: string | null;
  readonly method: TenderMethod;
  readonly amount_minor: number;
  readonly change_minor: number;
  readonly reference: string | null;
  readonly provider: string | null;
  readonly occurred_at: Date;
  readonly returned_at: Date | null;
}

type Who = ReturnType<typeof whoOf>;

const orderSql = `SELECT * FROM orders.orders
  WHERE tenant_id = $1 AND order_id = $2 AND ($3 OR created_by = $4)`;

/** The order, if it is one of those that this person may see. */
export async function readOrder(
  tx: Transaction,
  orderId: string,
  { seesAll, userId }: Who,
): Promise<OrderRow | undefined> {
  const [row] = await tx.query<OrderRow>(orderSql, [tx.tenantId, orderId, seesAll, userId]);
  return row;
}

/** Holds the order until the transaction ends; refused as `not_found`. */
export async function lockOrder(tx: Transaction, orderId: string, who: Who): Promise<OrderRow> {
  const { seesAll, userId } = who;
  const [row] = await tx.query<OrderRow>(`${orderSql} FOR NO KEY UPDATE`, [
    tx.tenantId,
    orderId,
    seesAll,
    userId,
  ]);
  return row ?? refuse('not_found');
}

/** The lines that stand, in their order. */
export function readLines(tx: Transaction, orderId: string): Promise<OrderLineRow[]> {
  return tx.query<OrderLineRow>(
    `SELECT * FROM orders.order_lines
     WHERE tenant_id = $1 AND order_id = $2 AND removed_at IS NULL ORDER BY line_number`,
    [tx.tenantId, orderId],
  );
}

/** A line by its id, taken off or not. */
export async function readLine(tx: Transaction, lineId: string): Promise<OrderLineRow | undefined> {
  const [row] = await tx.query<OrderLineRow>(
    'SELECT * FROM orders.order_lines WHERE tenant_id = $1 AND line_id = $2',
    [tx.tenantId, lineId],
  );
  return row;
}

/** What was paid and not given back, in the order in which it came. */
export function readPayments(tx: Transaction, orderId: string): Promise<OrderPaymentRow[]> {
  return tx.query<OrderPaymentRow>(
    `SELECT * FROM orders.order_payments
     WHERE tenant_id = $1 AND order_id = $2 AND returned_at IS NULL ORDER BY payment_number`,
    [tx.tenantId, orderId],
  );
}

export interface NewOrder {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly bodyHash: string;
  readonly currency: string;
  readonly priceBookVersion: number;
  readonly rulesVersion: number;
  readonly cashRoundingMinor: number;
  readonly locationId: string | null;
  readonly customerId: string | null;
  readonly anonymousCustomerId: string | null;
  readonly sessionId: string | null;
  readonly note: string | null;
  readonly paymentMethod: string | null;
  readonly orderDiscountMinor: number;
  readonly createdBy: string | null;
  readonly now: Date;
}

/** Undefined when the shop has an order with this id. */
export async function insertOrder(tx: Transaction, order: NewOrder): Promise<OrderRow | undefined> {
  const [row] = await tx.query<OrderRow>(
    `INSERT INTO orders.orders (
       tenant_id, order_id, order_number, state, body_hash, currency, price_book_version,
       rules_version, cash_rounding_minor, location_id, customer_id, session_id, note,
       payment_method, order_discount_minor, created_by, created_at, updated_at,
       anonymous_customer_id
     ) VALUES ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16,
       $17)
     ON CONFLICT (tenant_id, order_id) DO NOTHING RETURNING *`,
    [
      tx.tenantId,
      order.orderId,
      order.orderNumber,
      order.bodyHash,
      order.currency,
      order.priceBookVersion,
      order.rulesVersion,
      order.cashRoundingMinor,
      order.locationId,
      order.customerId,
      order.sessionId,
      order.note,
      order.paymentMethod,
      order.orderDiscountMinor,
      order.createdBy,
      order.now,
      order.anonymousCustomerId,
    ],
  );
  return row;
}

/** Whether a sale or a refund has this id: an order becomes a sale under its own. */
export async function isIdSold(tx: Transaction, id: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT FROM orders.sales WHERE tenant_id = $1 AND sale_id = $2
     UNION ALL SELECT FROM orders.refunds WHERE tenant_id = $1 AND refund_id = $2
     UNION ALL SELECT FROM orders.booked_operations WHERE tenant_id = $1 AND operation_id = $2`,
    [tx.tenantId, id],
  );
  return rows.length > 0;
}

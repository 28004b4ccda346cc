/** All SQL about purchase orders, and their views. */
import type {
  PurchaseOrderFullView,
  PurchaseOrderLineView,
  PurchaseOrderView,
} from '@evertill/contract';
import { decimalOf } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Transaction } from '@evertill/kernel';
import { readLines } from '../papers/line-store.ts';
import type { FoundLine } from '../papers/line-store.ts';
import { linePart, orderPaper } from '../papers/paper.ts';
import type { HeaderRow, LineRow } from '../papers/paper.ts';

export interface OrderRow extends HeaderRow {
  readonly expected_day: string | null;
  readonly notes: string;
  readonly converted_purchase_id: string | null;
}

export const orderSource = `purchasing.purchase_orders h JOIN purchasing.suppliers s
  ON s.tenant_id = h.tenant_id AND s.supplier_id = h.supplier_id`;
// A date is read as text: the driver would make an instant of it.
export const orderColumns = `h.*, h.expected_date::text AS expected_day, s.name AS supplier_name`;

/** The field, in wire names, that each constraint of orders is about. */
export const orderConstraints = { purchase_orders_supplier_fkey: 'supplier' } as const;

/** Also one that was voided. */
export async function readOrderEver(
  tx: Transaction,
  orderId: string,
): Promise<OrderRow | undefined> {
  const [row] = await tx.query<OrderRow>(
    `SELECT ${orderColumns} FROM ${orderSource} WHERE h.tenant_id = $1 AND h.header_id = $2`,
    [tx.tenantId, orderId],
  );
  return row;
}

export async function readOrder(tx: Transaction, orderId: string): Promise<OrderRow> {
  const row = await readOrderEver(tx, orderId);
  if (row?.voided_at !== null) refuse('not_found');
  return row;
}

/** Holds the order until the transaction ends. Refuses one that is not there. */
export async function lockOrder(tx: Transaction, orderId: string): Promise<OrderRow> {
  await tx.query(
    `SELECT FROM purchasing.purchase_orders
     WHERE tenant_id = $1 AND header_id = $2 FOR UPDATE`,
    [tx.tenantId, orderId],
  );
  return readOrder(tx, orderId);
}

/** Says which purchase it became, so that whoever asks again goes on there. */
export function refuseConverted({ converted_purchase_id: purchaseId }: OrderRow): void {
  if (purchaseId === null) return;
  refuse('purchase_order_converted', { members: { purchase_header_id: purchaseId } });
}

export interface NewOrder {
  readonly orderId: string;
  readonly supplierId: string;
  readonly orderNumber: string;
  readonly expectedDate: string | null;
  readonly notes: string;
  readonly currency: string;
  readonly bodyHash: string;
  readonly createdBy: string | null;
  readonly createdAt: Date;
}

export async function insertOrder(tx: Transaction, order: NewOrder): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO purchasing.purchase_orders (tenant_id, header_id, supplier_id, order_number,
       expected_date, notes, currency, body_hash, created_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (tenant_id, header_id) DO NOTHING RETURNING header_id`,
    [
      tx.tenantId,
      order.orderId,
      order.supplierId,
      order.orderNumber,
      order.expectedDate,
      order.notes,
      order.currency,
      order.bodyHash,
      order.createdBy,
      order.createdAt,
    ],
  );
  return rows.length > 0;
}

export function orderView(row: OrderRow): PurchaseOrderView {
  return {
    poHeaderId: row.header_id,
    supplier: row.supplier_id,
    supplierName: row.supplier_name,
    orderNumber: row.order_number,
    expectedDate: row.expected_day,
    notes: row.notes,
    convertedPurchase: row.converted_purchase_id,
    subtotal: decimalOf(row.subtotal_minor, row.currency),
    totalCost: decimalOf(row.total_minor, row.currency),
    currency: row.currency,
    createdAt: row.created_at.toISOString(),
  };
}

export function orderLineView(row: LineRow, currency: string): PurchaseOrderLineView {
  return { poDetailId: row.line_id, poHeader: row.header_id, ...linePart(row, currency) };
}

export const foundOrderLineView = (row: FoundLine): PurchaseOrderLineView =>
  orderLineView(row, row.currency);

export async function fullOrder(tx: Transaction, row: OrderRow): Promise<PurchaseOrderFullView> {
  const lines = await readLines(tx, orderPaper, row.header_id);
  return { ...orderView(row), details: lines.map((line) => orderLineView(line, row.currency)) };
}

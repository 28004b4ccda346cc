/** All SQL about purchases, and their views. */
import type { PurchaseFullView, PurchaseLineView, PurchaseView } from '@evertill/contract';
import { decimalOf, decimalOfMilli } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Transaction } from '@evertill/kernel';
import { readLines } from '../papers/line-store.ts';
import type { FoundLine } from '../papers/line-store.ts';
import { linePart, purchasePaper } from '../papers/paper.ts';
import type { HeaderRow, LineRow } from '../papers/paper.ts';

export interface PurchaseRow extends HeaderRow {
  readonly payment_option_id: string | null;
  readonly po_header_id: string | null;
  readonly invoice_number: string;
  readonly purchase_day: string;
  readonly paid_minor: number;
  readonly balance_minor: number;
  readonly receipt_state: PurchaseView['receiptState'];
}

export const purchaseSource = `purchasing.purchases h JOIN purchasing.suppliers s
  ON s.tenant_id = h.tenant_id AND s.supplier_id = h.supplier_id`;

// A date is read as text: the driver would make an instant of it.
export const purchaseColumns = `h.*, h.purchase_date::text AS purchase_day,
  s.name AS supplier_name,
  (SELECT o.header_id FROM purchasing.purchase_orders o
   WHERE o.tenant_id = h.tenant_id AND o.converted_purchase_id = h.header_id) AS po_header_id,
  (SELECT CASE WHEN coalesce(sum(l.received_milli), 0) = 0 THEN 'NONE'
               WHEN bool_and(l.received_milli = l.quantity_milli) THEN 'FULL'
               ELSE 'PARTIAL' END
   FROM purchasing.purchase_lines l WHERE l.tenant_id = h.tenant_id
     AND l.header_id = h.header_id AND l.removed_at IS NULL) AS receipt_state`;

/** The field, in wire names, that each constraint of purchases is about. */
export const purchaseConstraints = {
  purchases_supplier_fkey: 'supplier',
  purchases_payment_option_fkey: 'payment_option',
  purchases_invoice_number_key: 'invoice_number',
} as const;

/** Also one that was voided. */
export async function readPurchaseEver(
  tx: Transaction,
  purchaseId: string,
): Promise<PurchaseRow | undefined> {
  const [row] = await tx.query<PurchaseRow>(
    `SELECT ${purchaseColumns} FROM ${purchaseSource}
     WHERE h.tenant_id = $1 AND h.header_id = $2`,
    [tx.tenantId, purchaseId],
  );
  return row;
}

export async function readPurchase(tx: Transaction, purchaseId: string): Promise<PurchaseRow> {
  const row = await readPurchaseEver(tx, purchaseId);
  if (row?.voided_at !== null) refuse('not_found');
  return row;
}

/** Holds the purchase until the transaction ends. Refuses one that is not there. */
export async function lockPurchase(tx: Transaction, purchaseId: string): Promise<PurchaseRow> {
  await tx.query(
    `SELECT FROM purchasing.purchases WHERE tenant_id = $1 AND header_id = $2 FOR UPDATE`,
    [tx.tenantId, purchaseId],
  );
  return readPurchase(tx, purchaseId);
}

/** Says that a body names a purchase that is not there. */
export async function lockNamedPurchase(tx: Transaction, purchaseId: string): Promise<PurchaseRow> {
  await tx.query(
    `SELECT FROM purchasing.purchases WHERE tenant_id = $1 AND header_id = $2 FOR UPDATE`,
    [tx.tenantId, purchaseId],
  );
  const row = await readPurchaseEver(tx, purchaseId);
  if (row?.voided_at !== null) {
    const message = 'is not a purchase here';
    refuse('not_found', { fields: [{ field: 'purchase_header', message }] });
  }
  return row;
}

export interface NewPurchase {
  readonly purchaseId: string;
  readonly supplierId: string;
  readonly paymentOptionId: string | null;
  readonly orderNumber: string;
  readonly invoiceNumber: string;
  readonly purchaseDate: string;
  readonly currency: string;
  readonly bodyHash: string;
  readonly createdBy: string | null;
  readonly createdAt: Date;
}

/** False when the tenant has, or ever had, a purchase with this id. */
export async function insertPurchase(tx: Transaction, purchase: NewPurchase): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO purchasing.purchases (tenant_id, header_id, supplier_id, payment_option_id,
       order_number, invoice_number, purchase_date, currency, body_hash, created_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (tenant_id, header_id) DO NOTHING RETURNING header_id`,
    [
      tx.tenantId,
      purchase.purchaseId,
      purchase.supplierId,
      purchase.paymentOptionId,
      purchase.orderNumber,
      purchase.invoiceNumber,
      purchase.purchaseDate,
      purchase.currency,
      purchase.bodyHash,
      purchase.createdBy,
      purchase.createdAt,
    ],
  );
  return rows.length > 0;
}

export async function isInvoiceTaken(
  tx: Transaction,
  { supplierId, invoiceNumber }: Pick<NewPurchase, 'supplierId' | 'invoiceNumber'>,
): Promise<boolean> {
  const rows = await tx.query(
    `SELECT FROM purchasing.purchases WHERE tenant_id = $1 AND supplier_id = $2
       AND invoice_number = $3 AND voided_at IS NULL`,
    [tx.tenantId, supplierId, invoiceNumber],
  );
  return rows.length > 0;
}

/** Whether anything was paid on it, or came of it, and was not undone. */
export async function hasMoved(tx: Transaction, purchaseId: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT FROM purchasing.supplier_payments p
     WHERE p.tenant_id = $1 AND p.header_id = $2 AND p.voided_at IS NULL
     UNION ALL
     SELECT FROM purchasing.goods_notes n
     WHERE n.tenant_id = $1 AND n.purchase_id = $2 AND n.voided_at IS NULL LIMIT 1`,
    [tx.tenantId, purchaseId],
  );
  return rows.length > 0;
}

export function purchaseView(row: PurchaseRow): PurchaseView {
  const money = (minor: number): string => decimalOf(minor, row.currency);
  return {
    purchaseHeaderId: row.header_id,
    supplier: row.supplier_id,
    supplierName: row.supplier_name,
    paymentOption: row.payment_option_id,
    poHeader: row.po_header_id,
    orderNumber: row.order_number,
    invoiceNumber: row.invoice_number,
    purchaseDate: row.purchase_day,
    subtotal: money(row.subtotal_minor),
    totalCost: money(row.total_minor),
    amountPaid: money(row.paid_minor),
    remainingBalance: money(row.balance_minor),
    receiptState: row.receipt_state,
    currency: row.currency,
    createdAt: row.created_at.toISOString(),
  };
}

export function purchaseLineView(row: LineRow, currency: string): PurchaseLineView {
  return {
    purchaseDetailId: row.line_id,
    purchaseHeader: row.header_id,
    ...linePart(row, currency),
    quantityReceived: decimalOfMilli(row.received_milli ?? 0),
  };
}

export const foundPurchaseLineView = (row: FoundLine): PurchaseLineView =>
  purchaseLineView(row, row.currency);

export async function fullPurchase(tx: Transaction, row: PurchaseRow): Promise<PurchaseFullView> {
  const lines = await readLines(tx, purchasePaper, row.header_id);
  const details = lines.map((line) => purchaseLineView(line, row.currency));
  return { ...purchaseView(row), details };
}

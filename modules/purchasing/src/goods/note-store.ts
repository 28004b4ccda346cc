/** All SQL about notes of goods received, and their views. What was voided keeps its row. */
import type { GoodsNoteFullView, GoodsNoteLineView, GoodsNoteView } from '@evertill/contract';
import { decimalOf, decimalOfMilli } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Row, Transaction } from '@evertill/kernel';

export interface NoteRow extends Row {
  readonly note_id: string;
  readonly purchase_id: string;
  readonly po_header_id: string | null;
  readonly supplier_id: string;
  readonly currency: string;
  readonly grn_number: string;
  readonly received_day: string;
  readonly location_id: string | null;
  readonly notes: string;
  readonly last_line: number;
  readonly body_hash: string;
  readonly received_by: string | null;
  readonly created_at: Date;
  readonly voided_at: Date | null;
}

export interface NoteLineRow extends Row {
  readonly line_id: string;
  readonly note_id: string;
  readonly line_number: number;
  readonly purchase_line_id: string;
  readonly product_id: string;
  readonly unit_id: string | null;
  readonly quantity_milli: number;
  readonly unit_price_minor: number;
  readonly cost_minor: number;
  readonly currency: string;
  readonly body_hash: string;
  readonly voided_at: Date | null;
}

export const noteSource = `purchasing.goods_notes n JOIN purchasing.purchases h
  ON h.tenant_id = n.tenant_id AND h.header_id = n.purchase_id`;
// A date is read as text: the driver would make an instant of it.
export const noteColumns = `n.*, n.received_date::text AS received_day, h.supplier_id, h.currency,
  (SELECT o.header_id FROM purchasing.purchase_orders o
   WHERE o.tenant_id = n.tenant_id AND o.converted_purchase_id = n.purchase_id) AS po_header_id`;

export const noteLineSource = `purchasing.goods_note_lines l
  JOIN purchasing.purchase_lines p ON p.tenant_id = l.tenant_id AND p.line_id = l.purchase_line_id
  JOIN purchasing.purchases h ON h.tenant_id = p.tenant_id AND h.header_id = p.header_id`;
export const noteLineColumns = 'l.*, p.unit_id, p.unit_price_minor, h.currency';

/** The field, in wire names, that each constraint of notes is about. */
export const noteConstraints = { goods_notes_grn_number_key: 'grn_number' } as const;

/** Also one that was voided. */
export async function readNoteEver(tx: Transaction, noteId: string): Promise<NoteRow | undefined> {
  const [row] = await tx.query<NoteRow>(
    `SELECT ${noteColumns} FROM ${noteSource} WHERE n.tenant_id = $1 AND n.note_id = $2`,
    [tx.tenantId, noteId],
  );
  return row;
}

export async function readNote(tx: Transaction, noteId: string): Promise<NoteRow> {
  const row = await readNoteEver(tx, noteId);
  if (row?.voided_at !== null) refuse('not_found');
  return row;
}

/** Those that stand, in their order. */
export function readNoteLines(tx: Transaction, noteId: string): Promise<NoteLineRow[]> {
  return tx.query<NoteLineRow>(
    `SELECT ${noteLineColumns} FROM ${noteLineSource}
     WHERE l.tenant_id = $1 AND l.note_id = $2 AND l.voided_at IS NULL ORDER BY l.line_number`,
    [tx.tenantId, noteId],
  );
}

/** Also one that was voided. */
export async function readNoteLineEver(
  tx: Transaction,
  lineId: string,
): Promise<NoteLineRow | undefined> {
  const [row] = await tx.query<NoteLineRow>(
    `SELECT ${noteLineColumns} FROM ${noteLineSource} WHERE l.tenant_id = $1 AND l.line_id = $2`,
    [tx.tenantId, lineId],
  );
  return row;
}

export async function readNoteLine(tx: Transaction, lineId: string): Promise<NoteLineRow> {
  const row = await readNoteLineEver(tx, lineId);
  if (row?.voided_at !== null) refuse('not_found');
  return row;
}

export function noteView(row: NoteRow): GoodsNoteView {
  return {
    grnHeaderId: row.note_id,
    supplier: row.supplier_id,
    poHeader: row.po_header_id,
    purchaseHeader: row.purchase_id,
    grnNumber: row.grn_number,
    receivedDate: row.received_day,
    location: row.location_id,
    notes: row.notes,
    receivedBy: row.received_by,
    createdAt: row.created_at.toISOString(),
  };
}

export function noteLineView(row: NoteLineRow): GoodsNoteLineView {
  return {
    grnDetailId: row.line_id,
    grnHeader: row.note_id,
    purchaseDetail: row.purchase_line_id,
    product: row.product_id,
    unit: row.unit_id,
    quantity: decimalOfMilli(row.quantity_milli),
    pricePerUnit: decimalOf(row.unit_price_minor, row.currency),
    totalCost: decimalOf(row.cost_minor, row.currency),
  };
}

export async function fullNote(tx: Transaction, row: NoteRow): Promise<GoodsNoteFullView> {
  const lines = await readNoteLines(tx, row.note_id);
  return { ...noteView(row), details: lines.map(noteLineView) };
}

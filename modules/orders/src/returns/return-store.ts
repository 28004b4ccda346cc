/** The SQL of returns of goods, and their rows in the words of the contract. */
import type { ReturnView } from '@evertill/contract';
import { decimalOf, decimalOfMilli } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { ListSource, Row, Transaction } from '@evertill/kernel';
import type { Part } from './return-parts.ts';
import { holdLines } from './returned-sale.ts';
import type { HeldLine } from './returned-sale.ts';
import { salesDetailSql } from './sales-detail.ts';

export interface ReturnRow extends Row {
  readonly sales_return_id: string;
  readonly sale_id: string;
  readonly body_hash: string;
  readonly product_id: string;
  readonly unit_id: string | null;
  readonly sale_line_number: number | null;
  readonly quantity_milli: number;
  readonly reason: string;
  readonly notes: string | null;
  readonly is_restocked: boolean;
  readonly status: string;
  readonly created_by: string;
  readonly created_at: Date;
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
  readonly decision_reason: string | null;
}

export interface ReturnLineRow extends Row {
  readonly sales_return_id: string;
  readonly line_number: number;
  readonly sales_detail: string;
  readonly quantity_milli: number;
  readonly total_minor: number | null;
  readonly tax_minor: number | null;
}

export interface Who {
  readonly seesAll: boolean;
  readonly userId: string | null;
}

const columns = `sales_return_id, sale_id, body_hash, product_id, unit_id, sale_line_number,
  quantity_milli, reason, notes, is_restocked, status, created_by, created_at, decided_by,
  decided_at, decision_reason`;

/** What was withdrawn is in no list. */
export const returnList = {
  from: `orders.sales_returns r JOIN orders.sales s
    ON s.tenant_id = r.tenant_id AND s.sale_id = r.sale_id AND r.status <> 'WITHDRAWN'`,
  columns: 'r.*, s.currency',
  tenantColumn: 'r.tenant_id',
  orderings: { created_at: { sql: 'r.created_at', type: 'timestamptz' } },
  tieBreak: { sql: 'r.sales_return_id', type: 'uuid' },
  defaultOrdering: '-created_at',
} satisfies Omit<ListSource, 'where'>;

/** Whatever became of it, withdrawn ones too. */
export async function readReturn(tx: Transaction, id: string): Promise<ReturnRow | undefined> {
  const [row] = await tx.query<ReturnRow>(
    `SELECT ${columns} FROM orders.sales_returns WHERE tenant_id = $1 AND sales_return_id = $2`,
    [tx.tenantId, id],
  );
  return row;
}

export async function readReturnLines(
  tx: Transaction,
  ids: readonly string[],
): Promise<ReturnLineRow[]> {
  return tx.query<ReturnLineRow>(
    `SELECT l.*, ${salesDetailSql('r.sale_id', 'l.line_number')} AS sales_detail
     FROM orders.sales_return_lines l
     JOIN orders.sales_returns r USING (tenant_id, sales_return_id)
     WHERE l.tenant_id = $1 AND l.sales_return_id = ANY ($2::uuid[]) ORDER BY l.line_number`,
    [tx.tenantId, ids],
  );
}

export interface LockedReturn {
  readonly row: ReturnRow;
  readonly parts: readonly Part[];
  /** The lines of the sale, held. */
  readonly lines: readonly HeldLine[];
}

/** Locks the lines of the sale, then the return. Refused as `not_found`. */
export async function lockReturn(tx: Transaction, id: string, who: Who): Promise<LockedReturn> {
  const found = await readReturn(tx, id);
  if (found === undefined || !(who.seesAll || found.created_by === who.userId)) {
    return refuse('not_found');
  }
  const lines = await holdLines(tx, found.sale_id);
  const [row] = await tx.query<ReturnRow>(
    `SELECT ${columns} FROM orders.sales_returns
     WHERE tenant_id = $1 AND sales_return_id = $2 FOR UPDATE`,
    [tx.tenantId, id],
  );
  if (row === undefined || row.status === 'WITHDRAWN') return refuse('not_found');
  const parts = (await readReturnLines(tx, [id])).map((part) => ({
    lineNumber: part.line_number,
    quantityMilli: part.quantity_milli,
  }));
  return { row, parts, lines };
}

/** False when another return has this id. */
export async function insertReturn(tx: Transaction, row: ReturnRow): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO orders.sales_returns (tenant_id, ${columns})
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
     ON CONFLICT (tenant_id, sales_return_id) DO NOTHING RETURNING 1`,
    [
      tx.tenantId,
      row.sales_return_id,
      row.sale_id,
      row.body_hash,
      row.product_id,
      row.unit_id,
      row.sale_line_number,
      row.quantity_milli,
      row.reason,
      row.notes,
      row.is_restocked,
      row.status,
      row.created_by,
      row.created_at,
      row.decided_by,
      row.decided_at,
      row.decision_reason,
    ],
  );
  return rows.length > 0;
}

export async function updateReturn(tx: Transaction, row: ReturnRow): Promise<void> {
  await tx.query(
    `UPDATE orders.sales_returns
     SET unit_id = $3, sale_line_number = $4, quantity_milli = $5, reason = $6, notes = $7,
         is_restocked = $8
     WHERE tenant_id = $1 AND sales_return_id = $2`,
    [
      tx.tenantId,
      row.sales_return_id,
      row.unit_id,
      row.sale_line_number,
      row.quantity_milli,
      row.reason,
      row.notes,
      row.is_restocked,
    ],
  );
}

/** The lines it goes back to, in the place of those before. */
export async function writeParts(
  tx: Transaction,
  id: string,
  parts: readonly (Part & { readonly totalMinor?: number; readonly taxMinor?: number })[],
): Promise<void> {
  await tx.query(
    'DELETE FROM orders.sales_return_lines WHERE tenant_id = $1 AND sales_return_id = $2',
    [tx.tenantId, id],
  );
  await tx.query(
    `INSERT INTO orders.sales_return_lines
       (tenant_id, sales_return_id, line_number, quantity_milli, total_minor, tax_minor)
     SELECT $1, $2, p.* FROM unnest($3::integer[], $4::bigint[], $5::bigint[], $6::bigint[]) AS p`,
    [
      tx.tenantId,
      id,
      parts.map((part) => part.lineNumber),
      parts.map((part) => part.quantityMilli),
      parts.map((part) => part.totalMinor ?? null),
      parts.map((part) => part.taxMinor ?? null),
    ],
  );
}

export interface Decision {
  readonly status: 'APPROVED' | 'REJECTED' | 'WITHDRAWN';
  readonly by: string | null;
  readonly at: Date;
  readonly reason?: string;
}

export async function decideReturn(
  tx: Transaction,
  id: string,
  { status, by, at, reason }: Decision,
): Promise<void> {
  await tx.query(
    `UPDATE orders.sales_returns
     SET status = $3, decided_by = $4, decided_at = $5, decision_reason = $6
     WHERE tenant_id = $1 AND sales_return_id = $2`,
    [tx.tenantId, id, status, by, at, reason ?? null],
  );
}

/** The return as it stands now, for the answer. */
export async function showReturn(tx: Transaction, id: string): Promise<ReturnView> {
  const [row] = await tx.query(
    `SELECT r.*, s.currency FROM orders.sales_returns r JOIN orders.sales s USING (tenant_id, sale_id)
     WHERE r.tenant_id = $1 AND r.sales_return_id = $2`,
    [tx.tenantId, id],
  );
  if (row === undefined) throw new Error(`the return ${id} is gone`);
  return returnView(row, await readReturnLines(tx, [id]));
}

export function returnView(row: Row, lines: readonly ReturnLineRow[]): ReturnView {
  const { currency, ...given } = row as ReturnRow & { readonly currency: string };
  const amount = (minor: number | null): string | null =>
    minor === null ? null : decimalOf(minor, currency);
  const isApproved = given.status === 'APPROVED';
  return {
    salesReturnId: given.sales_return_id,
    salesHeader: given.sale_id,
    product: given.product_id,
    unit: given.unit_id,
    quantity: decimalOfMilli(given.quantity_milli),
    reason: given.reason as ReturnView['reason'],
    notes: given.notes,
    isRestocked: given.is_restocked,
    status: given.status as ReturnView['status'],
    isApproved,
    approvedBy: isApproved ? given.decided_by : null,
    approvedAt: isApproved ? (given.decided_at?.toISOString() ?? null) : null,
    rejectionReason: given.decision_reason,
    lines: lines
      .filter((line) => line.sales_return_id === given.sales_return_id)
      .map((line) => ({
        salesDetail: line.sales_detail,
        quantity: decimalOfMilli(line.quantity_milli),
        total: amount(line.total_minor),
        tax: amount(line.tax_minor),
      })),
    createdBy: given.created_by,
    createdAt: given.created_at.toISOString(),
  };
}

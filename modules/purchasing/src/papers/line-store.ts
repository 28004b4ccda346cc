/** All SQL about lines of papers. One that was taken off is gone from everything but its id. */
import type { PurchaseLine } from '@evertill/domain';
import type { ListSource, Row, Transaction } from '@evertill/kernel';
import type { LineRow, Paper } from './paper.ts';

/** A line and the currency of its paper. */
export interface FoundLine extends LineRow {
  readonly currency: string;
}

export async function readLine(
  tx: Transaction,
  { headers, lines }: Paper,
  lineId: string,
): Promise<FoundLine | undefined> {
  const [row] = await tx.query<FoundLine>(
    `SELECT l.*, h.currency FROM ${lines} l
     JOIN ${headers} h ON h.tenant_id = l.tenant_id AND h.header_id = l.header_id
     WHERE l.tenant_id = $1 AND l.line_id = $2`,
    [tx.tenantId, lineId],
  );
  return row;
}

/** In their order, those that were taken off too. */
export function readLinesEver(
  tx: Transaction,
  { lines }: Paper,
  headerId: string,
): Promise<LineRow[]> {
  return tx.query<LineRow>(
    `SELECT * FROM ${lines} WHERE tenant_id = $1 AND header_id = $2 ORDER BY line_number`,
    [tx.tenantId, headerId],
  );
}

export async function readLines(
  tx: Transaction,
  paper: Paper,
  headerId: string,
): Promise<LineRow[]> {
  const lines = await readLinesEver(tx, paper, headerId);
  return lines.filter(({ removed_at }) => removed_at === null);
}

/** A line as it is to be written. */
export interface LineContent extends PurchaseLine {
  readonly productId: string;
  readonly unitId: string | null;
  readonly totalMinor: number;
}

export interface NewLine extends LineContent {
  readonly lineId: string;
  readonly headerId: string;
  readonly lineNumber: number;
  readonly bodyHash: string;
  readonly createdAt: Date;
}

/** Undefined when the tenant has a line with this id, on whatever paper of the kind. */
export async function insertLine(
  tx: Transaction,
  { lines }: Paper,
  line: NewLine,
): Promise<LineRow | undefined> {
  const [row] = await tx.query<LineRow>(
    `INSERT INTO ${lines} (tenant_id, line_id, header_id, line_number, product_id, unit_id,
       quantity_milli, unit_price_minor, discount_minor, total_minor, body_hash, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (tenant_id, line_id) DO NOTHING RETURNING *`,
    [
      tx.tenantId,
      line.lineId,
      line.headerId,
      line.lineNumber,
      line.productId,
      line.unitId,
      line.quantityMilli,
      line.unitPriceMinor,
      line.discountMinor,
      line.totalMinor,
      line.bodyHash,
      line.createdAt,
    ],
  );
  return row;
}

export async function updateLine(
  tx: Transaction,
  { lines }: Paper,
  line: LineContent & { readonly lineId: string },
): Promise<LineRow> {
  const [row] = await tx.query<LineRow>(
    `UPDATE ${lines} SET product_id = $3, unit_id = $4, quantity_milli = $5,
       unit_price_minor = $6, discount_minor = $7, total_minor = $8
     WHERE tenant_id = $1 AND line_id = $2 RETURNING *`,
    [
      tx.tenantId,
      line.lineId,
      line.productId,
      line.unitId,
      line.quantityMilli,
      line.unitPriceMinor,
      line.discountMinor,
      line.totalMinor,
    ],
  );
  if (row === undefined) throw new Error(`the line ${line.lineId} is gone`);
  return row;
}

export async function markRemoved(
  tx: Transaction,
  { lines }: Paper,
  { lineId, removedAt }: { readonly lineId: string; readonly removedAt: Date },
): Promise<void> {
  await tx.query(`UPDATE ${lines} SET removed_at = $3 WHERE tenant_id = $1 AND line_id = $2`, [
    tx.tenantId,
    lineId,
    removedAt,
  ]);
}

/** Sets columns of a header; the caller holds it. */
export async function updateHeader(
  tx: Transaction,
  { headers }: Paper,
  { headerId, values }: { readonly headerId: string; readonly values: Row },
): Promise<void> {
  const places = Object.keys(values).map((name, index) => `${name} = $${index + 3}`);
  await tx.query(
    `UPDATE ${headers} SET ${places.join(', ')} WHERE tenant_id = $1 AND header_id = $2`,
    [tx.tenantId, headerId, ...Object.values(values)],
  );
}

/** What lists of lines of either paper select from. */
export const lineSourceOf = ({ headers, lines }: Paper): Omit<ListSource, 'where'> => ({
  from: `${lines} l JOIN ${headers} h ON h.tenant_id = l.tenant_id AND h.header_id = l.header_id`,
  columns: 'l.*, h.currency',
  tenantColumn: 'l.tenant_id',
  orderings: { created_at: { sql: 'l.created_at', type: 'timestamptz' } },
  tieBreak: { sql: 'l.line_id', type: 'uuid' },
  defaultOrdering: 'created_at',
});

/** The SQL of the lines of orders that are not sold yet. The order's row is locked already. */
import type { Transaction } from '@evertill/kernel';
import type { OrderLineRow } from './order-store.ts';

export interface NewOrderLine {
  readonly lineId: string;
  readonly orderId: string;
  readonly lineNumber: number;
  readonly bodyHash: string;
  readonly productId: string;
  readonly unitId: string | null;
  readonly sku: string;
  readonly name: string;
  readonly quantityMilli: number;
  readonly listPriceMinor: number;
  readonly unitPriceMinor: number;
  readonly discountMinor: number;
  readonly taxCode: string;
}

/** Tax and total are written when the order is priced. False when an id is taken. */
export async function insertLines(
  tx: Transaction,
  lines: readonly NewOrderLine[],
): Promise<boolean> {
  const each = (pick: (line: NewOrderLine) => unknown): unknown[] => lines.map(pick);
  const rows = await tx.query(
    `INSERT INTO orders.order_lines (
       tenant_id, line_id, order_id, line_number, body_hash, product_id, unit_id, sku, name,
       quantity_milli, list_price_minor, unit_price_minor, discount_minor, tax_code, tax_minor,
       total_minor
     )
     SELECT $1, l.*, 0, 0 FROM unnest(
       $2::uuid[], $3::uuid[], $4::integer[], $5::text[], $6::uuid[], $7::uuid[], $8::text[],
       $9::text[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::text[]) AS l
     ON CONFLICT (tenant_id, line_id) DO NOTHING RETURNING 1`,
    [
      tx.tenantId,
      each((line) => line.lineId),
      each((line) => line.orderId),
      each((line) => line.lineNumber),
      each((line) => line.bodyHash),
      each((line) => line.productId),
      each((line) => line.unitId),
      each((line) => line.sku),
      each((line) => line.name),
      each((line) => line.quantityMilli),
      each((line) => line.listPriceMinor),
      each((line) => line.unitPriceMinor),
      each((line) => line.discountMinor),
      each((line) => line.taxCode),
    ],
  );
  return rows.length === lines.length;
}

export type LineFigures = Pick<
  OrderLineRow,
  'line_id' | 'unit_id' | 'quantity_milli' | 'unit_price_minor' | 'discount_minor'
>;

export async function updateLine(tx: Transaction, line: LineFigures): Promise<void> {
  await tx.query(
    `UPDATE orders.order_lines
     SET unit_id = $3, quantity_milli = $4, unit_price_minor = $5, discount_minor = $6
     WHERE tenant_id = $1 AND line_id = $2`,
    [
      tx.tenantId,
      line.line_id,
      line.unit_id,
      line.quantity_milli,
      line.unit_price_minor,
      line.discount_minor,
    ],
  );
}

export async function takeOffLine(tx: Transaction, lineId: string, now: Date): Promise<void> {
  await tx.query(
    'UPDATE orders.order_lines SET removed_at = $3 WHERE tenant_id = $1 AND line_id = $2',
    [tx.tenantId, lineId, now],
  );
}

/** A line that is taken off leaves its number free only for the end of the list. */
export async function nextLineNumber(tx: Transaction, orderId: string): Promise<number> {
  const [row] = await tx.query<{ last: number }>(
    `SELECT coalesce(max(line_number), 0) AS last FROM orders.order_lines
     WHERE tenant_id = $1 AND order_id = $2`,
    [tx.tenantId, orderId],
  );
  return (row?.last ?? 0) + 1;
}

export async function markReserved(
  tx: Transaction,
  lineId: string,
  isReserved: boolean,
): Promise<void> {
  await tx.query(
    'UPDATE orders.order_lines SET is_reserved = $3 WHERE tenant_id = $1 AND line_id = $2',
    [tx.tenantId, lineId, isReserved],
  );
}

/** Sold lines are counted from one without a gap, so those of the order are too. */
export async function countLinesAnew(
  tx: Transaction,
  lines: readonly { readonly line_id: string }[],
): Promise<void> {
  await tx.query(
    `UPDATE orders.order_lines l SET line_number = n.number
     FROM unnest($2::uuid[]) WITH ORDINALITY AS n (line_id, number)
     WHERE l.tenant_id = $1 AND l.line_id = n.line_id`,
    [tx.tenantId, lines.map((line) => line.line_id)],
  );
}

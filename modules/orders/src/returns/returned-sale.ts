/**
 * The sale that something comes back to, and the rows that all of it meets on.
 *
 * Whoever takes several takes them in this order: the register of a session, the money of the
 * sale, the lines of the sale by number, the document, the server's register.
 */
import { refuse } from '@evertill/kernel';
import type { Row, Transaction } from '@evertill/kernel';
import { readVoid } from '../drafts/void-store.ts';

export interface ReturnedSale extends Row {
  readonly sale_id: string;
  readonly receipt_number: string;
  readonly currency: string;
  readonly price_book_version: number;
  readonly location_id: string | null;
  readonly customer_id: string | null;
  readonly total_minor: number;
  readonly tax_minor: number;
  readonly rounding_minor: number;
  readonly occurred_at: Date;
}

/** Refused as `not_found`. A sale never changes, so it need not be locked. */
export async function findReturned(tx: Transaction, saleId: string): Promise<ReturnedSale> {
  const [row] = await tx.query<ReturnedSale>(
    `SELECT sale_id, receipt_number, currency, price_book_version, location_id, customer_id,
            total_minor, tax_minor, rounding_minor, occurred_at
     FROM orders.sales WHERE tenant_id = $1 AND sale_id = $2`,
    [tx.tenantId, saleId],
  );
  if (row !== undefined) return row;
  return refuse('not_found', { fields: [{ field: 'sales_header', message: 'is no sale here' }] });
}

/**
 * Of a sale that was voided nothing comes back any more. Asked when its money or its lines are
 * held, so that a void has been before this or comes after it. Refused as `order_state`.
 */
export async function refuseVoided(tx: Transaction, saleId: string): Promise<void> {
  if ((await readVoid(tx, saleId)) !== undefined) refuse('order_state');
}

/** All of a sale's money, in minor units. */
export interface SaleMoney {
  /** What was tendered, less change. */
  readonly paidMinor: number;
  /** What went back, by whatever refund, and the tax within it. */
  readonly refundedMinor: number;
  readonly refundedTaxMinor: number;
  /** What is asked for and not decided. */
  readonly pendingMinor: number;
}

const SAFE = '9007199254740991';

/** Holds the money of a sale until the transaction ends: nobody else gives any of it back. */
export async function holdMoney(tx: Transaction, saleId: string): Promise<SaleMoney> {
  await tx.query(
    `INSERT INTO orders.refunded_money AS m (tenant_id, sale_id, refunded_minor)
     SELECT $1, $2, coalesce(sum(r.total_minor), 0) FROM orders.refunds r
     WHERE r.tenant_id = $1 AND r.sale_id = $2
     ON CONFLICT (tenant_id, sale_id) DO UPDATE SET refunded_minor = m.refunded_minor`,
    [tx.tenantId, saleId],
  );
  const [row] = await tx.query<{ paid: number; refunded: number; tax: number; pending: number }>(
    `SELECT least(coalesce((SELECT sum(p.amount_minor) FROM orders.payments p
              WHERE p.tenant_id = $1 AND p.sale_id = $2), 0), ${SAFE})::bigint
              - s.change_minor AS paid,
            least(m.refunded_minor, ${SAFE}) AS refunded, m.pending_minor AS pending,
            least(coalesce((SELECT sum(r.tax_minor) FROM orders.refunds r
              WHERE r.tenant_id = $1 AND r.sale_id = $2), 0), ${SAFE})::bigint AS tax
     FROM orders.sales s JOIN orders.refunded_money m USING (tenant_id, sale_id)
     WHERE s.tenant_id = $1 AND s.sale_id = $2`,
    [tx.tenantId, saleId],
  );
  if (row === undefined) throw new Error(`the sale ${saleId} is gone`);
  return {
    paidMinor: row.paid,
    refundedMinor: row.refunded,
    refundedTaxMinor: row.tax,
    pendingMinor: row.pending,
  };
}

/** Adds to what went back of a sale's money, and to what is asked for. Who calls it holds it. */
export async function moveMoney(
  tx: Transaction,
  saleId: string,
  move: { readonly refundedMinor?: number; readonly pendingMinor?: number },
): Promise<void> {
  await tx.query(
    `UPDATE orders.refunded_money
     SET refunded_minor = refunded_minor + $3, pending_minor = pending_minor + $4
     WHERE tenant_id = $1 AND sale_id = $2`,
    [tx.tenantId, saleId, move.refundedMinor ?? 0, move.pendingMinor ?? 0],
  );
}

export interface HeldLine extends Row {
  readonly line_number: number;
  readonly product_id: string;
  readonly sku: string;
  readonly name: string;
  readonly tax_code: string;
  readonly quantity_milli: number;
  readonly total_minor: number;
  readonly tax_minor: number;
  readonly refunded_milli: number;
  readonly pending_milli: number;
}

/** Holds the counters of a sale's lines until the transaction ends, with or without a return. */
export async function holdLines(tx: Transaction, saleId: string): Promise<HeldLine[]> {
  await tx.query(
    `INSERT INTO orders.refunded_lines AS c
       (tenant_id, sale_id, line_number, quantity_milli, total_minor, tax_minor)
     SELECT $1, $2, l.line_number, 0, 0, 0 FROM orders.sale_lines l
     WHERE l.tenant_id = $1 AND l.sale_id = $2 ORDER BY l.line_number
     ON CONFLICT (tenant_id, sale_id, line_number)
       DO UPDATE SET quantity_milli = c.quantity_milli`,
    [tx.tenantId, saleId],
  );
  return tx.query<HeldLine>(
    `SELECT l.line_number, l.product_id, l.sku, l.name, l.tax_code, l.quantity_milli,
            l.total_minor, l.tax_minor, c.quantity_milli AS refunded_milli, c.pending_milli
     FROM orders.sale_lines l JOIN orders.refunded_lines c USING (tenant_id, sale_id, line_number)
     WHERE l.tenant_id = $1 AND l.sale_id = $2 ORDER BY l.line_number`,
    [tx.tenantId, saleId],
  );
}

/** What is added to the counters of one line; below zero it is taken off. */
export interface LineMove {
  readonly lineNumber: number;
  readonly quantityMilli?: number;
  readonly totalMinor?: number;
  readonly taxMinor?: number;
  readonly pendingMilli?: number;
}

/** One move a line at most. Who calls it holds the lines. */
export async function moveLines(
  tx: Transaction,
  saleId: string,
  moves: readonly LineMove[],
): Promise<void> {
  await tx.query(
    `UPDATE orders.refunded_lines c
     SET quantity_milli = c.quantity_milli + m.quantity, total_minor = c.total_minor + m.total,
         tax_minor = c.tax_minor + m.tax, pending_milli = c.pending_milli + m.pending
     FROM unnest($3::integer[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
       AS m (line_number, quantity, total, tax, pending)
     WHERE c.tenant_id = $1 AND c.sale_id = $2 AND c.line_number = m.line_number`,
    [
      tx.tenantId,
      saleId,
      moves.map((move) => move.lineNumber),
      moves.map((move) => move.quantityMilli ?? 0),
      moves.map((move) => move.totalMinor ?? 0),
      moves.map((move) => move.taxMinor ?? 0),
      moves.map((move) => move.pendingMilli ?? 0),
    ],
  );
}

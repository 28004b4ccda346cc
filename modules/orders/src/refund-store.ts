/** The SQL of refunds: the sale they go back to, the counters they meet on, their rows. */
import type { Flag } from '@evertill/contract';
import type { Transaction } from '@evertill/kernel';
import type { RefundOperation } from './operation-reading.ts';
import type { RegisterPass } from './register-pass.ts';
import type { RefundFactLine, RefundFacts, SoldAndReturned } from './refund-facts.ts';
import { bookToSession } from './sessions/book-to-session.ts';

/** The sale a counter gave money back for, as it stands with this refund counted. */
export interface MetSale extends Record<string, unknown> {
  readonly sale_id: string;
  readonly sold_at: Date;
  /** Null where the shop has said nothing of how long things may come back. */
  readonly window_days: number | null;
  readonly receipt_number: string;
  /** The shop wants to see the receipt of what comes back. */
  readonly is_receipt_required: boolean;
  /** More has gone back, all refunds together, than the sale came to and than was paid. */
  readonly is_overpaid: boolean;
}

/**
 * Counts the money on the row that all refunds of a sale meet on, and answers the sale; undefined
 * when there is none, and then nothing was counted. Taken before the rows of the lines.
 */
export async function meetSale(
  tx: Transaction,
  saleId: string,
  totalMinor: number,
): Promise<MetSale | undefined> {
  const [row] = await tx.query<MetSale>(
    `WITH counted AS (
       INSERT INTO orders.refunded_money AS m (tenant_id, sale_id, refunded_minor)
       SELECT s.tenant_id, s.sale_id, $3::bigint + coalesce((
         SELECT sum(r.total_minor) FROM orders.refunds r
         WHERE r.tenant_id = $1 AND r.sale_id = $2), 0)
       FROM orders.sales s WHERE s.tenant_id = $1 AND s.sale_id = $2
       ON CONFLICT (tenant_id, sale_id) DO UPDATE SET refunded_minor = m.refunded_minor + $3::bigint
       RETURNING m.refunded_minor
     )
     SELECT s.sale_id, s.occurred_at AS sold_at, s.receipt_number, (
         SELECT y.allow_window_days FROM orders.return_policies y WHERE y.tenant_id = $1
       ) AS window_days, coalesce((
         SELECT y.receipt_required FROM orders.return_policies y WHERE y.tenant_id = $1
       ), false) AS is_receipt_required, counted.refunded_minor > greatest(s.total_minor, (
         SELECT coalesce(sum(p.amount_minor), 0) - s.change_minor FROM orders.payments p
         WHERE p.tenant_id = $1 AND p.sale_id = $2)) AS is_overpaid
     FROM counted, orders.sales s WHERE s.tenant_id = $1 AND s.sale_id = $2`,
    [tx.tenantId, saleId, totalMinor],
  );
  return row;
}

export async function flagsAt(tx: Transaction, subjectId: string): Promise<Flag[]> {
  const rows = await tx.query<{ flag: Flag }>(
    'SELECT flag FROM orders.flags WHERE tenant_id = $1 AND subject_id = $2 ORDER BY flag',
    [tx.tenantId, subjectId],
  );
  return rows.map((row) => row.flag);
}

interface CounterRow extends Record<string, unknown> {
  readonly line_number: number;
  readonly product_id: string;
  readonly sold_milli: number;
  readonly total_minor: number;
  readonly tax_minor: number;
  readonly refunded_milli: number;
}

/**
 * Counts what goes back on the rows that all refunds of a line meet on, and answers how things
 * stood before. In the order of line numbers, so that two refunds of one sale never deadlock.
 */
export async function countReturned(
  tx: Transaction,
  saleId: string,
  lines: readonly RefundFactLine[],
): Promise<(SoldAndReturned | undefined)[]> {
  const byLine = new Map<number, { quantity: number; total: number; tax: number }>();
  for (const line of lines) {
    if (line.saleLineNumber === null) continue;
    const so = byLine.get(line.saleLineNumber) ?? { quantity: 0, total: 0, tax: 0 };
    byLine.set(line.saleLineNumber, {
      quantity: so.quantity + line.quantityMilli,
      total: so.total + line.totalMinor,
      tax: so.tax + line.taxMinor,
    });
  }
  const numbers = [...byLine.keys()].sort((a, b) => a - b);
  const rows = await tx.query<CounterRow>(
    `WITH counted AS (
       INSERT INTO orders.refunded_lines AS c
         (tenant_id, sale_id, line_number, quantity_milli, total_minor, tax_minor)
       SELECT $1, $2, l.line_number, n.quantity, n.total, n.tax
       FROM unnest($3::integer[], $4::bigint[], $5::bigint[], $6::bigint[])
         AS n (line_number, quantity, total, tax)
       JOIN orders.sale_lines l
         ON l.tenant_id = $1 AND l.sale_id = $2 AND l.line_number = n.line_number
       ORDER BY l.line_number
       ON CONFLICT (tenant_id, sale_id, line_number) DO UPDATE
         SET quantity_milli = c.quantity_milli + excluded.quantity_milli,
             total_minor = c.total_minor + excluded.total_minor,
             tax_minor = c.tax_minor + excluded.tax_minor
       RETURNING c.line_number, c.quantity_milli
     )
     SELECT l.line_number, l.product_id, l.quantity_milli AS sold_milli, l.total_minor,
            l.tax_minor, counted.quantity_milli AS refunded_milli
     FROM counted JOIN orders.sale_lines l
       ON l.tenant_id = $1 AND l.sale_id = $2 AND l.line_number = counted.line_number`,
    [
      tx.tenantId,
      saleId,
      numbers,
      numbers.map((number) => byLine.get(number)?.quantity),
      numbers.map((number) => byLine.get(number)?.total),
      numbers.map((number) => byLine.get(number)?.tax),
    ],
  );
  const found = new Map(rows.map((row) => [row.line_number, row]));
  return standings(lines, found, byLine);
}

/** How each refund line found its sale line, counting the lines of this refund in turn. */
function standings(
  lines: readonly RefundFactLine[],
  found: ReadonlyMap<number, CounterRow>,
  byLine: ReadonlyMap<number, { readonly quantity: number }>,
): (SoldAndReturned | undefined)[] {
  const earlier = new Map<number, number>();
  return lines.map(({ saleLineNumber, quantityMilli }) => {
    const row = saleLineNumber === null ? undefined : found.get(saleLineNumber);
    if (row === undefined || saleLineNumber === null) return undefined;
    const inThis = byLine.get(saleLineNumber)?.quantity ?? 0;
    const before = row.refunded_milli - inThis + (earlier.get(saleLineNumber) ?? 0);
    earlier.set(saleLineNumber, (earlier.get(saleLineNumber) ?? 0) + quantityMilli);
    return {
      line: {
        quantityMilli: row.sold_milli,
        totalMinor: row.total_minor,
        taxMinor: row.tax_minor,
      },
      productId: row.product_id,
      refundedMilli: before,
    };
  });
}

export interface RefundRow {
  readonly operation: RefundOperation;
  readonly facts: RefundFacts;
  readonly pass: RegisterPass;
  readonly locationId: string | null;
  readonly recordedBy: string | null;
  readonly flags: readonly Flag[];
  readonly now: Date;
}

/**
 * Writes the refund, its lines, its payouts and its flags, and books it to its session. Answers the
 * flags that the session raised.
 */
export async function writeRefund(tx: Transaction, row: RefundRow): Promise<readonly Flag[]> {
  const { operation, facts, pass } = row;
  const { body, id } = operation;
  await tx.query(
    `INSERT INTO orders.refunds (
       tenant_id, refund_id, sale_id, register_id, epoch, seq, body_hash, receipt_number,
       currency, location_id, customer_id, session_id, cashier_id, recorded_by, reason, note,
       tax_minor, rounding_minor, total_minor, source, occurred_at, received_at
     ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
               $19, $20, $21, $22)`,
    [
      tx.tenantId,
      id,
      facts.saleId,
      pass.registerId,
      pass.epoch,
      operation.seq,
      operation.bodyHash,
      body.receiptNumber,
      body.currency,
      row.locationId,
      body.customer ?? null,
      body.session ?? null,
      body.cashier ?? null,
      row.recordedBy,
      body.reason,
      body.note ?? null,
      facts.taxMinor,
      facts.roundingMinor,
      facts.totalMinor,
      body.source ?? 'REGISTER',
      operation.occurredAt,
      row.now,
    ],
  );
  await writeParts(tx, row);
  const { registerId } = pass;
  const sessionId = body.session ?? null;
  return bookToSession(tx, { kind: 'REFUND', subjectId: id, registerId, sessionId, now: row.now });
}

async function writeParts(tx: Transaction, { operation, facts, flags, now }: RefundRow) {
  const { id, body, occurredAt } = operation;
  const { lines, payments } = facts;
  await tx.query(
    `INSERT INTO orders.refund_lines (
       tenant_id, refund_id, line_number, sale_line_number, product_id, sku, name,
       quantity_milli, tax_code, tax_minor, total_minor, is_restocked
     )
     SELECT $1, $2, l.* FROM unnest($3::integer[], $4::integer[], $5::uuid[], $6::text[],
       $7::text[], $8::bigint[], $9::text[], $10::bigint[], $11::bigint[], $12::boolean[]) AS l`,
    [
      tx.tenantId,
      id,
      lines.map((_, index) => index + 1),
      lines.map((line) => line.saleLineNumber),
      lines.map((line) => line.productId),
      lines.map((line) => line.sku),
      lines.map((line) => line.name),
      lines.map((line) => line.quantityMilli),
      lines.map((line) => line.taxCode),
      lines.map((line) => line.taxMinor),
      lines.map((line) => line.totalMinor),
      lines.map((line) => line.isRestocked),
    ],
  );
  await tx.query(
    `INSERT INTO orders.payments (
       tenant_id, refund_id, session_id, occurred_at, payment_id, method, amount_minor, reference
     )
     SELECT $1, $2, $3, $4, p.*
     FROM unnest($5::uuid[], $6::text[], $7::bigint[], $8::text[]) AS p`,
    [
      tx.tenantId,
      id,
      body.session ?? null,
      occurredAt,
      payments.map((payment) => payment.paymentId),
      payments.map((payment) => payment.method),
      payments.map((payment) => payment.amountMinor),
      payments.map((payment) => payment.reference),
    ],
  );
  await raiseFlags(tx, { subjectId: id, flags, now });
}

export interface RaisedFlags {
  readonly subjectId: string;
  readonly flags: readonly Flag[];
  readonly now: Date;
}

/** Sets flags at a sale or a refund; one that is there stays. */
export async function raiseFlags(
  tx: Transaction,
  { subjectId, flags, now }: RaisedFlags,
): Promise<void> {
  if (flags.length === 0) return;
  await tx.query(
    `INSERT INTO orders.flags (tenant_id, subject_id, flag, raised_at)
     SELECT $1, $2, f, $4 FROM unnest($3::text[]) AS f ON CONFLICT DO NOTHING`,
    [tx.tenantId, subjectId, flags, now],
  );
}

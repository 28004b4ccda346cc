/** The SQL of voids: the sale, what stands beside it, and the rows that all returns meet on. */
import type { Row, Transaction } from '@evertill/kernel';
import type { Who } from '../sale-reads.ts';

export interface SoldRow extends Row {
  readonly sale_id: string;
  readonly register_id: string;
  readonly receipt_number: string;
  readonly currency: string;
  readonly location_id: string | null;
  readonly customer_id: string | null;
  readonly session_id: string | null;
  readonly cashier_id: string | null;
  readonly total_minor: number;
  readonly tax_minor: number;
  readonly source: string;
  readonly occurred_at: Date;
}

export interface VoidRow extends Row {
  readonly reason: string;
}

export async function readSold(
  tx: Transaction,
  saleId: string,
  { seesAll, userId }: Who,
): Promise<SoldRow | undefined> {
  const [row] = await tx.query<SoldRow>(
    `SELECT * FROM orders.sales
     WHERE tenant_id = $1 AND sale_id = $2 AND ($3 OR recorded_by = $4)`,
    [tx.tenantId, saleId, seesAll, userId],
  );
  return row;
}

export async function readVoid(tx: Transaction, saleId: string): Promise<VoidRow | undefined> {
  const [row] = await tx.query<VoidRow>(
    'SELECT * FROM orders.voids WHERE tenant_id = $1 AND sale_id = $2',
    [tx.tenantId, saleId],
  );
  return row;
}

/**
 * Holds the counters of a sale's lines until the transaction ends, whether anything went back or
 * not: from here on no refund and no void of it can happen beside us.
 */
export async function holdReturns(tx: Transaction, saleId: string): Promise<void> {
  await tx.query(
    `INSERT INTO orders.refunded_lines AS c
       (tenant_id, sale_id, line_number, quantity_milli, total_minor, tax_minor)
     SELECT $1, $2, l.line_number, 0, 0, 0 FROM orders.sale_lines l
     WHERE l.tenant_id = $1 AND l.sale_id = $2 ORDER BY l.line_number
     ON CONFLICT (tenant_id, sale_id, line_number)
       DO UPDATE SET quantity_milli = c.quantity_milli`,
    [tx.tenantId, saleId],
  );
}

/** Goods or money of it went back, or somebody asked for that and was not answered yet. */
export async function hasRefund(tx: Transaction, saleId: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT FROM orders.refunds WHERE tenant_id = $1 AND sale_id = $2
     UNION ALL SELECT FROM orders.sales_returns
       WHERE tenant_id = $1 AND sale_id = $2 AND status IN ('PENDING', 'APPROVED')
     UNION ALL SELECT FROM orders.refund_requests
       WHERE tenant_id = $1 AND sale_id = $2 AND status = 'PENDING'
     LIMIT 1`,
    [tx.tenantId, saleId],
  );
  return rows.length > 0;
}

export interface NewVoid {
  readonly sale: SoldRow;
  readonly sessionId: string | null;
  readonly reason: string;
  readonly voidedBy: string | null;
  readonly approvedBy: string | null;
  readonly at: Date;
}

export async function insertVoid(tx: Transaction, made: NewVoid): Promise<void> {
  await tx.query(
    `INSERT INTO orders.voids
       (tenant_id, sale_id, session_id, reason, voided_by, approved_by, voided_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      tx.tenantId,
      made.sale.sale_id,
      made.sessionId,
      made.reason,
      made.voidedBy,
      made.approvedBy,
      made.at,
    ],
  );
}

/** What a provider collected for the sale nobody hands back over the counter: a person does. */
export async function leaveCollected(tx: Transaction, sale: SoldRow, at: Date): Promise<void> {
  await tx.query(
    `INSERT INTO orders.unmatched_payments (
       tenant_id, payment_id, order_id, amount_minor, currency, method, provider, reference, why,
       received_at
     )
     SELECT $1, p.payment_id, p.order_id, p.amount_minor, $3, p.method, p.provider,
       coalesce(p.reference, ''), 'order_voided', $4
     FROM orders.order_payments p
     WHERE p.tenant_id = $1 AND p.order_id = $2 AND p.provider IS NOT NULL
     ON CONFLICT (tenant_id, payment_id) DO NOTHING`,
    [tx.tenantId, sale.sale_id, sale.currency, at],
  );
}

export async function readSoldItems(
  tx: Transaction,
  saleId: string,
): Promise<
  {
    lineNumber: number;
    productId: string;
    quantityMilli: number;
    totalMinor: number;
  }[]
> {
  return tx.query(
    `SELECT line_number AS "lineNumber", product_id AS "productId",
       quantity_milli AS "quantityMilli", total_minor AS "totalMinor"
     FROM orders.sale_lines WHERE tenant_id = $1 AND sale_id = $2 ORDER BY line_number`,
    [tx.tenantId, saleId],
  );
}

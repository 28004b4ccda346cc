/** The SQL of refunds that somebody asked for in the back office. */
import type { TenderMethod } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Row, Transaction } from '@evertill/kernel';
import type { Decision, Who } from './return-store.ts';
import { holdMoney } from './returned-sale.ts';
import type { SaleMoney } from './returned-sale.ts';

export interface RequestRow extends Row {
  readonly refund_id: string;
  readonly sale_id: string;
  readonly sales_return_id: string | null;
  readonly body_hash: string;
  readonly currency: string;
  readonly amount_minor: number;
  readonly method: TenderMethod | null;
  readonly reference: string | null;
  readonly session_id: string | null;
  readonly reason: string;
  readonly notes: string | null;
  readonly status: string;
  readonly created_by: string;
  readonly created_at: Date;
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
  readonly decision_reason: string | null;
}

const columns = `refund_id, sale_id, sales_return_id, body_hash, currency, amount_minor, method,
  reference, session_id, reason, notes, status, created_by, created_at, decided_by, decided_at,
  decision_reason`;

/** Whatever became of it, withdrawn ones too. */
export async function readRequest(tx: Transaction, id: string): Promise<RequestRow | undefined> {
  const [row] = await tx.query<RequestRow>(
    `SELECT ${columns} FROM orders.refund_requests WHERE tenant_id = $1 AND refund_id = $2`,
    [tx.tenantId, id],
  );
  return row;
}

export interface LockedRequest {
  readonly row: RequestRow;
  /** The money of the sale, held. */
  readonly money: SaleMoney;
}

/** Locks the money of the sale, then the request. Refused as `not_found`. */
export async function lockRequest(tx: Transaction, id: string, who: Who): Promise<LockedRequest> {
  const found = await readRequest(tx, id);
  if (found === undefined || !(who.seesAll || found.created_by === who.userId)) {
    return refuse('not_found');
  }
  const money = await holdMoney(tx, found.sale_id);
  const [row] = await tx.query<RequestRow>(
    `SELECT ${columns} FROM orders.refund_requests
     WHERE tenant_id = $1 AND refund_id = $2 FOR UPDATE`,
    [tx.tenantId, id],
  );
  if (row === undefined || row.status === 'WITHDRAWN') return refuse('not_found');
  return { row, money };
}

/** False when another request has this id. */
export async function insertRequest(tx: Transaction, row: RequestRow): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO orders.refund_requests (tenant_id, ${columns})
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
     ON CONFLICT (tenant_id, refund_id) DO NOTHING RETURNING 1`,
    [
      tx.tenantId,
      row.refund_id,
      row.sale_id,
      row.sales_return_id,
      row.body_hash,
      row.currency,
      row.amount_minor,
      row.method,
      row.reference,
      row.session_id,
      row.reason,
      row.notes,
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

export async function updateRequest(tx: Transaction, row: RequestRow): Promise<void> {
  await tx.query(
    `UPDATE orders.refund_requests
     SET amount_minor = $3, method = $4, reference = $5, session_id = $6, reason = $7, notes = $8
     WHERE tenant_id = $1 AND refund_id = $2`,
    [
      tx.tenantId,
      row.refund_id,
      row.amount_minor,
      row.method,
      row.reference,
      row.session_id,
      row.reason,
      row.notes,
    ],
  );
}

export async function decideRequest(
  tx: Transaction,
  id: string,
  { status, by, at, reason }: Decision,
): Promise<void> {
  await tx.query(
    `UPDATE orders.refund_requests
     SET status = $3, decided_by = $4, decided_at = $5, decision_reason = $6
     WHERE tenant_id = $1 AND refund_id = $2`,
    [tx.tenantId, id, status, by, at, reason ?? null],
  );
}

/** Whether a sale, a refund or another operation has this id: a fact can have it only once. */
export async function isIdBooked(tx: Transaction, id: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT FROM orders.sales WHERE tenant_id = $1 AND sale_id = $2
     UNION ALL SELECT FROM orders.refunds WHERE tenant_id = $1 AND refund_id = $2
     UNION ALL SELECT FROM orders.booked_operations WHERE tenant_id = $1 AND operation_id = $2`,
    [tx.tenantId, id],
  );
  return rows.length > 0;
}

/** The SQL of attempts, and the one place where an attempt changes its status. */
import type { AttemptStatus, AttemptView } from '@evertill/contract';
import { decimalOf } from '@evertill/domain';
import type { Row, Transaction } from '@evertill/kernel';
import type { Charge, ProviderAnswer } from './providers/provider.ts';

export interface AttemptRow extends Row {
  readonly attempt_id: string;
  readonly order_id: string;
  readonly provider: AttemptView['provider'];
  readonly method: AttemptView['method'];
  readonly account: string;
  readonly currency: string;
  readonly amount_minor: number;
  readonly status: AttemptStatus;
  readonly failure_code: string | null;
  readonly provider_reference: string | null;
  readonly body_hash: string;
  readonly created_by: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export function attemptView(row: AttemptRow): AttemptView {
  return {
    paymentAttemptId: row.attempt_id,
    salesHeader: row.order_id,
    provider: row.provider,
    method: row.method,
    account: row.account,
    currency: row.currency,
    amount: decimalOf(row.amount_minor, row.currency),
    status: row.status,
    failureCode: row.failure_code,
    providerReference: row.provider_reference,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

export function chargeOf(tenantId: string, row: AttemptRow): Charge {
  return {
    tenantId,
    attemptId: row.attempt_id,
    method: row.method,
    account: row.account,
    currency: row.currency,
    amountMinor: row.amount_minor,
  };
}

export async function readAttempt(
  tx: Transaction,
  attemptId: string,
): Promise<AttemptRow | undefined> {
  const [row] = await tx.query<AttemptRow>(
    'SELECT * FROM payments.attempts WHERE tenant_id = $1 AND attempt_id = $2',
    [tx.tenantId, attemptId],
  );
  return row;
}

/** What the order's unsettled attempts already ask for; holds the order's row until the end. */
export async function lockOpenAmount(tx: Transaction, orderId: string): Promise<number> {
  await tx.query(
    `INSERT INTO payments.collections (tenant_id, order_id) VALUES ($1, $2)
     ON CONFLICT DO NOTHING`,
    [tx.tenantId, orderId],
  );
  await tx.query(
    `SELECT FROM payments.collections WHERE tenant_id = $1 AND order_id = $2 FOR UPDATE`,
    [tx.tenantId, orderId],
  );
  const [row] = await tx.query<{ open_minor: number }>(
    `SELECT coalesce(sum(amount_minor), 0)::bigint AS open_minor FROM payments.attempts
     WHERE tenant_id = $1 AND order_id = $2 AND status IN ('SAVED', 'PENDING', 'UNKNOWN')`,
    [tx.tenantId, orderId],
  );
  return row?.open_minor ?? 0;
}

export interface NewAttempt {
  readonly charge: Charge;
  readonly orderId: string;
  readonly provider: string;
  readonly bodyHash: string;
  readonly createdBy: string | null;
  readonly now: Date;
  readonly checkAt: Date;
}

export async function insertAttempt(tx: Transaction, attempt: NewAttempt): Promise<AttemptRow> {
  const { charge } = attempt;
  const [row] = await tx.query<AttemptRow>(
    `INSERT INTO payments.attempts (
       tenant_id, attempt_id, order_id, provider, method, account, currency, amount_minor,
       status, body_hash, created_by, created_at, updated_at, check_at
     ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'SAVED', $9, $10, $11, $11, $12)
     RETURNING *`,
    [
      tx.tenantId,
      charge.attemptId,
      attempt.orderId,
      attempt.provider,
      charge.method,
      charge.account,
      charge.currency,
      charge.amountMinor,
      attempt.bodyHash,
      attempt.createdBy,
      attempt.now,
      attempt.checkAt,
    ],
  );
  if (row === undefined) throw new Error('the attempt is not there after its insert');
  return row;
}

export type Noted = ProviderAnswer | { readonly status: 'UNKNOWN' };

/**
 * Notes what the provider said. Money that was taken stays taken: a success is final, and it is
 * told once, in the transaction that notes it. A failure may still turn out to be a late success.
 */
export async function noteAnswer(
  tx: Transaction,
  attemptId: string,
  { answer, now, checkAt }: { readonly answer: Noted; readonly now: Date; readonly checkAt: Date },
): Promise<AttemptRow | undefined> {
  const isOpen = answer.status === 'PENDING' || answer.status === 'UNKNOWN';
  const [row] = await tx.query<AttemptRow>(
    `UPDATE payments.attempts
     SET status = $3, failure_code = $4, provider_reference = $5, updated_at = $6, check_at = $7
     WHERE tenant_id = $1 AND attempt_id = $2 AND status <> 'SUCCEEDED'
       AND (status <> 'FAILED' OR $3 = 'SUCCEEDED')
     RETURNING *`,
    [
      tx.tenantId,
      attemptId,
      answer.status,
      answer.status === 'FAILED' ? answer.failureCode : null,
      answer.status === 'SUCCEEDED' ? answer.reference : null,
      now,
      isOpen ? checkAt : null,
    ],
  );
  if (row !== undefined && !isOpen) tellSettled(tx, row);
  return row ?? readAttempt(tx, attemptId);
}

function tellSettled(tx: Transaction, row: AttemptRow): void {
  const payload = {
    paymentAttemptId: row.attempt_id,
    orderId: row.order_id,
    amountMinor: row.amount_minor,
    currency: row.currency,
    method: row.method,
    provider: row.provider,
  };
  if (row.status === 'SUCCEEDED') {
    const reference = row.provider_reference ?? '';
    const told = { ...payload, reference };
    tx.tell({ type: 'payment.completed', aggregateId: row.order_id, payload: told });
    return;
  }
  const told = { ...payload, failureCode: row.failure_code ?? '' };
  tx.tell({ type: 'payment.failed', aggregateId: row.order_id, payload: told });
}

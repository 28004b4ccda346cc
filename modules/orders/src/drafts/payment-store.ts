/** The SQL of what is paid on orders that are not sold. The order's row is locked already. */
import type { Transaction } from '@evertill/kernel';
import type { OrderPaymentRow } from './order-store.ts';

export interface NewPayment {
  readonly paymentId: string;
  readonly bodyHash: string;
  readonly sessionId: string | null;
  readonly method: string;
  readonly amountMinor: number;
  readonly changeMinor: number;
  readonly reference: string | null;
  readonly provider: string | null;
}

export interface Paying {
  readonly orderId: string;
  readonly recordedBy: string | null;
  readonly now: Date;
}

/** False when an id is taken, here or by a payment of a sale. */
export async function insertPayments(
  tx: Transaction,
  { orderId, recordedBy, now }: Paying,
  payments: readonly NewPayment[],
): Promise<boolean> {
  const ids = payments.map((one) => one.paymentId);
  const rows = await tx.query(
    `INSERT INTO orders.order_payments (
       tenant_id, order_id, recorded_by, occurred_at, payment_number, payment_id, body_hash,
       session_id, method, amount_minor, change_minor, reference, provider
     )
     SELECT $1, $2, $3, $4,
       (SELECT count(*) FROM orders.order_payments b WHERE b.tenant_id = $1 AND b.order_id = $2)
         + p.place, p.id, p.hash, p.session, p.method, p.amount, p.change, p.reference, p.provider
     FROM unnest($5::uuid[], $6::text[], $7::uuid[], $8::text[], $9::bigint[], $10::bigint[],
       $11::text[], $12::text[]) WITH ORDINALITY
       AS p (id, hash, session, method, amount, change, reference, provider, place)
     WHERE NOT EXISTS (
       SELECT FROM orders.payments x WHERE x.tenant_id = $1 AND x.payment_id = p.id)
     ON CONFLICT (tenant_id, payment_id) DO NOTHING RETURNING 1`,
    [
      tx.tenantId,
      orderId,
      recordedBy,
      now,
      ids,
      payments.map((one) => one.bodyHash),
      payments.map((one) => one.sessionId),
      payments.map((one) => one.method),
      payments.map((one) => one.amountMinor),
      payments.map((one) => one.changeMinor),
      payments.map((one) => one.reference),
      payments.map((one) => one.provider),
    ],
  );
  return rows.length === payments.length;
}

export function readPaymentsById(
  tx: Transaction,
  paymentIds: readonly string[],
): Promise<OrderPaymentRow[]> {
  return tx.query<OrderPaymentRow>(
    `SELECT * FROM orders.order_payments
     WHERE tenant_id = $1 AND payment_id = ANY ($2::uuid[])`,
    [tx.tenantId, paymentIds],
  );
}

/** Which session the money of an order lies in from now on. */
export async function nameSession(
  tx: Transaction,
  orderId: string,
  sessionId: string | null,
): Promise<void> {
  if (sessionId === null) return;
  await tx.query(
    'UPDATE orders.orders SET session_id = $3 WHERE tenant_id = $1 AND order_id = $2',
    [tx.tenantId, orderId, sessionId],
  );
}

/** Everything that was paid goes back. */
export async function returnPayments(tx: Transaction, orderId: string, now: Date): Promise<void> {
  await tx.query(
    `UPDATE orders.order_payments SET returned_at = $3
     WHERE tenant_id = $1 AND order_id = $2 AND returned_at IS NULL`,
    [tx.tenantId, orderId, now],
  );
}

export interface Unmatched {
  readonly paymentId: string;
  readonly orderId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly method: string;
  readonly provider: string;
  readonly reference: string;
  readonly why: 'order_unknown' | 'order_cancelled' | 'order_settled' | 'amount_differs';
  readonly now: Date;
}

/** Money that no order could take: it waits for a person. */
export async function keepUnmatched(tx: Transaction, unmatched: Unmatched): Promise<void> {
  await tx.query(
    `INSERT INTO orders.unmatched_payments (
       tenant_id, payment_id, order_id, amount_minor, currency, method, provider, reference, why,
       received_at
     ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (tenant_id, payment_id) DO NOTHING`,
    [
      tx.tenantId,
      unmatched.paymentId,
      unmatched.orderId,
      unmatched.amountMinor,
      unmatched.currency,
      unmatched.method,
      unmatched.provider,
      unmatched.reference,
      unmatched.why,
      unmatched.now,
    ],
  );
}

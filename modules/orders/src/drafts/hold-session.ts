/**
 * Holds the register of a cash session until the transaction ends, and sees whether the session is
 * open: a close has been before this, or waits. Locks go register, order, stock.
 */
import { refuse } from '@evertill/kernel';
import type { Transaction } from '@evertill/kernel';

/** Null stands for no session at all. Refused as `not_found` or `session_closed`. */
export async function holdSession(tx: Transaction, sessionId: string | null): Promise<void> {
  if (sessionId === null) return;
  const status = await holdRegisterOf(tx, sessionId);
  if (status === undefined) {
    refuse('not_found', { fields: [{ field: 'session', message: 'is unknown' }] });
  }
  if (status !== 'OPEN') refuse('session_closed');
}

/** The same session, if it is open still; otherwise none. */
export async function holdOpenSession(
  tx: Transaction,
  sessionId: string | null,
): Promise<string | null> {
  if (sessionId === null) return null;
  return (await holdRegisterOf(tx, sessionId)) === 'OPEN' ? sessionId : null;
}

/** What the session is once nobody can close it any more; undefined when there is none. */
async function holdRegisterOf(tx: Transaction, sessionId: string): Promise<string | undefined> {
  await tx.query(
    `SELECT FROM orders.registers g WHERE g.tenant_id = $1 AND g.register_id = (
       SELECT c.register_id FROM orders.cash_sessions c
       WHERE c.tenant_id = $1 AND c.session_id = $2)
     FOR NO KEY UPDATE`,
    [tx.tenantId, sessionId],
  );
  const [row] = await tx.query<{ status: string }>(
    'SELECT status FROM orders.cash_sessions WHERE tenant_id = $1 AND session_id = $2',
    [tx.tenantId, sessionId],
  );
  return row?.status;
}

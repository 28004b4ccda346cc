/**
 * Holds a cash session that somebody names until the transaction ends: a close has been before
 * this, or waits. Locks go register, session, order, stock.
 */
import { refuse } from '@evertill/kernel';
import type { Transaction } from '@evertill/kernel';
import { lockSessionIfThere } from './session-store.ts';

/** Null stands for no session at all. Refused as `not_found` or `session_closed`. */
export async function holdSession(tx: Transaction, sessionId: string | null): Promise<void> {
  if (sessionId === null) return;
  const session = await lockSessionIfThere(tx, sessionId);
  if (session === undefined) {
    refuse('not_found', { fields: [{ field: 'session', message: 'is unknown' }] });
  }
  if (session.status !== 'OPEN') refuse('session_closed');
}

/** The same session, if it is open still; otherwise none. */
export async function holdOpenSession(
  tx: Transaction,
  sessionId: string | null,
): Promise<string | null> {
  if (sessionId === null) return null;
  const session = await lockSessionIfThere(tx, sessionId);
  return session?.status === 'OPEN' ? sessionId : null;
}

/**
 * The SQL of cash sessions.
 *
 * The order of locks is register, then session. `lockSession` takes both, and whoever means to
 * change a session, or to take money in its name, calls it first in the transaction.
 */
import { mayDo } from '@evertill/contract';
import type { ForeignCount } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Row, TenantContext, Transaction } from '@evertill/kernel';

export interface SessionRow extends Row {
  readonly session_id: string;
  readonly register_id: string;
  readonly status: 'OPEN' | 'CLOSED';
  readonly currency: string;
  readonly opening_float_minor: number;
  readonly opened_by: string;
  readonly opened_at: Date;
  readonly body_hash: string;
  readonly closed_by: string | null;
  readonly closed_at: Date | null;
  readonly closing_minor: number | null;
  readonly denominations: Record<string, number> | null;
  readonly foreign_counts: readonly ForeignCount[] | null;
  readonly expected_minor: number | null;
  readonly variance_minor: number | null;
  readonly variance_reason: string | null;
  readonly close_hash: string | null;
  readonly z_number: number | null;
  readonly z_document: string | null;
  readonly last_supplement: number;
}

export async function readSession(
  tx: Transaction,
  sessionId: string,
): Promise<SessionRow | undefined> {
  const [row] = await tx.query<SessionRow>(
    'SELECT * FROM orders.cash_sessions WHERE tenant_id = $1 AND session_id = $2',
    [tx.tenantId, sessionId],
  );
  return row;
}

/** Locks a register whoever stands at it, without its pass. Refuses one that is not there. */
export async function lockRegisterOf(tx: Transaction, registerId: string): Promise<void> {
  const rows = await tx.query(
    `SELECT FROM orders.registers WHERE tenant_id = $1 AND register_id = $2 FOR NO KEY UPDATE`,
    [tx.tenantId, registerId],
  );
  if (rows.length > 0) return;
  refuse('not_found', { fields: [{ field: 'register', message: 'is not a register here' }] });
}

/**
 * Locks the register of a session and the session until the transaction ends: until then nothing is
 * booked to it, and nobody closes it. Refuses a session that is not there.
 */
export async function lockSession(tx: Transaction, sessionId: string): Promise<SessionRow> {
  return (await lockSessionIfThere(tx, sessionId)) ?? refuse('not_found');
}

/** The same; undefined where there is no such session. */
export async function lockSessionIfThere(
  tx: Transaction,
  sessionId: string,
): Promise<SessionRow | undefined> {
  const found = await readSession(tx, sessionId);
  if (found === undefined) return undefined;
  await lockRegisterOf(tx, found.register_id);
  return lockSessionAt(tx, sessionId, found.register_id);
}

/** Locks a session of a register whose row is locked already; nothing where it has no such one. */
export async function lockSessionAt(
  tx: Transaction,
  sessionId: string,
  registerId: string,
): Promise<SessionRow | undefined> {
  const [row] = await tx.query<SessionRow>(
    `SELECT * FROM orders.cash_sessions
     WHERE tenant_id = $1 AND session_id = $2 AND register_id = $3 FOR NO KEY UPDATE`,
    [tx.tenantId, sessionId, registerId],
  );
  return row;
}

/** Whether somebody may see a session and work at it: one's own, or whoever leads. */
export function maySee(context: TenantContext, session: Pick<SessionRow, 'opened_by'>): boolean {
  return seesAllSessions(context) || session.opened_by === context.userId;
}

export function seesAllSessions({ roles, caller }: TenantContext): boolean {
  return caller === 'peer' || mayDo(roles, 'session_view_all');
}

/** One session, for somebody who may see it. */
export async function findOwnSession(
  tx: Transaction,
  context: TenantContext,
  sessionId: string,
): Promise<SessionRow> {
  const session = await readSession(tx, sessionId);
  return session !== undefined && maySee(context, session) ? session : refuse('not_found');
}

export interface NewSession {
  readonly sessionId: string;
  readonly registerId: string;
  readonly currency: string;
  readonly openingFloatMinor: number;
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly bodyHash: string;
}

/** Writes a new session; false where its id is taken or its register has an open one. */
export async function insertSession(tx: Transaction, session: NewSession): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO orders.cash_sessions (
       tenant_id, session_id, register_id, status, currency, opening_float_minor, opened_by,
       opened_at, body_hash
     ) VALUES ($1, $2, $3, 'OPEN', $4, $5, $6, $7, $8)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [
      tx.tenantId,
      session.sessionId,
      session.registerId,
      session.currency,
      session.openingFloatMinor,
      session.openedBy,
      session.openedAt,
      session.bodyHash,
    ],
  );
  return rows.length > 0;
}

export interface SessionClosing {
  readonly sessionId: string;
  readonly closedBy: string;
  readonly closedAt: Date;
  readonly countedMinor: number;
  readonly denominations: Readonly<Record<string, number>> | null;
  readonly foreignCounts: readonly ForeignCount[] | null;
  readonly expectedMinor: number;
  readonly varianceMinor: number;
  readonly varianceReason: string | null;
  readonly closeHash: string;
  readonly zNumber: number;
  readonly zDocument: string;
  readonly zSums: object;
}

export async function writeClosing(tx: Transaction, closing: SessionClosing): Promise<void> {
  await tx.query(
    `UPDATE orders.cash_sessions
     SET status = 'CLOSED', closed_by = $3, closed_at = $4, closing_minor = $5,
         denominations = $6, expected_minor = $7, variance_minor = $8, variance_reason = $9,
         close_hash = $10, z_number = $11, z_document = $12, z_sums = $13,
         foreign_counts = $14
     WHERE tenant_id = $1 AND session_id = $2`,
    [
      tx.tenantId,
      closing.sessionId,
      closing.closedBy,
      closing.closedAt,
      closing.countedMinor,
      closing.denominations === null ? null : JSON.stringify(closing.denominations),
      closing.expectedMinor,
      closing.varianceMinor,
      closing.varianceReason,
      closing.closeHash,
      closing.zNumber,
      closing.zDocument,
      JSON.stringify(closing.zSums),
      closing.foreignCounts === null ? null : JSON.stringify(closing.foreignCounts),
    ],
  );
}

export interface NextZ {
  readonly zNumber: number;
  readonly registerName: string;
}

/** The next Z of a register whose row is locked: counted in the transaction, so without a gap. */
export async function takeZNumber(tx: Transaction, registerId: string): Promise<NextZ> {
  const [row] = await tx.query<{ last_z: number; name: string }>(
    `UPDATE orders.registers SET last_z = last_z + 1
     WHERE tenant_id = $1 AND register_id = $2 RETURNING last_z, name`,
    [tx.tenantId, registerId],
  );
  if (row === undefined) throw new Error('the register of a session is not there');
  return { zNumber: row.last_z, registerName: row.name };
}

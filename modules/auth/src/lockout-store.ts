/** All SQL about lock-outs that are told, and attempts that are forgotten. */
import type { Database, Row, Transaction } from '@evertill/kernel';
import { FAILURES_MAX } from './login-attempts.ts';

export interface LockoutRow extends Row {
  readonly user_id: string;
  readonly ends_at: Date;
}

/** The lock-outs of this shop's names that were not noted before; noted now. */
export function noteLockouts(tx: Transaction, now: Date): Promise<LockoutRow[]> {
  return tx.query<LockoutRow>(
    `INSERT INTO auth.lockouts (tenant_id, user_id, name_hash, ends_at)
     SELECT i.tenant_id, i.user_id, a.name_hash, a.ends_at
     FROM auth.login_attempts a JOIN auth.login_index i ON i.identifier_hash = a.name_hash
     WHERE i.tenant_id = $1 AND a.failures >= $2 AND a.ends_at > $3
     ON CONFLICT DO NOTHING RETURNING user_id, ends_at`,
    [tx.tenantId, FAILURES_MAX, now],
  );
}

/** Of nobody in particular: a name that was typed in need not be anybody's. */
export async function deleteOldAttempts(database: Database, before: Date): Promise<void> {
  await database.call('DELETE FROM auth.login_attempts WHERE ends_at < $1', [before]);
}

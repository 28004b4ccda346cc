/**
 * Five wrong passwords or codes under one name, and the name is locked for a quarter of an hour.
 *
 * Counted in the database, under the hash of what was typed in, whether or not anybody has that
 * name: so a lock-out says nothing about who exists, and guessing on behind it says nothing about
 * what is right. Tokens that were issued before go on.
 */
import { refuse, sha256Hex } from '@evertill/kernel';
import type { Clock, Database } from '@evertill/kernel';

export interface AttemptNeeds {
  readonly database: Database;
  readonly clock: Clock;
}

export const FAILURES_MAX = 5;
const LOCK_MS = 15 * 60 * 1000;

/** The name under which somebody who is logged in confirms with a password or a code. */
export function confirmationName(tenantId: string, userId: string): string {
  return sha256Hex(`${tenantId} ${userId}`);
}

export async function refuseLocked(needs: AttemptNeeds, nameHash: string): Promise<void> {
  const now = needs.clock.now();
  const [lock] = await needs.database.call<{ ends_at: Date }>(
    `SELECT ends_at FROM auth.login_attempts
     WHERE name_hash = $1 AND failures >= $2 AND ends_at > $3`,
    [nameHash, FAILURES_MAX, now],
  );
  if (lock === undefined) return;
  refuse('account_locked', {
    retryAfterSeconds: Math.ceil((lock.ends_at.getTime() - now.getTime()) / 1000),
    members: { locked_until: lock.ends_at.toISOString() },
  });
}

/** Failures further apart than the lock is long are not of one attack. */
export async function countFailure(needs: AttemptNeeds, nameHash: string): Promise<void> {
  const now = needs.clock.now();
  await needs.database.call(
    `INSERT INTO auth.login_attempts AS a (name_hash, failures, ends_at) VALUES ($1, 1, $3)
     ON CONFLICT (name_hash) DO UPDATE SET
       failures = CASE WHEN a.ends_at <= $2 THEN 1 ELSE a.failures + 1 END,
       ends_at = excluded.ends_at`,
    [nameHash, now, new Date(now.getTime() + LOCK_MS)],
  );
}

export async function forgetFailures(needs: AttemptNeeds, nameHash: string): Promise<void> {
  await needs.database.call('DELETE FROM auth.login_attempts WHERE name_hash = $1', [nameHash]);
}

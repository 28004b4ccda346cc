/** What auth does by itself: it tells of lock-outs, and clears away what nobody can use now. */
import type { Chore, Clock, Database } from '@evertill/kernel';
import { deleteOldAttempts, noteLockouts } from './lockout-store.ts';
import { deleteExpiredFamilies } from './refresh-store.ts';
import { tellSecurity } from './tell-security.ts';

export interface ChoreNeeds {
  readonly database: Database;
  readonly clock: Clock;
}

const TELL_EVERY_MS = 15_000;
const CLEAR_EVERY_MS = 3_600_000;
/** Longer than anybody asks what became of a log-in. */
const KEPT_MS = 24 * 3_600_000;

export function choresOf({ database, clock }: ChoreNeeds): readonly Chore[] {
  return [
    {
      // Told here and not by the log-in: its answer must take as long whoever is named.
      name: 'tell-lockouts',
      everyMs: TELL_EVERY_MS,
      run: (tenantId) =>
        database.inTransaction({ tenantId }, async (tx) => {
          for (const { user_id: userId, ends_at: endsAt } of await noteLockouts(tx, clock.now())) {
            tellSecurity(tx, 'ACCOUNT_LOCKED', userId, { lockedUntil: endsAt.toISOString() });
          }
        }),
    },
    {
      name: 'clear-expired',
      everyMs: CLEAR_EVERY_MS,
      run: async (tenantId) => {
        const before = new Date(clock.now().getTime() - KEPT_MS);
        await deleteOldAttempts(database, before);
        await database.inTransaction({ tenantId }, (tx) => deleteExpiredFamilies(tx, before));
      },
    },
  ];
}

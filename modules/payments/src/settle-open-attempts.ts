/**
 * Asks after attempts that nobody has settled: the provider was silent, told nobody, or we were
 * killed between saving and sending. Two servers that ask at once note the same answer once.
 */
import type { Chore, Surroundings } from '@evertill/kernel';
import type { AttemptRow } from './attempt-store.ts';
import { CHECK_MS } from './collecting.ts';
import type { Collecting } from './collecting.ts';

const ATTEMPTS_MAX = 50;

export function settleOpenAttempts(
  { database, clock }: Surroundings,
  { check }: Collecting,
): Chore {
  return {
    name: 'settleOpenAttempts',
    everyMs: CHECK_MS,
    run: async (tenantId) => {
      const due = await database.read({ tenantId }, (tx) =>
        tx.query<AttemptRow>(
          `SELECT * FROM payments.attempts WHERE tenant_id = $1 AND check_at <= $2
           ORDER BY check_at LIMIT $3`,
          [tx.tenantId, clock.now(), ATTEMPTS_MAX],
        ),
      );
      for (const row of due) await check(tenantId, row);
    },
  };
}

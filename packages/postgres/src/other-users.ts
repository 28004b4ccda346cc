/**
 * Whether anybody but us still uses the server, so that the last one out may stop it.
 *
 * Processes that opened it through us hold a lock; what connected on its own shows as a session.
 */
import type pg from 'pg';
import { WATCHER_NAME } from './connect.ts';
import type { Context } from './context.ts';

// Sessions of a pool that was just closed are still on their way out.
const GRACE_MS = 1_000;
const LOOK_EVERY_MS = 50;

const text = `
  SELECT count(*)::int AS count FROM pg_stat_activity
   WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
     AND application_name <> ALL($1)`;

export async function countForeignSessions(
  context: Context,
  client: pg.Client,
  ourName: string,
): Promise<number> {
  const deadline = context.clock.now() + GRACE_MS;
  for (;;) {
    const { rows } = await client.query<{ count: number }>(text, [[WATCHER_NAME, ourName]]);
    const count = rows[0]?.count ?? 0;
    if (count === 0 || context.clock.now() >= deadline) return count;
    await context.clock.sleep(LOOK_EVERY_MS);
  }
}

/** The rules as a server and its PostgreSQL keep them: both real, new, and gone afterwards. */
import { realWorld } from '@evertill/kernel';
import { readConfig, serve } from '@evertill/server';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { goThroughPostgres } from './through-postgres.ts';
import type { WalkResult, WalkRun } from './walk-result.ts';

export async function walkInPostgres(walk: WalkRun): Promise<WalkResult> {
  const home = await mkdtemp(path.join(tmpdir(), 'evertill-oracle-'));
  const settings = { EVERTILL_HOME: home, PORT: '0', LOG_LEVEL: 'error', EVERTILL_LOG: 'stdout' };
  const clearAway = (): Promise<void> => rm(home, { recursive: true, force: true });
  try {
    const running = await serve(readConfig(settings), realWorld(), () => undefined);
    // Its PostgreSQL would outlive us.
    const giveUp = (): void => {
      void running
        .stop()
        .then(clearAway)
        .finally(() => process.exit(3));
    };
    process.once('SIGINT', giveUp).once('SIGTERM', giveUp);
    try {
      return await goThroughPostgres(running, walk);
    } finally {
      process.off('SIGINT', giveUp).off('SIGTERM', giveUp);
      await running.stop();
    }
  } finally {
    await clearAway();
  }
}

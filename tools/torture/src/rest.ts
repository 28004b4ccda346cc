/** Waiting for the end: queues that empty, relays that have nothing more to carry. */
import { stillCarrying, withOwner } from '@evertill/rig';
import { moduleNames } from '@evertill/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Register } from './register.ts';
import type { Traffic } from './traffic.ts';

const DRAIN_MS_MAX = 60_000;
/** When something is known to be wrong already, nobody waits for what may never come. */
const DRAIN_MS_WRONG = 2_000;
/** A killed relay's lease has to run out before another takes its cursor. */
const RELAY_MS_MAX = 90_000;
const LOOK_EVERY_MS = 50;

/** Once nothing is killed any more, every queue has to empty. Answers how long that took. */
export async function untilDrained(
  registers: readonly Register[],
  traffic: Traffic,
): Promise<number> {
  const begin = performance.now();
  const queued = (): number => registers.reduce((sum, { queue }) => sum + queue.length, 0);
  for (;;) {
    const tookMs = Math.round(performance.now() - begin);
    if (queued() === 0) return tookMs;
    const isWrong = traffic.findings.length > 0;
    if (tookMs > (isWrong ? DRAIN_MS_WRONG : DRAIN_MS_MAX)) {
      traffic.find('liveness', `${queued()} operations are still queued after ${tookMs} ms`);
      return tookMs;
    }
    await sleep(LOOK_EVERY_MS);
  }
}

/** Until each module says that nobody who listens has anything left to be told. */
export async function untilRelaysRest(home: string, traffic: Traffic): Promise<number> {
  const begin = performance.now();
  return withOwner(home, async (client) => {
    for (;;) {
      const tookMs = Math.round(performance.now() - begin);
      const sources = await stillCarrying(client);
      if (sources.length === 0) return tookMs;
      if (tookMs > RELAY_MS_MAX) {
        const names = sources.join(', ');
        traffic.find('I24', `relays still have to carry after ${tookMs} ms: ${names}`);
        return tookMs;
      }
      await sleep(LOOK_EVERY_MS);
    }
  });
}

/**
 * The leases of a dead server end now instead of half a minute later, so that its relays' cursors
 * are taken over between one kill and the next, and kills hit relays at work too.
 */
export async function lapseLeases(home: string): Promise<void> {
  await withOwner(home, async (client) => {
    for (const source of moduleNames) {
      await client.query(`UPDATE ${source}.outbox_cursors SET held_until = '-infinity'`);
    }
  });
}

/**
 * Everything is told again from the beginning, as a broker does after it lost its offsets (F69).
 * To be called while no server runs; the dead one's leases end with it.
 */
export async function rewindCursors(home: string): Promise<void> {
  await withOwner(home, rewindAll);
}

export async function rewindAll(client: pg.Client): Promise<void> {
  for (const source of moduleNames) {
    await client.query(
      `UPDATE ${source}.outbox_cursors SET xid = '0', id = 0, held_until = '-infinity'`,
    );
  }
}

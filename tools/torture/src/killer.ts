/**
 * Kills, at moments that a seed decides, while operations are under way.
 *
 * Server: kill -9, started again at once, sometimes killed again while it starts. PostgreSQL: kill
 * -9 of the postmaster, which the server is to notice and mend; sometimes of both, as when the
 * machine goes down.
 */
import type { Dice, ServerProcess } from '@evertill/rig';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Traffic } from './traffic.ts';

export type Victim = 'server' | 'postgres' | 'both';

export interface Kill {
  readonly victim: Victim;
  /** Requests under way when it struck. */
  readonly inFlight: number;
  /** Requests that it left without an answer, or with a 5xx. */
  readonly interrupted: number;
  /** From the kill until the server said that it is ready. */
  readonly backMs: number;
  readonly killsWhileStarting: number;
}

export interface KillerNeeds {
  readonly server: ServerProcess;
  readonly traffic: Traffic;
  readonly dice: Dice;
  readonly calmMsMax: number;
  /** After a server was killed, as soon as there is a PostgreSQL to ask. */
  readonly onServerDeath: () => Promise<void>;
  readonly afterStart: () => Promise<void>;
}

const KILLED_AGAIN = 0.15;
const BOTH = 0.3;
const FLIGHT_MS_MAX = 10_000;

export function planKills(
  dice: Dice,
  counts: { readonly kills: number; readonly postgresKills: number },
): Victim[] {
  const ofPostgres = Array.from({ length: counts.postgresKills }, (_, index): Victim => {
    return index > 0 && dice.chance() < BOTH ? 'both' : 'postgres';
  });
  const ofServer = Array.from({ length: counts.kills }, (): Victim => 'server');
  return dice.shuffle([...ofServer, ...ofPostgres]);
}

export async function killOnce(needs: KillerNeeds, victim: Victim): Promise<Kill> {
  const { server, traffic, dice, calmMsMax, afterStart } = needs;
  await sleep(dice.between(50, Math.max(50, calmMsMax)));
  await untilInFlight(traffic);
  const inFlight = traffic.inFlight;
  const interruptedBefore = traffic.interrupted;
  const startsBefore = server.starts;
  const begin = performance.now();
  const postgres = victim === 'server' ? undefined : await server.killPostgres();
  let killsWhileStarting = 0;
  if (victim !== 'postgres') {
    await server.kill();
    if (victim === 'server') await needs.onServerDeath();
    server.start();
    while (dice.chance() < KILLED_AGAIN) {
      await sleep(dice.between(0, 1_500));
      await server.kill();
      server.start();
      killsWhileStarting += 1;
    }
  }
  if (postgres !== undefined) await server.untilPostgresOtherThan(postgres);
  await server.untilReady();
  if (victim === 'postgres' && server.starts !== startsBefore) {
    traffic.find('F55', 'the server did not outlive a kill of PostgreSQL');
  }
  if (victim === 'both') await needs.onServerDeath();
  const backMs = Math.round(performance.now() - begin);
  await afterStart();
  const interrupted = traffic.interrupted - interruptedBefore;
  return { victim, inFlight, interrupted, backMs, killsWhileStarting };
}

async function untilInFlight(traffic: Traffic): Promise<void> {
  const limit = Date.now() + FLIGHT_MS_MAX;
  while (traffic.inFlight === 0 && Date.now() < limit) await sleep(1);
}

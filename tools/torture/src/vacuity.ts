/** A run that proved nothing is a failure too: here is what has to have happened in it. */
import type { Kill } from './killer.ts';
import type { Verdict } from './oracle.ts';
import type { Settings } from './settings.ts';
import type { Finding, Traffic } from './traffic.ts';

interface Happened {
  readonly kills: readonly Kill[];
  readonly traffic: Traffic;
  readonly verdict: Verdict;
}

/** Operations that each kill has to have had around it, on average. */
const ACKED_PER_KILL = 10;

export function vacuities(settings: Settings, { kills, traffic, verdict }: Happened): Finding[] {
  const planned = settings.kills + settings.postgresKills;
  const replaysMin = Math.max(1, Math.floor(planned / 4));
  const misses = kills.filter(({ inFlight }) => inFlight === 0).length;
  const holds: readonly (readonly [boolean, string])[] = [
    [kills.length === planned, `${kills.length} of ${planned} kills`],
    [misses === 0, `${misses} kills hit nothing that was under way`],
    [traffic.interrupted > 0 || planned === 0, 'no kill interrupted anything'],
    [traffic.replays >= replaysMin, `${traffic.replays} replays, at least ${replaysMin} wanted`],
    [traffic.acked >= ACKED_PER_KILL * planned, `only ${traffic.acked} acknowledged`],
    [traffic.tried.size > 0, 'nothing was tried that is not in order'],
    [verdict.events > 0, 'no event was delivered'],
  ];
  return holds.flatMap(([holds, what]) => (holds ? [] : [{ invariant: 'vacuous', what }]));
}

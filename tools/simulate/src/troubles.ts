/** How much goes wrong in a run: drawn once, so that some runs are calm and some are dreadful. */
import type { Dice } from '@evertill/rig';

export interface Troubles {
  readonly latencyMs: number;
  readonly requestLost: number;
  readonly answerLost: number;
  readonly doubled: number;
  readonly late: number;
  readonly torn: number;
  readonly crashedAfterCommit: number;
  readonly overloaded: number;
  /** Somebody says yes to everything, and has never seen it; or says again what was said before. */
  readonly impostor: number;
  /** At each step of each transaction of a tab. */
  readonly killedAtStep: number;
  readonly slowDisk: number;
  /** How often a minute, for a device. */
  readonly spellsAMinute: number;
}

export const calm: Troubles = {
  latencyMs: 40,
  requestLost: 0,
  answerLost: 0,
  doubled: 0,
  late: 0,
  torn: 0,
  crashedAfterCommit: 0,
  overloaded: 0,
  impostor: 0,
  killedAtStep: 0,
  slowDisk: 0,
  spellsAMinute: 0,
};

export function drawTroubles({ chance, pick, between }: Dice): Troubles {
  const upTo = (most: number): number => (chance() < 0.4 ? 0 : chance() * most);
  return {
    latencyMs: between(5, 800),
    requestLost: upTo(0.3),
    answerLost: upTo(0.3),
    doubled: upTo(0.3),
    late: upTo(0.1),
    torn: upTo(0.1),
    crashedAfterCommit: upTo(0.2),
    overloaded: upTo(0.2),
    impostor: upTo(0.15),
    killedAtStep: upTo(0.01),
    slowDisk: upTo(0.1),
    spellsAMinute: pick([0, 0.3, 1]),
  };
}

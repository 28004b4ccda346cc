/**
 * Counters: a total is the sum of what must be in it and of some of what may be. What counts `at
 * once` must be in every read that begins after it was done; what counts `later` may be in from its
 * beginning, and must be only when all is at rest.
 */
import { effectsOf, isToldTo } from './effects.ts';
import type { Effect } from './effects.ts';
import type { Anomaly, Finding, History, Write } from './history.ts';
import { observationsOf } from './observations.ts';
import type { Observation } from './observations.ts';

type Addition = Effect<Extract<Write, { readonly kind: 'add' }>>;
type Total = Observation<{
  readonly kind: 'total';
  readonly counter: string;
  readonly value: number;
  readonly isAtRest: boolean;
}>;

export function checkCounters(history: History): Finding[] {
  const effects = effectsOf(history, ['add'], ({ counter, effect }) => {
    return { key: counter, name: effect };
  });
  const reads = observationsOf(history, 'total', ({ counter }) => counter);
  return [...reads].flatMap(([key, observations]) => {
    const additions = [...(effects.get(key)?.values() ?? [])];
    return observations.flatMap((read) => explain(key, additions, read));
  });
}

function explain(key: string, additions: readonly Addition[], read: Total): Finding[] {
  const { step, by, begin, end } = read;
  const must = additions.filter((one) => isIn(one, read));
  const may = additions.filter((one) => one.begin < end && !isIn(one, read));
  const sum = must.reduce((total, one) => total + one.step.by, 0);
  const isPossible = sumsOf(may.map((one) => one.step.by));
  const rest = step.value - sum;
  if (isPossible(rest)) return [];
  const named = (found: Addition | undefined): string => found?.step.effect ?? '';
  const missing = must.find((one) => isPossible(rest + one.step.by));
  const doubled = [...must, ...may].find((one) => isPossible(rest - one.step.by));
  const refused = additions.find((one) => one.isRefused && isPossible(rest - one.step.by));
  const tell = (anomaly: Anomaly, why: string): Finding[] => {
    return [{ anomaly, key, what: `${by.name} reads ${step.value} and not ${sum}: ${why}` }];
  };
  if (refused !== undefined) return tell('dirty-read', `${named(refused)} was refused`);
  if (missing !== undefined) {
    const isOwn = isToldTo(missing, by.client, begin);
    return tell(isOwn ? 'stale-own-read' : 'lost-update', `${named(missing)} is not in it`);
  }
  if (doubled !== undefined) return tell('duplicate', `${named(doubled)} is in it twice`);
  return tell('impossible-total', 'nothing explains it');
}

function isIn({ step, doneBy }: Addition, { begin, step: read }: Total): boolean {
  return doneBy < begin && (step.when === 'at once' || read.isAtRest);
}

/** As many that may be in are tried in every way; more, between their lowest and highest sum. */
const TRIED_MAX = 14;

function sumsOf(parts: readonly number[]): (sum: number) => boolean {
  if (parts.length > TRIED_MAX) {
    const low = parts.reduce((total, part) => total + Math.min(0, part), 0);
    const high = parts.reduce((total, part) => total + Math.max(0, part), 0);
    return (sum) => sum >= low && sum <= high;
  }
  let sums = new Set([0]);
  for (const part of parts) sums = new Set([...sums, ...[...sums].map((sum) => sum + part)]);
  return (sum) => sums.has(sum);
}

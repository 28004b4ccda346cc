/** What was read, by key: of transactions that were done, in the order in which they began. */
import { endOf } from './effects.ts';
import type { History, Read, Step, Transaction } from './history.ts';

export interface Observation<Step extends Read = Read> {
  readonly step: Step;
  readonly by: Transaction;
  readonly begin: number;
  readonly end: number;
}

type Kind = Read['kind'];
type ReadOf<K extends Kind> = Extract<Read, { readonly kind: K }>;

export function observationsOf<K extends Kind>(
  history: History,
  kind: K,
  keyOf: (step: ReadOf<K>) => string,
): ReadonlyMap<string, readonly Observation<ReadOf<K>>[]> {
  const isWanted = (step: Step): step is ReadOf<K> => step.kind === kind;
  const found = history
    .filter(({ outcome }) => outcome === 'done')
    .flatMap((by) =>
      by.steps.filter(isWanted).map((step) => ({ step, by, begin: by.begin, end: endOf(by) })),
    )
    .sort((one, other) => one.begin - other.begin);
  return Map.groupBy(found, ({ step }) => keyOf(step));
}

/**
 * Of things that happened at some time and carry a number, the highest that happened before a
 * given moment.
 */
export function highestBefore(
  things: readonly { readonly at: number; readonly height: number }[],
): (moment: number) => number {
  const sorted = [...things].sort((one, other) => one.at - other.at);
  const times = sorted.map(({ at }) => at);
  let top = -Infinity;
  const tops = sorted.map(({ height }) => (top = Math.max(top, height)));
  return (moment) => {
    let low = 0;
    let high = times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((times[middle] ?? Infinity) < moment) low = middle + 1;
      else high = middle;
    }
    return tops[low - 1] ?? -Infinity;
  };
}

/** Cells: a read gives the last value written, or one that was being written meanwhile. */
import { effectsOf, isToldTo } from './effects.ts';
import type { Effect } from './effects.ts';
import type { Anomaly, Finding, History } from './history.ts';
import { highestBefore, observationsOf } from './observations.ts';
import type { Observation } from './observations.ts';

type CellRead = Observation<{
  readonly kind: 'read';
  readonly cell: string;
  readonly value: string | null;
}>;
type Writes = ReadonlyMap<string, Effect>;

export function checkCells(history: History): Finding[] {
  const effects = effectsOf(history, ['write'], ({ cell, value }) => ({ key: cell, name: value }));
  const reads = observationsOf(history, 'read', ({ cell }) => cell);
  return [...reads].flatMap(([key, observations]) => {
    const writes: Writes = effects.get(key) ?? new Map<string, Effect>();
    return [...strangers(key, writes, observations), ...stale(key, writes, observations)];
  });
}

function strangers(key: string, writes: Writes, reads: readonly CellRead[]): Finding[] {
  return reads.flatMap(({ step: { value }, by, end }): Finding[] => {
    if (value === null) return [];
    const effect = writes.get(value);
    const tell = (anomaly: Anomaly, why: string): Finding[] => {
      return [{ anomaly, key, what: `${by.name} reads ${value}, ${why}` }];
    };
    if (effect === undefined) return tell('unknown-value', 'which nobody wrote');
    if (effect.isRefused) return tell('dirty-read', 'which was refused');
    return effect.begin > end ? tell('future-read', 'which nobody had written yet') : [];
  });
}

/** A value is over when another was begun after it was done, and is known to be there. */
function stale(key: string, writes: Writes, reads: readonly CellRead[]): Finding[] {
  const effects = [...writes.values()];
  const doneBefore = highestBefore(
    effects.map(({ doneBy, begin }) => ({ at: doneBy, height: begin })),
  );
  const seenBefore = highestBefore(
    reads.flatMap(({ step, end }) => {
      const effect = step.value === null ? undefined : writes.get(step.value);
      return effect === undefined ? [] : [{ at: end, height: effect.begin }];
    }),
  );
  return reads.flatMap(({ step: { value }, by, begin }): Finding[] => {
    const doneBy = value === null ? -Infinity : writes.get(value)?.doneBy;
    if (doneBy === undefined) return [];
    const what = `${by.name} reads ${value ?? 'nothing'}, which is over`;
    if (doneBefore(begin) > doneBy) {
      const isOwn = effects.some(
        (effect) => effect.begin > doneBy && isToldTo(effect, by.client, begin),
      );
      return [{ anomaly: isOwn ? 'stale-own-read' : 'stale-read', key, what }];
    }
    return seenBefore(begin) > doneBy ? [{ anomaly: 'non-monotonic-read', key, what }] : [];
  });
}

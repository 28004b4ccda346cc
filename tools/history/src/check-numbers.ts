/** Numbered lists, as a register's sequence is: from one, without a gap, without a repeat. */
import { effectsOf } from './effects.ts';
import type { Finding, History } from './history.ts';
import { highestBefore, observationsOf } from './observations.ts';

export function checkNumbers(history: History): Finding[] {
  return [...checkGaps(history), ...checkReach(history)];
}

function checkGaps(history: History): Finding[] {
  const reads = observationsOf(history, 'numbers', ({ list }) => list);
  return [...reads].flatMap(([key, observations]) =>
    observations.flatMap(({ step, by }): Finding[] => {
      const distinct = new Set(step.numbers);
      const top = step.numbers.reduce((one, other) => Math.max(one, other), 0);
      const isRepeated = distinct.size < step.numbers.length;
      const what = `${by.name} sees ${step.numbers.length} numbers up to ${top}`;
      return [
        ...(distinct.size < top ? [{ anomaly: 'sequence-gap', key, what } as const] : []),
        ...(isRepeated ? [{ anomaly: 'duplicate', key, what } as const] : []),
      ];
    }),
  );
}

/** How far it goes is at least as far as was done and as was seen, at most as was asked for. */
function checkReach(history: History): Finding[] {
  const reads = observationsOf(history, 'reached', ({ list }) => list);
  const effects = effectsOf(history, ['append'], ({ list, value }) => ({ key: list, name: value }));
  return [...reads].flatMap(([key, observations]) => {
    const appended = [...(effects.get(key)?.values() ?? [])];
    const done = highestBefore(
      appended.map(({ step, doneBy }) => ({ at: doneBy, height: step.at ?? 0 })),
    );
    const asked = highestBefore(
      appended.map(({ step, begin }) => ({ at: begin, height: step.at ?? 0 })),
    );
    const seen = highestBefore(
      observations.map(({ step, end }) => ({ at: end, height: step.number })),
    );
    return observations.flatMap(({ step, by, begin, end }): Finding[] => {
      const what = `${by.name} is told that it goes to ${step.number}`;
      if (step.number < done(begin)) return [{ anomaly: 'lost-update', key, what }];
      if (step.number < seen(begin)) return [{ anomaly: 'non-monotonic-read', key, what }];
      const isAhead = step.number > Math.max(0, asked(end));
      return isAhead ? [{ anomaly: 'future-read', key, what }] : [];
    });
  });
}

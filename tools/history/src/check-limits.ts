/**
 * Budgets: at no time was more taken than there can have been. Matters: one decision each. Both are
 * judged by what clients were told, since that is what they acted on.
 */
import { effectsOf } from './effects.ts';
import type { Finding, History } from './history.ts';

/** Budgets of goods; all others are of money. */
const STOCK = 'stock ';

export function checkLimits(history: History): Finding[] {
  return [...checkBudgets(history), ...checkMatters(history)];
}

function checkBudgets(history: History): Finding[] {
  const effects = effectsOf(history, ['fund', 'take'], ({ budget, effect }) => {
    return { key: budget, name: effect };
  });
  return [...effects].flatMap(([key, found]): Finding[] => {
    // What may be there counts from its beginning, what was taken when its taker was told so.
    const moves = [...found.values()]
      .map(({ step, begin, doneBy }) =>
        step.kind === 'fund'
          ? { at: begin, by: step.amount, name: step.effect }
          : { at: doneBy, by: -step.amount, name: step.effect },
      )
      .filter(({ at }) => at < Infinity)
      .sort((one, other) => one.at - other.at || other.by - one.by);
    let left = 0;
    for (const { by, name } of moves) {
      left += by;
      if (left >= 0) continue;
      const anomaly = key.startsWith(STOCK) ? 'oversell' : 'write-skew';
      return [{ anomaly, key, what: `with ${name}, ${-left} more was given than there was` }];
    }
    return [];
  });
}

function checkMatters(history: History): Finding[] {
  const effects = effectsOf(history, ['decide'], ({ matter, decision }) => {
    return { key: matter, name: decision };
  });
  return [...effects].flatMap(([key, decisions]): Finding[] => {
    const done = [...decisions.values()].filter(({ doneBy }) => doneBy < Infinity);
    if (done.length < 2) return [];
    const names = done.map(({ step }) => step.decision).join(' and ');
    return [{ anomaly: 'decided-twice', key, what: `decided as ${names}` }];
  });
}

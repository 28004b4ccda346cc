/** Judges a history, and nothing but the history. The order in which it is written says nothing. */
import { checkCells } from './check-cells.ts';
import { checkCounters } from './check-counters.ts';
import { checkCycles } from './check-cycles.ts';
import { checkLimits } from './check-limits.ts';
import { checkLists } from './check-lists.ts';
import { checkNumbers } from './check-numbers.ts';
import type { Finding, History } from './history.ts';

export function checkHistory(history: History): Finding[] {
  const ofOneKey = [
    ...checkLists(history),
    ...checkNumbers(history),
    ...checkCells(history),
    ...checkCounters(history),
    ...checkLimits(history),
  ];
  // What is wrong with one key makes rings too, and has a better name already.
  return ofOneKey.length > 0 ? ofOneKey : checkCycles(history);
}

/** What the module answers about cash of other currencies. Listed by hand. */
import { orders } from '@evertill/contract';
import { answer } from '@evertill/kernel';
import type { Answer, Surroundings } from '@evertill/kernel';
import { currentRateSheet } from './current-rate-sheet.ts';
import { findRateSheet } from './find-rate-sheet.ts';
import { publishRateSheet } from './publish-rate-sheet.ts';
import { pullRateSheet } from './pull-rate-sheet.ts';

export function foreignAnswers(surroundings: Surroundings): readonly Answer[] {
  return [
    answer(orders.currentRateSheet, currentRateSheet(surroundings)),
    answer(orders.findRateSheet, findRateSheet(surroundings)),
    answer(orders.publishRateSheet, publishRateSheet(surroundings)),
    answer(orders.pullRateSheet, pullRateSheet(surroundings)),
  ];
}

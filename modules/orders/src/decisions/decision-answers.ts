/** What is asked about decisions on parked operations. */
import { orders } from '@evertill/contract';
import { answer } from '@evertill/kernel';
import type { Answer, Surroundings } from '@evertill/kernel';
import { decideParked } from './decide-parked.ts';
import { findDecided } from './find-decided.ts';
import { listDecisions } from './list-decisions.ts';

export function decisionAnswers(surroundings: Surroundings): readonly Answer[] {
  return [
    answer(orders.decideParked, decideParked(surroundings)),
    answer(orders.listDecisions, listDecisions(surroundings)),
    answer(orders.findDecided, findDecided(surroundings)),
  ];
}

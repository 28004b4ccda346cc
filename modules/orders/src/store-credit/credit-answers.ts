/** What the module answers about store credit, listed by hand. */
import { orders } from '@evertill/contract';
import { answer } from '@evertill/kernel';
import type { Answer, Surroundings } from '@evertill/kernel';
import { findStoreCredit, listStoreCredits, findStoreCreditByCode } from './list-store-credits.ts';

export function creditAnswers(surroundings: Surroundings): readonly Answer[] {
  return [
    answer(orders.listStoreCredits, listStoreCredits(surroundings)),
    answer(orders.findStoreCredit, findStoreCredit(surroundings)),
    answer(orders.findStoreCreditByCode, findStoreCreditByCode(surroundings)),
  ];
}

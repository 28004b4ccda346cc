/** Payments: every attempt to collect money through a provider, and what became of it. */
import { payments } from '@evertill/contract';
import { answer } from '@evertill/kernel';
import type { Module, ModuleMigrations, Surroundings } from '@evertill/kernel';
import { checkAttempt } from './check-attempt.ts';
import { collecting } from './collecting.ts';
import { findAttempt, listAttempts, listProviders } from './list-attempts.ts';
import { settleOpenAttempts } from './settle-open-attempts.ts';
import { startAttempt } from './start-attempt.ts';

export { invariants } from './invariants.ts';

export const migrations: ModuleMigrations = {
  module: 'payments',
  folder: new URL('../migrations/', import.meta.url),
};

export interface PaymentsOptions {
  /** Lets money be collected that is none: for trying out and for tests. */
  readonly isSimulated: boolean;
}

export function paymentsModule(
  surroundings: Surroundings,
  { isSimulated }: PaymentsOptions,
): Module {
  const needs = { surroundings, collecting: collecting(surroundings, isSimulated) };
  return {
    name: 'payments',
    answers: [
      answer(payments.listProviders, listProviders(needs.collecting.providers)),
      answer(payments.startAttempt, startAttempt(needs)),
      answer(payments.findAttempt, findAttempt(surroundings)),
      answer(payments.checkAttempt, checkAttempt(needs)),
      answer(payments.listAttempts, listAttempts(surroundings)),
    ],
    reactions: [],
    chores: [settleOpenAttempts(surroundings, needs.collecting)],
  };
}

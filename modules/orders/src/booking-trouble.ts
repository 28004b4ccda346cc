/** What may be wrong with any operation of a queue: its clock, and what no database can hold. */
import { limits } from '@evertill/contract';
import { brokenUnique, codeOf } from '@evertill/kernel';
import type { Surroundings } from '@evertill/kernel';
import type { Reason } from './park-operation.ts';

/** What PostgreSQL cannot hold is wrong for ever; anything else is a fault, and comes again. */
export function poisonReason({ log }: Pick<Surroundings, 'log'>, error: unknown): Reason {
  if (brokenUnique(error) !== undefined) {
    return { code: 'id_reused', detail: 'An id within this operation is taken by another one.' };
  }
  if (!/^2[23]/.test(codeOf(error))) throw error;
  log.error({ err: error }, 'an operation that the database cannot hold was parked');
  return { code: 'amount_invalid' };
}

/** Older or younger than a clock in order would make it. */
export function isClockSuspect(occurredAt: Date, now: Date): boolean {
  const ageMs = now.getTime() - occurredAt.getTime();
  return ageMs > limits.OFFLINE_MS_MAX || ageMs < -limits.CLOCK_AHEAD_MS_MAX;
}

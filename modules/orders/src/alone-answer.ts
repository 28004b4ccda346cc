/** The answer to an operation that was sent by itself, made from the one a push would give. */
import { isRefusalCode } from '@evertill/contract';
import type { PushAnswer } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { SettleOperations, SettledOperations } from './settle-operations.ts';

export interface AloneNeeds {
  readonly settle: SettleOperations;
}

/** Alone, an operation that was not booked is a refusal like any other. */
export function aloneAnswer({ answers: [answer] }: SettledOperations): PushAnswer {
  if (answer === undefined) throw new Error('an operation had no answer');
  const { code, detail } = answer;
  if (answer.outcome === 'APPLIED' || answer.outcome === 'DUPLICATE') return answer;
  if (code === undefined || !isRefusalCode(code)) throw new Error(`no refusal ${String(code)}`);
  const isTransient = answer.outcome === 'RETRY_LATER';
  return refuse(code, {
    ...(detail === undefined ? {} : { detail }),
    ...(isTransient ? { retryAfterSeconds: 1 } : {}),
  });
}

/** Takes in one sale by itself: the operation that a push carries, with the same outcome. */
import type { orders, PushAnswer } from '@evertill/contract';
import { isRefusalCode } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import { sentAlone } from './operation-reading.ts';
import type { SettleOperations } from './settle-operations.ts';

export interface AloneNeeds {
  readonly settle: SettleOperations;
}

export function recordSale({ settle }: AloneNeeds): TenantUseCase<typeof orders.recordSale> {
  return async (context, { registerId, epoch, fencing, body, ...head }) => {
    const sent = sentAlone('sale', head, body);
    return aloneAnswer(await settle(context, { registerId, epoch, fencing }, [sent]));
  };
}

/** Alone, an operation that was not booked is a refusal like any other. */
export function aloneAnswer([answer]: readonly PushAnswer[]): PushAnswer {
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

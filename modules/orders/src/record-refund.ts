/** Takes in one refund by itself: the operation that a push carries, with the same outcome. */
import type { orders } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { aloneAnswer } from './alone-answer.ts';
import type { AloneNeeds } from './alone-answer.ts';

export function recordRefund({ settle }: AloneNeeds): TenantUseCase<typeof orders.recordRefund> {
  return async (context, { registerId, epoch, fencing, ...operation }) => {
    const sent = { ...operation, kind: 'refund' };
    return aloneAnswer(await settle(context, { registerId, epoch, fencing }, [sent]));
  };
}

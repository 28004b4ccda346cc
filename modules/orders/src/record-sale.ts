/** Takes in one sale by itself: the operation that a push carries, with the same outcome. */
import type { orders } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { aloneAnswer } from './alone-answer.ts';
import type { AloneNeeds } from './alone-answer.ts';

export function recordSale({ settle }: AloneNeeds): TenantUseCase<typeof orders.recordSale> {
  return async (context, { registerId, epoch, fencing, ...operation }) => {
    const sent = { ...operation, kind: 'sale' };
    return aloneAnswer(await settle(context, { registerId, epoch, fencing }, [sent]));
  };
}

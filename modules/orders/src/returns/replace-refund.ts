/** PUT of a refund: the same as a change. Its sale must be the one it was made with. */
import type { orders } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { changeRefund } from './change-refund.ts';

export function replaceRefund(
  surroundings: Surroundings,
): TenantUseCase<typeof orders.replaceRefund> {
  const change = changeRefund(surroundings);
  return (context, input) => change(context, input);
}

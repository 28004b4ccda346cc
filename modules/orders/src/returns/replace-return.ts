/** PUT of a return: the same as a change. Its sale and product must be those it was made with. */
import type { orders } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { changeReturn } from './change-return.ts';

export function replaceReturn(
  surroundings: Surroundings,
): TenantUseCase<typeof orders.replaceReturn> {
  const change = changeReturn(surroundings);
  return (context, input) => change(context, input);
}

/** PUT of a return: the same as a change. Its sale and its product are those it was made with. */
import type { orders } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { changeReturn } from './change-return.ts';

export function replaceReturn(
  surroundings: Surroundings,
): TenantUseCase<typeof orders.replaceReturn> {
  const change = changeReturn(surroundings);
  return (context, { salesHeader: _sale, product: _product, ...input }) => change(context, input);
}

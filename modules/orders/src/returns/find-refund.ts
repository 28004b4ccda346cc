/** One refund: of a counter, of the back office, or only asked for. */
import type { orders } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { readRefundOf } from '../list-refunds.ts';
import { whoOf } from '../list-sales.ts';

export function findRefund({ database }: Surroundings): TenantUseCase<typeof orders.findRefund> {
  return (context, { refundId }) =>
    database.read(
      context,
      async (tx) => (await readRefundOf(tx, refundId, whoOf(context))) ?? refuse('not_found'),
    );
}

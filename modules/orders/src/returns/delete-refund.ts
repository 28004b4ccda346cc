/** Withdraws a refund that nobody has decided yet; what it kept is free again. */
import type { orders } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { whoOf } from '../list-sales.ts';
import { decideRequest, lockRequest } from './request-store.ts';
import { moveMoney } from './returned-sale.ts';

export function deleteRefund({
  database,
  clock,
}: Surroundings): TenantUseCase<typeof orders.deleteRefund> {
  return (context, { refundId }) =>
    database.inTransaction(context, async (tx) => {
      const id = refundId.toLowerCase();
      const { row } = await lockRequest(tx, id, whoOf(context));
      if (row.status !== 'PENDING') refuse('return_decided');
      await decideRequest(tx, id, { status: 'WITHDRAWN', by: context.userId, at: clock.now() });
      await moveMoney(tx, row.sale_id, { pendingMinor: -row.amount_minor });
      return {};
    });
}

/** Withdraws a return that nobody has decided yet; what it kept is free again. */
import type { orders } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { whoOf } from '../list-sales.ts';
import { decideReturn, lockReturn } from './return-store.ts';
import { moveLines } from './returned-sale.ts';

export function deleteReturn({
  database,
  clock,
}: Surroundings): TenantUseCase<typeof orders.deleteReturn> {
  return (context, { salesReturnId }) =>
    database.inTransaction(context, async (tx) => {
      const id = salesReturnId.toLowerCase();
      const { row, parts } = await lockReturn(tx, id, whoOf(context));
      if (row.status !== 'PENDING') refuse('return_decided');
      const by = context.userId;
      await decideReturn(tx, id, { status: 'WITHDRAWN', by, at: clock.now() });
      await moveLines(
        tx,
        row.sale_id,
        parts.map((part) => ({ lineNumber: part.lineNumber, pendingMilli: -part.quantityMilli })),
      );
      return {};
    });
}

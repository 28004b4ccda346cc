/** Says no to a return, once; what it kept is free again. */
import type { orders } from '@evertill/contract';
import { decimalOfMilli } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { whoOf } from '../list-sales.ts';
import { decideReturn, lockReturn, showReturn } from './return-store.ts';
import { moveLines } from './returned-sale.ts';
import { tellAudit } from '../drafts/tell-audit.ts';

export function rejectReturn({
  database,
  clock,
}: Surroundings): TenantUseCase<typeof orders.rejectReturn> {
  return (context, { salesReturnId, reason }) =>
    database.inTransaction(context, async (tx) => {
      const id = salesReturnId.toLowerCase();
      const { row, parts } = await lockReturn(tx, id, whoOf(context));
      const by = context.userId;
      // The same person again, whose answer was lost, gets it; anybody else is too late.
      if (row.status === 'REJECTED' && row.decided_by === by) return showReturn(tx, id);
      if (row.status !== 'PENDING') refuse('return_decided');
      await decideReturn(tx, id, { status: 'REJECTED', by, at: clock.now(), reason });
      await moveLines(
        tx,
        row.sale_id,
        parts.map((part) => ({ lineNumber: part.lineNumber, pendingMilli: -part.quantityMilli })),
      );
      tellAudit(tx, {
        action: 'RETURN_REJECTED',
        modelName: 'SalesReturn',
        objectId: id,
        userId: by,
        reason,
        data: {
          before: { status: 'PENDING' },
          after: { status: 'REJECTED' },
          sale: row.sale_id,
          quantity: decimalOfMilli(row.quantity_milli),
        },
      });
      return showReturn(tx, id);
    });
}

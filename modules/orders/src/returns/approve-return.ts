/**
 * Approves a return of goods, once: from now on they count as come back, and the stock hears of it.
 * Not whoever asked for it, but for the owner. Locks the lines of the sale, then the return.
 *
 * A counter may have taken the pieces back meanwhile, since what happened there is never refused:
 * then there is nothing left to approve.
 */
import type { orders } from '@evertill/contract';
import { decimalOfMilli } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Surroundings, TenantContext, TenantUseCase, Transaction } from '@evertill/kernel';
import { whoOf } from '../list-sales.ts';
import type { Part } from './return-parts.ts';
import { worthOf } from './return-parts.ts';
import { decideReturn, lockReturn, showReturn, writeParts } from './return-store.ts';
import type { LockedReturn, ReturnRow } from './return-store.ts';
import { findReturned, moveLines, refuseVoided } from './returned-sale.ts';
import { tellAudit } from '../drafts/tell-audit.ts';

export function approveReturn({
  database,
  clock,
}: Surroundings): TenantUseCase<typeof orders.approveReturn> {
  return (context, { salesReturnId }) =>
    database.inTransaction(context, async (tx) => {
      const id = salesReturnId.toLowerCase();
      const locked = await lockReturn(tx, id, whoOf(context));
      const { row } = locked;
      const { userId: by } = context;
      // The same person again, whose answer was lost, gets it; anybody else is too late.
      if (row.status === 'APPROVED' && row.decided_by === by) return showReturn(tx, id);
      if (row.status !== 'PENDING') refuse('return_decided');
      if (row.created_by === by && !context.roles.includes('owner')) refuse('approver_is_creator');
      await refuseVoided(tx, row.sale_id);
      const worth = worthOfParts(locked);
      await writeParts(tx, id, worth);
      await moveLines(
        tx,
        row.sale_id,
        worth.map((part) => ({ ...part, pendingMilli: -part.quantityMilli })),
      );
      const at = clock.now();
      await decideReturn(tx, id, { status: 'APPROVED', by, at });
      await tellReturned(tx, { context, row, worth, at });
      return showReturn(tx, id);
    });
}

type WorthyPart = Part & { readonly totalMinor: number; readonly taxMinor: number };

function worthOfParts({ lines, parts }: LockedReturn): WorthyPart[] {
  return parts.map((part) => {
    const worth = worthOf(lines, part);
    if (worth === undefined) return refuse('refund_exceeds_sale');
    return { ...part, totalMinor: worth.totalMinor, taxMinor: worth.taxMinor };
  });
}

interface Returned {
  readonly context: TenantContext;
  readonly row: ReturnRow;
  readonly worth: readonly WorthyPart[];
  readonly at: Date;
}

async function tellReturned(tx: Transaction, returned: Returned): Promise<void> {
  const { context, row, worth, at } = returned;
  const sale = await findReturned(tx, row.sale_id);
  tx.tell({
    type: 'order.returned',
    aggregateId: row.sale_id,
    payload: {
      returnId: row.sales_return_id,
      orderId: row.sale_id,
      locationId: sale.location_id,
      receiptNumber: sale.receipt_number,
      currency: sale.currency,
      reason: row.reason,
      approvedBy: context.userId,
      occurredAt: at.toISOString(),
      items: worth.map((part) => ({
        lineNumber: part.lineNumber,
        productId: row.product_id,
        quantityMilli: part.quantityMilli,
        totalMinor: part.totalMinor,
        isRestocked: row.is_restocked,
      })),
    },
  });
  tellAudit(tx, {
    action: 'RETURN_APPROVED',
    modelName: 'SalesReturn',
    objectId: row.sales_return_id,
    userId: context.userId,
    reason: row.reason,
    data: {
      before: { status: 'PENDING' },
      after: { status: 'APPROVED' },
      sale: row.sale_id,
      product: row.product_id,
      quantity: decimalOfMilli(row.quantity_milli),
      isRestocked: row.is_restocked,
      createdBy: row.created_by,
    },
  });
}

/** Takes a line off a draft. Its id stays taken, and the audit keeps what stood there. */
import type { orders } from '@evertill/contract';
import { decimalOf, decimalOfMilli } from '@evertill/domain';
import type { TenantUseCase } from '@evertill/kernel';
import { refuseFrozen } from './draft-needs.ts';
import type { DraftNeeds } from './draft-needs.ts';
import { holdLine } from './hold-line.ts';
import { keepReserved } from './keep-reserved.ts';
import { takeOffLine } from './line-store.ts';
import { readPayments } from './order-store.ts';
import { priceDraft } from './price-draft.ts';
import { quoteLines } from './quote-lines.ts';
import { rightsOf } from './rights.ts';
import { tellAudit } from './tell-audit.ts';

export function deleteLine(needs: DraftNeeds): TenantUseCase<typeof orders.deleteLine> {
  const { surroundings, spendApproval } = needs;
  const { database, clock } = surroundings;
  return async (context, { salesDetailId, reason }) => {
    const lineId = salesDetailId.toLowerCase();
    const { book } = await quoteLines(needs, context, []);
    const rights = await rightsOf(surroundings, context);
    const { line, order } = await database.inTransaction(context, async (tx) => {
      const held = await holdLine(tx, context, lineId);
      const { currency, order_id: orderId } = held.order;
      refuseFrozen(held.order, await readPayments(tx, orderId));
      const now = clock.now();
      await takeOffLine(tx, lineId, now);
      const { order } = held;
      const asking = { context, rights, spendApproval, approval: undefined, order, now };
      await priceDraft(tx, asking, book);
      const { product_id: product, quantity_milli: milli, total_minor: minor } = held.line;
      const before = {
        product,
        quantity: decimalOfMilli(milli),
        total: decimalOf(minor, currency),
      };
      tellAudit(tx, {
        action: 'LINE_VOID',
        modelName: 'SalesDetail',
        objectId: lineId,
        userId: context.userId,
        reason,
        data: { before, salesHeader: orderId },
      });
      return held;
    });
    if (line.is_reserved) await keepReserved(needs, context, order.order_id);
    return {};
  };
}

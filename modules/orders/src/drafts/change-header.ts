/** Changes what an order says of itself; its discount only while it is a draft and not paid on. */
import type { orders } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase, Transaction } from '@evertill/kernel';
import { namedBuyer } from '../buyers.ts';
import { whoOf } from '../list-sales.ts';
import { amountReader } from '../amount-reader.ts';
import { readingAmounts, refuseFrozen, refuseOtherTenant } from './draft-needs.ts';
import type { DraftNeeds } from './draft-needs.ts';
import { lockOrder, readPayments } from './order-store.ts';
import type { OrderRow } from './order-store.ts';
import { priceDraft } from './price-draft.ts';
import { quoteLines } from './quote-lines.ts';
import { rightsOf } from './rights.ts';
import { showHeader } from './show-header.ts';

export function changeHeader(needs: DraftNeeds): TenantUseCase<typeof orders.changeHeader> {
  const { database, clock } = needs.surroundings;
  return async (context, input) => {
    refuseOtherTenant(context, input.userClient);
    const orderId = input.salesHeaderId.toLowerCase();
    await namedBuyer(needs.surroundings, context, input.customer);
    const { discount } = input;
    const quoted = discount === undefined ? undefined : await quoteLines(needs, context, []);
    const rights = await rightsOf(needs.surroundings, context);
    await database.inTransaction(context, async (tx) => {
      const order = await lockOrder(tx, orderId, whoOf(context));
      if (order.state !== 'draft' && order.state !== 'awaiting_payment') refuse('order_state');
      const now = clock.now();
      await writeHead(tx, order, { ...input, now });
      if (quoted === undefined) return;
      refuseFrozen(order, await readPayments(tx, orderId));
      const { spendApproval } = needs;
      const asking = { context, rights, spendApproval, approval: input.approval, order, now };
      const discountMinor = readingAmounts(() =>
        amountReader(order.currency).amount(discount, 'discount'),
      );
      await priceDraft(tx, asking, quoted.book, discountMinor);
    });
    return showHeader(needs, context, orderId);
  };
}

interface Head {
  readonly customer?: string | null | undefined;
  readonly note?: string | null | undefined;
  readonly now: Date;
}

async function writeHead(tx: Transaction, order: OrderRow, head: Head): Promise<void> {
  const { customer = order.customer_id, note = order.note } = head;
  await tx.query(
    `UPDATE orders.orders
     SET customer_id = $3, note = $4, version = version + 1, updated_at = $5
     WHERE tenant_id = $1 AND order_id = $2`,
    [tx.tenantId, order.order_id, customer, note, head.now],
  );
}

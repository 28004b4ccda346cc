/**
 * From draft to awaiting payment. Inventory is asked between two transactions: the second one looks
 * whether the order is still what was reserved. A crash between them leaves a reservation that ends
 * by itself. A second confirmation finds the first one, and takes nothing twice.
 */
import { limits } from '@evertill/contract';
import type { PriceBook } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { TenantContext, Transaction } from '@evertill/kernel';
import { whoOf } from '../list-sales.ts';
import { completeOrder } from './complete-order.ts';
import type { DraftNeeds } from './draft-needs.ts';
import { holdOpenSession } from '../sessions/hold-session.ts';
import { keepReserved, reserve } from './keep-reserved.ts';
import { lockOrder, readLines, readOrder, readPayments } from './order-store.ts';
import type { OrderLineRow, OrderRow } from './order-store.ts';
import { moveOrder, stateAfter } from './order-state.ts';
import { draftOf, priceAnew, refuseUnpriceable, settleAnew } from './price-anew.ts';
import { quoteLines, quoteOf } from './quote-lines.ts';
import type { Quoted } from './quote-lines.ts';

const ROUNDS_MAX = 3;

/**
 * `quoted` is what the catalogue said a moment ago, where somebody asked it in this same request.
 * Refused as `not_found`, `order_state`, `order_empty`, `insufficient_stock`, …
 */
export async function confirmOrder(
  needs: DraftNeeds,
  context: TenantContext,
  orderId: string,
  quoted?: Quoted,
): Promise<void> {
  const { database, clock } = needs.surroundings;
  let isReserved = false;
  try {
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      const seen = await readSeen(needs, context, orderId);
      const { state } = seen.order;
      if (state === 'awaiting_payment' || state === 'completed') {
        if (isReserved) await keepReserved(needs, context, orderId);
        return;
      }
      stateAfter(state, 'placed');
      if (seen.lines.length === 0) refuse('order_empty');
      const book = await bookFor(needs, context, {
        ...seen,
        // Who changed it meanwhile may have been told other prices.
        quoted: round === 0 ? quoted : undefined,
      });
      const expiresAt = new Date(clock.now().getTime() + limits.RESERVATION_MS);
      isReserved = true;
      await reserve(needs, context, { ...seen, expiresAt });
      const isDone = await database.inTransaction(context, (tx) =>
        place(tx, needs, { context, seen, book, expiresAt }),
      );
      if (isDone) {
        database.told(context.tenantId);
        return;
      }
    }
    refuse('in_progress', { retryAfterSeconds: 1 });
  } catch (error) {
    if (isReserved) await keepReserved(needs, context, orderId);
    throw error;
  }
}

interface Seen {
  readonly order: OrderRow;
  readonly lines: readonly OrderLineRow[];
  readonly isPaidOn: boolean;
}

function readSeen(needs: DraftNeeds, context: TenantContext, orderId: string): Promise<Seen> {
  return needs.surroundings.database.read(context, async (tx) => {
    const order = await readOrder(tx, orderId, whoOf(context));
    if (order === undefined) refuse('not_found');
    const lines = await readLines(tx, orderId);
    return { order, lines, isPaidOn: (await readPayments(tx, orderId)).length > 0 };
  });
}

/** The book in force; or, once something was paid, the one that the payer was told the price by. */
async function bookFor(
  needs: DraftNeeds,
  context: TenantContext,
  { order, lines, isPaidOn, quoted: known }: Seen & { readonly quoted: Quoted | undefined },
): Promise<PriceBook> {
  if (isPaidOn) {
    const book = await needs.priceBooks(context, order.price_book_version);
    if (book === undefined) throw new Error('the price book of an order is gone');
    return book;
  }
  const productIds = lines.map((line) => line.product_id);
  const isKnown = productIds.every((id) => known?.quotes.has(id));
  const quoted =
    known !== undefined && isKnown ? known : await quoteLines(needs, context, productIds);
  for (const [index, id] of productIds.entries()) quoteOf(quoted, id, `lines.${index}.product`);
  return quoted.book;
}

interface Placing {
  readonly context: TenantContext;
  readonly seen: Seen;
  readonly book: PriceBook;
  readonly expiresAt: Date;
}

/** False when the order has moved on since it was seen. */
async function place(
  tx: Transaction,
  { surroundings }: DraftNeeds,
  { context, seen, book, expiresAt }: Placing,
): Promise<boolean> {
  const { order_id: orderId, session_id: session } = seen.order;
  const sessionId = await holdOpenSession(tx, session);
  const order = await lockOrder(tx, orderId, whoOf(context));
  if (order.version !== seen.order.version) return false;
  const now = surroundings.clock.now();
  const { order_discount_minor: orderDiscountMinor, allowed_discount_minor: allowed } = order;
  refuseUnpriceable(draftOf(seen.lines, orderDiscountMinor), book);
  await priceAnew(tx, {
    order,
    lines: seen.lines,
    book,
    orderDiscountMinor,
    allowedDiscountMinor: allowed,
    now,
  });
  const priced = await settleAnew(tx, order, now);
  const state = await moveOrder(tx, priced, { event: 'placed', now, expiresAt });
  if (priced.balance_minor === 0) {
    const placed = { ...priced, state };
    await completeOrder(tx, surroundings, { context, order: placed, sessionId, now });
  }
  return true;
}

/** What follows every change of a draft: may it be so, and what does it cost now. */
import type { PriceBook } from '@evertill/domain';
import type { Transaction } from '@evertill/kernel';
import { readLines } from './order-store.ts';
import type { OrderRow } from './order-store.ts';
import { draftOf, priceAnew, refuseUnpriceable } from './price-anew.ts';
import { allowDiscounts } from './price-rights.ts';
import type { Asking } from './price-rights.ts';

export async function priceDraft(
  tx: Transaction,
  asking: Asking,
  book: PriceBook,
  orderDiscountMinor = asking.order.order_discount_minor,
): Promise<OrderRow> {
  const { order, now } = asking;
  const lines = await readLines(tx, order.order_id);
  refuseUnpriceable(draftOf(lines, orderDiscountMinor), book);
  const allowedDiscountMinor = await allowDiscounts(tx, asking, { lines, orderDiscountMinor });
  return priceAnew(tx, { order, lines, book, orderDiscountMinor, allowedDiscountMinor, now });
}

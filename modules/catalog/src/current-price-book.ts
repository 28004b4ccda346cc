/** The price book in force. */
import type { catalog } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import type { PriceNeeds } from './needs.ts';
import { priceBookViewOf } from './price-book-view.ts';
import { withPriceBook } from './with-price-book.ts';

export function currentPriceBook(
  needs: PriceNeeds,
): TenantUseCase<typeof catalog.currentPriceBook> {
  return (context) => withPriceBook(needs, context, async (_tx, row) => priceBookViewOf(row));
}

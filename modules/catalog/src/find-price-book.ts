/** A price book by its version. */
import type { catalog } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import type { PriceNeeds } from './needs.ts';
import { readBook } from './price-book-store.ts';
import { priceBookViewOf } from './price-book-view.ts';
import { withPriceBook } from './with-price-book.ts';

export function findPriceBook(needs: PriceNeeds): TenantUseCase<typeof catalog.findPriceBook> {
  return async (context, { version }) => {
    // Not a plain read: the first book exists for every shop, whether or not anybody asked yet.
    const row = await withPriceBook(needs, context, (tx) => readBook(tx, version));
    if (row === undefined) refuse('not_found');
    return priceBookViewOf(row);
  };
}

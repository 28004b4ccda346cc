/** Products, a page at a time. */
import type { InputOf, catalog } from '@evertill/contract';
import type { TenantUseCase, Transaction } from '@evertill/kernel';
import type { ReadNeeds } from './needs.ts';
import { readCurrentBook } from './price-book-store.ts';
import { amountOf } from './product-input.ts';
import { readProducts } from './product-list.ts';
import type { ProductFilter } from './product-list.ts';
import type { ProductRow } from './product-store.ts';
import { productViewOf } from './product-view.ts';

type Query = InputOf<typeof catalog.listProducts>;

export function listProducts({ database }: ReadNeeds): TenantUseCase<typeof catalog.listProducts> {
  return async (context, query) => {
    const page = await database.read(context, async (tx) =>
      readProducts(tx, { ...query, ...(await pricesOf(tx, query)) }),
    );
    return {
      items: page.rows.map((row) => productViewOf(row as ProductRow, context)),
      totalCount: page.totalCount,
      nextCursor: page.nextCursor,
    };
  };
}

/** In minor units of the shop's currency. A shop without a price book has no product either. */
async function pricesOf(
  tx: Transaction,
  { minPrice, maxPrice }: Query,
): Promise<Pick<ProductFilter, 'minPriceMinor' | 'maxPriceMinor'>> {
  if (minPrice === undefined && maxPrice === undefined) return {};
  const currency = (await readCurrentBook(tx))?.book.currency;
  if (currency === undefined) return {};
  return {
    ...(minPrice === undefined ? {} : { minPriceMinor: amountOf('min_price', minPrice, currency) }),
    ...(maxPrice === undefined ? {} : { maxPriceMinor: amountOf('max_price', maxPrice, currency) }),
  };
}

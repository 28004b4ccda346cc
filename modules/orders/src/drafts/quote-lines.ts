/** Asks the catalogue what products cost, and takes the price book that those prices belong to. */
import { catalog } from '@evertill/contract';
import type { OutputOf } from '@evertill/contract';
import type { PriceBook } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { TenantContext } from '@evertill/kernel';
import type { DraftNeeds } from './draft-needs.ts';

export type Quote = OutputOf<typeof catalog.quoteProducts>['products'][number];

export interface Quoted {
  readonly book: PriceBook;
  readonly quotes: ReadonlyMap<string, Quote>;
}

/** Never inside a transaction: a neighbour is asked. Without products it answers the book alone. */
export async function quoteLines(
  { surroundings, priceBooks }: DraftNeeds,
  context: TenantContext,
  productIds: readonly string[],
): Promise<Quoted> {
  const wanted = [...new Set(productIds.map((id) => id.toLowerCase()))];
  const { priceBookVersion, products } = await surroundings.ask(catalog.quoteProducts, context, {
    productIds: wanted,
  });
  const book = await priceBooks(context, priceBookVersion);
  if (book === undefined) throw new Error(`the price book ${priceBookVersion} is not there`);
  return { book, quotes: new Map(products.map((quote) => [quote.productId, quote])) };
}

/** The quote of a product that is sold; refused as `not_found` or `product_not_sold`. */
export function quoteOf({ quotes }: Quoted, productId: string, field: string): Quote {
  const quote = quotes.get(productId.toLowerCase());
  if (quote === undefined) {
    refuse('not_found', { fields: [{ field, message: 'is not a product here' }] });
  }
  if (!quote.isActive) {
    refuse('product_not_sold', { fields: [{ field, message: 'is not sold any more' }] });
  }
  return quote;
}

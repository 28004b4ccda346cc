/** A price book's row as the contract promised it. */
import type { PriceBookView } from '@evertill/contract';
import { decimalOf } from '@evertill/domain';
import type { PriceBookRow } from './price-book-store.ts';

export function priceBookViewOf({ book, created_at: createdAt }: PriceBookRow): PriceBookView {
  return {
    version: book.version,
    currency: book.currency,
    isTaxIncluded: book.isTaxIncluded,
    taxRounding: upper(book.taxRounding),
    rounding: upper(book.rounding),
    cashRounding: decimalOf(book.cashRoundingMinor, book.currency),
    taxes: Object.fromEntries(
      Object.entries(book.taxes).map(([code, { kind, components }]) => [
        code,
        { kind: upper(kind), components: components.map((component) => ({ ...component })) },
      ]),
    ),
    createdAt: createdAt.toISOString(),
  };
}

function upper<Text extends string>(text: Text): Uppercase<Text> {
  return text.toUpperCase() as Uppercase<Text>;
}

/** The contract's spelling of a price book becomes the domain's. */
import { minorOf } from '@evertill/domain';
import type { PriceBook } from '@evertill/domain';
import type { PriceBookView } from './catalog-price-books.ts';

export function priceBookOf(view: PriceBookView): PriceBook {
  return {
    version: view.version,
    currency: view.currency,
    isTaxIncluded: view.isTaxIncluded,
    taxRounding: lower(view.taxRounding),
    rounding: lower(view.rounding),
    cashRoundingMinor: minorOf(view.cashRounding, view.currency) ?? 0,
    taxes: Object.fromEntries(
      Object.entries(view.taxes).map(([code, { kind, components }]) => [
        code,
        { kind: lower(kind), components },
      ]),
    ),
  };
}

function lower<Text extends string>(text: Text): Lowercase<Text> {
  return text.toLowerCase() as Lowercase<Text>;
}

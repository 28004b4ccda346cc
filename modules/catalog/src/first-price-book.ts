/** The price book a shop starts with, by its currency: the standard rate where we know it. */
import { cashRoundingMinorOf } from '@evertill/domain';
import type { PriceBook, TaxComponent } from '@evertill/domain';

export const STANDARD_TAX_CODE = 'STD';

/** Where a currency is one country's and prices are shown with the tax in them. */
const standardTaxes: ReadonlyMap<string, TaxComponent> = new Map([
  ['KES', { name: 'VAT', ratePpm: 160_000, isCompound: false }],
  ['GBP', { name: 'VAT', ratePpm: 200_000, isCompound: false }],
]);

const noTax: TaxComponent = { name: 'Tax', ratePpm: 0, isCompound: false };

export function firstPriceBook(currency: string): PriceBook {
  return {
    version: 1,
    currency,
    isTaxIncluded: true,
    taxRounding: 'line',
    rounding: 'half_up',
    cashRoundingMinor: cashRoundingMinorOf(currency),
    taxes: {
      [STANDARD_TAX_CODE]: {
        kind: 'standard',
        components: [standardTaxes.get(currency) ?? noTax],
      },
      ZERO: { kind: 'zero', components: [] },
      EXEMPT: { kind: 'exempt', components: [] },
    },
  };
}

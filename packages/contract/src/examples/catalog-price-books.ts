/** One example of each operation of catalog price books, as the native wire has it. */
import type { Examples } from '../operation.ts';

const priceBook = {
  version: 1,
  currency: 'KES',
  is_tax_included: true,
  tax_rounding: 'LINE',
  rounding: 'HALF_UP',
  cash_rounding: '1',
  taxes: {
    STD: { kind: 'STANDARD', components: [{ name: 'Mug', rate_ppm: 1, is_compound: true }] },
  },
  created_at: '2026-01-31T12:00:00Z',
};

export const catalogPriceBooksExamples: Examples = {
  'catalog.currentPriceBook': { response: priceBook },
  'catalog.findPriceBook': { request: { version: 1 }, response: priceBook },
};

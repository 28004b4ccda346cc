/** Operations on price books: taxes and rounding, immutable under their version. */
import { z } from 'zod';
import { operation } from './operation.ts';
import {
  currencyCode,
  instant,
  positiveDecimal,
  priceBookVersion,
  text,
  whole,
} from './wire-types.ts';

const taxRule = z.strictObject({
  kind: z.enum(['STANDARD', 'ZERO', 'EXEMPT']),
  components: z.array(
    z.strictObject({ name: text(40, 1), ratePpm: whole(0, 1_000_000), isCompound: z.boolean() }),
  ),
});

export const priceBookView = z.strictObject({
  version: whole(1),
  currency: currencyCode(),
  isTaxIncluded: z.boolean(),
  taxRounding: z.enum(['LINE', 'DOCUMENT']),
  rounding: z.enum(['HALF_UP', 'HALF_EVEN', 'DOWN']),
  cashRounding: positiveDecimal(),
  taxes: z.record(z.string(), taxRule),
  createdAt: instant(),
});
export type PriceBookView = z.infer<typeof priceBookView>;

export const priceBookOperations = {
  currentPriceBook: operation({
    name: 'catalog.currentPriceBook',
    http: { method: 'GET', path: '/api/price-books/current/' },
    summary: 'The rules of pricing in force: taxes, rounding, and the version sales must name.',
    access: { kind: 'user', capability: 'catalog_view' },
    input: z.strictObject({}),
    output: priceBookView,
    refusals: [],
  }),
  findPriceBook: operation({
    name: 'catalog.findPriceBook',
    http: { method: 'GET', path: '/api/price-books/{version}/' },
    summary: 'A price book by its version. Under its version it never changes.',
    access: { kind: 'user', capability: 'catalog_view' },
    input: z.strictObject({ version: priceBookVersion() }),
    output: priceBookView,
    refusals: ['input_invalid', 'not_found'],
  }),
};

/**
 * How a golden case is told: only what differs from a Kenyan shop with tax inside its prices.
 */
import type { PriceBook, TaxRule, Tender } from '@evertill/domain';

export interface GoldenLine {
  readonly name: string;
  readonly unitName?: string;
  readonly unitPriceMinor: number;
  readonly quantityMilli: number;
  readonly discountMinor: number;
  readonly taxCode: string;
  /** A recipe: this line so many times, each one dearer by `stepMinor`. */
  readonly times?: number;
  readonly stepMinor?: number;
}

export interface GoldenCase {
  readonly name: string;
  readonly about: string;
  readonly book: PriceBook;
  readonly lines: readonly GoldenLine[];
  readonly discountMinor: number;
  readonly tenders: readonly Tender[];
  readonly isCopy: boolean;
  /** Each refund: how much of each line comes back. */
  readonly refunds: readonly (readonly number[])[];
  readonly byHand?: { readonly taxMinor: number; readonly totalMinor: number };
}

export type Sketch = Partial<Omit<GoldenCase, 'book' | 'lines'>> & {
  readonly name: string;
  readonly about: string;
  readonly book?: Partial<PriceBook>;
  readonly lines: readonly GoldenLine[];
};

export const vat = (ratePpm: number, name = 'VAT'): TaxRule => ({
  kind: 'standard',
  components: [{ name, ratePpm, isCompound: false }],
});
export const exempt: TaxRule = { kind: 'exempt', components: [] };
const zero: TaxRule = {
  kind: 'zero',
  components: [{ name: 'VAT', ratePpm: 0, isCompound: false }],
};
const taxes = { A: exempt, B: vat(160_000), C: zero };

const kenya: PriceBook = {
  version: 1,
  currency: 'KES',
  isTaxIncluded: true,
  taxRounding: 'document',
  rounding: 'half_up',
  cashRoundingMinor: 0,
  taxes,
};

/** One of something, or `pieces` of it, at `unitPriceMinor`. */
export function line(
  name: string,
  unitPriceMinor: number,
  taxCode: string,
  more: Partial<GoldenLine> & { pieces?: number } = {},
): GoldenLine {
  const { pieces = 1, ...rest } = more;
  const quantityMilli = pieces * 1_000;
  return { name, unitPriceMinor, quantityMilli, discountMinor: 0, taxCode, ...rest };
}

export const cash = (amountMinor: number): Tender => ({ method: 'CASH', amountMinor });
/** Dollars at 129.25, and what they were taken for. */
export const dollars = (handedMinor: number, amountMinor: number): Tender => ({
  method: 'CASH',
  amountMinor,
  foreign: { currency: 'USD', amountMinor: handedMinor, rateBillionths: 129_250_000_000 },
});
export const card = (amountMinor: number): Tender => ({ method: 'CARD', amountMinor });
export const mobile = (amountMinor: number): Tender => ({ method: 'MOBILE', amountMinor });
export const usd = { currency: 'USD', isTaxIncluded: false };
export const swiss = { currency: 'CHF', cashRoundingMinor: 5, taxes: { N: vat(81_000, 'MWST') } };

/** The whole case, with everything a sketch leaves unsaid. */
export function caseOf(sketch: Sketch): GoldenCase {
  const book = { ...kenya, ...sketch.book };
  return { discountMinor: 0, tenders: [], isCopy: false, refunds: [], ...sketch, book };
}

import { describe, expect, it } from 'vitest';
import { mulDiv } from './amount.ts';
import type { PriceBook } from './price-book.ts';
import { priceOrder } from './price-order.ts';
import type { DraftLine } from './price-order.ts';
import type { TaxRule } from './tax.ts';

const vat = (ratePpm: number): TaxRule => ({
  kind: 'standard',
  components: [{ name: 'VAT', ratePpm, isCompound: false }],
});

function bookWith(more: Partial<PriceBook>): PriceBook {
  return {
    version: 7,
    currency: 'USD',
    isTaxIncluded: false,
    taxRounding: 'document',
    rounding: 'half_up',
    cashRoundingMinor: 0,
    taxes: {
      vat16: vat(160_000),
      zero: { kind: 'zero', components: [{ name: 'VAT', ratePpm: 0, isCompound: false }] },
      exempt: { kind: 'exempt', components: [] },
    },
    ...more,
  };
}

function lineOf(unitPriceMinor: number, quantityMilli: number, taxCode = 'vat16'): DraftLine {
  return { unitPriceMinor, quantityMilli, discountMinor: 0, taxCode };
}

// One row is one receipt line:  unit price, quantity, tax code, order discount  ->  tax, total.
// prettier-ignore
const receipts = [
  [1_000,     1_000, 'vat16',     0,  160, 1_160],
  [1_000,     1_000, 'vat16', 1_000,    0,     0],
  [  333,     1_500, 'zero',      0,    0,   500],   // 499.5 cents: a tie goes up.
  [  299,       345, 'exempt',    0,    0,   103],   // 103.155 cents.
  [    0,     3_000, 'vat16',     0,    0,     0],
  [  199,     2_000, 'vat16',    40,   57,   415],
] as const;

describe('priceOrder', () => {
  it.each(receipts)('%i x %i of %s, less %i', (price, milli, code, discountMinor, tax, total) => {
    const draft = { lines: [lineOf(price, milli, code)], discountMinor };
    expect(priceOrder(draft, bookWith({}))).toMatchObject({ taxMinor: tax, totalMinor: total });
  });

  // The vectors of NovaPOS.  rate  ->  tax, total.
  it.each([
    [70_000, 25, 517],
    [80_000, 29, 521],
    [90_000, 32, 524],
  ])('regression 27: agrees with NovaPOS at %i ppm', (ratePpm, taxMinor, totalMinor) => {
    const lines = [lineOf(199, 2_000, 'STD'), lineOf(149, 1_000, 'EXEMPT')];
    expect(mulDiv(547, 100_000, 1_000_000, 'half_up')).toBe(55);
    const taxes = { STD: vat(ratePpm), EXEMPT: { kind: 'exempt', components: [] } } as const;
    const priced = priceOrder({ lines, discountMinor: 55 }, bookWith({ taxes }));
    expect(priced).toMatchObject({ subtotalMinor: 547, discountMinor: 55, taxMinor, totalMinor });
    expect(priced.lines.map((line) => line.discountMinor)).toEqual([40, 15]);
  });

  // Published differences of rounding scope.  included, scope, count, price  ->  tax.
  it.each([
    [true, 'line', 3, 99, 42],
    [true, 'document', 3, 99, 41],
    [true, 'line', 7, 1_003, 966],
    [true, 'document', 7, 1_003, 968],
    [false, 'line', 3, 10, 6],
    [false, 'document', 3, 10, 5],
  ] as const)('included %s, by %s: %i x %i', (isTaxIncluded, taxRounding, count, price, tax) => {
    const lines = Array.from({ length: count }, () => lineOf(price, 1_000));
    const priced = priceOrder(
      { lines, discountMinor: 0 },
      bookWith({ isTaxIncluded, taxRounding }),
    );
    expect(priced.taxMinor).toBe(tax);
  });

  it('names its book, its currency and its rules', () => {
    const priced = priceOrder({ lines: [lineOf(100, 1_000)], discountMinor: 0 }, bookWith({}));
    expect(priced).toMatchObject({ currency: 'USD', priceBookVersion: 7, rulesVersion: 1 });
  });

  it('takes the line discount off before sharing that of the order', () => {
    const lines = [{ ...lineOf(1_000, 1_000), discountMinor: 500 }, lineOf(500, 1_000)];
    const priced = priceOrder({ lines, discountMinor: 100 }, bookWith({}));
    expect(priced.lines.map((line) => line.discountMinor)).toEqual([550, 50]);
    expect(priced.discountMinor).toBe(600);
  });

  it('reports each code once, untaxed ones too, in the order of the lines', () => {
    const lines = [lineOf(100, 1_000, 'exempt'), lineOf(200, 1_000), lineOf(300, 1_000, 'exempt')];
    const { taxes } = priceOrder({ lines, discountMinor: 0 }, bookWith({}));
    expect(taxes).toEqual([
      { taxCode: 'exempt', kind: 'exempt', name: 'exempt', ratePpm: 0, netMinor: 400, taxMinor: 0 },
      {
        taxCode: 'vat16',
        kind: 'standard',
        name: 'VAT',
        ratePpm: 160_000,
        netMinor: 200,
        taxMinor: 32,
      },
    ]);
  });

  it('prices an empty basket at nothing', () => {
    const priced = priceOrder({ lines: [], discountMinor: 0 }, bookWith({}));
    expect(priced).toMatchObject({ subtotalMinor: 0, totalMinor: 0, lines: [], taxes: [] });
  });

  it('asserts what checkOrder would have found', () => {
    const price = (line: Partial<DraftLine>, discountMinor = 0) => {
      return priceOrder(
        { lines: [{ ...lineOf(100, 1_000), ...line }], discountMinor },
        bookWith({}),
      );
    };
    expect(() => price({ taxCode: 'toString' })).toThrow('not in the price book');
    expect(() => price({ discountMinor: 101 })).toThrow('gross less discount');
    expect(() => price({}, 101)).toThrow('share of the discount');
    expect(() => price({ quantityMilli: -1 })).toThrow('quantityMilli');
    expect(() => price({ unitPriceMinor: 0.5 })).toThrow('unitPriceMinor');
  });
});

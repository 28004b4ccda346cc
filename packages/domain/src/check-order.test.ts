import { describe, expect, it } from 'vitest';
import { checkDiscount, checkOrder, percentDiscountMinor } from './check-order.ts';
import type { PriceBook } from './price-book.ts';
import type { DraftLine } from './price-order.ts';

const book: PriceBook = {
  version: 1,
  currency: 'KES',
  isTaxIncluded: true,
  taxRounding: 'document',
  rounding: 'half_up',
  cashRoundingMinor: 0,
  taxes: { A: { kind: 'exempt', components: [] } },
};

const sound: DraftLine = {
  unitPriceMinor: 1_000,
  quantityMilli: 2_000,
  discountMinor: 0,
  taxCode: 'A',
};

const at = (name: keyof DraftLine) => `lines.0.${name}`;

const check = (line: Partial<DraftLine>, discountMinor = 0) =>
  checkOrder({ lines: [{ ...sound, ...line }], discountMinor }, book);

describe('checkOrder', () => {
  it('finds nothing in a sound draft', () => {
    expect(check({})).toEqual([]);
    expect(check({ discountMinor: 2_000 })).toEqual([]);
    expect(check({}, 2_000)).toEqual([]);
  });

  // prettier-ignore
  it.each([
    [{ unitPriceMinor: -1 }, 0, 'unit_price_out_of_range', at('unitPriceMinor')],
    [{ unitPriceMinor: 0.5 }, 0, 'unit_price_out_of_range', at('unitPriceMinor')],
    [{ quantityMilli: 0 }, 0, 'quantity_out_of_range', at('quantityMilli')],
    [{ quantityMilli: 100_000_001 }, 0, 'quantity_out_of_range', at('quantityMilli')],
    [{ quantityMilli: Number.NaN }, 0, 'quantity_out_of_range', at('quantityMilli')],
    [{ discountMinor: -1 }, 0, 'discount_out_of_range', at('discountMinor')],
    [{ discountMinor: 2_001 }, 0, 'discount_too_large', at('discountMinor')],
    [{}, 2_001, 'discount_too_large', 'discountMinor'],
    [{ discountMinor: 1_500 }, 501, 'discount_too_large', 'discountMinor'],
    [{}, -1, 'discount_out_of_range', 'discountMinor'],
    [{ taxCode: 'toString' }, 0, 'tax_code_unknown', at('taxCode')],
    [{ taxCode: '__proto__' }, 0, 'tax_code_unknown', at('taxCode')],
  ] as const)('of %j less %i says so', (line, discountMinor, code, path) => {
    expect(check(line, discountMinor)).toEqual([{ code, path }]);
  });

  it('bounds the lines on both ends', () => {
    const lines = Array.from({ length: 2_001 }, () => sound);
    const codeOf = (count: number) =>
      checkOrder({ lines: lines.slice(0, count), discountMinor: 0 }, book).map((flaw) => flaw.code);
    expect(codeOf(0)).toEqual(['lines_missing']);
    expect(codeOf(1)).toEqual([]);
    expect(codeOf(2_000)).toEqual([]);
    expect(codeOf(2_001)).toEqual(['lines_too_many']);
  });

  it('lists every flaw, in the order of the lines', () => {
    const lines = [sound, { ...sound, quantityMilli: 0 }, { ...sound, taxCode: '?' }];
    expect(checkOrder({ lines, discountMinor: 1.5 }, book).map((flaw) => flaw.path)).toEqual([
      'lines.1.quantityMilli',
      'lines.2.taxCode',
      'discountMinor',
    ]);
  });
});

describe('checkDiscount', () => {
  const line = (grossMinor: number, discountMinor = 0): DraftLine => {
    return { ...sound, unitPriceMinor: grossMinor, quantityMilli: 1_000, discountMinor };
  };
  const paths = (lines: DraftLine[], discountMinor = 0) =>
    checkDiscount({ draft: { lines, discountMinor }, limitPpm: 100_000 }).map((flaw) => flaw.path);

  it('lets ten per cent through, rounded as it is given', () => {
    expect(paths([line(398), line(149)], 55)).toEqual([]);
    expect(paths([line(398), line(149)], 56)).toEqual(['discountMinor']);
    expect(percentDiscountMinor({ grossMinor: 547, ratePpm: 100_000 })).toBe(55);
  });

  it('does not let one line hide behind the others', () => {
    expect(paths([line(1_000, 101), line(100_000)])).toEqual(['lines.0.discountMinor']);
  });

  it('adds up what lines and order give', () => {
    expect(paths([line(1_000, 100)], 0)).toEqual([]);
    expect(paths([line(1_000, 60)], 41)).toEqual(['discountMinor']);
  });

  it('lets ten per cent off every line through, though each rounds up', () => {
    const nickels = Array.from({ length: 10 }, () => line(5, 1));
    expect(paths(nickels)).toEqual([]);
    expect(paths(nickels, 1)).toEqual(['discountMinor']);
  });

  it('lets nothing through where nothing is allowed', () => {
    const draft = { lines: [line(1_000, 1)], discountMinor: 0 };
    expect(checkDiscount({ draft, limitPpm: 0 })).toHaveLength(2);
  });
});

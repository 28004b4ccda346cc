import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  LINES_MAX,
  LINE_TOTAL_MINOR_MAX,
  ORDER_TOTAL_MINOR_MAX,
  QUANTITY_MILLI_MAX,
} from './limits.ts';
import { UNIT_PRICE_MINOR_MAX } from './limits.ts';
import {
  AVERAGE_MILLI_MINOR_MAX,
  averageCostAfter,
  averageCostMinor,
  averageCostWithout,
  checkPurchaseLine,
  isPurchaseWithinLimits,
  purchaseLineMinor,
  purchaseTotals,
  receivedCostMinor,
} from './purchase.ts';

const runs = { seed: 20_260_115, numRuns: 500 };
const line = fc.record({
  quantityMilli: fc.integer({ min: 1, max: 5_000_000 }),
  unitPriceMinor: fc.nat(2_000_000),
  discountMinor: fc.constant(0),
});

describe('a line', () => {
  it('is quantity times price, rounded once, less the discount', () => {
    const of = (quantityMilli: number, unitPriceMinor: number, discountMinor = 0) =>
      purchaseLineMinor({ quantityMilli, unitPriceMinor, discountMinor });
    expect(of(1_500, 333)).toBe(500);
    expect(of(2_000, 1_050, 100)).toBe(2_000);
    expect(() => of(1_000, 100, 101)).toThrow(RangeError);
  });

  it.each([
    [{ quantityMilli: 0, unitPriceMinor: 1, discountMinor: 0 }, 'quantity'],
    [{ quantityMilli: QUANTITY_MILLI_MAX + 1, unitPriceMinor: 1, discountMinor: 0 }, 'quantity'],
    [{ quantityMilli: 1_000, unitPriceMinor: -1, discountMinor: 0 }, 'price'],
    [{ quantityMilli: 2_000, unitPriceMinor: UNIT_PRICE_MINOR_MAX, discountMinor: 0 }, 'line'],
    [
      { quantityMilli: QUANTITY_MILLI_MAX, unitPriceMinor: UNIT_PRICE_MINOR_MAX, discountMinor: 0 },
      'line',
    ],
    [{ quantityMilli: 1_000, unitPriceMinor: 10, discountMinor: 11 }, 'discount'],
    [{ quantityMilli: 1_000, unitPriceMinor: 10, discountMinor: -1 }, 'discount'],
  ])('%o is out of range by its %s', (odd, word) => {
    expect(checkPurchaseLine(odd).map(({ code }) => code)).toEqual([
      `purchase_${word}_out_of_range`,
    ]);
  });

  it.each([
    ['quantityMilli', { quantityMilli: 0, unitPriceMinor: 1, discountMinor: 0 }],
    ['unitPriceMinor', { quantityMilli: 1_000, unitPriceMinor: -1, discountMinor: 0 }],
    ['', { quantityMilli: 2_000, unitPriceMinor: UNIT_PRICE_MINOR_MAX, discountMinor: 0 }],
    ['discountMinor', { quantityMilli: 1_000, unitPriceMinor: 10, discountMinor: 11 }],
  ])('says where it is wrong: %j', (path, odd) => {
    expect(checkPurchaseLine(odd).map((flaw) => flaw.path)).toEqual([path]);
  });

  it('may come to the limit exactly, and not to the least more', () => {
    const most = { quantityMilli: 1_000, unitPriceMinor: LINE_TOTAL_MINOR_MAX, discountMinor: 0 };
    const half = { ...most, quantityMilli: 2_000, unitPriceMinor: LINE_TOTAL_MINOR_MAX / 2 };
    const fits = half.unitPriceMinor <= UNIT_PRICE_MINOR_MAX ? half : most;
    expect(checkPurchaseLine(fits)).toEqual([]);
    expect(checkPurchaseLine({ ...fits, quantityMilli: fits.quantityMilli + 1 })).toMatchObject([
      { code: 'purchase_line_out_of_range' },
    ]);
  });

  it('may cost nothing', () => {
    expect(checkPurchaseLine({ quantityMilli: 1, unitPriceMinor: 0, discountMinor: 0 })).toEqual(
      [],
    );
  });
});

describe('totals', () => {
  it('are those of all lines, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const totals = purchaseTotals(lines);
        expect(totals).toEqual(purchaseTotals(lines.toReversed()));
        const one = lines.reduce((total, each) => total + purchaseTotals([each]).totalMinor, 0);
        expect(totals.totalMinor).toBe(one);
      }),
      runs,
    );
  });

  it('have a limit', () => {
    const totals = { subtotalMinor: ORDER_TOTAL_MINOR_MAX, totalMinor: 0 };
    expect(isPurchaseWithinLimits(LINES_MAX, totals)).toBe(true);
    expect(isPurchaseWithinLimits(LINES_MAX + 1, totals)).toBe(false);
    const more = { ...totals, subtotalMinor: ORDER_TOTAL_MINOR_MAX + 1 };
    expect(isPurchaseWithinLimits(1, more)).toBe(false);
  });
});

describe('what was received', () => {
  it('costs the whole line in the end, whatever the steps', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 9_999 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(steps, fc.nat(10_000_000), (parts, totalMinor) => {
        const orderedMilli = parts.reduce((total, part) => total + part, 0);
        let [receivedMilli, costedMinor] = [0, 0];
        for (const part of parts) {
          const before = { totalMinor, orderedMilli, receivedMilli, costedMinor };
          const costMinor = receivedCostMinor(before, part);
          expect(costMinor).toBeGreaterThanOrEqual(0);
          receivedMilli += part;
          costedMinor += costMinor;
        }
        expect(costedMinor).toBe(totalMinor);
      }),
      runs,
    );
  });

  it('is never more than was ordered', () => {
    const before = { totalMinor: 10, orderedMilli: 1_000, receivedMilli: 1_000, costedMinor: 10 };
    expect(() => receivedCostMinor(before, 1)).toThrow(RangeError);
  });

  it('costs nothing more where too much was costed already', () => {
    const before = { totalMinor: 10, orderedMilli: 2_000, receivedMilli: 1_000, costedMinor: 50 };
    expect(receivedCostMinor(before, 1_000)).toBe(0);
  });
});

describe('the average cost', () => {
  const stock = fc.record({
    onHandMilli: fc.integer({ min: 1, max: 1_000_000_000 }),
    averageMilliMinor: fc.nat(1_000_000_000),
  });
  const goods = fc.record({
    quantityMilli: fc.integer({ min: 1, max: 100_000_000 }),
    costMinor: fc.nat(1_000_000_000),
  });

  it('weighs what is there and what comes', () => {
    const held = { onHandMilli: 10_000, averageMilliMinor: 100_000 };
    expect(averageCostAfter(held, { quantityMilli: 30_000, costMinor: 6_000 })).toBe(175_000);
    expect(averageCostMinor(175_499)).toBe(175);
    expect(averageCostMinor(175_500)).toBe(176);
  });

  it.each([
    [{ onHandMilli: 0, averageMilliMinor: 7 }],
    [{ onHandMilli: -5_000, averageMilliMinor: 7 }],
    [{ onHandMilli: 5_000, averageMilliMinor: undefined }],
  ])('is what it costs now where %o was there', (held) => {
    expect(averageCostAfter(held, { quantityMilli: 3_000, costMinor: 100 })).toBe(33_333);
  });

  it('lies between what was there and what came, and does not grow the value by rounding', () => {
    fc.assert(
      fc.property(stock, goods, (held, came) => {
        const after = averageCostAfter(held, came);
        const price = (came.costMinor * 1e6) / came.quantityMilli;
        expect(after).toBeGreaterThanOrEqual(Math.floor(Math.min(price, held.averageMilliMinor)));
        expect(after).toBeLessThanOrEqual(Math.ceil(Math.max(price, held.averageMilliMinor)));
        const pieces = BigInt(held.onHandMilli + came.quantityMilli);
        const exact =
          BigInt(held.onHandMilli) * BigInt(held.averageMilliMinor) +
          BigInt(came.costMinor) * 1_000_000n;
        const error = BigInt(after) * pieces - exact;
        expect(2n * (error < 0n ? -error : error)).toBeLessThanOrEqual(pieces);
      }),
      runs,
    );
  });

  it('comes back when the goods go, but for a rounding', () => {
    fc.assert(
      fc.property(stock, goods, (held, came) => {
        const averageMilliMinor = averageCostAfter(held, came);
        const onHandMilli = held.onHandMilli + came.quantityMilli;
        const back = averageCostWithout({ onHandMilli, averageMilliMinor }, came) ?? Number.NaN;
        // Half a unit of the larger stock, spread over the smaller one, and half a unit more.
        const slack = onHandMilli / held.onHandMilli / 2 + 1;
        const isKept = back === averageMilliMinor;
        expect(isKept || Math.abs(back - held.averageMilliMinor) <= slack).toBe(true);
      }),
      runs,
    );
  });

  it.each([
    [{ onHandMilli: 1_000, averageMilliMinor: 500 }, 500],
    [{ onHandMilli: 2_000, averageMilliMinor: 500 }, 500],
    [{ onHandMilli: 1_500, averageMilliMinor: undefined }, undefined],
    [{ onHandMilli: 3_000, averageMilliMinor: 2_000_000 }, 2_000_000 * 3 - 1_000_000],
  ])('without goods of a thousand, of %o is %o', (held, average) => {
    const came = { quantityMilli: 2_000, costMinor: 1_000 };
    expect(averageCostWithout(held, came)).toBe(average);
  });

  it('stays safe with the dearest goods there are', () => {
    const came = { quantityMilli: 1, costMinor: UNIT_PRICE_MINOR_MAX / 1_000 };
    const average = averageCostAfter({ onHandMilli: 0, averageMilliMinor: undefined }, came);
    expect(average).toBe(1_000 * UNIT_PRICE_MINOR_MAX);
  });
});

describe('an average without goods that came in', () => {
  const goods = (quantityMilli: number, costMinor: number) => ({ quantityMilli, costMinor });

  it('is unknown where it was unknown', () => {
    const stock = { onHandMilli: 5_000, averageMilliMinor: undefined };
    expect(averageCostWithout(stock, goods(1_000, 10))).toBeUndefined();
  });

  it('may come down to nothing, and stays what it was where it would fall below', () => {
    const stock = { onHandMilli: 2_000, averageMilliMinor: 100_000 };
    expect(averageCostWithout(stock, goods(1_000, 200))).toBe(0);
    expect(averageCostWithout(stock, goods(1_000, 201))).toBe(100_000);
  });

  it('stays what it was where it would rise beyond any price', () => {
    const onHandMilli = 1_000_001;
    const stock = { onHandMilli, averageMilliMinor: AVERAGE_MILLI_MINOR_MAX / 2 };
    expect(averageCostWithout(stock, goods(1_000_000, 0))).toBe(AVERAGE_MILLI_MINOR_MAX / 2);
  });

  it('goes up to the limit exactly', () => {
    const stock = { onHandMilli: 2_000, averageMilliMinor: AVERAGE_MILLI_MINOR_MAX / 2 };
    expect(averageCostWithout(stock, goods(1_000, 0))).toBe(AVERAGE_MILLI_MINOR_MAX);
    expect(AVERAGE_MILLI_MINOR_MAX).toBe(2_000 * UNIT_PRICE_MINOR_MAX);
  });
});

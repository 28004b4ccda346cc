import { expect, it } from 'vitest';
import { checkOrder } from './check-order.ts';
import * as limits from './limits.ts';
import type { PriceBook } from './price-book.ts';
import { checkPriceBook } from './price-book.ts';
import { priceOrder } from './price-order.ts';

const heaviest = Array.from({ length: limits.TAX_COMPONENTS_MAX }, (_, index) => ({
  name: `Tax ${index}`,
  ratePpm: limits.TAX_RATE_PPM_MAX,
  isCompound: true,
}));

function book(more: Partial<PriceBook> = {}): PriceBook {
  return {
    version: 1,
    currency: 'IRR',
    isTaxIncluded: false,
    taxRounding: 'document',
    rounding: 'half_up',
    cashRoundingMinor: 0,
    taxes: { HEAVY: { kind: 'standard', components: heaviest } },
    ...more,
  };
}

const largest = {
  unitPriceMinor: limits.LINE_TOTAL_MINOR_MAX / 1_000,
  quantityMilli: 1_000_000,
  discountMinor: 0,
  taxCode: 'HEAVY',
};

it('holds every limit to a safe integer', () => {
  for (const value of Object.values(limits)) expect(Number.isSafeInteger(value)).toBe(true);
});

it('keeps the sum of the largest lines safe before the order can be judged', () => {
  expect(Number.isSafeInteger(limits.LINES_MAX * limits.LINE_TOTAL_MINOR_MAX)).toBe(true);
});

it('keeps the largest order safe under the heaviest tax', () => {
  const factor = 2 ** limits.TAX_COMPONENTS_MAX;
  expect(Number.isSafeInteger(limits.ORDER_TOTAL_MINOR_MAX * factor)).toBe(true);
});

it('keeps all tenders of an order safe', () => {
  expect(Number.isSafeInteger(limits.PAYMENTS_MAX * limits.TENDER_MINOR_MAX)).toBe(true);
});

it('lets the largest line through, and prices it to the last unit', () => {
  const draft = { lines: [largest], discountMinor: 0 };
  expect(checkPriceBook(book())).toEqual([]);
  expect(checkOrder(draft, book())).toEqual([]);
  expect(priceOrder(draft, book()).totalMinor).toBe(16 * limits.LINE_TOTAL_MINOR_MAX);
});

it('says no, rather than throw, to the largest number of the largest lines', () => {
  const lines = Array.from({ length: limits.LINES_MAX }, () => largest);
  const flaws = [{ code: 'order_total_too_large' }];
  expect(checkOrder({ lines, discountMinor: 0 }, book())).toEqual(flaws);
  // Twenty-five of them are worth as much as an order may be; their tax is not.
  const few = { lines: lines.slice(0, 25), discountMinor: 0 };
  expect(checkOrder(few, book())).toEqual(flaws);
  expect(checkOrder(few, book({ isTaxIncluded: true }))).toEqual([]);
});

it('says no to a unit price and a quantity that are each allowed and together are not', () => {
  const line = {
    ...largest,
    unitPriceMinor: limits.UNIT_PRICE_MINOR_MAX,
    quantityMilli: limits.QUANTITY_MILLI_MAX,
  };
  const flaws = checkOrder({ lines: [line], discountMinor: 0 }, book());
  expect(flaws).toEqual([{ code: 'line_total_too_large', path: 'lines.0' }]);
});

/** Labels of scales: read as the shop lays them out, and sold for what they say. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCodeLayout, lineOfLabel, readEmbeddedCode } from './embedded-code.ts';
import type { CodeLayout } from './embedded-code.ts';
import { grossMinorOf } from './price-order.ts';

const weight: CodeLayout = { pattern: '21IIIIIWWWWWC', decimals: 3 };
const price: CodeLayout = { pattern: '20IIIIIXPPPPC', decimals: 2 };

describe('a layout', () => {
  test.each([
    [weight, undefined],
    [price, undefined],
    [{ pattern: '02IIIIIPPPPPC', decimals: 0 }, undefined],
    [{ pattern: '21IIIIIWWWWWK', decimals: 3 }, 'layout_signs_unknown'],
    [{ pattern: '21IIW', decimals: 3 }, 'layout_length_out_of_range'],
    [{ pattern: '21IIIIIWWWWWWWWWWWWC', decimals: 3 }, 'layout_length_out_of_range'],
    [{ pattern: '2IIIIIIWWWWWC', decimals: 3 }, 'layout_prefix_missing'],
    [{ pattern: '21IIWIIWWWWWC', decimals: 3 }, 'layout_item_missing'],
    [{ pattern: '21IIIIIXXXXXC', decimals: 3 }, 'layout_value_missing'],
    [{ pattern: '21IIIIWWWPPPC', decimals: 3 }, 'layout_value_missing'],
    [{ pattern: '21IWWWWWWWWWWC', decimals: 3 }, 'layout_value_missing'],
    [{ pattern: '21IIIIICWWWWW', decimals: 3 }, 'layout_check_misplaced'],
    [{ pattern: '21IIIIIWWWWWC', decimals: 5 }, 'layout_decimals_out_of_range'],
    [{ pattern: '21IIIIIWWWWWC', decimals: 0.5 }, 'layout_decimals_out_of_range'],
  ] as const)('%j: %s', (layout, flaw) => {
    expect(checkCodeLayout(layout)).toBe(flaw);
  });
});

describe('a code', () => {
  test('says a weight', () => {
    expect(readEmbeddedCode('2100123008506', [price, weight])).toEqual({
      item: '00123',
      candidates: ['2100123000005', '2100123', '00123', '123'],
      value: { kind: 'weight', quantityMilli: 850 },
    });
  });

  test('says a price, as digits with decimals', () => {
    expect(readEmbeddedCode('2000123712345', [price])?.value).toEqual({
      kind: 'price',
      digits: 1234,
      decimals: 2,
    });
  });

  test('is none with another prefix, length or check digit, or with letters', () => {
    for (const other of ['2200123008503', '210012300850', '2100123008507', '21OO123008506', '']) {
      expect(readEmbeddedCode(other, [weight, price]), other).toBeUndefined();
    }
  });

  test('is not read by a layout that is none', () => {
    const any = { pattern: 'IIIIIIIWWWWWC', decimals: 3 };
    expect(readEmbeddedCode('2100123008506', [any])).toBeUndefined();
  });

  test('says a weight with fewer decimals in thousandths all the same', () => {
    const layout = { pattern: '21IIIIIWWWWWX', decimals: 2 };
    expect(readEmbeddedCode('2100123001509', [layout])?.value).toEqual({
      kind: 'weight',
      quantityMilli: 1500,
    });
  });
});

describe('the line of a price', () => {
  test('comes to the price on the label, and takes less than a gram too much', () => {
    const prices = fc.record({
      priceMinor: fc.integer({ min: 1, max: 10_000_000 }),
      unitPriceMinor: fc.integer({ min: 1000, max: 10_000_000 }),
      rounding: fc.constantFrom('half_up' as const, 'half_even' as const, 'down' as const),
    });
    fc.assert(
      fc.property(prices, (label) => {
        const line = lineOfLabel(label);
        if (line === undefined) throw new Error('no line');
        const { unitPriceMinor, rounding } = label;
        const { quantityMilli, discountMinor } = line;
        const gross = grossMinorOf({ unitPriceMinor, quantityMilli }, rounding);
        expect(gross - discountMinor).toBe(label.priceMinor);
        expect(discountMinor).toBeGreaterThanOrEqual(0);
        expect(discountMinor).toBeLessThanOrEqual(Math.ceil(unitPriceMinor / 1000));
        const one = grossMinorOf({ unitPriceMinor, quantityMilli: quantityMilli - 1 }, rounding);
        expect(one).toBeLessThan(label.priceMinor);
      }),
    );
  });

  test('is none where the unit costs nothing, or no such weight is sold', () => {
    const rounding = 'half_up';
    expect(lineOfLabel({ priceMinor: 100, unitPriceMinor: 0, rounding })).toBeUndefined();
    expect(lineOfLabel({ priceMinor: 0, unitPriceMinor: 100, rounding })).toBeUndefined();
    expect(lineOfLabel({ priceMinor: 99_999_999, unitPriceMinor: 1, rounding })).toBeUndefined();
  });
});

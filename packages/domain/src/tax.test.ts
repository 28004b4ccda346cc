import { describe, expect, it } from 'vitest';
import type { Rounding } from './amount.ts';
import { taxOn } from './tax.ts';
import type { TaxRule } from './tax.ts';

type Rate = number | readonly [number, 'compound'];

function rule(...rates: readonly Rate[]): TaxRule {
  const components = rates.map((rate, index) => ({
    name: `Tax ${index + 1}`,
    ratePpm: typeof rate === 'number' ? rate : rate[0],
    isCompound: typeof rate !== 'number',
  }));
  return { kind: 'standard', components };
}

// One row is one amount:  amount, rule  ->  net, tax, components.
// prettier-ignore
const onTop = [
  [ 1_000, rule(160_000),                        1_000,   160, [160]],
  [   358, rule(70_000),                           358,    25, [25]],
  [ 3_297, rule(50_000, [95_000, 'compound']),   3_297,   494, [165, 329]],
  [ 3_297, rule(50_000, 95_000),                 3_297,   478, [165, 313]],
  [     0, rule(160_000),                            0,     0, [0]],
  [ 1_000, rule(),                               1_000,     0, []],
] as const;

// prettier-ignore
const inside = [
  [700_000, rule(160_000),                       603_448, 96_552, [96_552]],
  [      5, rule(160_000),                             4,      1, [1]],
  [  1_276, rule(100_000, [160_000, 'compound']),  1_000,    276, [100, 176]],
  [  9_999, rule(90_000, 90_000),                  8_474,  1_525, [763, 762]],
  [      1, rule(1_000_000, [1_000_000, 'compound']),  0,      1, [0, 1]],
  [  1_000, rule(),                                1_000,      0, []],
  [      0, rule(160_000),                             0,      0, [0]],
] as const;

describe('taxOn', () => {
  it.each(onTop)(
    '%i and %o on top',
    (amountMinor, taxRule, netMinor, taxMinor, componentsMinor) => {
      const question = { amountMinor, rule: taxRule, rounding: 'half_up' as const };
      const answer = { netMinor, taxMinor, componentsMinor };
      expect(taxOn({ ...question, isTaxIncluded: false })).toEqual(answer);
    },
  );

  it.each(inside)(
    '%i with %o inside',
    (amountMinor, taxRule, netMinor, taxMinor, componentsMinor) => {
      const question = { amountMinor, rule: taxRule, rounding: 'half_up' as const };
      const answer = { netMinor, taxMinor, componentsMinor };
      expect(taxOn({ ...question, isTaxIncluded: true })).toEqual(answer);
    },
  );

  it.each([
    ['half_up', 3],
    ['half_even', 2],
    ['down', 2],
  ] as const)('rounds a tie %s', (rounding: Rounding, taxMinor) => {
    const question = { amountMinor: 25, rule: rule(100_000), isTaxIncluded: false, rounding };
    expect(taxOn(question).taxMinor).toBe(taxMinor);
  });
});

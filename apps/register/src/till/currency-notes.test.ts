/** Which sums customers hand over, and how change is put together. */
import { currencies } from '@evertill/domain';
import { expect, test } from 'vitest';
import { denominationsOf, handOut, quickTenders } from './currency-notes.ts';

// prettier-ignore
test.each([
  ['KES',  85_700, 100, [85_700, 86_000, 90_000, 100_000]],
  ['KES',  85_720, 100, [85_700, 86_000, 90_000, 100_000]],
  ['GBP',     850,   1, [850, 900, 1_000, 2_000]],
  ['JPY',   4_321,   1, [4_321, 4_400, 5_000, 10_000]],
])('%s %i: exact, then what notes can pay', (currency, openMinor, cashRoundingMinor, sums) => {
  expect(quickTenders(openMinor, { currency, cashRoundingMinor })).toEqual(sums);
});

test('change is given in the fewest notes and coins, and in none where they do not come to it', () => {
  expect(handOut(14_300, 'KES').map(({ text }) => text)).toEqual(['100', '40', '1', '1', '1']);
  expect(handOut(50, 'KES')).toEqual([]);
});

test('every currency has notes and coins that are whole amounts of it, largest first', () => {
  for (const currency of currencies) {
    const { notes, coins } = denominationsOf(currency);
    for (const kinds of [notes, coins]) {
      const worths = kinds.map(({ worthMinor }) => worthMinor);
      expect(worths).toEqual(worths.toSorted((a, b) => b - a));
      expect(worths.every((worth) => worth > 0)).toBe(true);
    }
    expect(notes.length).toBeGreaterThan(0);
  }
});

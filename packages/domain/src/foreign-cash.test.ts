import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billionthsOf, decimalOfBillionths, minorOf } from './currency.ts';
import {
  checkRates,
  foreignDueMinor,
  foreignRateOf,
  foreignWorthMinor,
  usualSmallestMinor,
} from './foreign-cash.ts';
import type { ForeignRate } from './foreign-cash.ts';
import { RATE_BILLIONTHS_MAX } from './limits.ts';
import { roundToCash, settleTender } from './tender.ts';

const kes = { currency: 'KES', cashRoundingMinor: 100 };

function rateOf(currency: string, rate: string, smallest = '1'): ForeignRate {
  return {
    currency,
    rateBillionths: billionthsOf(rate) ?? 0,
    smallestMinor: minorOf(smallest, currency) ?? 0,
  };
}

const dollar = rateOf('USD', '129.25');

describe('foreign cash', () => {
  it('is worth its rate, rounded down to what the cash of the shop can pay', () => {
    const worth = (amountMinor: number, cashRoundingMinor: number): number | undefined =>
      foreignWorthMinor({ ...dollar, amountMinor }, { currency: 'KES', cashRoundingMinor });
    expect(worth(1_000, 1)).toBe(129_250);
    expect(worth(1_000, 100)).toBe(129_200);
    expect(worth(1, 1)).toBe(129);
    expect(worth(0, 100)).toBe(0);
  });

  it('minds the minor units on both sides', () => {
    const yen = rateOf('JPY', '0.86');
    expect(foreignWorthMinor({ ...yen, amountMinor: 1_000 }, kes)).toBe(86_000);
    const rial = rateOf('IRR', '0.0000073');
    const kuwait = { currency: 'KWD', cashRoundingMinor: 1 };
    expect(foreignWorthMinor({ ...rial, amountMinor: 100_000_000 }, kuwait)).toBe(7_300);
    const dinar = rateOf('KWD', '11800');
    const uganda = { currency: 'UGX', cashRoundingMinor: 50 };
    expect(foreignWorthMinor({ ...dinar, amountMinor: 1_500 }, uganda)).toBe(17_700);
  });

  it('pays what is due in multiples of the smallest note taken', () => {
    // 1,250.00 is 9.67 dollars.
    expect(foreignDueMinor(125_000, dollar, kes)).toBe(1_000);
    expect(foreignDueMinor(125_000, rateOf('USD', '129.25', '0.01'), kes)).toBe(968);
    expect(foreignDueMinor(125_000, rateOf('USD', '129.25', '5'), kes)).toBe(1_000);
    expect(foreignDueMinor(0, dollar, kes)).toBe(0);
    expect(foreignDueMinor(129_200, dollar, kes)).toBe(1_000);
    expect(foreignDueMinor(129_300, dollar, kes)).toBe(1_100);
  });

  it('is more than a tender may be, and said so', () => {
    const amountMinor = 100_000_000_000_000;
    expect(foreignWorthMinor({ ...dollar, amountMinor }, kes)).toBe(undefined);
    expect(foreignDueMinor(amountMinor, rateOf('VND', '0.000000001'), kes)).toBe(undefined);
  });

  it('is nobody without a rate', () => {
    expect(() => foreignDueMinor(100, { ...dollar, rateBillionths: 0 }, kes)).toThrow(RangeError);
  });
});

describe('a sheet of rates', () => {
  it('has one sensible rate for each other currency', () => {
    const codes = (...rates: ForeignRate[]): string[] =>
      checkRates(rates, 'KES').map(({ code, path }) => `${path} ${code}`);
    expect(codes(dollar, rateOf('EUR', '140'))).toEqual([]);
    expect(codes(dollar, dollar)).toEqual(['rates.1.currency rate_currency_twice']);
    expect(codes(rateOf('KES', '1'))).toEqual(['rates.0.currency rate_currency_own']);
    expect(codes({ ...dollar, currency: 'XXX' })).toEqual([
      'rates.0.currency rate_currency_unknown',
    ]);
    expect(codes({ ...dollar, rateBillionths: 0, smallestMinor: 0 })).toEqual([
      'rates.0.rate rate_out_of_range',
      'rates.0.smallest smallest_out_of_range',
    ]);
    expect(codes({ ...dollar, rateBillionths: RATE_BILLIONTHS_MAX + 1 })).toHaveLength(1);
    expect(codes(...Array.from({ length: 21 }, () => dollar))).toEqual(['rates rates_too_many']);
  });

  it('knows which currencies are taken', () => {
    const sheet = { version: 1, currency: 'KES', rates: [dollar] };
    expect(foreignRateOf(sheet, 'USD')).toBe(dollar);
    expect(foreignRateOf(sheet, 'EUR')).toBe(undefined);
    expect(foreignRateOf(undefined, 'USD')).toBe(undefined);
  });

  it('takes whole units unless it is told otherwise', () => {
    expect(usualSmallestMinor('USD', 1)).toBe(100);
    expect(usualSmallestMinor('UGX', 50)).toBe(50);
    expect(usualSmallestMinor('JPY', 1)).toBe(1);
  });

  it('says a rate in as few digits as it has', () => {
    expect(decimalOfBillionths(129_250_000_000)).toBe('129.25');
    expect(decimalOfBillionths(1)).toBe('0.000000001');
    expect(billionthsOf('0.0000000001')).toBe(undefined);
  });
});

describe('whatever the rate', () => {
  const runs = { seed: 20_260_115, numRuns: 500 };
  const own = fc.record({
    currency: fc.constantFrom('KES', 'JPY', 'KWD', 'UGX'),
    cashRoundingMinor: fc.constantFrom(0, 1, 5, 50, 100, 5_000),
  });
  const rate = fc.record({
    currency: fc.constantFrom('USD', 'ISK', 'TND', 'CLF'),
    rateBillionths: fc.oneof(
      fc.integer({ min: 100_000_000, max: 1_000_000_000_000 }),
      fc.constantFrom(1_000_000_000, 7, 129_250_000_000),
    ),
    smallestMinor: fc.constantFrom(1, 5, 25, 100, 500),
  });
  const dueMinor = fc.nat(10_000_000);

  it('what is asked for covers what is due, and a unit less does not', () => {
    fc.assert(
      fc.property(own, rate, dueMinor, (shop, one, minor) => {
        const asked = foreignDueMinor(minor, one, shop);
        if (asked === undefined) return;
        const worth = (amountMinor: number): number =>
          foreignWorthMinor({ ...one, amountMinor }, shop) ?? 0;
        expect(asked % one.smallestMinor).toBe(0);
        expect(worth(asked)).toBeGreaterThanOrEqual(minor);
        if (asked > 0) expect(worth(asked - one.smallestMinor)).toBeLessThan(minor);
      }),
      runs,
    );
  });

  it('worth never exceeds amount times rate, and lacks less than a coin of it', () => {
    fc.assert(
      fc.property(own, rate, fc.nat(1_000_000_000), (shop, one, amountMinor) => {
        const worth = foreignWorthMinor({ ...one, amountMinor }, shop);
        if (worth === undefined) return;
        const coin = Math.max(1, shop.cashRoundingMinor);
        const digits = { KES: 2, JPY: 0, KWD: 3, UGX: 0, USD: 2, ISK: 0, TND: 3, CLF: 4 };
        // Both sides of `amount * rate`, times what makes whole numbers of them.
        const scale = 1_000_000_000n * 10n ** BigInt(digits[one.currency as keyof typeof digits]);
        const exact =
          BigInt(amountMinor) *
          BigInt(one.rateBillionths) *
          10n ** BigInt(digits[shop.currency as keyof typeof digits]);
        expect(worth % coin).toBe(0);
        expect(BigInt(worth) * scale <= exact).toBe(true);
        expect(BigInt(worth + coin) * scale > exact).toBe(true);
      }),
      runs,
    );
  });

  it('change of it can be paid with the coins of the shop', () => {
    fc.assert(
      fc.property(own, rate, dueMinor, fc.nat(100_000), (shop, one, totalMinor, moreMinor) => {
        const { cashRoundingMinor } = shop;
        const asked = foreignDueMinor(roundToCash(totalMinor, cashRoundingMinor), one, shop);
        const amountMinor =
          asked === undefined
            ? undefined
            : foreignWorthMinor({ ...one, amountMinor: asked + moreMinor }, shop);
        if (amountMinor === undefined) return;
        const tenders = [{ method: 'CASH' as const, amountMinor }];
        const settled = settleTender({ totalMinor, cashRoundingMinor, tenders });
        expect(settled.balanceMinor).toBe(0);
        expect(settled.changeMinor % Math.max(1, cashRoundingMinor)).toBe(0);
      }),
      runs,
    );
  });
});

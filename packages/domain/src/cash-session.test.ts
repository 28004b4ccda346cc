import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sum } from './amount.ts';
import {
  countedMinorOf,
  expectedMinorOf,
  foreignCountsOf,
  sessionFigures,
  varianceMinorOf,
} from './cash-session.ts';
import { SESSION_SUM_MINOR_MAX } from './limits.ts';
import type { SessionSums } from './cash-session.ts';
import type { TenderMethod } from './tender.ts';

const runs = { seed: 20_260_115, numRuns: 300 };
const methods = ['CASH', 'CARD', 'MOBILE'] as const satisfies readonly TenderMethod[];

/** One thing that happens at a drawer, as it happens. */
type Happening =
  | { kind: 'sale'; method: TenderMethod; paid: number; change: number; tax: number }
  | { kind: 'refund' | 'void'; method: TenderMethod; paid: number; tax: number }
  | { kind: 'in' | 'out'; paid: number };

const money = fc.nat(1_000_000);
const method = fc.constantFrom(...methods);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({
    kind: fc.constant('sale' as const),
    method,
    paid: money,
    change: fc.nat(5_000),
    tax: fc.nat(9_000),
  }),
  fc.record({
    kind: fc.constantFrom('refund' as const, 'void' as const),
    method,
    paid: money,
    tax: fc.nat(9_000),
  }),
  fc.record({ kind: fc.constantFrom('in' as const, 'out' as const), paid: money }),
);
const happenings = fc.array(happening, { maxLength: 40 });

const changeOf = (one: Happening): number => (one.kind === 'sale' ? one.change : 0);
const taxOf = (one: Happening): number => ('tax' in one ? one.tax : 0);
const isPaidBy = (one: Happening, by: TenderMethod): boolean =>
  'method' in one && one.method === by;

/** What SQL gathers: sums, with nothing left of who came when. */
function sumsOf(all: readonly Happening[]): SessionSums {
  const only = (kind: Happening['kind']) => all.filter((one) => one.kind === kind);
  const returned = (kind: 'refund' | 'void') => ({
    count: only(kind).length,
    taxMinor: sum(only(kind), taxOf),
    totalMinor: sum(only(kind), ({ paid }) => paid),
  });
  const moved = (kind: 'in' | 'out') => ({
    count: only(kind).length,
    amountMinor: sum(only(kind), ({ paid }) => paid),
  });
  const sales = only('sale');
  const back = [...only('refund'), ...only('void')];
  return {
    sales: {
      count: sales.length,
      grossMinor: 0,
      discountMinor: 0,
      taxMinor: sum(sales, taxOf),
      roundingMinor: 0,
      totalMinor: sum(sales, (one) => one.paid - changeOf(one)),
      changeMinor: sum(sales, changeOf),
    },
    refunds: returned('refund'),
    voids: returned('void'),
    payIns: moved('in'),
    payOuts: moved('out'),
    noSalesCount: 0,
    tenders: methods
      .filter((by) => all.some((one) => isPaidBy(one, by)))
      .map((by) => ({
        method: by,
        receivedMinor: sum(sales, (one) => (isPaidBy(one, by) ? one.paid : 0)),
        returnedMinor: sum(back, (one) => (isPaidBy(one, by) ? one.paid : 0)),
      })),
  };
}

/** Somebody who stands at the drawer and puts in and takes out, one thing after the other. */
function drawerAfter(openingFloatMinor: number, all: readonly Happening[]): number {
  let drawer = openingFloatMinor;
  for (const one of all) {
    if (one.kind === 'sale') drawer += (isPaidBy(one, 'CASH') ? one.paid : 0) - one.change;
    else if (one.kind === 'in') drawer += one.paid;
    else if (one.kind === 'out' || isPaidBy(one, 'CASH')) drawer -= one.paid;
  }
  return drawer;
}

describe('sessionFigures', () => {
  it('regression 4: expects float, cash in and pay-ins, less change, refunds and pay-outs', () => {
    const figures = sessionFigures(
      sumsOf([
        { kind: 'sale', method: 'CASH', paid: 3_000, change: 450, tax: 0 },
        { kind: 'sale', method: 'CARD', paid: 9_999, change: 0, tax: 0 },
        { kind: 'refund', method: 'CASH', paid: 850, tax: 0 },
        { kind: 'refund', method: 'CARD', paid: 120, tax: 0 },
        { kind: 'void', method: 'CASH', paid: 100, tax: 0 },
        { kind: 'in', paid: 2_000 },
        { kind: 'out', paid: 700 },
      ]),
    );
    const cashMinor = 3_000 - 450 - 850 - 100 + 2_000 - 700;
    expect(figures.cashMinor).toBe(cashMinor);
    const expectedMinor = expectedMinorOf({ openingFloatMinor: 5_000, cashMinor });
    expect(expectedMinor).toBe(7_900);
    expect(varianceMinorOf(7_850, expectedMinor)).toBe(-50);
    expect(figures.tenders.find((one) => one.method === 'CARD')?.keptMinor).toBe(9_879);
  });

  it('leaves out of its own cash what lies there in other currencies', () => {
    const sums = sumsOf([
      { kind: 'sale', method: 'CASH', paid: 258_500, change: 8_500, tax: 0 },
      { kind: 'sale', method: 'CASH', paid: 10_000, change: 0, tax: 0 },
    ]);
    const foreign = [{ currency: 'USD', receivedMinor: 2_000, worthMinor: 258_500 }];
    const figures = sessionFigures({ ...sums, foreign });
    expect(figures.cashMinor).toBe(10_000 - 8_500);
    expect(figures.tenders[0]?.keptMinor).toBe(260_000);
  });

  it('owes the tax of what was sold, less that of all that went back', () => {
    const figures = sessionFigures(
      sumsOf([
        { kind: 'sale', method: 'CARD', paid: 11_600, change: 0, tax: 1_600 },
        { kind: 'refund', method: 'CARD', paid: 1_160, tax: 160 },
        { kind: 'void', method: 'CARD', paid: 580, tax: 80 },
      ]),
    );
    expect(figures.netTaxMinor).toBe(1_360);
  });

  it('expects what is in the drawer of whoever stands there', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), happenings, (openingFloatMinor, all) => {
        const { cashMinor } = sessionFigures(sumsOf(all));
        const expectedMinor = expectedMinorOf({ openingFloatMinor, cashMinor });
        expect(expectedMinor).toBe(drawerAfter(openingFloatMinor, all));
      }),
      runs,
    );
  });

  it('adds up: a Z and its supplements make the whole, wherever the cut is', () => {
    fc.assert(
      fc.property(happenings, fc.nat(40), (all, cut) => {
        const [printed, late, whole] = [all.slice(0, cut), all.slice(cut), all].map((part) =>
          sessionFigures(sumsOf(part)),
        );
        expect(printed!.cashMinor + late!.cashMinor).toBe(whole!.cashMinor);
        expect(printed!.netMinor + late!.netMinor).toBe(whole!.netMinor);
        expect(printed!.netTaxMinor + late!.netTaxMinor).toBe(whole!.netTaxMinor);
        for (const { method: by, keptMinor } of whole!.tenders) {
          const parts = [printed!, late!].flatMap(({ tenders }) => tenders);
          const ofIt = parts.filter((one) => one.method === by);
          expect(sum(ofIt, (one) => one.keptMinor)).toBe(keptMinor);
        }
      }),
      runs,
    );
  });

  it('what the methods kept is what was sold, less what went back', () => {
    fc.assert(
      fc.property(happenings, (all) => {
        const { tenders, netMinor } = sessionFigures(sumsOf(all));
        expect(sum(tenders, ({ keptMinor }) => keptMinor)).toBe(netMinor);
      }),
      runs,
    );
  });

  it('stays a safe integer with every sum at its limit', () => {
    const most = SESSION_SUM_MINOR_MAX;
    const returned = { count: 1, taxMinor: most, totalMinor: most };
    const { cashMinor, netMinor } = sessionFigures({
      sales: {
        count: 1,
        grossMinor: most,
        discountMinor: most,
        taxMinor: most,
        roundingMinor: -most,
        totalMinor: 0,
        changeMinor: most,
      },
      refunds: returned,
      voids: returned,
      payIns: { count: 0, amountMinor: 0 },
      payOuts: { count: 1, amountMinor: most },
      noSalesCount: 0,
      tenders: [{ method: 'CASH', receivedMinor: 0, returnedMinor: most }],
    });
    expect(cashMinor).toBe(-3 * most);
    expect(netMinor).toBe(-2 * most);
    expect(varianceMinorOf(most, expectedMinorOf({ openingFloatMinor: most, cashMinor }))).toBe(
      3 * most,
    );
  });
});

describe('foreignCountsOf', () => {
  const dollars = { currency: 'USD', receivedMinor: 2_000, worthMinor: 258_500 };

  it('finds each currency that was expected or counted', () => {
    const counted = [
      { currency: 'USD', countedMinor: 1_900 },
      { currency: 'EUR', countedMinor: 500 },
    ];
    expect(foreignCountsOf([dollars], counted)).toEqual([
      { currency: 'EUR', expectedMinor: 0, countedMinor: 500, varianceMinor: 500 },
      { currency: 'USD', expectedMinor: 2_000, countedMinor: 1_900, varianceMinor: -100 },
    ]);
  });

  it('knows no variance where nobody counted', () => {
    expect(foreignCountsOf([dollars], [])).toEqual([
      { currency: 'USD', expectedMinor: 2_000, countedMinor: null, varianceMinor: null },
    ]);
  });
});

describe('countedMinorOf', () => {
  it('adds up coins and notes', () => {
    expect(countedMinorOf({ '1000': 3, '0.50': 4 }, 'GBP')).toBe(300_200);
    expect(countedMinorOf({ '1000': 3, '500': 1 }, 'JPY')).toBe(3_500);
    expect(countedMinorOf({}, 'GBP')).toBe(0);
  });

  it('does not know coins that are finer than the currency, or sums beyond any drawer', () => {
    expect(countedMinorOf({ '0.005': 1 }, 'GBP')).toBeUndefined();
    expect(countedMinorOf({ '0.5': 1 }, 'JPY')).toBeUndefined();
    expect(countedMinorOf({ '-1': 1 }, 'GBP')).toBeUndefined();
    expect(countedMinorOf({ '-1': 1, '5': 1 }, 'GBP')).toBeUndefined();
    expect(countedMinorOf({ '0.01': SESSION_SUM_MINOR_MAX }, 'GBP')).toBe(SESSION_SUM_MINOR_MAX);
    expect(countedMinorOf({ '0.01': SESSION_SUM_MINOR_MAX + 1 }, 'GBP')).toBeUndefined();
    expect(countedMinorOf({ '1000000000': 1_000_000 }, 'GBP')).toBeUndefined();
  });
});

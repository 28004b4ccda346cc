/**
 * What a drawer holds: the figures of a cash session, for X reports, Z reports and supplements.
 *
 * The figures are sums, so two parts of a session add up to the whole, in whatever order they came:
 * that is what lets a late sale stand beside a printed Z and change nothing in it.
 */
import { assertCount, assertWhole, sum } from './amount.ts';
import { minorOf } from './currency.ts';
import { SESSION_SUM_MINOR_MAX } from './limits.ts';
import type { TenderMethod } from './tender.ts';

export interface SoldSums {
  readonly count: number;
  /** Before discounts. */
  readonly grossMinor: number;
  readonly discountMinor: number;
  readonly taxMinor: number;
  readonly roundingMinor: number;
  /** What the customers owed. */
  readonly totalMinor: number;
  /** What went back out of cash. */
  readonly changeMinor: number;
}

/** Refunds, or voids: what went back to customers. */
export interface ReturnedSums {
  readonly count: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
}

export interface MovedSums {
  readonly count: number;
  readonly amountMinor: number;
}

export interface TenderSums {
  readonly method: TenderMethod;
  /** What was handed over, change included. */
  readonly receivedMinor: number;
  /** What went back by refunds and voids. */
  readonly returnedMinor: number;
}

/** Cash of another currency that lies in the drawer as it was handed over. */
export interface ForeignSums {
  readonly currency: string;
  /** In its own minor units. */
  readonly receivedMinor: number;
  /** What it was taken for, in the shop's. */
  readonly worthMinor: number;
}

export interface SessionSums {
  readonly sales: SoldSums;
  readonly refunds: ReturnedSums;
  readonly voids: ReturnedSums;
  readonly payIns: MovedSums;
  readonly payOuts: MovedSums;
  /** How often the drawer was opened without a sale. */
  readonly noSalesCount: number;
  /** One a method at most. */
  readonly tenders: readonly TenderSums[];
  /** One a currency at most; what they are worth is in the cash of `tenders` too. */
  readonly foreign?: readonly ForeignSums[];
}

export interface TenderFigures extends TenderSums {
  readonly changeMinor: number;
  /** What stayed: received, less change, less returned. */
  readonly keptMinor: number;
}

export interface SessionFigures {
  /**
   * What the drawer holds more than it did in the shop's own currency: cash kept, less what of it
   * lies there in other currencies, and pay-ins less pay-outs.
   */
  readonly cashMinor: number;
  /** What was sold, less what went back. */
  readonly netMinor: number;
  readonly netTaxMinor: number;
  readonly tenders: readonly TenderFigures[];
}

/** The figures that follow from the sums of a session, or of any part of one. */
export function sessionFigures(sums: SessionSums): SessionFigures {
  const { sales, refunds, voids, payIns, payOuts } = sums;
  const tenders = withCash(sums.tenders).map((tender) => {
    const changeMinor = tender.method === 'CASH' ? sales.changeMinor : 0;
    const keptMinor = tender.receivedMinor - changeMinor - tender.returnedMinor;
    assertWhole(keptMinor, 'kept');
    return { ...tender, changeMinor, keptMinor };
  });
  const keptCashMinor = sum(tenders, ({ method, keptMinor }) =>
    method === 'CASH' ? keptMinor : 0,
  );
  const foreignMinor = sum(sums.foreign ?? [], ({ worthMinor }) => worthMinor);
  const cashMinor = keptCashMinor - foreignMinor + payIns.amountMinor - payOuts.amountMinor;
  const netMinor = sales.totalMinor - refunds.totalMinor - voids.totalMinor;
  const netTaxMinor = sales.taxMinor - refunds.taxMinor - voids.taxMinor;
  assertWhole(cashMinor, 'cash');
  assertWhole(netMinor, 'net');
  assertWhole(netTaxMinor, 'net tax');
  return { cashMinor, netMinor, netTaxMinor, tenders };
}

/** Cash first, also where there was none: an odd sale gave change without it. */
function withCash(tenders: readonly TenderSums[]): readonly TenderSums[] {
  const none: TenderSums = { method: 'CASH', receivedMinor: 0, returnedMinor: 0 };
  const cash = tenders.find(({ method }) => method === 'CASH') ?? none;
  return [cash, ...tenders.filter(({ method }) => method !== 'CASH')];
}

export interface Drawer {
  readonly openingFloatMinor: number;
  readonly cashMinor: number;
}

/** What should be counted when the drawer is closed. Below zero where more went out than in. */
export function expectedMinorOf({ openingFloatMinor, cashMinor }: Drawer): number {
  assertCount(openingFloatMinor, 'openingFloatMinor');
  const expectedMinor = openingFloatMinor + cashMinor;
  assertWhole(expectedMinor, 'expected');
  return expectedMinor;
}

export interface ForeignCount {
  readonly currency: string;
  /** All in its own minor units. What was taken: nobody puts any in before, nor gives any back. */
  readonly expectedMinor: number;
  /** Null where nobody said, and then there is no variance either. */
  readonly countedMinor: number | null;
  readonly varianceMinor: number | null;
}

/** What a close found of other currencies: what was expected, or counted, in order of codes. */
export function foreignCountsOf(
  taken: readonly ForeignSums[],
  counted: readonly { readonly currency: string; readonly countedMinor: number }[],
): ForeignCount[] {
  const codes = new Set([...taken, ...counted].map(({ currency }) => currency));
  return [...codes].sort().map((currency) => {
    const expectedMinor = taken.find((one) => one.currency === currency)?.receivedMinor ?? 0;
    const countedMinor = counted.find((one) => one.currency === currency)?.countedMinor ?? null;
    const varianceMinor =
      countedMinor === null ? null : varianceMinorOf(countedMinor, expectedMinor);
    return { currency, expectedMinor, countedMinor, varianceMinor };
  });
}

/** Counted less expected: below zero, money is missing; above, there is too much. */
export function varianceMinorOf(countedMinor: number, expectedMinor: number): number {
  const varianceMinor = countedMinor - expectedMinor;
  assertWhole(varianceMinor, 'variance');
  return varianceMinor;
}

/**
 * What a count by denominations comes to: `{"1000": 3, "0.50": 4}` is 3,002. Undefined where a
 * denomination is finer than the currency, or the sum is beyond what a drawer holds.
 */
export function countedMinorOf(
  denominations: Readonly<Record<string, number>>,
  currency: string,
): number | undefined {
  let countedMinor = 0;
  for (const [denomination, count] of Object.entries(denominations)) {
    const worthMinor = minorOf(denomination, currency);
    if (worthMinor === undefined || worthMinor < 0) return undefined;
    countedMinor += worthMinor * count;
    if (!(countedMinor <= SESSION_SUM_MINOR_MAX)) return undefined;
  }
  return countedMinor;
}

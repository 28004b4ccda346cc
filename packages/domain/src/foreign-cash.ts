/**
 * Cash of another currency: at which rates a shop takes it, what some of it is worth, and how much
 * of it pays what is due. Change goes back in the shop's own currency, and so its worth is counted
 * in what the shop's cash can pay: rounded down, so that nothing is given back that was not given.
 */
import { assertCount, assertWhole } from './amount.ts';
import { exponentOf, isCurrency } from './currency.ts';
import { isWholeWithin } from './flaw.ts';
import type { Flaw } from './flaw.ts';
import { FOREIGN_CURRENCIES_MAX, RATE_BILLIONTHS_MAX, TENDER_MINOR_MAX } from './limits.ts';

export interface ForeignRate {
  readonly currency: string;
  /** Units of the shop's currency for one unit of this, in thousand-millionths. */
  readonly rateBillionths: number;
  /** The smallest coin or note of it that the shop takes. */
  readonly smallestMinor: number;
}

/** Which currencies a shop takes in cash; never changed under its version. */
export interface RateSheet {
  readonly version: number;
  /** The shop's own. */
  readonly currency: string;
  readonly rates: readonly ForeignRate[];
}

/** Notes that were handed over: how much of which currency, and at which rate they were taken. */
export interface ForeignCash {
  readonly currency: string;
  readonly amountMinor: number;
  readonly rateBillionths: number;
}

/** What the worth of foreign cash is said in. */
export interface OwnCash {
  readonly currency: string;
  /** The smallest coin in use, as the price book of the sale says it. */
  readonly cashRoundingMinor: number;
}

export type RateFlawCode =
  | 'rates_too_many'
  | 'rate_currency_unknown'
  | 'rate_currency_own'
  | 'rate_currency_twice'
  | 'rate_out_of_range'
  | 'smallest_out_of_range';

const BILLION = 1_000_000_000n;

/** What is wrong with the rates of a sheet; a sheet without any takes nothing foreign. */
export function checkRates(
  rates: readonly ForeignRate[],
  ownCurrency: string,
): Flaw<RateFlawCode>[] {
  if (rates.length > FOREIGN_CURRENCIES_MAX) return [{ code: 'rates_too_many', path: 'rates' }];
  const seen = new Set<string>();
  return rates.flatMap(({ currency, rateBillionths, smallestMinor }, index) => {
    const path = `rates.${index}`;
    const flaws: Flaw<RateFlawCode>[] = [];
    const flaw = (code: RateFlawCode, field: string): void => {
      flaws.push({ code, path: `${path}.${field}` });
    };
    if (!isCurrency(currency)) flaw('rate_currency_unknown', 'currency');
    if (currency === ownCurrency) flaw('rate_currency_own', 'currency');
    if (seen.has(currency)) flaw('rate_currency_twice', 'currency');
    seen.add(currency);
    if (!isWholeWithin(rateBillionths, { min: 1, max: RATE_BILLIONTHS_MAX })) {
      flaw('rate_out_of_range', 'rate');
    }
    if (!isWholeWithin(smallestMinor, { min: 1, max: TENDER_MINOR_MAX })) {
      flaw('smallest_out_of_range', 'smallest');
    }
    return flaws;
  });
}

/** The rate of one currency on a sheet; undefined where the shop does not take it. */
export function foreignRateOf(
  sheet: RateSheet | undefined,
  currency: string,
): ForeignRate | undefined {
  return sheet?.rates.find((rate) => rate.currency === currency);
}

/** One unit of a currency, or its smallest coin in everyday use where that is more. */
export function usualSmallestMinor(currency: string, cashRoundingMinor: number): number {
  return Math.max(10 ** exponentOf(currency), cashRoundingMinor);
}

/**
 * What foreign cash is worth in the shop's minor units: times its rate, rounded down to a multiple
 * of what the shop's cash can pay. Undefined where it is more than any tender may be.
 */
export function foreignWorthMinor(cash: ForeignCash, own: OwnCash): number | undefined {
  assertCount(cash.amountMinor, 'amountMinor');
  const { numerator, denominator } = unitWorth(cash, own);
  const worth = ((BigInt(cash.amountMinor) * numerator) / denominator) * stepOf(own);
  return worth > BigInt(TENDER_MINOR_MAX) ? undefined : Number(worth);
}

/**
 * The least of a currency that is worth at least `dueMinor`, in multiples of the smallest note or
 * coin of it that the shop takes. Undefined where that is more than any tender may be.
 */
export function foreignDueMinor(
  dueMinor: number,
  rate: ForeignRate,
  own: OwnCash,
): number | undefined {
  assertCount(dueMinor, 'dueMinor');
  const { numerator, denominator } = unitWorth(rate, own);
  const steps = ceil(BigInt(dueMinor), stepOf(own));
  const smallest = BigInt(rate.smallestMinor);
  const due = ceil(ceil(steps * denominator, numerator), smallest) * smallest;
  return due > BigInt(TENDER_MINOR_MAX) ? undefined : Number(due);
}

/** What one minor unit of it is worth, in smallest coins of the shop: an exact fraction. */
function unitWorth(
  { currency, rateBillionths }: Pick<ForeignCash, 'currency' | 'rateBillionths'>,
  own: OwnCash,
): { readonly numerator: bigint; readonly denominator: bigint } {
  assertWhole(rateBillionths, 'rateBillionths');
  if (rateBillionths < 1) throw new RangeError(`a rate is above zero, not ${rateBillionths}`);
  return {
    numerator: BigInt(rateBillionths) * 10n ** BigInt(exponentOf(own.currency)),
    denominator: BILLION * 10n ** BigInt(exponentOf(currency)) * stepOf(own),
  };
}

function stepOf({ cashRoundingMinor }: OwnCash): bigint {
  assertCount(cashRoundingMinor, 'cashRoundingMinor');
  return BigInt(Math.max(1, cashRoundingMinor));
}

function ceil(value: bigint, divisor: bigint): bigint {
  return (value + divisor - 1n) / divisor;
}

/** The contract's spelling of a sheet of rates becomes the domain's, and back. */
import {
  billionthsOf,
  decimalOf,
  decimalOfBillionths,
  isCurrency,
  minorOf,
} from '@evertill/domain';
import type { ForeignCash, ForeignRate, RateSheet } from '@evertill/domain';
import type { RateSheetView } from './rate-sheets.ts';

type RateWords = RateSheetView['rates'][number];
type SheetWords = Pick<RateSheetView, 'version' | 'currency' | 'rates'>;

/** Of a sheet as it was published, which has no flaws. */
export function rateSheetOf({ version, currency, rates }: SheetWords): RateSheet {
  return { version, currency, rates: rates.flatMap((one) => foreignRateOfWords(one) ?? []) };
}

/** Undefined of a currency that we do not know, or of what is finer than it has units. */
export function foreignRateOfWords({
  currency,
  rate,
  smallest,
}: RateWords): ForeignRate | undefined {
  const rateBillionths = billionthsOf(rate);
  if (!isCurrency(currency) || rateBillionths === undefined) return undefined;
  const smallestMinor = minorOf(smallest, currency);
  return smallestMinor === undefined ? undefined : { currency, rateBillionths, smallestMinor };
}

export function rateWordsOf({ currency, rateBillionths, smallestMinor }: ForeignRate): RateWords {
  return {
    currency,
    rate: decimalOfBillionths(rateBillionths),
    smallest: decimalOf(smallestMinor, currency),
  };
}

/** What of a tender was handed over, as a sale says it. */
export interface ForeignWords {
  readonly currency: string;
  readonly amount: string;
  readonly rate: string;
}

export function foreignWordsOf({
  currency,
  amountMinor,
  rateBillionths,
}: ForeignCash): ForeignWords {
  return {
    currency,
    amount: decimalOf(amountMinor, currency),
    rate: decimalOfBillionths(rateBillionths),
  };
}

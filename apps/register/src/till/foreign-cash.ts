/** Cash of other currencies at the counter: which are taken, what is due in them, what is worth. */
import {
  decimalOfBillionths,
  foreignDueMinor,
  foreignRateOf,
  foreignWorthMinor,
  roundToCash,
} from '@evertill/domain';
import type { TillCore } from './core.ts';
import { quickTenders } from './currency-notes.ts';
import type { TenderWish } from './paying.ts';

export interface ForeignChoice {
  readonly currency: string;
  /** Of the shop's units, for one of it: `129.25`. */
  readonly rate: string;
  /** What covers what is open, in the smallest notes that the shop takes. */
  readonly dueMinor: number;
  /** What the customer is likely to hand over: what is due first. */
  readonly quickMinor: readonly number[];
}

export function foreignChoices(core: TillCore, openMinor: number): readonly ForeignChoice[] {
  const book = core.book();
  // What it was taken for goes on to nothing where that is less than a coin.
  const askedMinor = Math.max(0, roundToCash(openMinor, book.cashRoundingMinor));
  return (core.rateSheet()?.rates ?? []).flatMap((rate) => {
    const { currency, smallestMinor } = rate;
    const dueMinor = foreignDueMinor(askedMinor, rate, book);
    if (dueMinor === undefined || dueMinor === 0) return [];
    const quickMinor = quickTenders(dueMinor, { currency, cashRoundingMinor: smallestMinor });
    return [{ currency, rate: decimalOfBillionths(rate.rateBillionths), dueMinor, quickMinor }];
  });
}

/** Undefined where the currency is not taken, or nothing of worth was handed over. */
export function foreignWish(
  core: TillCore,
  currency: string,
  amountMinor: number,
): TenderWish | undefined {
  const sheet = core.rateSheet();
  const rate = foreignRateOf(sheet, currency);
  if (sheet === undefined || rate === undefined) return undefined;
  const { rateBillionths } = rate;
  const cash = { currency, amountMinor, rateBillionths };
  const worthMinor = foreignWorthMinor(cash, core.book());
  if (worthMinor === undefined || worthMinor === 0) return undefined;
  const foreign = { ...cash, rateSheetVersion: sheet.version };
  return { method: 'CASH', amountMinor: worthMinor, foreign };
}

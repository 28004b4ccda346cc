/**
 * What the customer hands over, what of it is due, and what comes back as change.
 *
 * Cash pays what other means leave open, rounded to the smallest coin, and only cash gives change.
 * The rounding is an amount of its own: it never touches tax, nor what is paid by card or phone.
 */
import { assertCount, mulDiv, sum } from './amount.ts';
import { isWholeWithin } from './flaw.ts';
import type { Flaw } from './flaw.ts';
import type { ForeignCash } from './foreign-cash.ts';
import { PAYMENTS_MAX, TENDER_MINOR_MAX } from './limits.ts';

export const tenderMethods = [
  'CASH',
  'CARD',
  'MOBILE',
  'BANK',
  'CRYPTO',
  'STORE_CREDIT',
  'OTHER',
] as const;

export type TenderMethod = (typeof tenderMethods)[number];

export interface Tender {
  readonly method: TenderMethod;
  readonly amountMinor: number;
  /** What was handed over, of cash of another currency: `amountMinor` is what it is worth. */
  readonly foreign?: ForeignCash | undefined;
}

export interface TenderQuestion {
  readonly totalMinor: number;
  /** For the reader of a log; the arithmetic does not depend on it. */
  readonly currency?: string;
  readonly cashRoundingMinor: number;
  readonly tenders: readonly Tender[];
}

export interface Settlement {
  /** Added to the total, or taken off it when negative, because cash settles the rest. */
  readonly roundingMinor: number;
  /** Total and rounding: what the shop asks for. */
  readonly dueMinor: number;
  /** All that was handed over. */
  readonly tenderedMinor: number;
  /** What stays in the shop: handed over, less change. */
  readonly paidMinor: number;
  readonly changeMinor: number;
  /** Still open. Zero means settled, and then `paidMinor` is `dueMinor`. */
  readonly balanceMinor: number;
  /** The part of `paidMinor` that lies in the drawer. */
  readonly cashMinor: number;
}

export type TenderFlawCode =
  | 'tenders_too_many'
  | 'tender_method_unknown'
  | 'tender_amount_out_of_range'
  | 'tender_exceeds_due'
  | 'tender_short';

/** `amountMinor` to the nearest multiple of what cash can pay; a tie goes away from zero. */
export function roundToCash(amountMinor: number, cashRoundingMinor: number): number {
  assertCount(cashRoundingMinor, 'cashRoundingMinor');
  if (cashRoundingMinor <= 1) return amountMinor;
  return mulDiv(amountMinor, 1, cashRoundingMinor, 'half_up') * cashRoundingMinor;
}

/** Weighs tenders against a total. They may still fall short: a split is tendered bit by bit. */
export function settleTender(question: TenderQuestion): Settlement {
  const { totalMinor, cashRoundingMinor, tenders } = question;
  assertCount(totalMinor, 'totalMinor');
  for (const { amountMinor } of tenders) assertCount(amountMinor, 'amountMinor');
  const cash = tenders.filter((tender) => tender.method === 'CASH');
  const cashInMinor = sum(cash, (tender) => tender.amountMinor);
  const tenderedMinor = sum(tenders, (tender) => tender.amountMinor);
  const openMinor = totalMinor - (tenderedMinor - cashInMinor);
  assertCount(openMinor, 'total less what is not cash');

  const openInCashMinor = roundToCash(openMinor, cashRoundingMinor);
  // Cash that neither covers the rest nor its rounding is a first part: a card may bring the rest.
  const isSettledInCash =
    cash.length > 0 && (cashInMinor >= openMinor || cashInMinor >= openInCashMinor);
  const roundingMinor = isSettledInCash ? openInCashMinor - openMinor : 0;
  const dueMinor = totalMinor + roundingMinor;
  const changeMinor = Math.max(0, tenderedMinor - dueMinor);
  const paidMinor = tenderedMinor - changeMinor;
  return {
    roundingMinor,
    dueMinor,
    tenderedMinor,
    paidMinor,
    changeMinor,
    balanceMinor: dueMinor - paidMinor,
    cashMinor: cashInMinor - changeMinor,
  };
}

/** What is wrong with these tenders. Ask for `isComplete` when they must settle the total. */
export function checkTender(
  question: TenderQuestion & { readonly isComplete?: boolean },
): Flaw<TenderFlawCode>[] {
  const { tenders, totalMinor, isComplete = false } = question;
  if (tenders.length > PAYMENTS_MAX) return [{ code: 'tenders_too_many', path: 'tenders' }];
  const flaws = tenders.flatMap((tender, index) => checkOne(tender, `tenders.${index}`));
  if (flaws.length > 0) return flaws;
  const others = tenders.filter((tender) => tender.method !== 'CASH');
  if (sum(others, (tender) => tender.amountMinor) > totalMinor) {
    return [{ code: 'tender_exceeds_due', path: 'tenders' }];
  }
  const isShort = isComplete && settleTender(question).balanceMinor > 0;
  return isShort ? [{ code: 'tender_short', path: 'tenders' }] : [];
}

function checkOne({ method, amountMinor }: Tender, path: string): Flaw<TenderFlawCode>[] {
  if (!tenderMethods.includes(method)) {
    return [{ code: 'tender_method_unknown', path: `${path}.method` }];
  }
  // No cash at all may settle what rounds to nothing: two cents, where the smallest coin is five.
  const min = method === 'CASH' ? 0 : 1;
  if (isWholeWithin(amountMinor, { min, max: TENDER_MINOR_MAX })) return [];
  return [{ code: 'tender_amount_out_of_range', path: `${path}.amountMinor` }];
}

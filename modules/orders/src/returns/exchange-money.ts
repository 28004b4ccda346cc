/**
 * The money of an exchange: the credit for what comes back goes into the new sale, as far as it
 * reaches; what is over is paid out, what is short is collected.
 */
import { checkTender, settleTender } from '@evertill/domain';
import type { Tender } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { ReturnedSale, SaleMoney } from './returned-sale.ts';

export interface Credit {
  readonly creditMinor: number;
  /** What the rounding of the first sale's cash took off, at most. */
  readonly roundingMinor: number;
}

/**
 * What the customer has for the goods: their worth, within what is left of the sale's money. The
 * worth may be above it by no more than what cash was rounded down by at the sale.
 */
export function creditFor(worthMinor: number, sale: ReturnedSale, money: SaleMoney): Credit {
  const leftMinor = money.paidMinor - money.refundedMinor - money.pendingMinor;
  const roundedOffMinor = Math.max(0, -sale.rounding_minor);
  if (worthMinor > leftMinor + roundedOffMinor) refuse('refund_exceeds_sale');
  const creditMinor = Math.max(0, Math.min(worthMinor, leftMinor));
  return { creditMinor, roundingMinor: creditMinor - worthMinor };
}

export interface Collecting {
  /** What the new goods cost. */
  readonly totalMinor: number;
  /** The part of it that the credit pays. */
  readonly intoMinor: number;
  readonly payments: readonly Tender[];
  readonly cashRoundingMinor: number;
}

export interface Collected {
  readonly changeMinor: number;
  readonly roundingMinor: number;
}

/** Refused as `tender_differs` unless the payments make exactly what is short. */
export function collect(collecting: Collecting): Collected {
  const { totalMinor, intoMinor, payments, cashRoundingMinor } = collecting;
  if (totalMinor === intoMinor) {
    if (payments.length > 0) refuse('tender_differs');
    return { changeMinor: 0, roundingMinor: 0 };
  }
  const credit: Tender[] = intoMinor === 0 ? [] : [{ method: 'OTHER', amountMinor: intoMinor }];
  const question = { totalMinor, cashRoundingMinor, tenders: [...credit, ...payments] };
  const [flaw] = checkTender({ ...question, isComplete: true });
  if (flaw !== undefined) refuse('tender_differs', { detail: `The payments: ${flaw.code}.` });
  const { changeMinor, roundingMinor } = settleTender(question);
  return { changeMinor, roundingMinor };
}

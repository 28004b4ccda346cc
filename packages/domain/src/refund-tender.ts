/**
 * Where refunded money goes: back to the tenders it came from, in coins that exist.
 *
 * No tender ever gets back more than it paid, and a sale refunded in any number of steps has, at
 * the end, sent back to each tender exactly what that tender paid of the total.
 */
import { assertCount, shareOut, sum } from './amount.ts';
import { roundToCash, settleTender } from './tender.ts';
import type { Tender, TenderMethod, TenderQuestion } from './tender.ts';

export interface KeptTender {
  readonly method: TenderMethod;
  /** The part of the sale's total it paid: before cash rounding, and without change. */
  readonly amountMinor: number;
  /** What has gone back to it already. */
  readonly refundedMinor: number;
}

/** What each tender paid of the sale's total, so that the parts add up to it. */
export function coveredByTenders(question: TenderQuestion): number[] {
  const { totalMinor, tenders } = question;
  const settlement = settleTender(question);
  if (settlement.balanceMinor > 0) throw new RangeError('an open balance has no covered total');
  const others = tenders.map(({ method, amountMinor }) => (method === 'CASH' ? 0 : amountMinor));
  const cash = tenders.map(({ method, amountMinor }) => (method === 'CASH' ? amountMinor : 0));
  const openMinor = totalMinor - sum(others, (amount) => amount);
  const cashShares = shareOut(openMinor, cash);
  return others.map((amount, index) => amount + cashShares[index]!);
}

/** Sends a refund back to where the money came from, in proportion to what is left there. */
export function shareRefundTenders(question: {
  readonly totalMinor: number;
  readonly tenders: readonly KeptTender[];
}): Tender[] {
  const { totalMinor, tenders } = question;
  assertCount(totalMinor, 'totalMinor');
  const left = tenders.map((tender) => tender.amountMinor - tender.refundedMinor);
  const leftMinor = sum(left, (amount) => amount);
  assertCount(leftMinor - totalMinor, 'left on the tenders after this refund');
  const shares = shareOut(totalMinor, left);
  return tenders.map(({ method }, index) => ({ method, amountMinor: shares[index]! }));
}

export interface Payout {
  /** What is really handed back, with cash in coins that exist. */
  readonly payouts: readonly Tender[];
  readonly roundingMinor: number;
  readonly paidMinor: number;
}

/**
 * Rounds the cash of a refund as a sale's cash is rounded. `cashMaxMinor` is what the drawer kept
 * of this sale: where given, no more goes back, however the refund rounds.
 */
export function settleRefund(question: {
  readonly payouts: readonly Tender[];
  readonly cashRoundingMinor: number;
  readonly cashMaxMinor?: number;
}): Payout {
  const { payouts, cashRoundingMinor, cashMaxMinor = Number.MAX_SAFE_INTEGER } = question;
  for (const { amountMinor } of payouts) assertCount(amountMinor, 'amountMinor');
  assertCount(cashMaxMinor, 'cashMaxMinor');
  const cash = payouts.map(({ method, amountMinor }) => (method === 'CASH' ? amountMinor : 0));
  const cashMinor = sum(cash, (amount) => amount);
  const roundedMinor = Math.min(roundToCash(cashMinor, cashRoundingMinor), cashMaxMinor);
  const shares = cashMinor === 0 ? cash : shareOut(roundedMinor, cash);
  const paid = payouts.map(({ method, amountMinor }, index) => {
    return { method, amountMinor: method === 'CASH' ? shares[index]! : amountMinor };
  });
  return {
    payouts: paid,
    roundingMinor: roundedMinor - cashMinor,
    paidMinor: sum(paid, (payout) => payout.amountMinor),
  };
}

/**
 * Tenders and refunds, told a second time from the definitions.
 */
import type { RefundRequest, RefundedAmount, Settlement, TenderQuestion } from '@evertill/domain';
import { rational, round, times } from './rational.ts';

export function oracleSettle(question: TenderQuestion): Settlement {
  const { totalMinor, cashRoundingMinor, tenders } = question;
  let cash = 0;
  let other = 0;
  let hasCash = false;
  for (const { method, amountMinor } of tenders) {
    if (method === 'CASH') hasCash = true;
    if (method === 'CASH') cash += amountMinor;
    else other += amountMinor;
  }
  const open = totalMinor - other;
  const coin = Math.max(1, cashRoundingMinor);
  const inCoins = Number(round(rational(open, coin), 'half_up')) * coin;
  // Cash settles the rest as soon as it reaches the lower of the exact and the rounded amount.
  const isCashSale = hasCash && cash >= Math.min(open, inCoins);
  const cashDue = isCashSale ? inCoins : open;
  const changeMinor = cash > cashDue ? cash - cashDue : 0;
  return {
    roundingMinor: cashDue - open,
    dueMinor: other + cashDue,
    tenderedMinor: cash + other,
    paidMinor: other + cash - changeMinor,
    changeMinor,
    balanceMinor: cashDue - cash + changeMinor,
    cashMinor: cash - changeMinor,
  };
}

/** The share of the line that has come back by now, less the share that had come back before. */
export function oracleRefund({
  line,
  refundedMilli,
  quantityMilli,
}: RefundRequest): RefundedAmount {
  const back = (milli: number): bigint => {
    const share = rational(milli, line.quantityMilli);
    return round(times(rational(line.totalMinor), share), 'half_up');
  };
  const taxIn = (money: bigint): bigint => {
    if (line.totalMinor === 0) return 0n;
    const share = rational(line.taxMinor, line.totalMinor);
    return round(times(rational(money), share), 'half_up');
  };
  const [before, after] = [back(refundedMilli), back(refundedMilli + quantityMilli)];
  return {
    totalMinor: Number(after - before),
    taxMinor: Number(taxIn(after) - taxIn(before)),
  };
}

/**
 * Where the money of a refund goes, told a second time: what each tender paid of the total, what
 * is left of that, and coins at the end.
 */
import type { Tender } from '@evertill/domain';
import { apportion } from './oracle-price.ts';
import { rational, round } from './rational.ts';

export interface PayoutQuestion {
  readonly saleTotalMinor: number;
  readonly tenders: readonly Tender[];
  readonly cashRoundingMinor: number;
  /** What the drawer kept of the sale. */
  readonly cashKeptMinor: number;
  readonly refundTotalsMinor: readonly number[];
}

export interface OraclePayout {
  readonly payouts: readonly Tender[];
  readonly roundingMinor: number;
}

/** One answer per refund, each knowing those before it. */
export function oraclePayouts(question: PayoutQuestion): OraclePayout[] {
  const { saleTotalMinor, tenders, refundTotalsMinor } = question;
  const coin = Math.max(1, question.cashRoundingMinor);
  const others = tenders.filter((tender) => tender.method !== 'CASH');
  const open = others.reduce((left, { amountMinor }) => left - amountMinor, saleTotalMinor);
  const cashTenders = tenders.filter((tender) => tender.method === 'CASH');
  if (cashTenders.length > 1) throw new RangeError('golden refunds have one cash tender at most');
  const left = tenders.map(({ method, amountMinor }) => (method === 'CASH' ? open : amountMinor));
  let drawer = question.cashKeptMinor;
  return refundTotalsMinor.map((refundMinor) => {
    const shares = apportion(
      BigInt(refundMinor),
      left.map((amount) => rational(amount)),
    ).map(Number);
    shares.forEach((share, index) => (left[index]! -= share));
    let roundingMinor = 0;
    const payouts = tenders.map(({ method }, index) => {
      const exact = shares[index]!;
      if (method !== 'CASH') return { method, amountMinor: exact };
      const coins = Number(round(rational(exact, coin), 'half_up')) * coin;
      const amountMinor = Math.min(coins, drawer);
      drawer -= amountMinor;
      roundingMinor += amountMinor - exact;
      return { method, amountMinor };
    });
    return { payouts, roundingMinor };
  });
}

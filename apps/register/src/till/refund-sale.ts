/** Giving back what was sold: how much is left of it, what that is worth, where the money goes. */
import {
  coveredByTenders,
  refundLines,
  refundTaxes,
  refundableMilli,
  settleRefund,
  shareRefundTenders,
  sum,
} from '@evertill/domain';
import type { Payout, TaxRow } from '@evertill/domain';
import type { CounterLimits } from '../shop-words.ts';
import type { RefundRecord, RefundedLineRecord, SaleRecord, TillRecord } from './records.ts';

export interface RefundLine {
  readonly lineNumber: number;
  readonly soldMilli: number;
  readonly refundedMilli: number;
  readonly leftMilli: number;
}

/** Of each line of a sale, what may still come back, as far as this till knows. */
export function refundableLines(
  sale: SaleRecord,
  records: readonly TillRecord[],
): readonly RefundLine[] {
  const earlier = refundsOf(sale, records).flatMap((refund) => refund.lines);
  return sale.lines.map((line, index) => {
    const back = earlier.filter((one) => one.saleLineNumber === index + 1);
    const refundedMilli = sum(back, (one) => one.quantityMilli);
    const leftMilli = refundableMilli({ quantityMilli: line.quantityMilli, refundedMilli });
    return { lineNumber: index + 1, soldMilli: line.quantityMilli, refundedMilli, leftMilli };
  });
}

function refundsOf(sale: SaleRecord, records: readonly TillRecord[]): RefundRecord[] {
  return records
    .filter((record) => record.kind === 'refund')
    .filter(({ saleId }) => {
      return saleId === sale.id;
    });
}

export interface RefundPlan extends Payout {
  readonly lines: readonly RefundedLineRecord[];
  readonly totalMinor: number;
  readonly taxMinor: number;
  readonly taxes: readonly TaxRow[];
}

/** `quantitiesMilli` per line of the sale, 0 where nothing of it comes back. */
export function planRefund(question: {
  readonly sale: SaleRecord;
  readonly records: readonly TillRecord[];
  readonly quantitiesMilli: readonly number[];
  readonly isRestocked: boolean;
}): RefundPlan {
  const { sale, records, quantitiesMilli, isRestocked } = question;
  const chosen = refundableLines(sale, records).flatMap((line, index) => {
    const quantityMilli = Math.min(quantitiesMilli[index] ?? 0, line.leftMilli);
    const sold = sale.lines[index];
    return quantityMilli > 0 && sold !== undefined ? [{ ...line, quantityMilli, sold }] : [];
  });
  const worth = refundLines(
    chosen.map(({ sold, refundedMilli, quantityMilli }) => {
      return { line: sold, refundedMilli, quantityMilli };
    }),
  );
  const lines = chosen.map(({ sold, lineNumber, quantityMilli }, index) => ({
    saleLineNumber: lineNumber,
    productId: sold.productId,
    sku: sold.sku,
    name: sold.name,
    ...(sold.unitName === undefined ? {} : { unitName: sold.unitName }),
    taxCode: sold.taxCode,
    quantityMilli,
    totalMinor: worth.lines[index]?.totalMinor ?? 0,
    taxMinor: worth.lines[index]?.taxMinor ?? 0,
    isRestocked,
  }));
  const taxes = refundTaxes({ lines, taxes: sale.taxes });
  const { totalMinor, taxMinor } = worth;
  return { ...payoutOf(sale, records, totalMinor), lines, totalMinor, taxMinor, taxes };
}

/** Back to where the money came from, less what has gone back there already. */
export function payoutOf(
  sale: SaleRecord,
  records: readonly TillRecord[],
  totalMinor: number,
): Payout {
  const { cashRoundingMinor, tenders, totalMinor: soldMinor } = sale;
  if (tenders.length === 0) return { payouts: [], roundingMinor: 0, paidMinor: 0 };
  const covered = coveredByTenders({ totalMinor: soldMinor, cashRoundingMinor, tenders });
  const earlier = refundsOf(sale, records).flatMap((refund) => refund.payouts);
  const kept = mergedByMethod(
    tenders.map(({ method }, index) => ({ method, amountMinor: covered[index] ?? 0 })),
  );
  const backTo = new Map(mergedByMethod(earlier).map((one) => [one.method, one.amountMinor]));
  const left = kept.map(({ method, amountMinor }) => {
    return { method, amountMinor, refundedMinor: Math.min(amountMinor, backTo.get(method) ?? 0) };
  });
  const openMinor = sum(left, (one) => one.amountMinor - one.refundedMinor);
  const payouts = shareRefundTenders({
    totalMinor: Math.min(totalMinor, openMinor),
    tenders: left,
  });
  return settleRefund({ payouts: payouts.filter((one) => one.amountMinor > 0), cashRoundingMinor });
}

function mergedByMethod<Method extends string>(
  amounts: readonly { readonly method: Method; readonly amountMinor: number }[],
): { method: Method; amountMinor: number }[] {
  const methods = [...new Set(amounts.map(({ method }) => method))];
  return methods.map((method) => ({
    method,
    amountMinor: sum(amounts, (one) => (one.method === method ? one.amountMinor : 0)),
  }));
}

/** Whether a refund of so much needs a leader's word. */
export function isRefundBeyond(paidMinor: number, { refundMinorMax }: CounterLimits): boolean {
  return refundMinorMax !== null && paidMinor > refundMinorMax;
}

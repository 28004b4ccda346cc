/**
 * What may still go back, and what it is worth: partial quantities with their share of discount
 * and tax.
 *
 * A refund is the difference of two running totals, so that a line returned piece by piece, in
 * whatever steps, has given back exactly what was paid for it and exactly its tax.
 */
import { assertCount, mulDiv, shareOut, sum } from './amount.ts';
import { isWholeWithin } from './flaw.ts';
import type { Flaw } from './flaw.ts';
import { QUANTITY_MILLI_MAX } from './limits.ts';
import type { TaxRow } from './price-order.ts';

export interface SoldLine {
  readonly quantityMilli: number;
  readonly totalMinor: number;
  readonly taxMinor: number;
}

export interface RefundRequest {
  /** The line as it was sold. */
  readonly line: SoldLine;
  /** What came back earlier. */
  readonly refundedMilli: number;
  /** What comes back now. */
  readonly quantityMilli: number;
}

export interface RefundedAmount {
  readonly totalMinor: number;
  readonly taxMinor: number;
}

export type RefundFlawCode =
  'refund_lines_missing' | 'refund_quantity_out_of_range' | 'refund_exceeds_sale';

export type StateAfterRefund = 'completed' | 'partially_refunded' | 'refunded';

interface Returned {
  readonly quantityMilli: number;
  readonly refundedMilli: number;
}

/** How much of a line may still come back. Never below zero, even where too much already has. */
export function refundableMilli({ quantityMilli, refundedMilli }: Returned): number {
  return Math.max(0, quantityMilli - refundedMilli);
}

/** What is wrong with taking these quantities back. */
export function checkRefund(requests: readonly RefundRequest[]): Flaw<RefundFlawCode>[] {
  if (requests.length === 0) return [{ code: 'refund_lines_missing', path: 'lines' }];
  return requests.flatMap((request, index) => {
    const code = flawOf(request);
    return code === undefined ? [] : [{ code, path: `lines.${index}.quantityMilli` }];
  });
}

/** What `quantityMilli` of a line is worth, after `refundedMilli` of it came back already. */
export function refundLine({ line, refundedMilli, quantityMilli }: RefundRequest): RefundedAmount {
  assertCount(line.taxMinor, 'taxMinor');
  assertCount(line.totalMinor - line.taxMinor, 'total less tax');
  assertCount(refundedMilli, 'refundedMilli');
  assertCount(quantityMilli, 'quantityMilli');
  const before = worthOf(line, refundedMilli);
  const after = worthOf(line, refundedMilli + quantityMilli);
  return {
    totalMinor: after.totalMinor - before.totalMinor,
    taxMinor: after.taxMinor - before.taxMinor,
  };
}

/** `refundLine` for each, and what they come to together. */
export function refundLines(
  requests: readonly RefundRequest[],
): RefundedAmount & { readonly lines: readonly RefundedAmount[] } {
  const lines = requests.map(refundLine);
  return {
    lines,
    totalMinor: sum(lines, (line) => line.totalMinor),
    taxMinor: sum(lines, (line) => line.taxMinor),
  };
}

/**
 * Spreads a quantity over the lines that sold it, in their order, by what each has left. Undefined
 * where they have not so much left together.
 */
export function spreadReturn(
  quantityMilli: number,
  leftMilli: readonly number[],
): number[] | undefined {
  let openMilli = quantityMilli;
  const parts = leftMilli.map((left) => {
    const part = Math.min(openMilli, left);
    openMilli -= part;
    return part;
  });
  return openMilli === 0 ? parts : undefined;
}

/**
 * The tax within money that goes back without any goods: the same part of the tax that is left as
 * it is of the money that is left. The last of the money takes the last of the tax.
 */
export function taxOfMoneyRefund(question: {
  readonly amountMinor: number;
  readonly leftMinor: number;
  readonly taxLeftMinor: number;
}): number {
  const { amountMinor, leftMinor } = question;
  assertCount(amountMinor, 'amountMinor');
  assertCount(leftMinor - amountMinor, 'left after this refund');
  if (leftMinor === 0) return 0;
  const taxLeftMinor = Math.min(Math.max(0, question.taxLeftMinor), leftMinor);
  return mulDiv(taxLeftMinor, amountMinor, leftMinor, 'half_up');
}

/** Where an order stands once these quantities have come back in all. */
export function orderStateAfterRefund(lines: readonly Returned[]): StateAfterRefund {
  if (lines.every((line) => refundableMilli(line) === 0)) return 'refunded';
  return lines.some((line) => line.refundedMilli > 0) ? 'partially_refunded' : 'completed';
}

/** Whether a return is still in time. A window of no days accepts returns for ever. */
export function isWithinReturnWindow(question: {
  readonly soldAtMs: number;
  readonly returnedAtMs: number;
  readonly windowDays: number;
}): boolean {
  const { soldAtMs, returnedAtMs, windowDays } = question;
  return windowDays === 0 || returnedAtMs - soldAtMs <= windowDays * 86_400_000;
}

/** The tax of a refund by component, for its receipt: the sale's rows, scaled to what came back. */
export function refundTaxes(question: {
  readonly lines: readonly (RefundedAmount & { readonly taxCode: string })[];
  readonly taxes: readonly TaxRow[];
}): TaxRow[] {
  const { lines, taxes } = question;
  return [...new Set(lines.map((line) => line.taxCode))].flatMap((taxCode) => {
    const back = lines.filter((line) => line.taxCode === taxCode);
    const taxMinor = sum(back, (line) => line.taxMinor);
    const netMinor = sum(back, (line) => line.totalMinor) - taxMinor;
    const rows = taxes.filter((row) => row.taxCode === taxCode);
    const shares = shareOut(
      taxMinor,
      rows.map((row) => row.taxMinor),
    );
    return rows.map((row, index) => ({ ...row, netMinor, taxMinor: shares[index]! }));
  });
}

function flawOf(request: RefundRequest): RefundFlawCode | undefined {
  const { line, refundedMilli, quantityMilli } = request;
  const bounds = { min: 1, max: QUANTITY_MILLI_MAX };
  if (!isWholeWithin(quantityMilli, bounds)) return 'refund_quantity_out_of_range';
  const leftMilli = refundableMilli({ quantityMilli: line.quantityMilli, refundedMilli });
  return quantityMilli > leftMilli ? 'refund_exceeds_sale' : undefined;
}

// The tax follows the money rather than the quantity: two roundings side by side could otherwise
// meet in a refund that gives back more tax than money.
function worthOf(line: SoldLine, quantityMilli: number): RefundedAmount {
  assertCount(line.quantityMilli - quantityMilli, 'sold less returned');
  if (line.totalMinor === 0) return { totalMinor: 0, taxMinor: 0 };
  const totalMinor = mulDiv(line.totalMinor, quantityMilli, line.quantityMilli, 'half_up');
  const taxMinor = mulDiv(line.taxMinor, totalMinor, line.totalMinor, 'half_up');
  return { totalMinor, taxMinor };
}

/** Which lines of a sale a quantity comes back to, and what that is worth. */
import { decimalOfMilli, refundLine, refundableMilli, spreadReturn, sum } from '@evertill/domain';
import type { RefundedAmount } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { HeldLine } from './returned-sale.ts';

export interface Part {
  readonly lineNumber: number;
  readonly quantityMilli: number;
}

export interface Wanted {
  readonly product?: string | undefined;
  /** Null when the quantity is spread over the lines of the product in their order. */
  readonly lineNumber: number | null;
  readonly quantityMilli: number;
  /** Where the request says it, in wire names: `quantity`. */
  readonly field: string;
}

/** Refused as `not_found` when nothing such was sold, `refund_exceeds_sale` when not so much. */
export function partsOf(lines: readonly HeldLine[], wanted: Wanted): Part[] {
  const { product, lineNumber, quantityMilli, field } = wanted;
  const sold = lines.filter(
    (line) =>
      (product === undefined || line.product_id === product.toLowerCase()) &&
      (lineNumber === null || line.line_number === lineNumber),
  );
  if (sold.length === 0) {
    refuse('not_found', { fields: [{ field: 'product', message: 'is not on this sale' }] });
  }
  const left = sold.map((line) =>
    refundableMilli({
      quantityMilli: line.quantity_milli,
      refundedMilli: line.refunded_milli + line.pending_milli,
    }),
  );
  const parts = spreadReturn(quantityMilli, left);
  if (parts === undefined) {
    const most = decimalOfMilli(sum(left, (milli) => milli));
    refuse('refund_exceeds_sale', { fields: [{ field, message: `may be ${most} at most` }] });
  }
  return sold
    .map((line, index) => ({
      lineNumber: line.line_number,
      quantityMilli: parts[index] as number,
    }))
    .filter((part) => part.quantityMilli > 0);
}

/** As if these parts were not asked for: who changes a return gives back what it kept. */
export function withoutParts(lines: readonly HeldLine[], parts: readonly Part[]): HeldLine[] {
  return lines.map((line) => {
    const own = parts.find((part) => part.lineNumber === line.line_number);
    return own === undefined
      ? line
      : { ...line, pending_milli: line.pending_milli - own.quantityMilli };
  });
}

/**
 * What a part is worth at this moment, to the counters' own arithmetic. Undefined when a counter
 * took back so much meanwhile that it does not fit any more.
 */
export function worthOf(lines: readonly HeldLine[], part: Part): RefundedAmount | undefined {
  const line = lines.find((one) => one.line_number === part.lineNumber);
  if (line === undefined) throw new Error(`line ${part.lineNumber} is gone`);
  const { quantity_milli: quantityMilli, refunded_milli: refundedMilli } = line;
  if (part.quantityMilli > refundableMilli({ quantityMilli, refundedMilli })) return undefined;
  const totalMinor = line.total_minor;
  // A sale stands as it was claimed, even where its tax is more than its total.
  const taxMinor = Math.min(line.tax_minor, totalMinor);
  const sold = { quantityMilli, totalMinor, taxMinor };
  return refundLine({ line: sold, refundedMilli, quantityMilli: part.quantityMilli });
}

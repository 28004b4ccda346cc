/** What a register says of a refund, in minor units, and how it compares with the sale. */
import type { Flag, RefundBody } from '@evertill/contract';
import { refundLine, refundableMilli, sum } from '@evertill/domain';
import type { SoldLine } from '@evertill/domain';
import { amountReader } from './amount-reader.ts';
import { bounded, paymentFacts } from './sale-facts.ts';
import type { PaymentFact } from './sale-facts.ts';

export interface RefundFactLine {
  readonly saleLineNumber: number | null;
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly quantityMilli: number;
  readonly taxCode: string;
  readonly taxMinor: number;
  readonly totalMinor: number;
  readonly isRestocked: boolean;
}

export interface RefundFacts {
  readonly saleId: string | null;
  readonly lines: readonly RefundFactLine[];
  readonly payments: readonly PaymentFact[];
  readonly taxMinor: number;
  readonly roundingMinor: number;
  readonly totalMinor: number;
}

/** The figures of a refund body. Throws `AmountFlaw`. */
export function refundFactsOf(body: RefundBody): RefundFacts {
  const read = amountReader(body.currency);
  const lines = body.lines.map((line, index) => ({
    saleLineNumber: line.saleLineNumber ?? null,
    productId: line.product.toLowerCase(),
    sku: line.sku,
    name: line.name,
    quantityMilli: read.quantity(line.quantity, `lines.${index}.quantity`),
    taxCode: line.taxCode,
    taxMinor: read.amount(line.tax, `lines.${index}.tax`),
    totalMinor: read.amount(line.total, `lines.${index}.total`),
    isRestocked: line.isRestocked ?? true,
  }));
  bounded('lines', () => sum(lines, (line) => line.totalMinor));
  bounded('lines', () => sum(lines, (line) => line.taxMinor));
  return {
    saleId: body.salesHeader?.toLowerCase() ?? null,
    lines,
    payments: paymentFacts(body),
    taxMinor: read.amount(body.tax, 'tax'),
    roundingMinor: read.amount(body.rounding, 'rounding'),
    totalMinor: read.amount(body.total, 'total'),
  };
}

/** A sold line, and how much of it had come back before this refund. */
export interface SoldAndReturned {
  readonly line: SoldLine;
  readonly productId: string;
  readonly refundedMilli: number;
}

/**
 * What differs from what the sale allows. The money has been paid out already: nothing is refused.
 * `sold` holds, for each line of the refund, the line of the sale; undefined where there is none.
 */
export function refundFlags(
  facts: RefundFacts,
  sold: readonly (SoldAndReturned | undefined)[],
): Flag[] {
  const flags = new Set<Flag>();
  if (!addsUp(facts)) flags.add('total_differs');
  if (facts.saleId === null) return [...flags];
  for (const [index, claimed] of facts.lines.entries()) {
    const original = sold[index];
    if (original?.productId !== claimed.productId) {
      flags.add('refund_exceeds_sale');
      continue;
    }
    const { line, refundedMilli } = original;
    const { quantityMilli } = claimed;
    // A sale stands as it was claimed, even where its tax is more than its total: no share of that.
    if (line.taxMinor > line.totalMinor) {
      flags.add('refund_differs');
      continue;
    }
    const leftMilli = refundableMilli({ quantityMilli: line.quantityMilli, refundedMilli });
    if (quantityMilli > leftMilli) {
      flags.add('refund_exceeds_sale');
      continue;
    }
    const due = refundLine({ line, refundedMilli, quantityMilli });
    if (due.totalMinor !== claimed.totalMinor || due.taxMinor !== claimed.taxMinor) {
      flags.add('refund_differs');
    }
  }
  return [...flags];
}

function addsUp(facts: RefundFacts): boolean {
  const paidMinor = sum(facts.payments, (payment) => payment.amountMinor);
  return (
    sum(facts.lines, (line) => line.totalMinor) + facts.roundingMinor === facts.totalMinor &&
    sum(facts.lines, (line) => line.taxMinor) === facts.taxMinor &&
    paidMinor === facts.totalMinor
  );
}

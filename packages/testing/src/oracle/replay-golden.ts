/**
 * A golden receipt through the domain's public door: what the rules make of it today.
 *
 * Runs in Node and, bundled, in a browser; both must give what the file says.
 */
import {
  checkOrder,
  checkPriceBook,
  checkRefund,
  checkTender,
  coveredByTenders,
  priceOrder,
  receiptOf,
  receiptText,
  refundLines,
  refundTaxes,
  settleRefund,
  settleTender,
  shareRefundTenders,
} from '@evertill/domain';
import type { KeptTender, PricedLine, PricedOrder, Settlement } from '@evertill/domain';
import type { GoldenLine } from './golden-sketch.ts';
import type { GoldenReceipt, GoldenRefund } from './golden-receipt.ts';

export type Replay = Pick<GoldenReceipt, 'expected' | 'refunds'> & {
  /** Codes found by the `check…` functions. A golden receipt has none. */
  readonly flaws: readonly string[];
};

interface Sold {
  lines: readonly GoldenLine[];
  priced: PricedOrder;
  settlement: Settlement;
}

export function replayGolden(golden: GoldenReceipt): Replay {
  const { book, discountMinor, tenders } = golden;
  const lines = spread(golden.lines);
  const draft = { lines, discountMinor };
  const priced = priceOrder(draft, book);
  const { currency: _, priceBookVersion: __, rulesVersion: ___, ...numbers } = priced;
  const { totalMinor } = priced;
  const asked = { totalMinor, cashRoundingMinor: book.cashRoundingMinor, tenders };
  const settlement = settleTender(asked);
  const flaws = [...checkPriceBook(book), ...checkOrder(draft, book), ...checkTender(asked)];
  const sold = { lines, priced, settlement };
  const text = saleText(golden, sold);
  return {
    expected: { ...numbers, lines: columnsOf(priced.lines), settlement, text },
    refunds: refundsOf(golden, sold),
    flaws: flaws.map((flaw) => flaw.code),
  };
}

function saleText({ head, shop, book, tenders }: GoldenReceipt, sold: Sold): string[] {
  const { lines: items, priced, settlement } = sold;
  const { isTaxIncluded } = book;
  const rest = { kind: 'sale', isTaxIncluded, items, priced, tenders, settlement } as const;
  return receiptText(receiptOf({ ...head, ...rest }, shop), 42).split('\n');
}

function refundsOf(golden: GoldenReceipt, sold: Sold): GoldenRefund[] {
  const { tenders, book, refunds } = golden;
  if (refunds.length === 0) return [];
  const { totalMinor: saleTotalMinor } = sold.priced;
  const { cashRoundingMinor } = book;
  const question = { totalMinor: saleTotalMinor, cashRoundingMinor, tenders };
  const covered = coveredByTenders(question);
  let kept: KeptTender[] = tenders.map(({ method }, index) => {
    return { method, amountMinor: covered[index]!, refundedMinor: 0 };
  });
  let cashMaxMinor = sold.settlement.cashMinor;
  const refunded = sold.lines.map(() => 0);
  return refunds.map(({ quantitiesMilli, number }) => {
    const requests = requestsOf(sold, quantitiesMilli, refunded);
    if (checkRefund(requests).length > 0) throw new Error(`${number} has a flaw`);
    const back = refundLines(requests);
    quantitiesMilli.forEach((quantity, index) => (refunded[index]! += quantity));
    const exact = shareRefundTenders({ totalMinor: back.totalMinor, tenders: kept });
    kept = kept.map((tender, index) => {
      return { ...tender, refundedMinor: tender.refundedMinor + exact[index]!.amountMinor };
    });
    const { payouts, roundingMinor } = settleRefund({
      payouts: exact,
      cashRoundingMinor,
      cashMaxMinor,
    });
    for (const { method, amountMinor } of payouts) {
      if (method === 'CASH') cashMaxMinor -= amountMinor;
    }
    const totalsMinor = back.lines.map((line) => line.totalMinor);
    const taxesMinor = back.lines.map((line) => line.taxMinor);
    const taxCodes = back.lines.map((line, at) => ({ ...line, taxCode: taxCodeAt(sold, at) }));
    const taxes = refundTaxes({ lines: taxCodes, taxes: sold.priced.taxes });
    const told = { number, quantitiesMilli, totalsMinor, taxesMinor, taxes, payouts };
    return { ...told, roundingMinor, text: refundText(golden, sold, { ...told, roundingMinor }) };
  });
}

function taxCodeAt({ lines }: Sold, index: number): string {
  return lines[index]!.taxCode;
}

function requestsOf(sold: Sold, quantities: readonly number[], refunded: readonly number[]) {
  return sold.lines.map(({ quantityMilli }, index) => {
    const { totalMinor, taxMinor } = sold.priced.lines[index]!;
    const line = { quantityMilli, totalMinor, taxMinor };
    return { line, refundedMilli: refunded[index]!, quantityMilli: quantities[index]! };
  });
}

function refundText(
  { head, shop }: GoldenReceipt,
  { lines }: Sold,
  refund: Omit<GoldenRefund, 'text'>,
): string[] {
  const { number, quantitiesMilli, totalsMinor, taxes, payouts, roundingMinor } = refund;
  const items = lines.map(({ unitPriceMinor: _, discountMinor: __, ...line }, index) => ({
    ...line,
    quantityMilli: quantitiesMilli[index]!,
    totalMinor: totalsMinor[index]!,
  }));
  const totalMinor = totalsMinor.reduce((running, amount) => running + amount, 0);
  const receipt = {
    ...head,
    number,
    originalNumber: head.number,
    kind: 'refund',
    items,
    taxes,
    totalMinor,
    roundingMinor,
    payouts,
  } as const;
  return receiptText(receiptOf(receipt, shop), 42).split('\n');
}

function spread(lines: readonly GoldenLine[]): GoldenLine[] {
  return lines.flatMap(({ times = 1, stepMinor = 0, ...line }) => {
    const copies: GoldenLine[] = [];
    for (let copy = 0; copy < times; copy += 1) {
      copies.push({ ...line, unitPriceMinor: line.unitPriceMinor + copy * stepMinor });
    }
    return copies;
  });
}

function columnsOf(lines: readonly PricedLine[]) {
  return {
    grossMinor: lines.map((line) => line.grossMinor),
    discountMinor: lines.map((line) => line.discountMinor),
    taxMinor: lines.map((line) => line.taxMinor),
    totalMinor: lines.map((line) => line.totalMinor),
    netMinor: lines.map((line) => line.netMinor),
  };
}

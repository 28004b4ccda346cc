/**
 * A golden receipt as it lies in `packages/domain/src/golden`, made from a case by the oracle.
 */
import type {
  OrderDraft,
  PriceBook,
  PricedLine,
  Settlement,
  TaxRow,
  Tender,
} from '@evertill/domain';
import type { GoldenCase, GoldenLine } from './golden-sketch.ts';
import { oraclePayouts } from './oracle-payout.ts';
import { apportion, oraclePrice } from './oracle-price.ts';
import type { OraclePrice } from './oracle-price.ts';
import { oracleRefund, oracleSettle } from './oracle-settle.ts';
import { oracleRefundText, oracleSaleText } from './oracle-text.ts';
import { rational } from './rational.ts';

/** One column per kind of amount, one entry per line. */
export type Columns = Readonly<Record<keyof PricedLine, readonly number[]>>;

export interface GoldenRefund {
  readonly number: string;
  readonly quantitiesMilli: readonly number[];
  readonly totalsMinor: readonly number[];
  readonly taxesMinor: readonly number[];
  readonly taxes: readonly TaxRow[];
  readonly payouts: readonly Tender[];
  readonly roundingMinor: number;
  readonly text: readonly string[];
}

export interface GoldenReceipt {
  readonly about: string;
  readonly book: PriceBook;
  readonly lines: readonly GoldenLine[];
  readonly discountMinor: number;
  readonly tenders: readonly Tender[];
  readonly shop: typeof shop;
  readonly head: ReturnType<typeof headOf>;
  readonly expected: Omit<OraclePrice, 'lines'> & {
    readonly lines: Columns;
    readonly settlement: Settlement;
    readonly text: readonly string[];
  };
  readonly refunds: readonly GoldenRefund[];
}

const shop = {
  name: 'Duka la Amina',
  addressLines: ['Moi Avenue 12', 'Nairobi'],
  taxNumber: 'P051000000Z',
  footerLines: ['Asante! Karibu tena.'],
};

export function goldenReceipt(golden: GoldenCase): GoldenReceipt {
  const { about, book, lines, discountMinor, tenders, byHand } = golden;
  const spread = spreadLines(lines);
  const draft = draftOf(spread, discountMinor);
  const { lines: priced, ...totals } = oraclePrice(draft, book);
  if (byHand !== undefined && !isAsByHand(byHand, totals)) {
    throw new Error(`${golden.name}: ${totals.taxMinor} tax, ${totals.totalMinor} in all`);
  }
  const { totalMinor } = totals;
  const { cashRoundingMinor } = book;
  const settlement = oracleSettle({ totalMinor, cashRoundingMinor, tenders });
  const head = headOf(golden);
  const text = oracleSaleText(shop, head, {
    isTaxIncluded: book.isTaxIncluded,
    items: spread.map((line, index) => ({ ...line, amountMinor: priced[index]!.grossMinor })),
    orderDiscountMinor: discountMinor,
    taxes: totals.taxes,
    totalMinor,
    tenders,
    settlement,
  });
  const columns = columnsOf(priced);
  const expected = { ...totals, lines: columns, settlement, text };
  const refunds = refundsOf(golden, { spread, priced, settlement, totals });
  return { about, book, lines, discountMinor, tenders, shop, head, expected, refunds };
}

/** Lines that are told once and meant many times. */
function spreadLines(lines: readonly GoldenLine[]): GoldenLine[] {
  return lines.flatMap(({ times = 1, stepMinor = 0, ...line }) =>
    Array.from({ length: times }, (_, index) => {
      return { ...line, unitPriceMinor: line.unitPriceMinor + index * stepMinor };
    }),
  );
}

function draftOf(lines: readonly GoldenLine[], discountMinor: number): OrderDraft {
  return { lines, discountMinor };
}

function headOf({ name, isCopy, book }: GoldenCase) {
  return {
    number: `R1-${name.slice(0, 24)}`,
    soldAt: '2026-01-15 09:31',
    cashierName: 'Wanjiru',
    isCopy,
    currency: book.currency,
  };
}

interface Sold {
  spread: readonly GoldenLine[];
  priced: readonly PricedLine[];
  settlement: Settlement;
  totals: Omit<OraclePrice, 'lines'>;
}

function refundsOf(golden: GoldenCase, sold: Sold): GoldenRefund[] {
  const back = sold.spread.map(() => 0);
  const amounts = golden.refunds.map((quantities) =>
    quantities.map((quantityMilli, index) => {
      const { totalMinor, taxMinor } = sold.priced[index]!;
      const line = { quantityMilli: sold.spread[index]!.quantityMilli, totalMinor, taxMinor };
      const refunded = oracleRefund({ line, refundedMilli: back[index]!, quantityMilli });
      back[index]! += quantityMilli;
      return refunded;
    }),
  );
  const refundTotalsMinor = amounts.map((lines) => add(lines.map((line) => line.totalMinor)));
  const payouts = oraclePayouts({
    saleTotalMinor: sold.totals.totalMinor,
    tenders: golden.tenders,
    cashRoundingMinor: golden.book.cashRoundingMinor,
    cashKeptMinor: sold.settlement.cashMinor,
    refundTotalsMinor,
  });
  return golden.refunds.map((quantitiesMilli, index) => {
    const totalsMinor = amounts[index]!.map((line) => line.totalMinor);
    const taxesMinor = amounts[index]!.map((line) => line.taxMinor);
    const refund = { quantitiesMilli, totalsMinor, taxesMinor };
    const taxes = taxesBack(refund, sold);
    const { payouts: paid, roundingMinor } = payouts[index]!;
    const number = `${headOf(golden).number}-R${index + 1}`;
    const rest = { number, taxes, payouts: paid, roundingMinor };
    const text = textOfRefund(golden, { ...refund, ...rest }, sold);
    return { ...refund, ...rest, text };
  });
}

type Amounts = Pick<GoldenRefund, 'quantitiesMilli' | 'totalsMinor' | 'taxesMinor'>;

function taxesBack({ totalsMinor, taxesMinor }: Amounts, { spread, totals }: Sold): TaxRow[] {
  const codes = [...new Set(spread.map((line) => line.taxCode))];
  return codes.flatMap((taxCode) => {
    const of = (amounts: readonly number[]) =>
      add(amounts.filter((_, index) => spread[index]!.taxCode === taxCode));
    const rows = totals.taxes.filter((row) => row.taxCode === taxCode);
    const weights = rows.map((row) => rational(row.taxMinor));
    const shares = apportion(BigInt(of(taxesMinor)), weights).map(Number);
    const netMinor = of(totalsMinor) - of(taxesMinor);
    return rows.map((row, index) => ({ ...row, netMinor, taxMinor: shares[index]! }));
  });
}

function textOfRefund(
  golden: GoldenCase,
  refund: Omit<GoldenRefund, 'text'>,
  { spread }: Sold,
): string[] {
  const head = headOf(golden);
  const { number } = refund;
  const items = spread.map((line, index) => ({
    ...line,
    quantityMilli: refund.quantitiesMilli[index]!,
    amountMinor: refund.totalsMinor[index]!,
  }));
  const totalMinor = add(refund.totalsMinor);
  const refundHead = { ...head, number, originalNumber: head.number };
  return oracleRefundText(shop, refundHead, { ...refund, items, totalMinor });
}

function columnsOf(lines: readonly PricedLine[]): Columns {
  const column = (name: keyof PricedLine) => lines.map((line) => line[name]);
  return {
    grossMinor: column('grossMinor'),
    discountMinor: column('discountMinor'),
    taxMinor: column('taxMinor'),
    totalMinor: column('totalMinor'),
    netMinor: column('netMinor'),
  };
}

function isAsByHand(
  byHand: { taxMinor: number; totalMinor: number },
  totals: { taxMinor: number; totalMinor: number },
): boolean {
  return byHand.taxMinor === totals.taxMinor && byHand.totalMinor === totals.totalMinor;
}

function add(amounts: readonly number[]): number {
  return amounts.reduce((running, amount) => running + amount, 0);
}

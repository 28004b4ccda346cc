/**
 * A receipt as a list of lines, before anybody knows the paper: the same for a thermal printer, a
 * screen, and a message. `receiptText` lays it out in columns.
 *
 * What is printed adds up from top to bottom: lines, less discounts, with tax, is the total; the
 * total, with rounding, is what the tenders less change have paid.
 */
import { sum } from './amount.ts';
import { decimalOf, decimalOfBillionths, decimalOfMilli, percentOf } from './currency.ts';
import { printable } from './printable.ts';
import type { PricedLine, TaxRow } from './price-order.ts';
import { receiptLabels } from './receipt-labels.ts';
import type { ReceiptLabels } from './receipt-labels.ts';
import { centre, pair, rule, textLine } from './receipt-lines.ts';
import type { ReceiptLine } from './receipt-lines.ts';
import type { Tender } from './tender.ts';

export interface ReceiptShop {
  readonly name: string;
  readonly addressLines: readonly string[];
  readonly taxNumber?: string;
  readonly footerLines: readonly string[];
  readonly labels?: ReceiptLabels;
}

export interface ReceiptItem {
  readonly name: string;
  readonly quantityMilli: number;
  /** As `kg`; absent where things are counted. */
  readonly unitName?: string;
  readonly unitPriceMinor: number;
  /** The line's own discount, without its share of the order's. */
  readonly discountMinor: number;
  /** What of it promotions took, by their names; the rest was given by hand. */
  readonly promotions?: readonly NamedAmount[];
}

export interface NamedAmount {
  readonly name: string;
  readonly amountMinor: number;
}

interface ReceiptHead {
  readonly number: string;
  /** The shop's wall clock, as it shall be printed: this package knows no time zone. */
  readonly soldAt: string;
  readonly registerName?: string;
  readonly cashierName?: string;
  readonly customerName?: string;
  readonly isCopy: boolean;
  readonly currency: string;
}

export type SaleForReceipt = ReceiptHead & {
  readonly kind: 'sale';
  readonly isTaxIncluded: boolean;
  readonly items: readonly ReceiptItem[];
  /** What of the order's discount promotions took. */
  readonly promotions?: readonly NamedAmount[];
  readonly priced: {
    readonly lines: readonly Pick<PricedLine, 'grossMinor'>[];
    readonly subtotalMinor: number;
    readonly discountMinor: number;
    readonly taxes: readonly TaxRow[];
    readonly totalMinor: number;
  };
  readonly tenders: readonly Tender[];
  readonly settlement: {
    readonly roundingMinor: number;
    readonly dueMinor: number;
    readonly changeMinor: number;
    readonly balanceMinor: number;
  };
};

export type RefundForReceipt = ReceiptHead & {
  readonly kind: 'refund';
  readonly originalNumber: string;
  /** Each with all it gives back: discounts taken off, tax included. */
  readonly items: readonly (Pick<ReceiptItem, 'name' | 'quantityMilli' | 'unitName'> & {
    readonly totalMinor: number;
  })[];
  readonly taxes: readonly TaxRow[];
  readonly totalMinor: number;
  readonly roundingMinor: number;
  readonly payouts: readonly Tender[];
};

/** A sale undone as a whole: `number` is of the voided receipt, `soldAt` when it was voided. */
export type VoidForReceipt = ReceiptHead & {
  readonly kind: 'void';
  readonly totalMinor: number;
  readonly payouts: readonly Tender[];
  readonly reason: string;
  /** Those who let it pass; empty where nobody had to. */
  readonly approvers: readonly string[];
};

export type PrintedFact = SaleForReceipt | RefundForReceipt | VoidForReceipt;

export interface Receipt {
  readonly lines: readonly ReceiptLine[];
}

/** Lays out a sale, a refund or a void for the shop that made it. */
export function receiptOf(sale: PrintedFact, shop: ReceiptShop): Receipt {
  const labels = shop.labels ?? receiptLabels.en;
  const body = bodyOf(sale, labels);
  const footer = shop.footerLines.map((text) => centre(text));
  return {
    lines: [
      ...headOf(sale, shop, labels),
      rule,
      ...body,
      ...(footer.length > 0 ? [rule, ...footer] : []),
    ],
  };
}

function bodyOf(sale: PrintedFact, labels: ReceiptLabels): ReceiptLine[] {
  if (sale.kind === 'sale') return saleBody(sale, labels);
  return sale.kind === 'refund' ? refundBody(sale, labels) : voidBody(sale, labels);
}

function headOf(sale: PrintedFact, shop: ReceiptShop, labels: ReceiptLabels): ReceiptLine[] {
  const facts: (readonly [string, string | undefined])[] = [
    [sale.kind === 'void' ? labels.voidOf : labels.receipt, sale.number],
    [labels.refundOf, sale.kind === 'refund' ? sale.originalNumber : undefined],
    [labels.date, sale.soldAt],
    [labels.register, sale.registerName],
    [labels.servedBy, sale.cashierName],
    ...(sale.kind === 'void' ? sale.approvers : []).map(
      (name) => [labels.approvedBy, name] as const,
    ),
    [labels.customer, sale.customerName],
  ];
  return [
    centre(shop.name, true),
    ...shop.addressLines.map((text) => centre(text)),
    ...(shop.taxNumber === undefined ? [] : [centre(`${labels.taxNumber} ${shop.taxNumber}`)]),
    ...(sale.isCopy ? [centre(labels.copy, true)] : []),
    ...(sale.kind === 'sale' ? [] : [centre(labels[sale.kind], true)]),
    rule,
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : [pair(name, value)])),
  ];
}

function saleBody(sale: SaleForReceipt, labels: ReceiptLabels): ReceiptLine[] {
  const { items, priced, settlement, tenders, currency } = sale;
  const amount = (minor: number) => decimalOf(minor, currency);
  const ownMinor = sum(items, (item) => item.discountMinor);
  const orderMinor = priced.discountMinor - ownMinor;
  const hasSubtotal = orderMinor !== 0 || !sale.isTaxIncluded;
  const taxes = taxLines(priced.taxes, currency, labels);
  return [
    ...items.flatMap((item, index) =>
      itemLines(item, priced.lines[index]!.grossMinor, sale, labels),
    ),
    rule,
    ...(hasSubtotal ? [pair(labels.subtotal, amount(priced.subtotalMinor - ownMinor))] : []),
    ...discountLines(orderMinor, sale.promotions ?? [], sale, labels),
    ...(sale.isTaxIncluded ? [] : taxes),
    pair(labels.total, `${printable(currency)} ${amount(priced.totalMinor)}`, { isStrong: true }),
    ...roundingLines({ ...settlement, currency, dueLabel: labels.due }, labels),
    ...tenders.flatMap((tender) => tenderLines(tender, currency, labels)),
    ...(settlement.changeMinor === 0 ? [] : [pair(labels.change, amount(settlement.changeMinor))]),
    ...(settlement.balanceMinor === 0
      ? []
      : [pair(labels.balance, amount(settlement.balanceMinor))]),
    ...(sale.isTaxIncluded ? taxSummary(taxes, labels) : []),
  ];
}

/** Of other currencies also what was handed over, and at which rate. */
function tenderLines(
  { method, amountMinor, foreign }: Tender,
  currency: string,
  labels: ReceiptLabels,
): ReceiptLine[] {
  const amount = decimalOf(amountMinor, currency);
  if (foreign === undefined) return [pair(labels.tenders[method], amount)];
  const rate = decimalOfBillionths(foreign.rateBillionths);
  const handed = `${foreign.currency} ${decimalOf(foreign.amountMinor, foreign.currency)} x ${rate}`;
  return [textLine(labels.tenders[method]), pair(handed, amount, { indent: 2 })];
}

function refundBody(sale: RefundForReceipt, labels: ReceiptLabels): ReceiptLine[] {
  const { currency, roundingMinor, totalMinor } = sale;
  const amount = (minor: number) => decimalOf(minor, currency);
  const dueMinor = totalMinor + roundingMinor;
  const rounded = { roundingMinor, dueMinor, currency, dueLabel: labels.paidBack };
  return [
    ...sale.items.flatMap((item) => {
      const total = amount(item.totalMinor);
      if (isOnePiece(item)) return [pair(item.name, total)];
      return [textLine(item.name), pair(quantityText(item), total, { indent: 2 })];
    }),
    rule,
    pair(labels.refundTotal, `${printable(currency)} ${amount(totalMinor)}`, { isStrong: true }),
    ...roundingLines(rounded, labels),
    ...payoutLines(sale, labels),
    ...taxSummary(taxLines(sale.taxes, currency, labels), labels),
  ];
}

/** Why, then what went back: a reason may be longer than a line. */
function voidBody(sale: VoidForReceipt, labels: ReceiptLabels): ReceiptLine[] {
  const { currency, reason, totalMinor } = sale;
  const total = `${printable(currency)} ${decimalOf(totalMinor, currency)}`;
  return [
    textLine(`${labels.reason}: ${reason}`),
    rule,
    pair(labels.voidTotal, total, { isStrong: true }),
    ...payoutLines(sale, labels),
  ];
}

function payoutLines(
  { payouts, currency }: Pick<RefundForReceipt, 'payouts' | 'currency'>,
  labels: ReceiptLabels,
): ReceiptLine[] {
  return payouts
    .filter(({ amountMinor }) => amountMinor > 0)
    .map((tender) => pair(labels.tenders[tender.method], decimalOf(tender.amountMinor, currency)));
}

function itemLines(
  item: ReceiptItem,
  grossMinor: number,
  { currency }: SaleForReceipt,
  labels: ReceiptLabels,
): ReceiptLine[] {
  const gross = decimalOf(grossMinor, currency);
  const times = `${quantityText(item)} x ${decimalOf(item.unitPriceMinor, currency)}`;
  const lines = isOnePiece(item)
    ? [pair(item.name, gross)]
    : [textLine(item.name), pair(times, gross, { indent: 2 })];
  const { discountMinor, promotions = [] } = item;
  return [...lines, ...discountLines(discountMinor, promotions, { currency, indent: 2 }, labels)];
}

/** What promotions took, each by its name, and the rest of a discount. */
function discountLines(
  discountMinor: number,
  promotions: readonly NamedAmount[],
  { currency, indent = 0 }: { readonly currency: string; readonly indent?: number },
  labels: ReceiptLabels,
): ReceiptLine[] {
  const restMinor = discountMinor - sum(promotions, (one) => one.amountMinor);
  const rest = restMinor === 0 ? [] : [{ name: labels.discount, amountMinor: restMinor }];
  return [...promotions, ...rest].map(({ name, amountMinor }) =>
    pair(name, decimalOf(-amountMinor, currency), { indent }),
  );
}

interface RoundedSum {
  readonly roundingMinor: number;
  readonly dueMinor: number;
  readonly currency: string;
  /** What the rounded sum is called. */
  readonly dueLabel: string;
}

function roundingLines(sum: RoundedSum, labels: ReceiptLabels): ReceiptLine[] {
  const { roundingMinor, dueMinor, currency, dueLabel } = sum;
  if (roundingMinor === 0) return [];
  return [
    pair(labels.rounding, decimalOf(roundingMinor, currency)),
    pair(dueLabel, decimalOf(dueMinor, currency), { isStrong: true }),
  ];
}

function taxSummary(taxes: readonly ReceiptLine[], labels: ReceiptLabels): ReceiptLine[] {
  return taxes.length === 0 ? [] : [rule, textLine(labels.taxIncluded), ...taxes];
}

function taxLines(
  taxes: readonly TaxRow[],
  currency: string,
  labels: ReceiptLabels,
): ReceiptLine[] {
  return taxes.map(({ name, kind, ratePpm, netMinor, taxMinor }) => {
    // An exempt sale has no rate, not a rate of nothing: the two are declared apart.
    const rate = kind === 'exempt' ? '' : ` ${percentOf(ratePpm)}%`;
    const left = `${name}${rate} ${labels.on} ${decimalOf(netMinor, currency)}`;
    return pair(left, decimalOf(taxMinor, currency));
  });
}

function isOnePiece(item: Pick<ReceiptItem, 'quantityMilli' | 'unitName'>): boolean {
  return item.quantityMilli === 1_000 && item.unitName === undefined;
}

function quantityText(item: Pick<ReceiptItem, 'quantityMilli' | 'unitName'>): string {
  const quantity = decimalOfMilli(item.quantityMilli);
  return item.unitName === undefined ? quantity : `${quantity} ${item.unitName}`;
}

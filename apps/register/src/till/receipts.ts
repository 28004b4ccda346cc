/** The receipt of a record, as a list of lines for a printer and for the screen. */
import { receiptLabels, receiptOf, sum } from '@evertill/domain';
import type { PrintedFact, Receipt, ReceiptItem } from '@evertill/domain';
import type { RefundForReceipt, SaleForReceipt, VoidForReceipt } from '@evertill/domain';
import type { Language } from '../words/languages.ts';
import type { CartTake } from './price-cart.ts';
import type { RefundRecord, SaleRecord, SoldLineRecord, VoidRecord } from './records.ts';

export interface ReceiptHeading {
  readonly shopName: string;
  readonly registerName: string;
  readonly timeZone: string;
  readonly language: Language;
}

type PaperHead = Omit<VoidForReceipt, 'kind' | 'totalMinor' | 'payouts' | 'reason' | 'approvers'>;

export interface ReceiptOptions {
  /** Printed before: it says so. */
  readonly isCopy: boolean;
}

/** What there is a paper of. */
export type PaperedRecord = SaleRecord | RefundRecord | VoidRecord;

export function receiptOfRecord(
  record: PaperedRecord,
  heading: ReceiptHeading,
  { isCopy }: ReceiptOptions,
): Receipt {
  const { shopName, language } = heading;
  const labels = receiptLabels[language];
  const shop = { name: shopName, addressLines: [], footerLines: [], labels };
  const own = receiptOf({ ...printed(record, heading), isCopy }, shop);
  if (record.kind !== 'sale' || record.exchanged === undefined) return own;
  // An exchange is on one paper: what came back, then what went out for it.
  const back = receiptOfRecord(record.exchanged, heading, { isCopy });
  return { lines: [...back.lines, ...own.lines] };
}

/** As somebody at the counter calls it: of a void the receipt that was undone. */
export function paperNumber(record: PaperedRecord): string {
  return record.kind === 'void' ? record.saleNumber : record.receiptNumber;
}

/** What its job in the print queue is called. */
export function paperTitle(record: PaperedRecord, language: Language): string {
  const number = paperNumber(record);
  return record.kind === 'void' ? `${receiptLabels[language].void} ${number}` : number;
}

function printed(record: PaperedRecord, heading: ReceiptHeading): PrintedFact {
  switch (record.kind) {
    case 'sale':
      return ofSale(record, heading);
    case 'refund':
      return ofRefund(record, heading);
    case 'void':
      return ofVoid(record, heading);
  }
}

function ofSale(sale: SaleRecord, heading: ReceiptHeading): SaleForReceipt {
  const { lines, subtotalMinor, discountMinor, taxes, totalMinor } = sale;
  const takes = sale.promotions?.takes ?? [];
  return {
    kind: 'sale',
    ...headOf(sale, heading),
    isTaxIncluded: sale.isTaxIncluded,
    items: lines.map((line, index) => promotedItem(line, takes, index)),
    promotions: takes
      .filter(({ isOfOrder }) => isOfOrder)
      .map(({ name, amountsMinor }) => {
        return { name, amountMinor: sum(amountsMinor, (minor) => minor) };
      }),
    priced: { lines, subtotalMinor, discountMinor, taxes, totalMinor },
    tenders: sale.tenders,
    settlement: sale.settlement,
  };
}

/** What promotions take off the whole is printed below the lines, and not at each of them. */
function promotedItem(
  line: SoldLineRecord,
  takes: readonly CartTake[],
  index: number,
): ReceiptItem {
  const here = takes.map(({ name, isOfOrder, amountsMinor }) => {
    return { name, isOfOrder, amountMinor: amountsMinor[index] ?? 0 };
  });
  const wholeMinor = sum(
    here.filter(({ isOfOrder }) => isOfOrder),
    ({ amountMinor }) => amountMinor,
  );
  const promotions = here.filter(({ isOfOrder, amountMinor }) => !isOfOrder && amountMinor > 0);
  return { ...line, discountMinor: line.discountMinor - wholeMinor, promotions };
}

function ofRefund(refund: RefundRecord, heading: ReceiptHeading): RefundForReceipt {
  const { originalNumber, lines, taxes, totalMinor, roundingMinor, payouts } = refund;
  const head = headOf(refund, heading);
  const items = lines;
  return {
    kind: 'refund',
    ...head,
    originalNumber,
    items,
    taxes,
    totalMinor,
    roundingMinor,
    payouts,
  };
}

function ofVoid(record: VoidRecord, heading: ReceiptHeading): VoidForReceipt {
  const { totalMinor, payouts, reason, words = [] } = record;
  const approvers = [...new Set(words.map(({ by }) => by))];
  return { kind: 'void', ...headOf(record, heading), totalMinor, payouts, reason, approvers };
}

function headOf(record: PaperedRecord, { registerName, timeZone }: ReceiptHeading): PaperHead {
  const customer = record.kind === 'void' ? null : record.customer;
  return {
    number: paperNumber(record),
    soldAt: wallClock(record.atMs, timeZone),
    registerName,
    cashierName: record.cashierName,
    ...(customer === null ? {} : { customerName: customer.name }),
    isCopy: false,
    currency: record.currency,
  };
}

/** `2026-03-29 14:02`, on the wall of the shop. */
export function wallClock(atMs: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  });
  return format.format(atMs).replace(',', '');
}

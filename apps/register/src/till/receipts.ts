/** The receipt of a record, as a list of lines for a printer and for the screen. */
import { receiptLabels, receiptOf, sum } from '@evertill/domain';
import type { Receipt, ReceiptItem, RefundForReceipt, SaleForReceipt } from '@evertill/domain';
import type { Language } from '../words/languages.ts';
import type { CartTake } from './price-cart.ts';
import type { RefundRecord, SaleRecord, SoldLineRecord } from './records.ts';

export interface ReceiptHeading {
  readonly shopName: string;
  readonly registerName: string;
  readonly timeZone: string;
  readonly language: Language;
}

export interface ReceiptOptions {
  /** Printed before: it says so. */
  readonly isCopy: boolean;
}

export function receiptOfRecord(
  record: SaleRecord | RefundRecord,
  heading: ReceiptHeading,
  { isCopy }: ReceiptOptions,
): Receipt {
  const { shopName, language } = heading;
  const labels = receiptLabels[language];
  const shop = { name: shopName, addressLines: [], footerLines: [], labels };
  const printed = record.kind === 'sale' ? ofSale(record, heading) : ofRefund(record, heading);
  const own = receiptOf({ ...printed, isCopy }, shop);
  if (record.kind === 'refund' || record.exchanged === undefined) return own;
  // An exchange is on one paper: what came back, then what went out for it.
  const back = receiptOfRecord(record.exchanged, heading, { isCopy });
  return { lines: [...back.lines, ...own.lines] };
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

function headOf(
  record: SaleRecord | RefundRecord,
  { registerName, timeZone }: ReceiptHeading,
): Omit<SaleForReceipt, 'kind' | 'isTaxIncluded' | 'items' | 'priced' | 'tenders' | 'settlement'> {
  return {
    number: record.receiptNumber,
    soldAt: wallClock(record.atMs, timeZone),
    registerName,
    cashierName: record.cashierName,
    ...(record.customer === null ? {} : { customerName: record.customer.name }),
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

/** Sales and refunds as a register would make them: priced by the domain, ready to be pushed. */
import {
  RULES_VERSION,
  decimalOf,
  decimalOfMilli,
  priceOrder,
  settleTender,
} from '@evertill/domain';
import type { PriceBook, TenderMethod } from '@evertill/domain';
import { newId, realWorld } from '@evertill/kernel';

export interface BuiltLine {
  readonly product: string;
  readonly sku?: string;
  readonly name?: string;
  readonly unitPriceMinor: number;
  readonly quantityMilli?: number;
  readonly discountMinor?: number;
  readonly taxCode?: string;
}

export interface BuiltSale {
  readonly book: PriceBook;
  readonly lines: readonly BuiltLine[];
  readonly receiptNumber: string;
  readonly discountMinor?: number;
  readonly tenders?: readonly { readonly method: TenderMethod; readonly amountMinor: number }[];
  readonly source?: 'IMPORT';
}

/** The body of a `sale` operation, in wire names. Paid in cash, exactly, unless it says how. */
export function saleBodyOf(sale: BuiltSale): Record<string, unknown> {
  const { book } = sale;
  const lines = sale.lines.map((line) => ({
    quantityMilli: 1000,
    discountMinor: 0,
    taxCode: 'STD',
    sku: 'SKU',
    name: 'A thing',
    ...line,
  }));
  const draft = { lines, discountMinor: sale.discountMinor ?? 0 };
  const priced = priceOrder(draft, book);
  const exact = [{ method: 'CASH' as const, amountMinor: priced.totalMinor }];
  const tenders = sale.tenders ?? (priced.totalMinor === 0 ? [] : exact);
  const { totalMinor } = priced;
  const settled = settleTender({ totalMinor, cashRoundingMinor: book.cashRoundingMinor, tenders });
  const amount = (minor: number): string => decimalOf(minor, book.currency);
  return {
    receipt_number: sale.receiptNumber,
    currency: book.currency,
    price_book_version: book.version,
    rules_version: RULES_VERSION,
    lines: lines.map((line, index) => ({
      product: line.product,
      sku: line.sku,
      name: line.name,
      quantity: decimalOfMilli(line.quantityMilli),
      unit_price: amount(line.unitPriceMinor),
      discount: amount(line.discountMinor),
      tax_code: line.taxCode,
      tax: amount(priced.lines[index]?.taxMinor ?? 0),
      total: amount(priced.lines[index]?.totalMinor ?? 0),
    })),
    discount: amount(draft.discountMinor),
    tax: amount(priced.taxMinor),
    rounding: amount(settled.roundingMinor),
    total: amount(settled.dueMinor),
    payments: tenders.map(({ method, amountMinor }) => ({
      sales_payment_id: newId(realWorld()),
      method,
      amount: amount(amountMinor),
    })),
    change: amount(settled.changeMinor),
    ...(sale.source === undefined ? {} : { source: sale.source }),
  };
}

export interface BuiltRefund {
  readonly book: PriceBook;
  readonly receiptNumber: string;
  readonly saleId: string;
  readonly line: {
    readonly product: string;
    readonly quantityMilli: number;
    readonly totalMinor: number;
    readonly taxMinor: number;
  };
}

/** The body of a `refund` operation of one line, paid out in cash. */
export function refundBodyOf({ book, receiptNumber, saleId, line }: BuiltRefund) {
  const amount = (minor: number): string => decimalOf(minor, book.currency);
  const { totalMinor, taxMinor } = line;
  return {
    receipt_number: receiptNumber,
    sales_header: saleId,
    currency: book.currency,
    reason: 'DAMAGED',
    lines: [
      {
        sale_line_number: 1,
        product: line.product,
        sku: 'SKU',
        name: 'A thing',
        quantity: decimalOfMilli(line.quantityMilli),
        tax_code: 'STD',
        tax: amount(taxMinor),
        total: amount(totalMinor),
      },
    ],
    tax: amount(taxMinor),
    total: amount(totalMinor),
    payments: [
      { sales_payment_id: newId(realWorld()), method: 'CASH', amount: amount(totalMinor) },
    ],
  };
}

/**
 * What one row means, or why it cannot be represented. Nothing is mended: a row that is not right
 * is refused with its reason, and the rows beside it go on.
 */
import {
  LINE_TOTAL_MINOR_MAX,
  NAME_LENGTH_MAX,
  QUANTITY_MILLI_MAX,
  SKU_LENGTH_MAX,
  STOCK_MILLI_MAX,
  UNIT_PRICE_MINOR_MAX,
  milliOf,
  minorOf,
} from '@evertill/domain';
import { readDecimal } from './exact-decimal.ts';
import type { Row } from './read-rows.ts';

export interface CheckedRow {
  readonly line: number;
  readonly kind: 'sale' | 'credit' | 'adjustment';
  readonly invoiceNo: string;
  readonly stockCode: string;
  readonly description: string;
  /** Empty: nobody is named. */
  readonly customer: string;
  /** Above zero, but for an adjustment, which takes away. */
  readonly quantityMilli: number;
  readonly priceMinor: number;
  /** Quantity times price, without its sign: a whole number of minor units. */
  readonly totalMinor: number;
  readonly occurredAt: string;
}

/** A receipt number of 40 characters must hold it, and room to tell several refunds apart. */
const INVOICE_NO_LENGTH_MAX = 32;
const CREDIT_PREFIX = 'C';

/** What a row is worth by the file's own words, whether or not it can be represented. */
export interface RowValue {
  readonly kind: 'sale' | 'credit' | 'other';
  /** In the units of `textOfProducts`; without its sign. */
  readonly units: bigint;
}

function isCredit({ invoice_no: invoiceNo }: Pick<Row, 'invoice_no'>): boolean {
  return invoiceNo.startsWith(CREDIT_PREFIX);
}

/** Sales are what is sold at a price; credits what comes back. Anything else has no such value. */
export function valueOf(row: Row): RowValue {
  const quantity = readDecimal(row.quantity) ?? 0n;
  const price = readDecimal(row.unit_price) ?? 0n;
  if (price <= 0n) return { kind: 'other', units: 0n };
  if (isCredit(row)) {
    return quantity < 0n
      ? { kind: 'credit', units: -quantity * price }
      : { kind: 'other', units: 0n };
  }
  return quantity > 0n ? { kind: 'sale', units: quantity * price } : { kind: 'other', units: 0n };
}

/** A text is the reason why the row cannot be represented. */
export function checkRow(row: Row, currency: string): CheckedRow | string {
  const flaw = flawOfTexts(row);
  if (flaw !== undefined) return flaw;
  const figures = figuresOf(row, currency);
  if (typeof figures === 'string') return figures;
  const occurredAt = instantOf(row.invoice_date);
  if (occurredAt === undefined) return 'the date is unreadable';
  return {
    line: row.line,
    invoiceNo: row.invoice_no,
    stockCode: row.stock_code,
    description: row.description,
    customer: row.customer_id,
    occurredAt,
    ...figures,
  };
}

/** As the wire has it: one line, no control characters, no character lost in reading the file. */
const oneLine = /^[^\p{Cc}\p{Cs}\uFFFD]*$/u;

function flawOfTexts(row: Row): string | undefined {
  if (!row.isWhole) return 'the row has not as many fields as the heading';
  if (row.invoice_no.trim() === '') return 'no invoice number';
  if (row.stock_code.trim() === '') return 'no stock code';
  if (row.invoice_no.length > INVOICE_NO_LENGTH_MAX) return 'the invoice number is too long';
  if (row.stock_code.length > SKU_LENGTH_MAX) return 'the stock code is too long';
  if (row.description.length > NAME_LENGTH_MAX) return 'the description is too long';
  const texts = [row.invoice_no, row.stock_code, row.description, row.customer_id];
  return texts.every((text) => oneLine.test(text)) ? undefined : 'a character that is no text';
}

type Figures = Pick<CheckedRow, 'kind' | 'quantityMilli' | 'priceMinor' | 'totalMinor'>;

function figuresOf(row: Row, currency: string): Figures | string {
  const quantity = readDecimal(row.quantity);
  const price = readDecimal(row.unit_price);
  if (quantity === undefined) return 'the quantity is no number';
  if (price === undefined) return 'the price is no number';
  if (quantity === 0n) return 'the quantity is zero';
  if (price < 0n) return 'the price is below zero';
  if (isCredit(row) && quantity > 0n) return 'a credit with a positive quantity';
  const signedMilli = milliOf(row.quantity);
  if (signedMilli === undefined) return 'the quantity is finer than a thousandth';
  const priceMinor = minorOf(row.unit_price, currency);
  if (priceMinor === undefined) return 'the price has a fraction of a penny';
  const kind = isCredit(row) ? 'credit' : signedMilli > 0 ? 'sale' : 'adjustment';
  const sizeMilli = Math.abs(signedMilli);
  if (sizeMilli > (kind === 'adjustment' ? STOCK_MILLI_MAX : QUANTITY_MILLI_MAX)) {
    return 'the quantity is too large';
  }
  if (priceMinor > UNIT_PRICE_MINOR_MAX) return 'the price is too large';
  const thousandfold = BigInt(priceMinor) * BigInt(sizeMilli);
  if (thousandfold % 1000n !== 0n) return 'the value has a fraction of a penny';
  if (thousandfold / 1000n > LINE_TOTAL_MINOR_MAX) return 'the value is too large';
  const quantityMilli = kind === 'adjustment' ? signedMilli : sizeMilli;
  return { kind, quantityMilli, priceMinor, totalMinor: Number(thousandfold / 1000n) };
}

/**
 * The file has local minutes without a zone. They are taken as UTC: the hour on the receipt is
 * then the hour in the file all year round, and no minute is missing or there twice when the
 * clocks change.
 */
function instantOf(minutes: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(minutes)) return undefined;
  const date = new Date(`${minutes}:00Z`);
  // Thirtieth of February: a date that JavaScript reads as another one is no date.
  const isReal = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(minutes);
  return isReal ? `${minutes}:00Z` : undefined;
}

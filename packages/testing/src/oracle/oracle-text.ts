/**
 * The 42 columns of a golden receipt, laid out a second time: straight from numbers to strings,
 * for plain names only. Where the domain's receipt differs, one of the two is wrong.
 */
import type { ForeignCash, Settlement, TaxRow, Tender } from '@evertill/domain';

const width = 42;
const ruler = '-'.repeat(width);
const digits = new Map([
  ['JPY', 0],
  ['UGX', 0],
  ['KWD', 3],
]);
const tenderNames = new Map([
  ['CASH', 'Cash'],
  ['CARD', 'Card'],
  ['MOBILE', 'Mobile money'],
  ['BANK', 'Bank transfer'],
  ['STORE_CREDIT', 'Store credit'],
]);

export interface TextShop {
  readonly name: string;
  readonly addressLines: readonly string[];
  readonly taxNumber: string;
  readonly footerLines: readonly string[];
}

export interface TextHead {
  readonly number: string;
  readonly originalNumber?: string;
  readonly soldAt: string;
  readonly cashierName: string;
  readonly isCopy: boolean;
  readonly currency: string;
}

export interface TextItem {
  readonly name: string;
  readonly unitName?: string;
  readonly quantityMilli: number;
  readonly unitPriceMinor: number;
  readonly discountMinor: number;
  readonly amountMinor: number;
}

export interface SaleText {
  readonly isTaxIncluded: boolean;
  readonly items: readonly TextItem[];
  readonly orderDiscountMinor: number;
  readonly taxes: readonly TaxRow[];
  readonly totalMinor: number;
  readonly tenders: readonly Tender[];
  readonly settlement: Settlement;
}

export interface RefundText {
  readonly items: readonly Omit<TextItem, 'unitPriceMinor' | 'discountMinor'>[];
  readonly taxes: readonly TaxRow[];
  readonly totalMinor: number;
  readonly roundingMinor: number;
  readonly payouts: readonly Tender[];
}

export function oracleSaleText(shop: TextShop, head: TextHead, sale: SaleText): string[] {
  const money = (minor: number) => moneyText(minor, head.currency);
  const out = headText(shop, head);
  let subtotal = 0;
  for (const item of sale.items) {
    const each = money(item.unitPriceMinor);
    out.push(...itemText(item, `${amountText(item)} x ${each}`, money(item.amountMinor)));
    if (item.discountMinor > 0) out.push(leftRight('  Discount', money(-item.discountMinor)));
    subtotal += item.amountMinor - item.discountMinor;
  }
  out.push(ruler);
  const taxes = sale.taxes.map((row) => taxText(row, money));
  if (!sale.isTaxIncluded || sale.orderDiscountMinor > 0) {
    out.push(leftRight('Subtotal', money(subtotal)));
  }
  if (sale.orderDiscountMinor > 0) {
    out.push(leftRight('Discount', money(-sale.orderDiscountMinor)));
  }
  if (!sale.isTaxIncluded) out.push(...taxes);
  out.push(leftRight('TOTAL', `${head.currency} ${money(sale.totalMinor)}`));
  const { roundingMinor, dueMinor, changeMinor, balanceMinor } = sale.settlement;
  if (roundingMinor !== 0) {
    out.push(leftRight('Rounding', money(roundingMinor)), leftRight('To pay', money(dueMinor)));
  }
  for (const { method, amountMinor, foreign } of sale.tenders) {
    const name = tenderNames.get(method)!;
    if (foreign === undefined) out.push(leftRight(name, money(amountMinor)));
    else out.push(name, leftRight(`  ${handedText(foreign)}`, money(amountMinor)));
  }
  if (changeMinor > 0) out.push(leftRight('Change', money(changeMinor)));
  if (balanceMinor > 0) out.push(leftRight('Still to pay', money(balanceMinor)));
  if (sale.isTaxIncluded) out.push(ruler, 'Tax included', ...taxes);
  return [...out, ruler, ...shop.footerLines.map(middle)];
}

export function oracleRefundText(shop: TextShop, head: TextHead, refund: RefundText): string[] {
  const money = (minor: number) => moneyText(minor, head.currency);
  const out = headText(shop, head);
  for (const item of refund.items) {
    out.push(...itemText(item, amountText(item), money(item.amountMinor)));
  }
  out.push(ruler, leftRight('TOTAL REFUND', `${head.currency} ${money(refund.totalMinor)}`));
  if (refund.roundingMinor !== 0) {
    const dueMinor = refund.totalMinor + refund.roundingMinor;
    out.push(leftRight('Rounding', money(refund.roundingMinor)));
    out.push(leftRight('Paid back', money(dueMinor)));
  }
  for (const { method, amountMinor } of refund.payouts) {
    if (amountMinor > 0) out.push(leftRight(tenderNames.get(method)!, money(amountMinor)));
  }
  out.push(ruler, 'Tax included', ...refund.taxes.map((row) => taxText(row, money)));
  return [...out, ruler, ...shop.footerLines.map(middle)];
}

function handedText({ currency, amountMinor, rateBillionths }: ForeignCash): string {
  const rate = String(rateBillionths / 1_000_000_000);
  return `${currency} ${moneyText(amountMinor, currency)} x ${rate}`;
}

function headText(shop: TextShop, head: TextHead): string[] {
  const out = [middle(shop.name), ...shop.addressLines.map(middle)];
  out.push(middle(`Tax number ${shop.taxNumber}`));
  if (head.isCopy) out.push(middle('COPY'));
  if (head.originalNumber !== undefined) out.push(middle('REFUND'));
  out.push(ruler, leftRight('Receipt', head.number));
  if (head.originalNumber !== undefined) out.push(leftRight('For receipt', head.originalNumber));
  out.push(leftRight('Date', head.soldAt), leftRight('Served by', head.cashierName), ruler);
  return out;
}

type Named = Pick<TextItem, 'name' | 'unitName' | 'quantityMilli'>;

function itemText(item: Named, times: string, amount: string): string[] {
  const names = item.name.match(/\S.{0,41}(?=\s|$)|\S{42}/g)!;
  const isOne = item.quantityMilli === 1_000 && item.unitName === undefined;
  if (!isOne) return [...names, leftRight(`  ${times}`, amount)];
  return [...names.slice(0, -1), ...leftRight(names.at(-1)!, amount).split('\n')];
}

function amountText({ quantityMilli, unitName }: Named): string {
  const number = String(quantityMilli / 1_000);
  return unitName === undefined ? number : `${number} ${unitName}`;
}

function taxText(row: TaxRow, money: (minor: number) => string): string {
  const rate = row.kind === 'exempt' ? '' : ` ${row.ratePpm / 10_000}%`;
  return leftRight(`${row.name}${rate} on ${money(row.netMinor)}`, money(row.taxMinor));
}

function moneyText(minor: number, currency: string): string {
  const places = digits.get(currency) ?? 2;
  const size = 10 ** places;
  const whole = Math.floor(Math.abs(minor) / size);
  const rest = String(Math.abs(minor) % size).padStart(places, '0');
  return `${minor < 0 ? '-' : ''}${whole}${places === 0 ? '' : `.${rest}`}`;
}

function leftRight(left: string, right: string): string {
  const gap = width - left.length - right.length;
  return gap > 0 ? left + ' '.repeat(gap) + right : `${left}\n${right.padStart(width)}`;
}

function middle(text: string): string {
  return text.padStart(text.length + Math.floor((width - text.length) / 2));
}

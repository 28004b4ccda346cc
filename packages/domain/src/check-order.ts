/**
 * What is wrong with a draft, as a list, before anybody prices it.
 *
 * A draft without flaws can be priced: `priceOrder` will not throw, and nothing in it comes out
 * below zero or beyond the limits. Whatever is passed in, these functions return.
 */
import { PPM, mulDiv, sum } from './amount.ts';
import type { Rounding } from './amount.ts';
import { isWholeWithin } from './flaw.ts';
import type { Flaw } from './flaw.ts';
import {
  LINES_MAX,
  LINE_TOTAL_MINOR_MAX,
  ORDER_TOTAL_MINOR_MAX,
  QUANTITY_MILLI_MAX,
  TAX_COMPONENTS_MAX,
  UNIT_PRICE_MINOR_MAX,
} from './limits.ts';
import { taxRuleOf } from './price-book.ts';
import type { PriceBook } from './price-book.ts';
import { grossMinorOf, priceOrder } from './price-order.ts';
import type { DraftLine, OrderDraft } from './price-order.ts';

export type OrderFlawCode =
  | 'lines_missing'
  | 'lines_too_many'
  | 'unit_price_out_of_range'
  | 'quantity_out_of_range'
  | 'discount_out_of_range'
  | 'discount_too_large'
  | 'tax_code_unknown'
  | 'line_total_too_large'
  | 'order_total_too_large';

export type DiscountFlawCode = 'discount_over_limit';

type OrderFlaw = Flaw<OrderFlawCode>;

/** The flaws of a draft under a price book that itself has none. */
export function checkOrder(draft: OrderDraft, book: PriceBook): OrderFlaw[] {
  const { lines } = draft;
  if (lines.length === 0) return [{ code: 'lines_missing', path: 'lines' }];
  if (lines.length > LINES_MAX) return [{ code: 'lines_too_many', path: 'lines' }];
  const flaws = lines.flatMap((line, index) => checkLine(line, `lines.${index}`, book));
  if (!isAmount(draft.discountMinor)) {
    flaws.push({ code: 'discount_out_of_range', path: 'discountMinor' });
  }
  return flaws.length > 0 ? flaws : checkTotals(draft, book);
}

/** Whether the discounts of a flawless draft stay within what this person may give. */
export function checkDiscount(question: {
  readonly draft: OrderDraft;
  readonly limitPpm: number;
  readonly rounding?: Rounding;
}): Flaw<DiscountFlawCode>[] {
  const { draft, limitPpm, rounding = 'half_up' } = question;
  const lines = draft.lines.map((line) => {
    const grossMinor = grossMinorOf(line, rounding);
    const allowedMinor = percentDiscountMinor({ grossMinor, ratePpm: limitPpm });
    return { grossMinor, allowedMinor, discountMinor: line.discountMinor };
  });
  const flaws: Flaw<DiscountFlawCode>[] = [];
  for (const [index, { discountMinor, allowedMinor }] of lines.entries()) {
    if (discountMinor <= allowedMinor) continue;
    flaws.push({ code: 'discount_over_limit', path: `lines.${index}.discountMinor` });
  }
  const grossMinor = sum(lines, (line) => line.grossMinor);
  const givenMinor = sum(lines, (line) => line.discountMinor) + draft.discountMinor;
  // Ten per cent off every line may round to more than ten per cent of the whole, and is fair.
  const allowedMinor = Math.max(
    percentDiscountMinor({ grossMinor, ratePpm: limitPpm }),
    sum(lines, (line) => line.allowedMinor),
  );
  if (givenMinor > allowedMinor) flaws.push({ code: 'discount_over_limit', path: 'discountMinor' });
  return flaws;
}

/** What a discount of so much per cent takes off. */
export function percentDiscountMinor(question: {
  readonly grossMinor: number;
  readonly ratePpm: number;
  readonly rounding?: Rounding;
}): number {
  const { grossMinor, ratePpm, rounding = 'half_up' } = question;
  return mulDiv(grossMinor, ratePpm, PPM, rounding);
}

function checkLine(line: DraftLine, path: string, book: PriceBook): OrderFlaw[] {
  const flaws: OrderFlaw[] = [];
  if (!isWholeWithin(line.unitPriceMinor, { min: 0, max: UNIT_PRICE_MINOR_MAX })) {
    flaws.push({ code: 'unit_price_out_of_range', path: `${path}.unitPriceMinor` });
  }
  if (!isWholeWithin(line.quantityMilli, { min: 1, max: QUANTITY_MILLI_MAX })) {
    flaws.push({ code: 'quantity_out_of_range', path: `${path}.quantityMilli` });
  }
  if (!isAmount(line.discountMinor)) {
    flaws.push({ code: 'discount_out_of_range', path: `${path}.discountMinor` });
  }
  if (taxRuleOf(book, line.taxCode) === undefined) {
    flaws.push({ code: 'tax_code_unknown', path: `${path}.taxCode` });
  }
  if (flaws.length > 0) return flaws;
  if (isLineTooLarge(line)) return [{ code: 'line_total_too_large', path }];
  if (line.discountMinor > grossMinorOf(line, book.rounding)) {
    return [{ code: 'discount_too_large', path: `${path}.discountMinor` }];
  }
  return [];
}

/** Asked before multiplying, since this product need not be a safe integer. */
function isLineTooLarge({ unitPriceMinor, quantityMilli }: DraftLine): boolean {
  // The limit is a safe integer, so a product above it is never rounded down to it.
  return unitPriceMinor * quantityMilli > LINE_TOTAL_MINOR_MAX * 1_000;
}

/**
 * What stays within the limits under the heaviest taxes there may be, and needs no pricing to know
 * it: each component can double what is there, and one more time makes room for their rounding.
 */
const SURELY_WITHIN_MINOR = Math.floor(ORDER_TOTAL_MINOR_MAX / 2 ** (TAX_COMPONENTS_MAX + 1));

function checkTotals(draft: OrderDraft, book: PriceBook): OrderFlaw[] {
  const grossMinor = sum(draft.lines, (line) => grossMinorOf(line, book.rounding));
  if (grossMinor > ORDER_TOTAL_MINOR_MAX) return [{ code: 'order_total_too_large' }];
  const left = grossMinor - sum(draft.lines, (line) => line.discountMinor);
  if (draft.discountMinor > left) return [{ code: 'discount_too_large', path: 'discountMinor' }];
  if (grossMinor <= SURELY_WITHIN_MINOR) return [];
  const { totalMinor } = priceOrder(draft, book);
  return totalMinor > ORDER_TOTAL_MINOR_MAX ? [{ code: 'order_total_too_large' }] : [];
}

function isAmount(value: number): boolean {
  return isWholeWithin(value, { min: 0, max: ORDER_TOTAL_MINOR_MAX });
}

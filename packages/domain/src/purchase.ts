/**
 * What a shop buys: lines and their totals, the part of a line that was received, and what a piece
 * on the shelf cost on average.
 *
 * An average is kept in thousandths of a minor unit (`…MilliMinor`), so that a long row of receipts
 * does not drift by the rounding of each.
 */
import { assertCount, assertWhole, divideBig, mulDiv, sum, wholeOf } from './amount.ts';
import { isWholeWithin } from './flaw.ts';
import type { Flaw } from './flaw.ts';
import { LINES_MAX, LINE_TOTAL_MINOR_MAX, ORDER_TOTAL_MINOR_MAX } from './limits.ts';
import { QUANTITY_MILLI_MAX, UNIT_PRICE_MINOR_MAX } from './limits.ts';

/** One line of a purchase. The discount is an amount off the whole line. */
export interface PurchaseLine {
  readonly quantityMilli: number;
  readonly unitPriceMinor: number;
  readonly discountMinor: number;
}

export type PurchaseFlawCode =
  | 'purchase_quantity_out_of_range'
  | 'purchase_price_out_of_range'
  | 'purchase_discount_out_of_range'
  | 'purchase_line_out_of_range';

/** `subtotalMinor` is before the lines' discounts, `totalMinor` is what the supplier is owed. */
export interface PurchaseTotals {
  readonly subtotalMinor: number;
  readonly totalMinor: number;
}

/** What may still be mended in a line; none means that it can be computed. */
export function checkPurchaseLine(line: PurchaseLine): Flaw<PurchaseFlawCode>[] {
  const { quantityMilli, unitPriceMinor, discountMinor } = line;
  if (!isWholeWithin(quantityMilli, { min: 1, max: QUANTITY_MILLI_MAX })) {
    return [{ code: 'purchase_quantity_out_of_range', path: 'quantityMilli' }];
  }
  if (!isWholeWithin(unitPriceMinor, { min: 0, max: UNIT_PRICE_MINOR_MAX })) {
    return [{ code: 'purchase_price_out_of_range', path: 'unitPriceMinor' }];
  }
  // Wider than a number holds, before anybody multiplies.
  if (BigInt(unitPriceMinor) * BigInt(quantityMilli) > BigInt(LINE_TOTAL_MINOR_MAX) * 1_000n) {
    return [{ code: 'purchase_line_out_of_range', path: '' }];
  }
  if (!isWholeWithin(discountMinor, { min: 0, max: purchaseGrossMinor(line) })) {
    return [{ code: 'purchase_discount_out_of_range', path: 'discountMinor' }];
  }
  return [];
}

/** Quantity times price, rounded once, half up, before the discount. */
export function purchaseGrossMinor(
  line: Pick<PurchaseLine, 'quantityMilli' | 'unitPriceMinor'>,
): number {
  return mulDiv(line.unitPriceMinor, line.quantityMilli, 1_000, 'half_up');
}

/** What a line costs. Throws where `checkPurchaseLine` would have spoken. */
export function purchaseLineMinor(line: PurchaseLine): number {
  const totalMinor = purchaseGrossMinor(line) - line.discountMinor;
  assertCount(totalMinor, 'line less its discount');
  return totalMinor;
}

/** Always of all lines: a total is never carried on from an earlier one. */
export function purchaseTotals(lines: readonly PurchaseLine[]): PurchaseTotals {
  return {
    subtotalMinor: sum(lines, purchaseGrossMinor),
    totalMinor: sum(lines, purchaseLineMinor),
  };
}

/** Whether a purchase of so many lines, and of this sum, can be booked. */
export function isPurchaseWithinLimits(count: number, totals: PurchaseTotals): boolean {
  return count <= LINES_MAX && totals.subtotalMinor <= ORDER_TOTAL_MINOR_MAX;
}

/** A line of which a part is received now; what came before has cost `costedMinor`. */
export interface PartlyReceived {
  readonly totalMinor: number;
  readonly orderedMilli: number;
  readonly receivedMilli: number;
  readonly costedMinor: number;
}

/**
 * What `quantityMilli` more pieces of a line cost: the share of the line that is received by then,
 * less what was costed before. A line received in any steps has cost exactly its total.
 */
export function receivedCostMinor(before: PartlyReceived, quantityMilli: number): number {
  const { totalMinor, orderedMilli, receivedMilli, costedMinor } = before;
  assertCount(quantityMilli, 'quantityMilli');
  const afterMilli = receivedMilli + quantityMilli;
  assertCount(orderedMilli - afterMilli, 'what is left to receive');
  const dueMinor = mulDiv(totalMinor, afterMilli, orderedMilli, 'half_up');
  return Math.max(0, dueMinor - costedMinor);
}

/** What is on hand, and what a piece of it cost; undefined while nobody knows. */
export interface CostedStock {
  readonly onHandMilli: number;
  readonly averageMilliMinor: number | undefined;
}

export interface CostedGoods {
  readonly quantityMilli: number;
  readonly costMinor: number;
}

/** Pieces are thousandths and averages too: a minor unit is a million of their product. */
const VALUE_UNITS = 1_000_000n;

/**
 * The weighted average after goods came in, rounded half up. Where nothing was on hand, or less, or
 * at a cost that nobody knows, a piece costs what it costs now.
 */
export function averageCostAfter(stock: CostedStock, goods: CostedGoods): number {
  const { onHandMilli, averageMilliMinor } = stock;
  const { quantityMilli, costMinor } = goods;
  assertWhole(onHandMilli, 'onHandMilli');
  assertCount(costMinor, 'costMinor');
  const cost = BigInt(costMinor) * VALUE_UNITS;
  const isNew = onHandMilli <= 0 || averageMilliMinor === undefined;
  const value = isNew ? cost : BigInt(onHandMilli) * BigInt(averageMilliMinor) + cost;
  const pieces = BigInt(isNew ? quantityMilli : onHandMilli + quantityMilli);
  return wholeOf(divideBig(value, pieces, 'half_up'), 'average cost');
}

/** Far above any price, so that an average and a price can be told from nonsense. */
export const AVERAGE_MILLI_MINOR_MAX = 2 * 1_000 * UNIT_PRICE_MINOR_MAX;

/**
 * The average as if these goods had not come in: their cost leaves with them. It stays what it was
 * where nothing is left on hand, or where so much was sold meanwhile that no sensible cost is left.
 */
export function averageCostWithout(stock: CostedStock, goods: CostedGoods): number | undefined {
  const { onHandMilli, averageMilliMinor } = stock;
  if (averageMilliMinor === undefined) return undefined;
  const leftMilli = onHandMilli - goods.quantityMilli;
  if (leftMilli <= 0) return averageMilliMinor;
  const value =
    BigInt(onHandMilli) * BigInt(averageMilliMinor) - BigInt(goods.costMinor) * VALUE_UNITS;
  const average = divideBig(value, BigInt(leftMilli), 'half_up');
  const isSensible = average >= 0n && average <= BigInt(AVERAGE_MILLI_MINOR_MAX);
  return isSensible ? Number(average) : averageMilliMinor;
}

/** An average as an amount: whole minor units, half up. */
export function averageCostMinor(averageMilliMinor: number): number {
  return mulDiv(averageMilliMinor, 1, 1_000, 'half_up');
}

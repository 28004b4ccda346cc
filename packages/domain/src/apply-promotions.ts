/**
 * Which promotions take what off a cart: one choice, the same everywhere, never more off a line
 * than is left of it, and never by the order of scanning. Those of lines go before those of the
 * order, then by priority, then whoever takes most. What is not combinable, or counted in pieces,
 * wants lines that nobody took from. A line priced or discounted by hand is left alone.
 */
import { sum } from './amount.ts';
import type { Rounding } from './amount.ts';
import { grossMinorOf } from './price-order.ts';
import { isOfOrder, takingOf } from './promotion-takes.ts';
import type { LineState, Taking } from './promotion-takes.ts';
import { couponStanding, isPromotionInForce, normalCoupon } from './promotion.ts';
import type { Promotion, PromotionSet } from './promotion.ts';

export interface PromotionLine {
  readonly productId: string;
  readonly categoryId: string | null;
  readonly unitPriceMinor: number;
  readonly quantityMilli: number;
  /** Taken off by hand. */
  readonly discountMinor: number;
  /** Its price was typed, or promotions are not for it. */
  readonly isExcluded: boolean;
}

export interface PromotionQuestion {
  readonly set: PromotionSet;
  readonly lines: readonly PromotionLine[];
  /** As they were typed. */
  readonly coupons: readonly string[];
  readonly atMs: number;
  readonly rounding: Rounding;
}

/** What one promotion takes, one amount a line, in the order of the lines. */
export interface PromotionTake {
  readonly promotionId: string;
  readonly couponCode: string | null;
  readonly amountsMinor: readonly number[];
}

/** What came off, by whom, in the order in which it did. Each takes something of some line. */
export function applyPromotions(question: PromotionQuestion): PromotionTake[] {
  const { set, lines, atMs, rounding } = question;
  const order = ownOrder(lines);
  const states = order.map((index) => stateOf(lines[index]!, rounding));
  const codes = codesByPromotion(question);
  const inForce = set.promotions.filter(
    (one) =>
      (!one.isCouponNeeded || codes.has(one.promotionId)) &&
      isPromotionInForce(one, atMs, set.timeZone),
  );
  return levelsOf(inForce).flatMap((level) =>
    takeInLevel(level, states, rounding).map(({ promotion, taking }) => ({
      promotionId: promotion.promotionId,
      couponCode: promotion.isCouponNeeded ? codes.get(promotion.promotionId)! : null,
      amountsMinor: backInPlace(taking.amountsMinor, order),
    })),
  );
}

/** What comes off each line in all. */
export function promotedMinor(takes: readonly PromotionTake[], lines: number): number[] {
  return Array.from({ length: lines }, (_, index) =>
    sum(takes, ({ amountsMinor }) => amountsMinor[index]!),
  );
}

interface Took {
  readonly promotion: Promotion;
  readonly taking: Taking;
}

function takeInLevel(
  level: readonly Promotion[],
  states: readonly LineState[],
  rounding: Rounding,
): Took[] {
  const took: Took[] = [];
  let waiting = level;
  while (waiting.length > 0) {
    const able = waiting.flatMap((promotion) => {
      const taking = takingOf(promotion, states, rounding);
      return taking === undefined ? [] : [{ promotion, taking }];
    });
    const best = able.sort(
      (one, other) =>
        other.taking.totalMinor - one.taking.totalMinor ||
        compareText(one.promotion.promotionId, other.promotion.promotionId),
    )[0];
    if (best === undefined) break;
    take(states, best);
    took.push(best);
    // Who can take nothing now can take nothing later: there is only ever less.
    waiting = able.slice(1).map(({ promotion }) => promotion);
  }
  return took;
}

function take(states: readonly LineState[], { promotion, taking }: Took): void {
  for (const [place, state] of states.entries()) {
    state.leftMinor -= taking.amountsMinor[place]!;
    if (!taking.isUsed[place]!) continue;
    state.isTouched = true;
    state.isClosed = !promotion.isCombinable;
  }
}

/** Promotions that go at the same time, in the order of their going. */
function levelsOf(promotions: readonly Promotion[]): Promotion[][] {
  const levels = new Map<string, Promotion[]>();
  const inOrder = [...promotions].sort(
    (one, other) =>
      Number(isOfOrder(one)) - Number(isOfOrder(other)) || one.priority - other.priority,
  );
  for (const promotion of inOrder) {
    const name = `${isOfOrder(promotion)} ${promotion.priority}`;
    const level = levels.get(name);
    if (level === undefined) levels.set(name, [promotion]);
    else level.push(promotion);
  }
  return [...levels.values()];
}

/** Of several good codes of one promotion the first in the alphabet is used. */
function codesByPromotion({ set, coupons, atMs }: PromotionQuestion): Map<string, string> {
  const codes = new Map<string, string>();
  for (const code of [...new Set(coupons.map(normalCoupon))].sort(compareText)) {
    if (couponStanding(set, code, atMs) !== 'good') continue;
    const { promotionId } = set.coupons.find((one) => one.code === code)!;
    if (!codes.has(promotionId)) codes.set(promotionId, code);
  }
  return codes;
}

function stateOf(line: PromotionLine, rounding: Rounding): LineState {
  const { productId, categoryId, unitPriceMinor, quantityMilli, discountMinor } = line;
  const grossMinor = grossMinorOf(line, rounding);
  return {
    productId,
    categoryId,
    unitPriceMinor,
    quantityMilli,
    grossMinor,
    isExcluded: line.isExcluded || discountMinor > 0,
    leftMinor: Math.max(0, grossMinor - discountMinor),
    isTouched: false,
    isClosed: false,
  };
}

/** The places of the lines, so that equal carts give equal answers however they were filled. */
function ownOrder(lines: readonly PromotionLine[]): number[] {
  const compare = (one: PromotionLine, other: PromotionLine): number =>
    compareText(one.productId, other.productId) ||
    compareText(one.categoryId ?? '', other.categoryId ?? '') ||
    other.unitPriceMinor - one.unitPriceMinor ||
    other.quantityMilli - one.quantityMilli ||
    one.discountMinor - other.discountMinor ||
    Number(one.isExcluded) - Number(other.isExcluded);
  return lines
    .map((_, index) => index)
    .sort((one, other) => compare(lines[one]!, lines[other]!) || one - other);
}

function backInPlace(amounts: readonly number[], order: readonly number[]): number[] {
  const back = amounts.map(() => 0);
  for (const [place, index] of order.entries()) back[index] = amounts[place]!;
  return back;
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

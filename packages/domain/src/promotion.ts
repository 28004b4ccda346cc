/**
 * Promotions as data: what is taken off, of what, when, and for whom.
 *
 * A set of them never changes under its version; a sale names the one it was sold under, so that
 * what came off an old receipt can be worked out again. `applyPromotions` does the arithmetic.
 */
import { shopClock } from './shop-day.ts';

/** What comes off. Rates are parts per million, amounts minor units, pieces whole. */
export type PromotionEffect =
  /** Off every line it is for. */
  | { readonly kind: 'percent_off'; readonly ratePpm: number }
  /** Off each whole unit: a piece, or a kilogram, in proportion to the quantity. */
  | { readonly kind: 'amount_off'; readonly amountMinor: number }
  /** Of so many pieces bought, the cheapest `getPieces` cost less by the rate, or nothing. */
  | {
      readonly kind: 'buy_get';
      readonly buyPieces: number;
      readonly getPieces: number;
      readonly ratePpm: number;
    }
  /** So many pieces, mixed as one likes, for one price. */
  | { readonly kind: 'bundle'; readonly pieces: number; readonly priceMinor: number }
  /** Off what is left of the order, after everything above. */
  | { readonly kind: 'order_percent'; readonly ratePpm: number }
  | { readonly kind: 'order_amount'; readonly amountMinor: number };

export type PromotionKind = PromotionEffect['kind'];

export const promotionKinds: readonly PromotionKind[] = [
  'percent_off',
  'amount_off',
  'buy_get',
  'bundle',
  'order_percent',
  'order_amount',
];

/** When it is in force, by the instant and by the clock on the shop's wall. */
export interface PromotionSchedule {
  readonly fromMs: number | null;
  /** Not part of it any more. */
  readonly untilMs: number | null;
  /** 1 is Monday, 7 is Sunday; none named means all of them. */
  readonly weekdays: readonly number[];
  /** Minutes of the day. Equal: all day. The later first: over midnight, of the day it began. */
  readonly fromMinute: number;
  readonly untilMinute: number;
}

export interface Promotion {
  readonly promotionId: string;
  readonly name: string;
  /** The lower number goes first. Among equals the one that takes most goes first. */
  readonly priority: number;
  /** Others may take from the same line too. */
  readonly isCombinable: boolean;
  readonly isCouponNeeded: boolean;
  readonly effect: PromotionEffect;
  /** What it is for: these products and those of these categories; all, where none is named. */
  readonly productIds: readonly string[];
  readonly categoryIds: readonly string[];
  /** What there must be of it in the cart; 0 asks for nothing. */
  readonly minimumMilli: number;
  readonly minimumMinor: number;
  readonly schedule: PromotionSchedule;
}

/** A word that opens a promotion. How often it was used, only the server knows. */
export interface Coupon {
  readonly code: string;
  readonly promotionId: string;
  readonly fromMs: number | null;
  readonly untilMs: number | null;
  readonly redemptionsMax: number | null;
  readonly customerRedemptionsMax: number | null;
}

/** What is in force in a shop, under a version that never changes. */
export interface PromotionSet {
  readonly version: number;
  /** Whose wall the weekdays and hours are read from. */
  readonly timeZone: string;
  readonly promotions: readonly Promotion[];
  readonly coupons: readonly Coupon[];
}

export type CouponStanding = 'good' | 'unknown' | 'not_yet' | 'expired' | 'not_now';

/** Codes are said aloud and typed: case, spaces and dashes mean nothing. */
export function normalCoupon(typed: string): string {
  return typed.replace(/[\s-]/g, '').toUpperCase();
}

/** Whether a promotion is in force at that instant, its coupon aside. */
export function isPromotionInForce(
  { schedule }: Pick<Promotion, 'schedule'>,
  atMs: number,
  timeZone: string,
): boolean {
  return isWithin(schedule, atMs) === 'good' && isInHours(schedule, atMs, timeZone);
}

/** What a coupon is worth at that instant, whatever lies in the cart. */
export function couponStanding(set: PromotionSet, code: string, atMs: number): CouponStanding {
  const coupon = set.coupons.find((one) => one.code === normalCoupon(code));
  const promotion = set.promotions.find((one) => one.promotionId === coupon?.promotionId);
  if (coupon === undefined || promotion === undefined) return 'unknown';
  const spans = [isWithin(coupon, atMs), isWithin(promotion.schedule, atMs)];
  if (spans.includes('expired')) return 'expired';
  if (spans.includes('not_yet')) return 'not_yet';
  return isInHours(promotion.schedule, atMs, set.timeZone) ? 'good' : 'not_now';
}

function isWithin(
  { fromMs, untilMs }: Pick<Coupon, 'fromMs' | 'untilMs'>,
  atMs: number,
): 'good' | 'not_yet' | 'expired' {
  if (untilMs !== null && atMs >= untilMs) return 'expired';
  return fromMs !== null && atMs < fromMs ? 'not_yet' : 'good';
}

function isInHours(schedule: PromotionSchedule, atMs: number, timeZone: string): boolean {
  const { weekdays, fromMinute, untilMinute } = schedule;
  if (weekdays.length === 0 && fromMinute === untilMinute) return true;
  const { weekday, minute } = shopClock(atMs, timeZone);
  const isOverMidnight = fromMinute > untilMinute;
  const isAfterMidnight = isOverMidnight && minute < untilMinute;
  const began = isAfterMidnight ? ((weekday + 5) % 7) + 1 : weekday;
  if (weekdays.length > 0 && !weekdays.includes(began)) return false;
  if (fromMinute === untilMinute || isAfterMidnight) return true;
  return minute >= fromMinute && (isOverMidnight || minute < untilMinute);
}

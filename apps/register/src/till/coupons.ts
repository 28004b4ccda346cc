/** Coupons of a cart: taken where they take something off now, and why not where they do not. */
import { SALE_COUPONS_MAX, couponStanding, normalCoupon } from '@evertill/domain';
import type { PriceBook, PromotionSet } from '@evertill/domain';
import type { Cart } from './cart.ts';
import { priceCart } from './price-cart.ts';

export const couponFlaws = [
  'unknown',
  'expired',
  'not_yet',
  'not_now',
  'already',
  'too_many',
  'minimum',
  'not_combined',
] as const;
export type CouponFlaw = (typeof couponFlaws)[number];

export interface CouponQuestion {
  readonly cart: Cart;
  readonly book: PriceBook;
  readonly set: PromotionSet | undefined;
  readonly atMs: number;
}

/** Undefined: it takes something off this cart. */
export function couponFlaw(
  { cart, book, set, atMs }: CouponQuestion,
  typed: string,
): CouponFlaw | undefined {
  const code = normalCoupon(typed);
  const coupons = cart.coupons ?? [];
  if (coupons.includes(code)) return 'already';
  if (coupons.length >= SALE_COUPONS_MAX) return 'too_many';
  if (set === undefined) return 'unknown';
  const standing = couponStanding(set, code, atMs);
  if (standing !== 'good') return standing;
  const now = { ...cart, reckonedAtMs: atMs, coupons: [...coupons, code] };
  const isTaking = (within: PromotionSet): boolean =>
    priceCart(now, book, within).takes.some(({ couponCode }) => couponCode === code);
  if (isTaking(set)) return undefined;
  const { promotionId } = set.coupons.find((one) => one.code === code) ?? {};
  const alone = set.promotions.filter((one) => one.promotionId === promotionId);
  return isTaking({ ...set, promotions: alone }) ? 'not_combined' : 'minimum';
}

export function withCoupon(cart: Cart, typed: string): Cart {
  return { ...cart, coupons: [...(cart.coupons ?? []), normalCoupon(typed)] };
}

export function withoutCoupon(cart: Cart, code: string): Cart {
  return { ...cart, coupons: (cart.coupons ?? []).filter((one) => one !== code) };
}

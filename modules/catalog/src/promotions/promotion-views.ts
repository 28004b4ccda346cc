/** Rows of promotions, coupons and sets as the contract promised them. */
import { couponInSetOf, promotionInSetOf } from '@evertill/contract';
import type { CouponView, PromotionSetView, PromotionView } from '@evertill/contract';
import type { CouponRow } from './coupon-store.ts';
import type { PromotionRow } from './promotion-store.ts';
import type { SetRow } from './set-store.ts';

export function promotionViewOf(row: PromotionRow, currency: string): PromotionView {
  return {
    ...promotionInSetOf(row.promotion, currency),
    isArchived: row.archived_at !== null,
    createdAt: row.created_at.toISOString(),
  };
}

export function couponViewOf(row: CouponRow): CouponView {
  return {
    couponId: row.coupon_id,
    ...couponInSetOf(row.coupon),
    isArchived: row.archived_at !== null,
    createdAt: row.created_at.toISOString(),
  };
}

export function setViewOf({ content, currency, created_at: createdAt }: SetRow): PromotionSetView {
  return {
    version: content.version,
    timeZone: content.timeZone,
    promotions: content.promotions.map((one) => promotionInSetOf(one, currency)),
    coupons: content.coupons.map(couponInSetOf),
    createdAt: createdAt.toISOString(),
  };
}

/** What a promotion and a coupon consist of on the wire, and a set of them under its version. */
import { z } from 'zod';
import { COUPON_LENGTH_MAX, PROMOTION_PIECES_MAX, PROMOTION_PRIORITY_MAX } from '@evertill/domain';
import { PROMOTION_TARGETS_MAX } from '@evertill/domain';
import { instant, positiveDecimal, sentInstant, text, uuid, whole } from './wire-types.ts';

export const promotionKinds = [
  'PERCENT_OFF',
  'AMOUNT_OFF',
  'BUY_GET',
  'BUNDLE',
  'ORDER_PERCENT',
  'ORDER_AMOUNT',
] as const;

/** The clock on the shop's wall, `17:30`. */
const timeOfDay = () => z.string().regex(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/);
const pieces = () => whole(1, PROMOTION_PIECES_MAX);

/** What a kind has no use for is null. `buyPieces` and `amount` of a bundle: its size and price. */
export const promotionFields = {
  name: text(100, 1),
  kind: z.enum(promotionKinds),
  percent: positiveDecimal().nullable(),
  amount: positiveDecimal().nullable(),
  buyPieces: pieces().nullable(),
  getPieces: pieces().nullable(),
  /** Products and categories it is for; for everything, where neither are named. */
  products: z.array(uuid()).max(PROMOTION_TARGETS_MAX),
  categories: z.array(uuid()).max(PROMOTION_TARGETS_MAX),
  quantityMin: positiveDecimal(),
  amountMin: positiveDecimal(),
  /** The lower number goes first. */
  priority: whole(0, PROMOTION_PRIORITY_MAX),
  isCombinable: z.boolean(),
  isCouponNeeded: z.boolean(),
  startsAt: sentInstant().nullable(),
  endsAt: sentInstant().nullable(),
  /** 1 is Monday; none: every day. */
  weekdays: z.array(whole(1, 7)).max(7),
  /** Both the same: all day. The later first: over midnight. */
  fromTime: timeOfDay(),
  untilTime: timeOfDay(),
};

export const couponCode = () =>
  z
    .string()
    .regex(/^[A-Z0-9]+$/)
    .max(COUPON_LENGTH_MAX);

export const couponFields = {
  promotion: uuid(),
  startsAt: sentInstant().nullable(),
  endsAt: sentInstant().nullable(),
  /** Sales in which it may be used, in all and of one customer. Counted by the server. */
  redemptionsMax: whole(1, 1_000_000_000).nullable(),
  customerRedemptionsMax: whole(1, 1_000_000_000).nullable(),
};

const said = { startsAt: instant().nullable(), endsAt: instant().nullable() };

export const promotionInSet = z.strictObject({
  promotionId: uuid(),
  ...promotionFields,
  ...said,
});
export type PromotionInSet = z.infer<typeof promotionInSet>;

export const couponInSet = z.strictObject({ code: couponCode(), ...couponFields, ...said });
export type CouponInSet = z.infer<typeof couponInSet>;

export const promotionView = promotionInSet.extend({
  isArchived: z.boolean(),
  createdAt: instant(),
});
export type PromotionView = z.infer<typeof promotionView>;

export const couponView = couponInSet.extend({
  couponId: uuid(),
  isArchived: z.boolean(),
  createdAt: instant(),
});
export type CouponView = z.infer<typeof couponView>;

/** Sales name its version. Under its version it never changes. */
export const promotionSetView = z.strictObject({
  version: whole(1),
  timeZone: text(64, 1),
  promotions: z.array(promotionInSet),
  coupons: z.array(couponInSet),
  createdAt: instant(),
});
export type PromotionSetView = z.infer<typeof promotionSetView>;

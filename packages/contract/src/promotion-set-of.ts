/** The contract's spelling of promotions becomes the domain's, and back. */
import { decimalOf, decimalOfMilli, milliOf, minorOf, percentOf, ppmOf } from '@evertill/domain';
import type { Coupon, Promotion, PromotionEffect, PromotionSet } from '@evertill/domain';
import type { CouponInSet, PromotionInSet, PromotionSetView } from './promotion-fields.ts';

/** Of a set as it was published, which has no flaws. */
export function promotionSetOf(view: PromotionSetView, currency: string): PromotionSet {
  return {
    version: view.version,
    timeZone: view.timeZone,
    promotions: view.promotions.map((one) => promotionOf(one, currency)),
    coupons: view.coupons.map(couponOf),
  };
}

export function promotionOf(view: PromotionInSet, currency: string): Promotion {
  return {
    promotionId: view.promotionId,
    name: view.name,
    priority: view.priority,
    isCombinable: view.isCombinable,
    isCouponNeeded: view.isCouponNeeded,
    effect: effectOf(view, currency),
    productIds: view.products,
    categoryIds: view.categories,
    minimumMilli: milliOf(view.quantityMin) ?? 0,
    minimumMinor: minorOf(view.amountMin, currency) ?? 0,
    schedule: {
      fromMs: millisecondsOf(view.startsAt),
      untilMs: millisecondsOf(view.endsAt),
      weekdays: view.weekdays,
      fromMinute: minuteOf(view.fromTime),
      untilMinute: minuteOf(view.untilTime),
    },
  };
}

export function couponOf(view: CouponInSet): Coupon {
  return {
    code: view.code,
    promotionId: view.promotion,
    fromMs: millisecondsOf(view.startsAt),
    untilMs: millisecondsOf(view.endsAt),
    redemptionsMax: view.redemptionsMax,
    customerRedemptionsMax: view.customerRedemptionsMax,
  };
}

export function promotionInSetOf(promotion: Promotion, currency: string): PromotionInSet {
  const { schedule } = promotion;
  return {
    promotionId: promotion.promotionId,
    name: promotion.name,
    ...effectViewOf(promotion.effect, currency),
    products: [...promotion.productIds],
    categories: [...promotion.categoryIds],
    quantityMin: decimalOfMilli(promotion.minimumMilli),
    amountMin: decimalOf(promotion.minimumMinor, currency),
    priority: promotion.priority,
    isCombinable: promotion.isCombinable,
    isCouponNeeded: promotion.isCouponNeeded,
    startsAt: instantOf(schedule.fromMs),
    endsAt: instantOf(schedule.untilMs),
    weekdays: [...schedule.weekdays],
    fromTime: timeOf(schedule.fromMinute),
    untilTime: timeOf(schedule.untilMinute),
  };
}

export function couponInSetOf(coupon: Coupon): CouponInSet {
  return {
    code: coupon.code,
    promotion: coupon.promotionId,
    startsAt: instantOf(coupon.fromMs),
    endsAt: instantOf(coupon.untilMs),
    redemptionsMax: coupon.redemptionsMax,
    customerRedemptionsMax: coupon.customerRedemptionsMax,
  };
}

function effectOf(view: PromotionInSet, currency: string): PromotionEffect {
  const ratePpm = ppmOf(view.percent ?? '0') ?? 0;
  const amountMinor = minorOf(view.amount ?? '0', currency) ?? 0;
  const { buyPieces, getPieces } = view;
  switch (view.kind) {
    case 'PERCENT_OFF':
      return { kind: 'percent_off', ratePpm };
    case 'AMOUNT_OFF':
      return { kind: 'amount_off', amountMinor };
    case 'BUY_GET':
      return { kind: 'buy_get', buyPieces: buyPieces ?? 1, getPieces: getPieces ?? 1, ratePpm };
    case 'BUNDLE':
      return { kind: 'bundle', pieces: buyPieces ?? 1, priceMinor: amountMinor };
    case 'ORDER_PERCENT':
      return { kind: 'order_percent', ratePpm };
    case 'ORDER_AMOUNT':
      return { kind: 'order_amount', amountMinor };
  }
}

type EffectView = Pick<PromotionInSet, 'kind' | 'percent' | 'amount' | 'buyPieces' | 'getPieces'>;

function effectViewOf(effect: PromotionEffect, currency: string): EffectView {
  const nothing = { percent: null, amount: null, buyPieces: null, getPieces: null };
  switch (effect.kind) {
    case 'percent_off':
      return { ...nothing, kind: 'PERCENT_OFF', percent: percentOf(effect.ratePpm) };
    case 'amount_off':
      return { ...nothing, kind: 'AMOUNT_OFF', amount: decimalOf(effect.amountMinor, currency) };
    case 'buy_get': {
      const { buyPieces, getPieces, ratePpm } = effect;
      return { ...nothing, kind: 'BUY_GET', buyPieces, getPieces, percent: percentOf(ratePpm) };
    }
    case 'bundle': {
      const amount = decimalOf(effect.priceMinor, currency);
      return { ...nothing, kind: 'BUNDLE', buyPieces: effect.pieces, amount };
    }
    case 'order_percent':
      return { ...nothing, kind: 'ORDER_PERCENT', percent: percentOf(effect.ratePpm) };
    case 'order_amount':
      return { ...nothing, kind: 'ORDER_AMOUNT', amount: decimalOf(effect.amountMinor, currency) };
  }
}

function millisecondsOf(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant);
}

function instantOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

function minuteOf(time: string): number {
  const [hour = '0', minute = '0'] = time.split(':');
  return Number(hour) * 60 + Number(minute);
}

function timeOf(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** Carts and what is promoted in their shop, drawn by lot; odd ones are drawn often. */
import type {
  Coupon,
  Promotion,
  PromotionEffect,
  PromotionLine,
  PromotionQuestion,
  PromotionSchedule,
} from '@evertill/domain';
import { between, oneOf } from './random-basket.ts';
import type { Dice } from './random-basket.ts';

const products = ['ale', 'bun', 'cod', 'dal', 'egg', 'fig'] as const;
const categoryOf: Readonly<Record<(typeof products)[number], string | null>> = {
  ale: 'drinks',
  bun: 'bread',
  cod: 'fresh',
  dal: null,
  egg: 'fresh',
  fig: 'fresh',
};
const codes = ['SAVE', 'MORE', 'OFF5', 'ZERO'] as const;
const zones = [
  'Africa/Nairobi',
  'Europe/London',
  'America/Santiago',
  'Pacific/Kiritimati',
] as const;
const HOUR_MS = 3_600_000;

export function randomPromotions(roll: Dice): PromotionQuestion {
  // A spring in which clocks are changed, to the minute.
  const atMs = Date.UTC(2026, 2, 28) + between(roll, { min: 0, max: 4_320 }) * 60_000;
  const promotions = Array.from({ length: between(roll, { min: 0, max: 8 }) }, (_, index) =>
    randomPromotion(roll, `p${oneOf(roll, [0, 5])}${index}`, atMs),
  );
  return {
    set: {
      version: between(roll, { min: 1, max: 99 }),
      timeZone: oneOf(roll, zones),
      promotions,
      coupons: promotions.length === 0 ? [] : randomCoupons(roll, promotions, atMs),
    },
    lines: Array.from({ length: between(roll, { min: 1, max: oneOf(roll, [1, 3, 8]) }) }, () =>
      randomLine(roll),
    ),
    coupons: codes
      .filter(() => roll() < 0.5)
      .map((code) => oneOf(roll, [code, ` ${code.toLowerCase()}`])),
    atMs,
    rounding: oneOf(roll, ['half_up', 'half_even', 'down'] as const),
  };
}

function randomLine(roll: Dice): PromotionLine {
  const productId = oneOf(roll, products);
  const unitPriceMinor = between(roll, { min: 0, max: oneOf(roll, [0, 9, 99, 999, 99_999]) });
  const whole = 1_000 * between(roll, { min: 1, max: oneOf(roll, [1, 4, 12]) });
  return {
    productId,
    categoryId: categoryOf[productId],
    unitPriceMinor,
    quantityMilli: roll() < 0.75 ? whole : between(roll, { min: 1, max: 5_000 }),
    discountMinor: roll() < 0.1 ? between(roll, { min: 1, max: 50 }) : 0,
    isExcluded: roll() < 0.07,
  };
}

function randomPromotion(roll: Dice, promotionId: string, atMs: number): Promotion {
  const isForAll = roll() < 0.4;
  return {
    promotionId,
    name: `Promotion ${promotionId}`,
    priority: oneOf(roll, [1, 2, 2, 2, 3]),
    isCombinable: roll() < 0.5,
    isCouponNeeded: roll() < 0.25,
    effect: randomEffect(roll),
    productIds: isForAll ? [] : products.filter(() => roll() < 0.35),
    categoryIds: isForAll ? [] : ['drinks', 'fresh'].filter(() => roll() < 0.35),
    minimumMilli: oneOf(roll, [0, 0, 0, 0, 1_000, 2_500, 6_000]),
    minimumMinor: oneOf(roll, [0, 0, 0, 0, 1, 100, 5_000]),
    schedule: randomSchedule(roll, atMs),
  };
}

function randomEffect(roll: Dice): PromotionEffect {
  const ratePpm = oneOf(roll, [1, 100_000, 333_333, 500_000, 1_000_000]);
  const amountMinor = between(roll, { min: 1, max: oneOf(roll, [5, 100, 10_000]) });
  const few = (): number => between(roll, { min: 1, max: 3 });
  return oneOf(roll, [
    { kind: 'percent_off', ratePpm },
    { kind: 'amount_off', amountMinor },
    { kind: 'buy_get', buyPieces: few(), getPieces: few(), ratePpm },
    { kind: 'bundle', pieces: few() + few(), priceMinor: oneOf(roll, [0, 1, 150, 2_000]) },
    { kind: 'order_percent', ratePpm },
    { kind: 'order_amount', amountMinor },
  ] as const);
}

function randomSchedule(roll: Dice, atMs: number): PromotionSchedule {
  const always = { fromMs: null, untilMs: null, weekdays: [], fromMinute: 0, untilMinute: 0 };
  if (roll() < 0.6) return always;
  const hours = oneOf(roll, [
    [0, 0],
    [0, 0],
    [540, 1_020],
    [1_320, 120],
  ] as const);
  return {
    ...randomSpan(roll, atMs),
    weekdays: roll() < 0.7 ? [] : [1, 2, 3, 4, 5, 6, 7].filter(() => roll() < 0.6),
    fromMinute: hours[0],
    untilMinute: hours[1],
  };
}

function randomCoupons(roll: Dice, promotions: readonly Promotion[], atMs: number): Coupon[] {
  return codes.map((code) => ({
    code,
    promotionId: oneOf(roll, promotions).promotionId,
    ...randomSpan(roll, atMs),
    redemptionsMax: null,
    customerRedemptionsMax: null,
  }));
}

function randomSpan(roll: Dice, atMs: number): { fromMs: number | null; untilMs: number | null } {
  const near = (): number => atMs + oneOf(roll, [-HOUR_MS, 0, 1, HOUR_MS]);
  return {
    fromMs: roll() < 0.85 ? null : near(),
    untilMs: roll() < 0.85 ? null : near(),
  };
}

import { describe, expect, it } from 'vitest';
import { couponStanding, isPromotionInForce, normalCoupon } from './promotion.ts';
import type { Coupon, Promotion, PromotionSchedule, PromotionSet } from './promotion.ts';

const always: PromotionSchedule = {
  fromMs: null,
  untilMs: null,
  weekdays: [],
  fromMinute: 0,
  untilMinute: 0,
};
const promotion: Promotion = {
  promotionId: 'p',
  name: 'Happy hour',
  priority: 100,
  isCombinable: false,
  isCouponNeeded: true,
  effect: { kind: 'percent_off', ratePpm: 100_000 },
  productIds: [],
  categoryIds: [],
  minimumMilli: 0,
  minimumMinor: 0,
  schedule: always,
};
const coupon: Coupon = {
  code: 'SAVE10',
  promotionId: 'p',
  fromMs: null,
  untilMs: null,
  redemptionsMax: null,
  customerRedemptionsMax: null,
};
const zone = 'Africa/Nairobi';
/** Three hours ahead of UTC, all year. */
const nairobi = (wall: string): number => Date.parse(`${wall}+03:00`);

describe('a schedule', () => {
  const inForce = (schedule: Partial<PromotionSchedule>, wall: string): boolean =>
    isPromotionInForce({ schedule: { ...always, ...schedule } }, nairobi(wall), zone);

  it.each([
    ['all day', {}, '2026-03-02T00:00', true],
    ['from an instant', { fromMs: nairobi('2026-03-02T08:00') }, '2026-03-02T08:00', true],
    ['not before it', { fromMs: nairobi('2026-03-02T08:00') }, '2026-03-02T07:59:59', false],
    [
      'until an instant, without it',
      { untilMs: nairobi('2026-03-02T08:00') },
      '2026-03-02T08:00',
      false,
    ],
    ['on Mondays', { weekdays: [1] }, '2026-03-02T00:30', true],
    ['not on Tuesdays', { weekdays: [1] }, '2026-03-03T00:30', false],
    ['in its hours', { fromMinute: 600, untilMinute: 660 }, '2026-03-02T10:00', true],
    ['not at their end', { fromMinute: 600, untilMinute: 660 }, '2026-03-02T11:00', false],
  ] as const)('holds %s', (_, schedule, wall, expected) => {
    expect(inForce(schedule, wall)).toBe(expected);
  });

  it('over midnight belongs to the day on which it began', () => {
    const fridayNight = { weekdays: [5], fromMinute: 1_320, untilMinute: 120 };
    expect(inForce(fridayNight, '2026-03-06T22:00')).toBe(true);
    expect(inForce(fridayNight, '2026-03-07T01:59')).toBe(true);
    expect(inForce(fridayNight, '2026-03-07T02:00')).toBe(false);
    expect(inForce(fridayNight, '2026-03-07T22:00')).toBe(false);
    expect(inForce(fridayNight, '2026-03-06T01:00')).toBe(false);
  });

  it('is read from the wall of the shop, also when its clocks are changed', () => {
    const morning = { schedule: { ...always, fromMinute: 540, untilMinute: 600 } };
    const london = (instant: string): boolean =>
      isPromotionInForce(morning, Date.parse(instant), 'Europe/London');
    expect(london('2026-03-28T09:30:00Z')).toBe(true);
    expect(london('2026-03-29T09:30:00Z')).toBe(false);
    expect(london('2026-03-29T08:30:00Z')).toBe(true);
  });
});

describe('a coupon', () => {
  const standing = (
    parts: { coupon?: Partial<Coupon>; schedule?: Partial<PromotionSchedule> },
    typed = ' save-10 ',
  ): string => {
    const set: PromotionSet = {
      version: 1,
      timeZone: zone,
      promotions: [{ ...promotion, schedule: { ...always, ...parts.schedule } }],
      coupons: [{ ...coupon, ...parts.coupon }],
    };
    return couponStanding(set, typed, 1_000);
  };

  it('is known however it is typed', () => {
    expect(normalCoupon(' save-1 0 ')).toBe('SAVE10');
    expect(standing({})).toBe('good');
    expect(standing({}, 'SAVE11')).toBe('unknown');
  });

  it('says why it is not good now', () => {
    expect(standing({ coupon: { untilMs: 1_000 } })).toBe('expired');
    expect(standing({ coupon: { fromMs: 1_001 } })).toBe('not_yet');
    expect(standing({ schedule: { untilMs: 999 } })).toBe('expired');
    expect(standing({ schedule: { fromMs: 2_000 } })).toBe('not_yet');
    expect(standing({ schedule: { fromMinute: 600, untilMinute: 660 } })).toBe('not_now');
    expect(standing({ coupon: { promotionId: 'gone' } })).toBe('unknown');
  });
});

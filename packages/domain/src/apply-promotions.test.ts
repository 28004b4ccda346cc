import { describe, expect, it } from 'vitest';
import { applyPromotions, promotedMinor } from './apply-promotions.ts';
import type { PromotionLine, PromotionTake } from './apply-promotions.ts';
import type { Promotion, PromotionEffect } from './promotion.ts';

const line = (productId: string, unitPriceMinor: number, pieces = 1): PromotionLine => ({
  productId,
  categoryId: productId === 'tea' || productId === 'milk' ? 'drinks' : null,
  unitPriceMinor,
  quantityMilli: Math.round(pieces * 1_000),
  discountMinor: 0,
  isExcluded: false,
});

const promotion = (effect: PromotionEffect, more: Partial<Promotion> = {}): Promotion => ({
  promotionId: 'p',
  name: 'Offer',
  priority: 100,
  isCombinable: true,
  isCouponNeeded: false,
  effect,
  productIds: [],
  categoryIds: [],
  minimumMilli: 0,
  minimumMinor: 0,
  schedule: { fromMs: null, untilMs: null, weekdays: [], fromMinute: 0, untilMinute: 0 },
  ...more,
});

interface Cart {
  readonly lines: readonly PromotionLine[];
  readonly promotions: readonly Promotion[];
  readonly coupons?: readonly string[];
}

function takes({ lines, promotions, coupons = [] }: Cart): PromotionTake[] {
  const codes = promotions
    .filter((one) => one.isCouponNeeded)
    .flatMap(({ promotionId }) => ['B2', 'A1'].map((code) => ({ code, promotionId })));
  const span = { fromMs: null, untilMs: null, redemptionsMax: null, customerRedemptionsMax: null };
  const set = {
    version: 1,
    timeZone: 'UTC',
    promotions,
    coupons: codes.map((one) => ({ ...one, ...span })),
  };
  return applyPromotions({ set, lines, coupons, atMs: 0, rounding: 'half_up' });
}

const off = (cart: Cart): number[] => promotedMinor(takes(cart), cart.lines.length);

const tenPercent: PromotionEffect = { kind: 'percent_off', ratePpm: 100_000 };
const oneFree: PromotionEffect = {
  kind: 'buy_get',
  buyPieces: 2,
  getPieces: 1,
  ratePpm: 1_000_000,
};
const threeForTen: PromotionEffect = { kind: 'bundle', pieces: 3, priceMinor: 1_000 };

describe('off a line', () => {
  it('per cent, of what it is for', () => {
    const lines = [line('tea', 250, 2), line('bread', 999)];
    expect(off({ lines, promotions: [promotion(tenPercent)] })).toEqual([50, 100]);
    const drinks = promotion(tenPercent, { categoryIds: ['drinks'] });
    expect(off({ lines, promotions: [drinks] })).toEqual([50, 0]);
    const bread = promotion(tenPercent, { productIds: ['bread'] });
    expect(off({ lines, promotions: [bread] })).toEqual([0, 100]);
  });

  it('an amount, by the piece and by the kilogram, and never more than it costs', () => {
    const effect = { kind: 'amount_off', amountMinor: 30 } as const;
    const lines = [line('tea', 250, 2), line('fish', 1_000, 0.333), line('bun', 20, 3)];
    expect(off({ lines, promotions: [promotion(effect)] })).toEqual([60, 10, 60]);
  });

  it('once there is enough of it', () => {
    const lines = [line('tea', 250, 2), line('milk', 100)];
    const three = promotion(tenPercent, { categoryIds: ['drinks'], minimumMilli: 3_000 });
    expect(off({ lines, promotions: [three] })).toEqual([50, 10]);
    expect(off({ lines: lines.slice(0, 1), promotions: [three] })).toEqual([0]);
    const worth = promotion(tenPercent, { minimumMinor: 600 });
    expect(off({ lines, promotions: [worth] })).toEqual([50, 10]);
    expect(off({ lines, promotions: [promotion(tenPercent, { minimumMinor: 601 })] })).toEqual([
      0, 0,
    ]);
  });

  it('not where somebody gave a discount or typed a price', () => {
    const lines = [
      { ...line('tea', 250), discountMinor: 1 },
      { ...line('tea', 250), isExcluded: true },
      line('tea', 250),
    ];
    expect(off({ lines, promotions: [promotion(tenPercent)] })).toEqual([0, 0, 25]);
  });
});

describe('buy and get', () => {
  it('gives the cheapest of each group, the dearest grouped first', () => {
    const lines = [line('a', 100), line('b', 300), line('c', 200), line('d', 50)];
    expect(off({ lines, promotions: [promotion(oneFree)] })).toEqual([100, 0, 0, 0]);
    expect(off({ lines: [line('a', 100, 7)], promotions: [promotion(oneFree)] })).toEqual([200]);
  });

  it('or lets them cost less, cent by cent', () => {
    const half = promotion({ ...oneFree, ratePpm: 500_000 });
    expect(off({ lines: [line('a', 99, 6)], promotions: [half] })).toEqual([100]);
  });

  it('counts no weighed goods', () => {
    const lines = [line('a', 100, 2), line('b', 50, 1.5)];
    expect(off({ lines, promotions: [promotion(oneFree)] })).toEqual([0, 0]);
  });
});

describe('a bundle', () => {
  it('mixes what it is for, and shares what comes off by the price', () => {
    const lines = [line('tea', 500), line('milk', 400, 2), line('bread', 100)];
    const drinks = promotion(threeForTen, { categoryIds: ['drinks'] });
    expect(off({ lines, promotions: [drinks] })).toEqual([115, 185, 0]);
  });

  it('is made only where it is cheaper', () => {
    expect(off({ lines: [line('a', 300, 3)], promotions: [promotion(threeForTen)] })).toEqual([0]);
    const lines = [line('a', 500, 3), line('b', 100, 3)];
    expect(off({ lines, promotions: [promotion(threeForTen)] })).toEqual([500, 0]);
  });

  it('is reckoned at once for a hundred thousand pieces', () => {
    const lines = [line('a', 500, 100_000)];
    expect(off({ lines, promotions: [promotion(threeForTen)] })).toEqual([33_333 * 500]);
  });
});

describe('off the order', () => {
  it('comes last, from what is left, and from a minimum', () => {
    const lines = [line('tea', 1_000), line('bread', 1_000)];
    const five = promotion(
      { kind: 'order_amount', amountMinor: 500 },
      {
        promotionId: 'order',
        priority: 1,
        minimumMinor: 1_900,
      },
    );
    const tea = promotion(tenPercent, { productIds: ['tea'] });
    expect(takes({ lines, promotions: [five, tea] })).toEqual([
      { promotionId: 'p', couponCode: null, amountsMinor: [100, 0] },
      { promotionId: 'order', couponCode: null, amountsMinor: [237, 263] },
    ]);
    const tooFar = { ...five, minimumMinor: 1_901 };
    expect(takes({ lines, promotions: [tooFar, tea] })).toHaveLength(1);
  });

  it('takes no more than there is', () => {
    const all = promotion({ kind: 'order_amount', amountMinor: 5_000 });
    expect(off({ lines: [line('tea', 10), line('bun', 20)], promotions: [all] })).toEqual([10, 20]);
  });
});

describe('several', () => {
  const lines = [line('tea', 1_000)];
  const twenty = promotion({ kind: 'percent_off', ratePpm: 200_000 }, { promotionId: 'q' });

  it('add up where they may be combined, on what is left', () => {
    expect(off({ lines, promotions: [promotion(tenPercent), twenty] })).toEqual([280]);
  });

  it('leave a line to the best of equals where they may not', () => {
    const promotions = [promotion(tenPercent), twenty].map((one) => ({
      ...one,
      isCombinable: false,
    }));
    expect(takes({ lines, promotions }).map((one) => one.promotionId)).toEqual(['q']);
  });

  it('go by their priority before that', () => {
    const promotions = [promotion(tenPercent, { isCombinable: false, priority: 1 }), twenty];
    expect(takes({ lines, promotions }).map((one) => one.promotionId)).toEqual(['p']);
  });

  it('do not use the bought pieces of another offer', () => {
    const promotions = [
      promotion(oneFree, { isCombinable: false }),
      { ...twenty, isCombinable: false, priority: 101 },
    ];
    const cart = [line('a', 300), line('b', 200), line('c', 100), line('d', 50)];
    expect(off({ lines: cart, promotions })).toEqual([0, 0, 100, 10]);
  });
});

describe('a coupon', () => {
  const gated = promotion(tenPercent, { isCouponNeeded: true });
  const lines = [line('tea', 1_000)];

  it('opens its promotion, once', () => {
    expect(takes({ lines, promotions: [gated] })).toEqual([]);
    expect(takes({ lines, promotions: [gated], coupons: ['nope'] })).toEqual([]);
    expect(takes({ lines, promotions: [gated], coupons: ['b-2', 'a1'] })).toEqual([
      { promotionId: 'p', couponCode: 'A1', amountsMinor: [100] },
    ]);
  });
});

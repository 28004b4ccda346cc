/** What the pretend shop promotes: one of each look on the ticket. Invented. */
import type { Promotion, PromotionSet } from '@evertill/domain';
import { pretendProducts } from './pretend-shop.ts';

const idsOf = (...names: readonly string[]): string[] =>
  pretendProducts
    .filter(({ name }) => names.some((one) => name.startsWith(one)))
    .map(({ productId }) => productId);

const plain: Omit<Promotion, 'promotionId' | 'name' | 'effect'> = {
  priority: 100,
  isCombinable: false,
  isCouponNeeded: false,
  productIds: [],
  categoryIds: [],
  minimumMilli: 0,
  minimumMinor: 0,
  schedule: { fromMs: null, untilMs: null, weekdays: [], fromMinute: 0, untilMinute: 0 },
};

export const pretendSet: PromotionSet = {
  version: 4,
  timeZone: 'Africa/Nairobi',
  promotions: [
    {
      ...plain,
      promotionId: '20000000-0000-4000-8000-000000000001',
      name: 'Milk: buy 2, get 1',
      effect: { kind: 'buy_get', buyPieces: 2, getPieces: 1, ratePpm: 1_000_000 },
      productIds: idsOf('Mlima'),
    },
    {
      ...plain,
      promotionId: '20000000-0000-4000-8000-000000000002',
      name: 'Oil week',
      effect: { kind: 'percent_off', ratePpm: 100_000 },
      productIds: idsOf('Zawadi'),
    },
    {
      ...plain,
      promotionId: '20000000-0000-4000-8000-000000000003',
      name: 'Welcome: 50 off from 500',
      effect: { kind: 'order_amount', amountMinor: 5_000 },
      isCombinable: true,
      isCouponNeeded: true,
      minimumMinor: 50_000,
    },
  ],
  coupons: [
    {
      code: 'KARIBU',
      promotionId: '20000000-0000-4000-8000-000000000003',
      fromMs: null,
      untilMs: null,
      redemptionsMax: null,
      customerRedemptionsMax: 1,
    },
  ],
};

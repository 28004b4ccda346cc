/** One example of each operation of promotions and coupons, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const promotion = {
  promotion_id: ids.promotion,
  name: 'Three mugs for 4500',
  kind: 'BUNDLE',
  percent: null,
  amount: '4500.00',
  buy_pieces: 3,
  get_pieces: null,
  products: [ids.product],
  categories: [],
  quantity_min: '0',
  amount_min: '0.00',
  priority: 100,
  is_combinable: false,
  is_coupon_needed: true,
  starts_at: '2026-01-31T12:00:00Z',
  ends_at: null,
  weekdays: [5, 6],
  from_time: '09:00',
  until_time: '17:30',
};
const coupon = {
  code: 'MUGS3',
  promotion: ids.promotion,
  starts_at: null,
  ends_at: '2026-12-31T21:00:00Z',
  redemptions_max: 200,
  customer_redemptions_max: 1,
};
const createdAt = '2026-01-31T12:00:00Z';
const kept = { is_archived: false, created_at: createdAt };
const promotionView = { ...promotion, ...kept };
const couponView = { coupon_id: ids.coupon, ...coupon, ...kept };

export const promotionSetExample = {
  version: 7,
  time_zone: 'Africa/Nairobi',
  promotions: [promotion],
  coupons: [coupon],
  created_at: createdAt,
};

export const promotionsExamples: Examples = {
  'catalog.listPromotions': {
    request: { limit: 50, ordering: '-name', search: 'mug', is_archived: false },
    response: [promotionView],
  },
  'catalog.createPromotion': {
    request: {
      name: promotion.name,
      kind: promotion.kind,
      amount: promotion.amount,
      buy_pieces: 3,
      products: [ids.product],
      is_coupon_needed: true,
      weekdays: [5, 6],
      from_time: '09:00',
      until_time: '17:30',
    },
    response: promotionView,
  },
  'catalog.findPromotion': { request: { promotion_id: ids.promotion }, response: promotionView },
  'catalog.changePromotion': {
    request: { promotion_id: ids.promotion, amount: '4500.00' },
    response: promotionView,
  },
  'catalog.archivePromotion': { request: { promotion_id: ids.promotion } },
  'catalog.listCoupons': {
    request: { limit: 50, ordering: '-code', promotion: ids.promotion, is_archived: false },
    response: [couponView],
  },
  'catalog.createCoupon': { request: coupon, response: couponView },
  'catalog.changeCoupon': {
    request: { coupon_id: ids.coupon, redemptions_max: 200 },
    response: couponView,
  },
  'catalog.archiveCoupon': { request: { coupon_id: ids.coupon } },
  'catalog.findPromotionSet': { request: { version: 7 }, response: promotionSetExample },
};

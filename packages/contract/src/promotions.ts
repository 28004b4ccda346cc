/** Operations on promotions and coupons, and on the sets of them that are in force. */
import { z } from 'zod';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import {
  couponCode,
  couponFields,
  couponView,
  promotionFields,
  promotionSetView,
  promotionView,
} from './promotion-fields.ts';
import { text, uuid, whole } from './wire-types.ts';

const { name, kind, ...choices } = promotionFields;
const ownFields = { userClient: uuid().optional() };

const newPromotion = z.strictObject({
  promotionId: uuid().optional(),
  ...ownFields,
  name,
  kind,
  ...z.strictObject(choices).partial().shape,
});
const newCoupon = z.strictObject({
  couponId: uuid().optional(),
  ...ownFields,
  code: couponCode(),
  ...z.strictObject(couponFields).partial().required({ promotion: true }).shape,
});
const onePromotion = z.strictObject({ promotionId: uuid() });
const oneCoupon = z.strictObject({ couponId: uuid() });

const view = { kind: 'user', capability: 'catalog_view' } as const;
const manage = { kind: 'user', capability: 'catalog_manage' } as const;

const promotionOperationsAlone = {
  listPromotions: operation({
    name: 'catalog.listPromotions',
    http: { method: 'GET', path: '/api/promotions/' },
    summary: 'Promotions, archived ones only when asked for.',
    access: view,
    input: listQuery(['name', 'created_at'], {
      search: text(100).optional(),
      isArchived: z.boolean().optional(),
    }),
    output: listOf(promotionView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createPromotion: operation({
    name: 'catalog.createPromotion',
    http: { method: 'POST', path: '/api/promotions/', success: 201 },
    summary: 'A new promotion. It is in force, under the next version of the set, at once.',
    access: manage,
    ownId: 'promotionId',
    input: newPromotion,
    output: promotionView,
    refusals: [
      'input_invalid',
      'id_reused',
      'not_found',
      'name_taken',
      'amount_invalid',
      'promotions_full',
      'tenant_mismatch',
    ],
  }),
  findPromotion: operation({
    name: 'catalog.findPromotion',
    http: { method: 'GET', path: '/api/promotions/{promotion_id}/' },
    summary: 'One promotion.',
    access: view,
    input: onePromotion,
    output: promotionView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changePromotion: operation({
    name: 'catalog.changePromotion',
    http: { method: 'PATCH', path: '/api/promotions/{promotion_id}/' },
    summary: 'Change some fields of a promotion. Sales so far keep what they were sold under.',
    access: manage,
    input: newPromotion.partial().extend({ promotionId: uuid() }),
    output: promotionView,
    refusals: ['input_invalid', 'not_found', 'name_taken', 'amount_invalid', 'tenant_mismatch'],
  }),
  archivePromotion: operation({
    name: 'catalog.archivePromotion',
    http: { method: 'DELETE', path: '/api/promotions/{promotion_id}/', success: 204 },
    summary: 'Take a promotion out of force, and its coupons with it, for good.',
    access: manage,
    input: onePromotion,
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found'],
  }),
};

const couponOperations = {
  listCoupons: operation({
    name: 'catalog.listCoupons',
    http: { method: 'GET', path: '/api/coupons/' },
    summary: 'Coupons, archived ones only when asked for.',
    access: manage,
    input: listQuery(['code', 'created_at'], {
      search: text(100).optional(),
      promotion: uuid().optional(),
      isArchived: z.boolean().optional(),
    }),
    output: listOf(couponView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createCoupon: operation({
    name: 'catalog.createCoupon',
    http: { method: 'POST', path: '/api/coupons/', success: 201 },
    summary: 'A code that opens a promotion, so many times.',
    access: manage,
    ownId: 'couponId',
    input: newCoupon,
    output: couponView,
    refusals: [
      'input_invalid',
      'id_reused',
      'not_found',
      'name_taken',
      'promotions_full',
      'tenant_mismatch',
    ],
  }),
  changeCoupon: operation({
    name: 'catalog.changeCoupon',
    http: { method: 'PATCH', path: '/api/coupons/{coupon_id}/' },
    summary: 'Change until when and how often a coupon may be used.',
    access: manage,
    input: z
      .strictObject(couponFields)
      .omit({ promotion: true })
      .partial()
      .extend({ couponId: uuid(), ...ownFields }),
    output: couponView,
    refusals: ['input_invalid', 'not_found', 'tenant_mismatch'],
  }),
  archiveCoupon: operation({
    name: 'catalog.archiveCoupon',
    http: { method: 'DELETE', path: '/api/coupons/{coupon_id}/', success: 204 },
    summary: 'Take a coupon out of use, for good. Its code stays taken.',
    access: manage,
    input: oneCoupon,
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found'],
  }),
};

export const promotionOperations = {
  ...promotionOperationsAlone,
  ...couponOperations,
  findPromotionSet: operation({
    name: 'catalog.findPromotionSet',
    http: { method: 'GET', path: '/api/promotion-sets/{version}/' },
    summary: 'The promotions and coupons in force under a version. It never changes.',
    access: manage,
    input: z.strictObject({ version: whole(1, 2_147_483_647) }),
    output: promotionSetView,
    refusals: ['input_invalid', 'not_found'],
  }),
  publishedSet: operation({
    name: 'catalog.publishedSet',
    summary: 'A set of promotions by its version, for neighbours.',
    access: { kind: 'peer' },
    isRepeatable: true,
    input: z.strictObject({ version: whole(1, 2_147_483_647) }),
    output: promotionSetView,
    refusals: ['not_found'],
  }),
};

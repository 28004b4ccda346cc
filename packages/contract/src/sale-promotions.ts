/** What promotions took off sales: for reports, and for whoever asks about one sale. */
import { z } from 'zod';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { couponCode } from './promotion-fields.ts';
import { decimal, text, uuid, whole } from './wire-types.ts';

/** One promotion, off one line. */
const salePromotionView = z.strictObject({
  salesHeader: uuid(),
  lineNumber: whole(1),
  promotion: uuid(),
  /** As it was called when it was sold; null of a promotion that was not in the set named. */
  name: text(100).nullable(),
  coupon: couponCode().nullable(),
  amount: decimal(),
});

export const salePromotions = {
  listSalePromotions: operation({
    name: 'orders.listSalePromotions',
    http: { method: 'GET', path: '/api/sales-promotions/' },
    summary: 'What promotions took off which line, by sale, by promotion, or all.',
    access: { kind: 'user', capability: 'sale_view' },
    input: listQuery(['sales_header'], {
      salesHeader: uuid().optional(),
      promotion: uuid().optional(),
      coupon: couponCode().optional(),
    }),
    output: listOf(salePromotionView),
    isList: true,
    refusals: ['input_invalid'],
  }),
};

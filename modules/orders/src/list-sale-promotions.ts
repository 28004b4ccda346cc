/** What promotions took, a page at a time. A cashier sees own sales. */
import type { orders } from '@evertill/contract';
import { readPage, whenGiven } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from './list-sales.ts';
import { whoOf } from './list-sales.ts';
import { takeList, takeView } from './promotion-reads.ts';
import { ownSales } from './sale-reads.ts';

export function listSalePromotions({
  database,
}: ReadNeeds): TenantUseCase<typeof orders.listSalePromotions> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        ownSales('s.recorded_by', whoOf(context)),
        whenGiven('t.sale_id = ?', query.salesHeader),
        whenGiven('t.promotion_id = ?', query.promotion),
        whenGiven('t.coupon_code = ?', query.coupon),
      ];
      const { rows, ...page } = await readPage(tx, { ...takeList, where }, query);
      return { ...page, items: rows.map(takeView) };
    });
}

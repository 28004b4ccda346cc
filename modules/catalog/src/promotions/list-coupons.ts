/** Coupons, a page at a time. */
import type { catalog } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from '../needs.ts';
import { readCoupons } from './coupon-store.ts';
import type { CouponRow } from './coupon-store.ts';
import { couponViewOf } from './promotion-views.ts';

export function listCoupons({ database }: ReadNeeds): TenantUseCase<typeof catalog.listCoupons> {
  return async (context, query) => {
    const page = await database.read(context, (tx) => readCoupons(tx, query));
    return {
      items: page.rows.map((row) => couponViewOf(row as CouponRow)),
      totalCount: page.totalCount,
      nextCursor: page.nextCursor,
    };
  };
}

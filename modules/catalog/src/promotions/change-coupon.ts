/** Changes until when and how often a coupon may be used. Its code and promotion stay. */
import { couponInSetOf, couponOf } from '@evertill/contract';
import type { catalog } from '@evertill/contract';
import { isDeepStrictEqual } from 'node:util';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import type { PriceNeeds } from '../needs.ts';
import { refuseForeign } from '../product-input.ts';
import { lockCoupon, readCoupon, updateCoupon } from './coupon-store.ts';
import { refuseEmptyCoupon } from './promotion-input.ts';
import { couponViewOf } from './promotion-views.ts';
import { changePromoted, tellPromoted } from './publishing.ts';

export function changeCoupon(needs: PriceNeeds): TenantUseCase<typeof catalog.changeCoupon> {
  return async (context, { userClient, couponId, ...input }) => {
    refuseForeign(context, userClient);
    await changePromoted(needs, context, async ({ tx }) => {
      const row = await lockCoupon(tx, couponId);
      if (row === undefined) refuse('not_found');
      const said = Object.entries(input).filter(([, value]) => value !== undefined);
      const coupon = couponOf({ ...couponInSetOf(row.coupon), ...Object.fromEntries(said) });
      refuseEmptyCoupon(coupon);
      if (isDeepStrictEqual(coupon, row.coupon)) return undefined;
      await updateCoupon(tx, { couponId: row.coupon_id, coupon });
      const told = { objectId: row.coupon_id, userId: context.userId };
      tellPromoted(tx, { action: 'COUPON_CHANGED', ...told, before: row.coupon, after: coupon });
      return coupon;
    });
    const row = await needs.database.read(context, (tx) => readCoupon(tx, couponId));
    if (row === undefined) throw new Error('a coupon that was changed is not there');
    return couponViewOf(row);
  };
}

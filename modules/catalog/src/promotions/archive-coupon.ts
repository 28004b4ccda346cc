/** Takes a coupon out of use. Its code stays taken, since papers with it are about. */
import type { catalog } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import type { PriceNeeds } from '../needs.ts';
import { lockCoupon, markCouponArchived } from './coupon-store.ts';
import { changePromoted, tellPromoted } from './publishing.ts';

export function archiveCoupon(needs: PriceNeeds): TenantUseCase<typeof catalog.archiveCoupon> {
  return async (context, { couponId }) => {
    await changePromoted(needs, context, async ({ tx, shop }) => {
      const row = await lockCoupon(tx, couponId);
      if (row === undefined) refuse('not_found');
      const objectId = row.coupon_id;
      await markCouponArchived(tx, { couponId: objectId, archivedAt: shop.createdAt });
      const told = { objectId, userId: context.userId, before: row.coupon, after: null };
      tellPromoted(tx, { action: 'COUPON_CHANGED', ...told });
      return row;
    });
    return {};
  };
}

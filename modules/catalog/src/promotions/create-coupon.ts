/** A new coupon. With its own id it may be sent again. */
import { couponOf } from '@evertill/contract';
import type { catalog } from '@evertill/contract';
import { createOnce, newId, refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import type { PriceNeeds } from '../needs.ts';
import { refuseForeign } from '../product-input.ts';
import { couponConstraints, insertCoupon, readCoupon } from './coupon-store.ts';
import { refuseEmptyCoupon } from './promotion-input.ts';
import { lockPromotion } from './promotion-store.ts';
import { couponViewOf } from './promotion-views.ts';
import { changePromoted, tellPromoted } from './publishing.ts';

const unlimited = {
  startsAt: null,
  endsAt: null,
  redemptionsMax: null,
  customerRedemptionsMax: null,
};

export function createCoupon(needs: PriceNeeds): TenantUseCase<typeof catalog.createCoupon> {
  return async (context, { userClient, couponId: given, ...input }) => {
    refuseForeign(context, userClient);
    const couponId = (given ?? newId(needs)).toLowerCase();
    const bodyHash = context.fingerprint();
    const coupon = couponOf({
      ...unlimited,
      ...input,
      promotion: input.promotion.toLowerCase(),
    } as Parameters<typeof couponOf>[0]);
    refuseEmptyCoupon(coupon);
    const row = await createOnce({
      bodyHash,
      fieldOf: couponConstraints,
      find: () => needs.database.read(context, (tx) => readCoupon(tx, couponId)),
      insert: () =>
        changePromoted(needs, context, async ({ tx, shop: { createdAt } }) => {
          if ((await lockPromotion(tx, coupon.promotionId)) === undefined) {
            if ((await readCoupon(tx, couponId)) !== undefined) return undefined;
            refuse('not_found', { fields: [{ field: 'promotion', message: 'is not known' }] });
          }
          const made = await insertCoupon(tx, { couponId, coupon, bodyHash, createdAt });
          if (made === undefined) return undefined;
          const told = { objectId: couponId, userId: context.userId };
          tellPromoted(tx, { action: 'COUPON_CHANGED', ...told, before: null, after: coupon });
          return made;
        }),
    });
    return couponViewOf(row);
  };
}

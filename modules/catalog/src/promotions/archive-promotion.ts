/** Takes a promotion and its coupons out of force. What was sold under it keeps its set. */
import type { catalog } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import type { PriceNeeds } from '../needs.ts';
import { lockPromotion, markPromotionArchived } from './promotion-store.ts';
import { changePromoted, tellPromoted } from './publishing.ts';

export function archivePromotion(
  needs: PriceNeeds,
): TenantUseCase<typeof catalog.archivePromotion> {
  return async (context, { promotionId }) => {
    await changePromoted(needs, context, async ({ tx, shop }) => {
      const row = await lockPromotion(tx, promotionId);
      if (row === undefined) refuse('not_found');
      const objectId = row.promotion_id;
      await markPromotionArchived(tx, { promotionId: objectId, archivedAt: shop.createdAt });
      const told = { objectId, userId: context.userId, before: row.promotion, after: null };
      tellPromoted(tx, { action: 'PROMOTION_CHANGED', ...told });
      return row;
    });
    return {};
  };
}

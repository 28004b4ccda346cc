/** A new promotion, in force at once. With its own id it may be sent again. */
import { auth } from '@evertill/contract';
import type { catalog } from '@evertill/contract';
import { createOnce, newId } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import type { PriceNeeds } from '../needs.ts';
import { refuseForeign } from '../product-input.ts';
import { promotionFrom } from './promotion-input.ts';
import { insertPromotion, promotionConstraints, readPromotion } from './promotion-store.ts';
import { promotionViewOf } from './promotion-views.ts';
import { changePromoted, refuseUnknownTargets, tellPromoted } from './publishing.ts';

export function createPromotion(needs: PriceNeeds): TenantUseCase<typeof catalog.createPromotion> {
  return async (context, { userClient, ...input }) => {
    refuseForeign(context, userClient);
    const promotionId = (input.promotionId ?? newId(needs)).toLowerCase();
    const bodyHash = context.fingerprint();
    const { currency } = await needs.ask(auth.findTenant, context, {});
    const promotion = promotionFrom({ ...input, promotionId }, {}, currency);
    const row = await createOnce({
      bodyHash,
      fieldOf: promotionConstraints,
      find: () => needs.database.read(context, (tx) => readPromotion(tx, promotionId)),
      insert: () =>
        changePromoted(needs, context, async ({ tx, shop }) => {
          await refuseUnknownTargets(tx, promotion);
          const { createdAt } = shop;
          const made = await insertPromotion(tx, { promotion, bodyHash, createdAt });
          if (made === undefined) return undefined;
          const told = { objectId: promotionId, userId: context.userId };
          const action = 'PROMOTION_CHANGED';
          tellPromoted(tx, { ...told, action, before: null, after: promotion });
          return made;
        }),
    });
    return promotionViewOf(row, currency);
  };
}

/** Changes some fields of a promotion; what is in force afterwards is a new set. */
import { promotionInSetOf } from '@evertill/contract';
import type { catalog } from '@evertill/contract';
import { isDeepStrictEqual } from 'node:util';
import { refuse, refuseBroken } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import type { PriceNeeds } from '../needs.ts';
import { refuseForeign } from '../product-input.ts';
import { promotionFrom } from './promotion-input.ts';
import {
  lockPromotion,
  promotionConstraints,
  readPromotion,
  updatePromotion,
} from './promotion-store.ts';
import { promotionViewOf } from './promotion-views.ts';
import { changePromoted, refuseUnknownTargets, tellPromoted } from './publishing.ts';
import { auth } from '@evertill/contract';

export function changePromotion(needs: PriceNeeds): TenantUseCase<typeof catalog.changePromotion> {
  return async (context, { userClient, ...input }) => {
    refuseForeign(context, userClient);
    const promotionId = input.promotionId.toLowerCase();
    await changePromoted(needs, context, async ({ tx, shop: { currency } }) => {
      const row = await lockPromotion(tx, promotionId);
      if (row === undefined) refuse('not_found');
      const before = promotionInSetOf(row.promotion, currency);
      const kind = input.kind ?? before.kind;
      // Another kind is made of other parts: those of the old one fall away.
      const kept = kind === before.kind ? before : { ...before, ...noParts };
      const after = promotionFrom({ ...input, promotionId }, kept, currency);
      if (isDeepStrictEqual(after, row.promotion)) return undefined;
      await refuseUnknownTargets(tx, after);
      await updatePromotion(tx, after);
      const told = { objectId: promotionId, userId: context.userId };
      const action = 'PROMOTION_CHANGED';
      tellPromoted(tx, { ...told, action, before: row.promotion, after });
      return after;
    }).catch((error: unknown) => refuseBroken(error, promotionConstraints));
    const { currency } = await needs.ask(auth.findTenant, context, {});
    const row = await needs.database.read(context, (tx) => readPromotion(tx, promotionId));
    if (row === undefined) throw new Error('a promotion that was changed is not there');
    return promotionViewOf(row, currency);
  };
}

const noParts = { percent: null, amount: null, buyPieces: null, getPieces: null } as const;

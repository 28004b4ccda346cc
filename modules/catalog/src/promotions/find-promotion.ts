/** One promotion, also an archived one. */
import { auth } from '@evertill/contract';
import type { catalog } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import type { PriceNeeds } from '../needs.ts';
import { readPromotion } from './promotion-store.ts';
import { promotionViewOf } from './promotion-views.ts';

export function findPromotion(needs: PriceNeeds): TenantUseCase<typeof catalog.findPromotion> {
  return async (context, { promotionId }) => {
    const row = await needs.database.read(context, (tx) => readPromotion(tx, promotionId));
    if (row === undefined) refuse('not_found');
    const { currency } = await needs.ask(auth.findTenant, context, {});
    return promotionViewOf(row, currency);
  };
}

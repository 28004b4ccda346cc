/** Promotions, a page at a time. */
import { auth } from '@evertill/contract';
import type { catalog } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import type { PriceNeeds } from '../needs.ts';
import { readPromotions } from './promotion-store.ts';
import type { PromotionRow } from './promotion-store.ts';
import { promotionViewOf } from './promotion-views.ts';

export function listPromotions(needs: PriceNeeds): TenantUseCase<typeof catalog.listPromotions> {
  return async (context, query) => {
    const page = await needs.database.read(context, (tx) => readPromotions(tx, query));
    const { currency } = await needs.ask(auth.findTenant, context, {});
    return {
      items: page.rows.map((row) => promotionViewOf(row as PromotionRow, currency)),
      totalCount: page.totalCount,
      nextCursor: page.nextCursor,
    };
  };
}

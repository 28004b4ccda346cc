/** A set of promotions by its version: for people, and for neighbours. */
import type { catalog } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from '../needs.ts';
import { setViewOf } from './promotion-views.ts';
import { readSet } from './set-store.ts';

export function findPromotionSet({
  database,
}: ReadNeeds): TenantUseCase<typeof catalog.findPromotionSet> {
  return async (context, { version }) => {
    const row = await database.read(context, (tx) => readSet(tx, version));
    if (row === undefined) refuse('not_found');
    return setViewOf(row);
  };
}

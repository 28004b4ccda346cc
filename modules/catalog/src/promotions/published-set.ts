/** A set of promotions by its version, as neighbours ask for it. */
import type { catalog } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from '../needs.ts';
import { findPromotionSet } from './find-promotion-set.ts';

export function publishedSet(needs: ReadNeeds): TenantUseCase<typeof catalog.publishedSet> {
  return findPromotionSet(needs);
}

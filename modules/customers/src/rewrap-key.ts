/** Seals the shop's key under the newest version of the key that wraps it. */
import type { customers } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from './needs.ts';

export function rewrapKey({
  shopKeys,
}: Pick<ReadNeeds, 'shopKeys'>): TenantUseCase<typeof customers.rewrapKey> {
  return async (context) => ({ isRewrapped: await shopKeys.rewrap(context) });
}

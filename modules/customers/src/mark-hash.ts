/** What stands for the hash of a body that speaks of a person and could not be read. */
import type { customers } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { hashMark } from './blind-index.ts';
import type { ReadNeeds } from './needs.ts';

export function markHash({
  shopKeys,
}: Pick<ReadNeeds, 'shopKeys'>): TenantUseCase<typeof customers.markHash> {
  return async (context, { bodyHash }) => ({
    mark: hashMark((await shopKeys.of(context)).index, bodyHash),
  });
}

/** What one shop may ask for, where it is not what everybody may. */
import type { auth } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Database, TenantUseCase } from '@evertill/kernel';
import { limitsOf, readLimits } from './tenant-limits.ts';

export function findTenantLimits({
  database,
}: {
  readonly database: Database;
}): TenantUseCase<typeof auth.findTenantLimits> {
  return async (context) => {
    const kept = (await database.read(context, readLimits)) ?? refuse('not_found');
    return { limits: limitsOf(kept) };
  };
}

/** The tenant of the context: its name, currency, time zone. */
import type { auth } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Database, TenantUseCase } from '@evertill/kernel';
import { readTenant } from './auth-store.ts';
import { tenantViewOf } from './tenant-view.ts';

export interface FindTenantNeeds {
  readonly database: Database;
}

export function findTenant({ database }: FindTenantNeeds): TenantUseCase<typeof auth.findTenant> {
  return async ({ tenantId }) => {
    const row = await readTenant(database, tenantId);
    if (row === undefined) refuse('not_found');
    return tenantViewOf(row);
  };
}

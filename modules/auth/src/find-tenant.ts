/** The tenant of the context: for neighbours, and for its own people. */
import type { auth } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Database, TenantUseCase } from '@evertill/kernel';
import { readRoleLimits, readTenant } from './tenant-store.ts';
import { settingsViewOf, tenantViewOf } from './tenant-view.ts';

export interface FindTenantNeeds {
  readonly database: Database;
}

export function findTenant({ database }: FindTenantNeeds): TenantUseCase<typeof auth.findTenant> {
  return async (context) => {
    const row = (await readTenant(database, context.tenantId)) ?? refuse('not_found');
    const roleLimits = await database.read(context, readRoleLimits);
    return { ...tenantViewOf(row), roleLimits: { ...roleLimits } };
  };
}

export function findTenantSettings({
  database,
}: FindTenantNeeds): TenantUseCase<typeof auth.findTenantSettings> {
  return async ({ tenantId }) =>
    settingsViewOf((await readTenant(database, tenantId)) ?? refuse('not_found'));
}

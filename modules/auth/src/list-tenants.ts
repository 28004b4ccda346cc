/** The ids of all tenants, for sweepers, which have no tenant of their own. */
import type { auth } from '@evertill/contract';
import type { Database, UseCase } from '@evertill/kernel';
import { readTenantIds } from './auth-store.ts';

export interface ListTenantsNeeds {
  readonly database: Database;
}

export function listTenants({ database }: ListTenantsNeeds): UseCase<typeof auth.listTenants> {
  return async () => ({ tenantIds: await readTenantIds(database) });
}

/** All tenants: their ids, for sweepers; a page of them, for the platform's operators. */
import type { auth } from '@evertill/contract';
import type { Database, UseCase } from '@evertill/kernel';
import { NOBODY } from './nobody.ts';
import { readTenantIds, readTenants } from './tenant-store.ts';
import type { TenantRow } from './tenant-store.ts';
import { platformViewOf } from './tenant-view.ts';

export interface ListTenantsNeeds {
  readonly database: Database;
}

export function listTenants({ database }: ListTenantsNeeds): UseCase<typeof auth.listTenants> {
  return async () => ({ tenantIds: await readTenantIds(database) });
}

export function listTenantsOfPlatform({
  database,
}: ListTenantsNeeds): UseCase<typeof auth.listTenantsOfPlatform> {
  return async (_, query) => {
    const page = await database.read({ tenantId: NOBODY }, (tx) => readTenants(tx, query));
    return {
      items: page.rows.map((row) => platformViewOf(row as TenantRow)),
      totalCount: page.totalCount,
      nextCursor: page.nextCursor,
    };
  };
}

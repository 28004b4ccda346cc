/** The accounts of a shop: a page of them, one of them. */
import { roleOf } from '@evertill/contract';
import type { auth } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Database, TenantUseCase } from '@evertill/kernel';
import { readAccount, readAccounts } from './account-store.ts';
import type { AccountRow } from './account-store.ts';
import { clientViewOf } from './client-view.ts';
import { readTenant } from './tenant-store.ts';

interface ReadNeeds {
  readonly database: Database;
}

export function listClients({ database }: ReadNeeds): TenantUseCase<typeof auth.listClients> {
  return async (context, { role, isActive = true, ...query }) => {
    const narrowed = { ...query, isActive, role: role === undefined ? undefined : roleOf(role) };
    const page = await database.read(context, (tx) => readAccounts(tx, narrowed));
    const name = await shopName(database, context.tenantId);
    return {
      items: page.rows.map((row) => clientViewOf(row as AccountRow, name)),
      totalCount: page.totalCount,
      nextCursor: page.nextCursor,
    };
  };
}

export function findClient({ database }: ReadNeeds): TenantUseCase<typeof auth.findClient> {
  return async (context, { userClientId }) => {
    const row = await database.read(context, (tx) => readAccount(tx, userClientId));
    if (row === undefined) refuse('not_found');
    return clientViewOf(row, await shopName(database, context.tenantId));
  };
}

async function shopName(database: Database, tenantId: string): Promise<string> {
  return (await readTenant(database, tenantId))?.name ?? refuse('not_found');
}

/** What may whom: the roles of a shop, and oneself. */
import { roles } from '@evertill/contract';
import type { auth } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Database, TenantUseCase } from '@evertill/kernel';
import { readAccount } from './account-store.ts';
import { clientViewOf } from './client-view.ts';
import { capabilitiesOf, limitsViewOf, roleViewOf } from './role-view.ts';
import { readRoleLimits, readTenant } from './tenant-store.ts';
import { readTotp } from './totp-store.ts';

interface ReadNeeds {
  readonly database: Database;
}

export function listRoles({ database }: ReadNeeds): TenantUseCase<typeof auth.listRoles> {
  return async (context) => {
    const { currency } = (await readTenant(database, context.tenantId)) ?? refuse('not_found');
    const limits = await database.read(context, readRoleLimits);
    const items = roles.map((role) => roleViewOf(role, limits[role], currency));
    return { items, totalCount: items.length, nextCursor: null };
  };
}

export function findMe({ database }: ReadNeeds): TenantUseCase<typeof auth.findMe> {
  return async (context) => {
    const { tenantId, userId } = context;
    const tenant = (await readTenant(database, tenantId)) ?? refuse('not_found');
    return database.read(context, async (tx) => {
      const account = userId === null ? undefined : await readAccount(tx, userId);
      if (account === undefined) refuse('not_found');
      const limits = await readRoleLimits(tx);
      const totp = await readTotp(tx, account.user_id);
      return {
        ...clientViewOf(account, tenant.name),
        tenantId,
        capabilities: capabilitiesOf(account.role),
        limits: limitsViewOf(limits[account.role], tenant.currency),
        mfaEnabled: totp !== undefined && totp.verified_at !== null,
      };
    });
  };
}

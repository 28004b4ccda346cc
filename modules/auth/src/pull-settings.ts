/** What a register has to know of its shop, when any of it changed since a cursor. */
import { roles } from '@evertill/contract';
import type { OutputOf, auth } from '@evertill/contract';
import { readPart, refuse } from '@evertill/kernel';
import type { Database, TenantUseCase, Transaction } from '@evertill/kernel';
import { roleViewOf } from './role-view.ts';
import { readRoleLimits, readTenantIn } from './tenant-store.ts';

export interface PullNeeds {
  readonly database: Database;
}

export function pullSettings({ database }: PullNeeds): TenantUseCase<typeof auth.pullSettings> {
  return (context, { cursor, limit }) =>
    database.read(context, async (tx) => {
      const query = { schema: 'auth', kinds: ['shop'], cursor, limit } as const;
      const { changes, ...part } = await readPart(tx, query);
      return { ...part, settings: changes.length === 0 ? null : await readSettings(tx) };
    });
}

async function readSettings(
  tx: Transaction,
): Promise<OutputOf<typeof auth.pullSettings>['settings']> {
  const shop = (await readTenantIn(tx)) ?? refuse('not_found');
  const limits = await readRoleLimits(tx);
  return {
    tenantId: tx.tenantId,
    storename: shop.name,
    currency: shop.currency,
    timeZone: shop.time_zone,
    roles: roles.map((role) => roleViewOf(role, limits[role], shop.currency)),
  };
}

/** Changes the own shop: its name, its time zone, who needs a second factor when logging in. */
import type { auth } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Database, TenantUseCase } from '@evertill/kernel';
import { tellAudit } from './tell-audit.ts';
import { lockTenant, updateTenant } from './tenant-store.ts';
import { settingsViewOf } from './tenant-view.ts';
import { refuseUnknownTimeZone } from './time-zone.ts';

export interface TenantNeeds {
  readonly database: Database;
}

export function changeTenantSettings({
  database,
}: TenantNeeds): TenantUseCase<typeof auth.changeTenantSettings> {
  return async (context, { name, timeZone, mfaPolicy }) => {
    if (timeZone !== undefined) refuseUnknownTimeZone(timeZone);
    return database.inTransaction(context, async (tx) => {
      const row = (await lockTenant(tx)) ?? refuse('not_found');
      const after = await updateTenant(tx, {
        name: name ?? row.name,
        time_zone: timeZone ?? row.time_zone,
        mfa_policy: mfaPolicy ?? row.mfa_policy,
        status: row.status,
      });
      tellAudit(tx, context, {
        action: 'TENANT_CHANGED',
        modelName: 'Tenant',
        objectId: tx.tenantId,
        before: settingsViewOf(row),
        after: settingsViewOf(after),
      });
      return settingsViewOf(after);
    });
  };
}

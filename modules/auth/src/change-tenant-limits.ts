/** Gives one shop other limits than everybody has. What it was and is stands in its audit log. */
import type { auth } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Database, TenantUseCase } from '@evertill/kernel';
import { tellAudit } from './tell-audit.ts';
import { limitsOf, readLimits, writeLimits } from './tenant-limits.ts';
import { lockTenant } from './tenant-store.ts';

/** Asked again, it changes and tells nothing. */
export function changeTenantLimits({
  database,
}: {
  readonly database: Database;
}): TenantUseCase<typeof auth.changeTenantLimits> {
  return async (context, { limits, reason }) => {
    const names = limits.map(({ policy }) => policy);
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined) refuse('input_invalid', { detail: `${twice} is named twice.` });
    return database.inTransaction(context, async (tx) => {
      if ((await lockTenant(tx)) === undefined) refuse('not_found');
      const before = limitsOf((await readLimits(tx)) ?? {});
      await writeLimits(tx, limits);
      const after = limitsOf((await readLimits(tx)) ?? {});
      if (JSON.stringify(before) === JSON.stringify(after)) return { limits: after };
      tellAudit(tx, context, {
        action: 'TENANT_LIMITS_CHANGED',
        modelName: 'Tenant',
        objectId: tx.tenantId,
        reason,
        before: { limits: before },
        after: { limits: after },
      });
      return { limits: after };
    });
  };
}

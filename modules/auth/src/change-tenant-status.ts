/** Opens or closes a shop. Who did it, and why, is in the shop's own audit log. */
import type { TenantView } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Context, Database } from '@evertill/kernel';
import { tellAudit } from './tell-audit.ts';
import { lockTenant, updateTenant } from './tenant-store.ts';
import { tenantViewOf } from './tenant-view.ts';

export interface StatusNeeds {
  readonly database: Database;
}

export interface StatusChange {
  readonly tenantId: string;
  readonly status: TenantView['status'];
  readonly reason: string | undefined;
}

/** Asked again, it changes and tells nothing. */
export async function changeTenantStatus(
  { database }: StatusNeeds,
  context: Context,
  { tenantId, status, reason }: StatusChange,
): Promise<TenantView> {
  const { traceparent } = context;
  return database.inTransaction({ tenantId, traceparent }, async (tx) => {
    const before = (await lockTenant(tx)) ?? refuse('not_found');
    if (before.status === status) return tenantViewOf(before);
    const after = await updateTenant(tx, { ...before, status });
    tellAudit(tx, context, {
      action: status === 'SUSPENDED' ? 'TENANT_SUSPENDED' : 'TENANT_RESUMED',
      modelName: 'Tenant',
      objectId: tenantId,
      reason,
      before: { status: before.status },
      after: { status },
    });
    return tenantViewOf(after);
  });
}

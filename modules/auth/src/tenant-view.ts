/** A tenant's row as the contract promised it. */
import type { TenantView } from '@evertill/contract';
import type { TenantRow } from './auth-store.ts';

export function tenantViewOf(row: TenantRow): TenantView {
  return {
    tenantId: row.tenant_id,
    name: row.name,
    currency: row.currency,
    timeZone: row.time_zone,
    status: row.status,
  };
}

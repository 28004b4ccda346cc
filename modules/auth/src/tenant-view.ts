/** A tenant's row as the contract promised it: to neighbours, to its people, to operators. */
import type { PlatformTenantView, TenantSettingsView, TenantView } from '@evertill/contract';
import type { TenantRow } from './tenant-store.ts';

export function tenantViewOf(row: TenantRow): TenantView {
  return {
    tenantId: row.tenant_id,
    name: row.name,
    currency: row.currency,
    timeZone: row.time_zone,
    status: row.status,
  };
}

export function settingsViewOf(row: TenantRow): TenantSettingsView {
  return { ...tenantViewOf(row), mfaPolicy: row.mfa_policy };
}

export function platformViewOf(row: TenantRow): PlatformTenantView {
  return { ...settingsViewOf(row), createdAt: row.created_at.toISOString() };
}

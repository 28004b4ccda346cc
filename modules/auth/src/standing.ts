/** Whether somebody may still come in: asked wherever a token is read, so one round trip. */
import type { TenantView, auth } from '@evertill/contract';
import type { Database, Row, TenantUseCase } from '@evertill/kernel';
import { limitsIn } from './tenant-limits.ts';
import type { KeptLimits } from './tenant-limits.ts';

interface StandingRow extends Row {
  readonly tenant_status: TenantView['status'];
  /** Null where the shop has no such user. */
  readonly is_active: boolean | null;
  readonly token_version: number | null;
  readonly limits: KeptLimits;
}

export function standing({
  database,
}: {
  readonly database: Database;
}): TenantUseCase<typeof auth.standing> {
  return async ({ tenantId }, { userId }) => {
    const [row] = await database.call<StandingRow>('SELECT * FROM auth.standing($1, $2)', [
      tenantId,
      userId,
    ]);
    return {
      isActive: row?.is_active ?? false,
      tenantStatus: row?.tenant_status ?? 'ACTIVE',
      tokenVersion: row?.token_version ?? 0,
      ...limitsIn(row?.limits),
    };
  };
}

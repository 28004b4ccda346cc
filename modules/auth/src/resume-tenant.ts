/** Opens a shop again. */
import type { auth } from '@evertill/contract';
import type { UseCase } from '@evertill/kernel';
import { changeTenantStatus } from './change-tenant-status.ts';
import type { StatusNeeds } from './change-tenant-status.ts';

export function resumeTenant(needs: StatusNeeds): UseCase<typeof auth.resumeTenant> {
  return (context, { tenantId, reason }) =>
    changeTenantStatus(needs, context, { tenantId, status: 'ACTIVE', reason });
}

/** Closes a shop for now. */
import type { auth } from '@evertill/contract';
import type { UseCase } from '@evertill/kernel';
import { changeTenantStatus } from './change-tenant-status.ts';
import type { StatusNeeds } from './change-tenant-status.ts';

export function suspendTenant(needs: StatusNeeds): UseCase<typeof auth.suspendTenant> {
  return (context, { tenantId, reason }) =>
    changeTenantStatus(needs, context, { tenantId, status: 'SUSPENDED', reason });
}

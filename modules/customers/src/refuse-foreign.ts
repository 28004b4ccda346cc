/** `user_client`, where a body carries it, must be the caller's own shop. */
import { refuse } from '@evertill/kernel';
import type { TenantContext } from '@evertill/kernel';

export function refuseForeign({ tenantId }: TenantContext, userClient: string | undefined): void {
  if (userClient !== undefined && userClient.toLowerCase() !== tenantId) refuse('tenant_mismatch');
}

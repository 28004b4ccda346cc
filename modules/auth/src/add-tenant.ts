/** A shop made by an operator of the platform: the same way as every other. */
import type { auth } from '@evertill/contract';
import type { UseCase } from '@evertill/kernel';
import { createTenant } from './create-tenant.ts';
import type { CreateTenantNeeds } from './create-tenant.ts';

export function addTenant(needs: CreateTenantNeeds): UseCase<typeof auth.addTenant> {
  return createTenant(needs);
}

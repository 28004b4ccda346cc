/** The shop's return policy. */
import type { orders } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { readPolicy } from './return-policy.ts';

export function findReturnPolicy({
  database,
}: Surroundings): TenantUseCase<typeof orders.findReturnPolicy> {
  return (context) => database.read(context, readPolicy);
}

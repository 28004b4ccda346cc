/** What an operator allows one shop, as it is kept: policy to units and seconds. */
import { shopPolicies } from '@evertill/contract';
import type { ShopPolicy, TenantLimit } from '@evertill/contract';
import type { Row, Transaction } from '@evertill/kernel';

export type KeptLimits = Readonly<
  Partial<Record<ShopPolicy, readonly [units: number, seconds: number]>>
>;

/** In the order of the policies, whatever order they were given in. */
export function limitsOf(kept: KeptLimits): TenantLimit[] {
  return shopPolicies.flatMap((policy) => {
    const limit = kept[policy];
    return limit === undefined ? [] : [{ policy, units: limit[0], seconds: limit[1] }];
  });
}

/** For an answer in which they are left out where there are none: almost everywhere. */
export function limitsIn(kept: KeptLimits = {}): { readonly limits?: TenantLimit[] } {
  const limits = limitsOf(kept);
  return limits.length === 0 ? {} : { limits };
}

interface LimitsRow extends Row {
  readonly limits: KeptLimits;
}

/** Undefined where there is no such shop. */
export async function readLimits(tx: Transaction): Promise<KeptLimits | undefined> {
  const [row] = await tx.query<LimitsRow>('SELECT limits FROM auth.tenants WHERE tenant_id = $1', [
    tx.tenantId,
  ]);
  return row?.limits;
}

export async function writeLimits(tx: Transaction, limits: readonly TenantLimit[]): Promise<void> {
  const kept = limits.map(({ policy, units, seconds }) => [policy, [units, seconds]]);
  await tx.query('UPDATE auth.tenants SET limits = $2 WHERE tenant_id = $1', [
    tx.tenantId,
    JSON.stringify(Object.fromEntries(kept)),
  ]);
}

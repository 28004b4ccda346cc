/**
 * How far somebody may go with an order: what the shop lets the role do, narrowed to what an API
 * key was made for. Never inside a transaction: the shop may have to be asked for.
 */
import { counterLimitsOf } from '@evertill/contract';
import type { Capability } from '@evertill/contract';
import { tenantOf } from '@evertill/kernel';
import type { Surroundings, TenantContext } from '@evertill/kernel';

export interface Rights {
  readonly discountPpmMax: number;
  readonly mayOverridePrice: boolean;
  readonly mayVoid: boolean;
}

export async function rightsOf(
  surroundings: Surroundings,
  context: TenantContext,
): Promise<Rights> {
  const { roleLimits } = await tenantOf(surroundings, context);
  const held = counterLimitsOf(context.roles, roleLimits);
  const isFor = (capability: Capability): boolean =>
    context.onlyCapabilities?.includes(capability) !== false;
  return {
    discountPpmMax: held.discountPpmMax,
    mayOverridePrice: held.mayOverridePrice && isFor('price_override'),
    mayVoid: held.mayVoid && isFor('sale_void'),
  };
}

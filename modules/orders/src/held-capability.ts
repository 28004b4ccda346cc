/** Whether a caller holds a capability, beyond the one that its request needed to come in. */
import { mayDo } from '@evertill/contract';
import type { Capability } from '@evertill/contract';
import type { TenantContext } from '@evertill/kernel';

/** By a role, and not narrowed away by an API key that was made for less. */
export function isHeld(
  { roles, onlyCapabilities }: Pick<TenantContext, 'roles' | 'onlyCapabilities'>,
  capability: Capability,
): boolean {
  return mayDo(roles, capability) && onlyCapabilities?.includes(capability) !== false;
}

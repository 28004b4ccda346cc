/** Roles and their limits as the wire says them: percent, and amounts in the shop's currency. */
import { capabilityNames, mayDo, wireRoleOf } from '@evertill/contract';
import type { CounterLimits, Role, RoleView } from '@evertill/contract';
import { decimalOf, percentOf } from '@evertill/domain';

export function limitsViewOf(
  limits: CounterLimits,
  currency: string,
): Omit<RoleView, 'role' | 'capabilities'> {
  const { refundMinorMax, payOutMinorMax } = limits;
  return {
    discountPercentMax: percentOf(limits.discountPpmMax),
    priceOverride: limits.mayOverridePrice,
    refundWithoutSale: limits.mayRefundWithoutSale,
    refundAmountMax: refundMinorMax === null ? null : decimalOf(refundMinorMax, currency),
    payOutAmountMax: payOutMinorMax === null ? null : decimalOf(payOutMinorMax, currency),
    noSaleAllowed: limits.mayOpenDrawer,
    voidAllowed: limits.mayVoid,
  };
}

export function capabilitiesOf(role: Role): string[] {
  return capabilityNames.filter((name) => mayDo([role], name));
}

export function roleViewOf(role: Role, limits: CounterLimits, currency: string): RoleView {
  const named = { role: wireRoleOf(role), capabilities: capabilitiesOf(role) };
  return { ...named, ...limitsViewOf(limits, currency) };
}

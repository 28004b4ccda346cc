/** The few words of the contract that the till speaks, without the schemas that check them. */
import type { RoleLimits } from '@evertill/contract';

export type { CounterLimits, Role } from '@evertill/contract';

export const oversellPolicies = ['BLOCK', 'WARN', 'ALLOW'] as const;
export type OversellPolicy = (typeof oversellPolicies)[number];

/** A PIN as a device checks it: PBKDF2-SHA-256 over its digits, both texts in base64url. */
export interface PinVerifier {
  readonly iterations: number;
  readonly salt: string;
  readonly verifier: string;
}

const everything = {
  discountPpmMax: 1_000_000,
  mayOverridePrice: true,
  mayRefundWithoutSale: true,
  refundMinorMax: null,
  payOutMinorMax: null,
  mayOpenDrawer: true,
  mayVoid: true,
};

/** Until this device is told how far each role may go. A test holds it to the contract's own. */
export const roleLimitDefaults: RoleLimits = {
  owner: everything,
  manager: everything,
  cashier: {
    discountPpmMax: 100_000,
    mayOverridePrice: false,
    mayRefundWithoutSale: false,
    refundMinorMax: null,
    payOutMinorMax: null,
    mayOpenDrawer: true,
    mayVoid: false,
  },
};

export function isLeader(role: 'owner' | 'manager' | 'cashier'): boolean {
  return role !== 'cashier';
}

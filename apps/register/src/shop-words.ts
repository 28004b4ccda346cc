/** The few words of the contract that the till speaks, without the schemas that check them. */
export type { CounterLimits, Role } from '@evertill/contract';

export const oversellPolicies = ['BLOCK', 'WARN', 'ALLOW'] as const;
export type OversellPolicy = (typeof oversellPolicies)[number];

/** A PIN as a device checks it: PBKDF2-SHA-256 over its digits, both texts in base64url. */
export interface PinVerifier {
  readonly iterations: number;
  readonly salt: string;
  readonly verifier: string;
}

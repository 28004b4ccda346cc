/** What somebody logs in by, in one spelling, and the hash that the login index keeps of it. */
import { sha256Hex } from '@evertill/kernel';

/** `+254 (700) 000-001`, `254700000001`: one number. */
export function phoneNumberOf(given: string): string {
  return `+${given.replace(/[^0-9]/g, '')}`;
}

export function emailOf(given: string): string {
  return given.toLowerCase();
}

/** A normalised phone number and a normalised e-mail never look alike, so one index serves both. */
export function identifierHash(normalised: string): string {
  return sha256Hex(normalised);
}

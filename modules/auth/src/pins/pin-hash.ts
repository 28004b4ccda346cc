/**
 * What a PIN is known by: PBKDF2 with HMAC-SHA-256, which WebCrypto has in every browser, at the
 * number of rounds that OWASP names for it. Slow as it is, whoever holds the verifier tries all
 * PINs of four digits within an hour of one core: it protects nothing by itself.
 */
import type { World } from '@evertill/kernel';
import { pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

export interface PinHash {
  readonly iterations: number;
  /** Both base64url. */
  readonly salt: string;
  readonly verifier: string;
}

const ITERATIONS = 600_000;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const derive = promisify(pbkdf2);

export async function hashPin(
  { randomness }: Pick<World, 'randomness'>,
  pin: string,
): Promise<PinHash> {
  const salt = randomness.bytes(SALT_BYTES);
  const verifier = await derive(pin, salt, ITERATIONS, HASH_BYTES, 'sha256');
  return {
    iterations: ITERATIONS,
    salt: salt.toString('base64url'),
    verifier: verifier.toString('base64url'),
  };
}

/** In the same time whether it fits or not, and whether there is one at all. */
export async function isPin(hash: PinHash | undefined, pin: string): Promise<boolean> {
  const { iterations, salt, verifier } = hash ?? nobodysHash;
  const kept = Buffer.from(verifier, 'base64url');
  const given = await derive(
    pin,
    Buffer.from(salt, 'base64url'),
    iterations,
    kept.length,
    'sha256',
  );
  return timingSafeEqual(given, kept) && hash !== undefined;
}

/** No PIN is found for it: `isPin` says so whatever comes out. */
const nobodysHash: PinHash = {
  iterations: ITERATIONS,
  salt: Buffer.alloc(SALT_BYTES).toString('base64url'),
  verifier: Buffer.alloc(HASH_BYTES).toString('base64url'),
};

/**
 * Passwords: argon2id with OWASP's parameters (19 MiB, two passes, one lane).
 *
 * A wrong name must cost what a wrong password costs, or the time of the answer tells which names
 * exist: so there is a hash that nobody's password fits, made with the same parameters.
 */
import { hash, verify } from '@node-rs/argon2';
import type { World } from '@evertill/kernel';

const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

export function hashPassword(
  { randomness }: Pick<World, 'randomness'>,
  password: string,
): Promise<string> {
  return hash(password, {
    memoryCost: MEMORY_KIB,
    timeCost: PASSES,
    parallelism: LANES,
    outputLen: HASH_BYTES,
    salt: randomness.bytes(SALT_BYTES),
  });
}

export function isPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password);
}

const nothing = (bytes: number): string =>
  Buffer.alloc(bytes).toString('base64').replace(/=+$/, '');

/** All zeros: finding a password for it means inverting argon2. */
export const nobodysHash =
  `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}` +
  `$${nothing(SALT_BYTES)}$${nothing(HASH_BYTES)}`;

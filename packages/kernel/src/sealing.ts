/**
 * AES-256-GCM under a key at hand: what is sealed is bound to a place, so that nobody can move it
 * from one row, one field or one shop to another.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { World } from './surroundings.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const KEY_BYTES = 32;

/** What was sealed does not open: for another place, under another key, or changed since. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/** Nonce, tag, sealed bytes, in this order: 28 bytes longer than what is sealed. */
export function sealBytes(
  key: Buffer,
  secret: Buffer,
  place: string,
  { randomness }: Pick<World, 'randomness'>,
): Buffer {
  const nonce = randomness.bytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Throws `SealBroken` when it was sealed for another place or under another key, or changed. */
export function openBytes(key: Buffer, sealed: Buffer, place: string): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new SealBroken('too short to be sealed');
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(Buffer.from(place))
    .setAuthTag(tag);
  try {
    return Buffer.concat([
      decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)),
      decipher.final(),
    ]);
  } catch (error) {
    throw new SealBroken('what was sealed does not open here', { cause: error });
  }
}

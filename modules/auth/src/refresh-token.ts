/**
 * The refresh token as text: `<tenant>.<token>.<secret>`.
 *
 * It names its tenant, since nothing can be read before the tenant is known. Only the SHA-256 of
 * the whole is stored; the secret is 256 bits of chance, so a plain hash is enough.
 */
import { isUuid, newId, sha256Hex } from '@evertill/kernel';
import type { World } from '@evertill/kernel';
import { timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 32;

export interface RefreshToken {
  readonly tenantId: string;
  readonly tokenId: string;
  readonly text: string;
}

export function newRefreshToken(
  world: Pick<World, 'clock' | 'randomness'>,
  tenantId: string,
): RefreshToken {
  const tokenId = newId(world);
  const secret = world.randomness.bytes(SECRET_BYTES).toString('base64url');
  return { tenantId, tokenId, text: `${tenantId}.${tokenId}.${secret}` };
}

/** Undefined for anything that cannot be one of ours. */
export function readRefreshToken(text: string): RefreshToken | undefined {
  const [tenantId = '', tokenId = '', secret = '', ...rest] = text.split('.');
  if (!isUuid(tenantId) || !isUuid(tokenId) || secret === '' || rest.length > 0) return undefined;
  return { tenantId, tokenId, text };
}

export function refreshTokenHash({ text }: RefreshToken): string {
  return sha256Hex(text);
}

/** In constant time, so that no answer is quicker for being closer. */
export function isSameHash(one: string, other: string): boolean {
  const bytes = [Buffer.from(one), Buffer.from(other)] as const;
  return bytes[0].length === bytes[1].length && timingSafeEqual(bytes[0], bytes[1]);
}

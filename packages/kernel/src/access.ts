/**
 * Who is asking: access tokens of users (RS256, keys from auth's JWKS) and service tokens of
 * neighbours (HS256 over a secret the deployment shares). Tenant and roles come from here only.
 */
import { SignJWT, createLocalJWKSet, jwtVerify } from 'jose';
import type { JSONWebKeySet, JWTPayload } from 'jose';
import { isUuid } from './ids.ts';
import { refuse } from './refusal.ts';
import type { World } from './surroundings.ts';

export const TOKEN_ISSUER = 'evertill';
export const TOKEN_AUDIENCE = 'evertill-tenant';
const PEER_AUDIENCE = 'evertill-peer';
const PEER_TOKEN_SECONDS = 60;
const CLOCK_TOLERANCE_SECONDS = 30;
const JWKS_AGE_MS = 300_000;
const JWKS_RETRY_MS = 5_000;
const CACHE_MAX = 10_000;

export interface Claims {
  readonly userId: string;
  readonly tenantId: string;
  readonly roles: readonly string[];
}

export interface TokenReader {
  readonly read: (token: string) => Promise<Claims>;
}

interface Remembered {
  readonly claims: Claims;
  readonly expiresMs: number;
}

/** Verifies users' tokens; a token already verified is not verified again until it expires. */
export function tokenReader(world: World, fetchKeys: () => Promise<JSONWebKeySet>): TokenReader {
  const keys = keyRing(world, fetchKeys);
  const remembered = new Map<string, Remembered>();
  return {
    read: async (token) => {
      const nowMs = world.clock.now().getTime();
      const known = remembered.get(token);
      if (known !== undefined && known.expiresMs > nowMs) return known.claims;
      const { payload } = await verify(token, keys, world);
      const claims = claimsOf(payload);
      if (remembered.size >= CACHE_MAX) remembered.clear();
      remembered.set(token, { claims, expiresMs: (payload.exp ?? 0) * 1000 });
      return claims;
    },
  };
}

async function verify(token: string, keys: ReturnType<typeof keyRing>, world: World) {
  const options = {
    algorithms: ['RS256'],
    issuer: TOKEN_ISSUER,
    audience: TOKEN_AUDIENCE,
    requiredClaims: ['exp', 'sub', 'tid'],
    currentDate: world.clock.now(),
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
  };
  for (const mayRenew of [true, false]) {
    const ring = await keys(!mayRenew);
    try {
      return await jwtVerify(token, ring, options);
    } catch (error) {
      // A key we have not seen may have been rotated in; one look more, at most every few seconds.
      const isUnknownKey = (error as { code?: string }).code === 'ERR_JWKS_NO_MATCHING_KEY';
      if (!isUnknownKey || !mayRenew) refuse('token_invalid');
    }
  }
  return refuse('token_invalid');
}

function keyRing(world: World, fetchKeys: () => Promise<JSONWebKeySet>) {
  let ring: ReturnType<typeof createLocalJWKSet> | undefined;
  let fetchedMs = 0;
  return async (isUnknownKey: boolean) => {
    const ageMs = world.clock.now().getTime() - fetchedMs;
    if (ring === undefined || ageMs > (isUnknownKey ? JWKS_RETRY_MS : JWKS_AGE_MS)) {
      ring = createLocalJWKSet(await fetchKeys());
      fetchedMs = world.clock.now().getTime();
    }
    return ring;
  };
}

function claimsOf(payload: JWTPayload): Claims {
  const { sub, tid, roles } = payload;
  if (typeof sub !== 'string' || typeof tid !== 'string' || !Array.isArray(roles)) {
    refuse('token_invalid');
  }
  if (!isUuid(sub) || !isUuid(tid)) refuse('token_invalid');
  return { userId: sub, tenantId: tid, roles: roles.map(String) };
}

/** Service tokens: short-lived, for one tenant at a time, never valid at the public door. */
export interface PeerTokens {
  readonly sign: (claims: Partial<Claims>) => Promise<string>;
  readonly read: (token: string) => Promise<PeerClaims>;
}

export interface PeerClaims {
  readonly tenantId: string | null;
  readonly userId: string | null;
  readonly roles: readonly string[];
}

export function peerTokens(world: World, secret: Uint8Array): PeerTokens {
  return {
    sign: ({ userId, tenantId, roles }) => {
      const seconds = Math.floor(world.clock.now().getTime() / 1000);
      return new SignJWT({ tid: tenantId ?? null, uid: userId ?? null, roles: roles ?? [] })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(TOKEN_ISSUER)
        .setAudience(PEER_AUDIENCE)
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + PEER_TOKEN_SECONDS)
        .sign(secret);
    },
    read: async (token) => {
      const { payload } = await jwtVerify(token, secret, {
        algorithms: ['HS256'],
        issuer: TOKEN_ISSUER,
        audience: PEER_AUDIENCE,
        requiredClaims: ['exp'],
        currentDate: world.clock.now(),
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
      }).catch(() => refuse('token_invalid'));
      const { tid, uid, roles } = payload;
      return {
        tenantId: typeof tid === 'string' && isUuid(tid) ? tid : null,
        userId: typeof uid === 'string' && isUuid(uid) ? uid : null,
        roles: Array.isArray(roles) ? roles.map(String) : [],
      };
    },
  };
}

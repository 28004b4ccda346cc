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
/** Which doors a token opens: a shop's, the two of the second factor, the platform's. */
export const tokenAudiences = {
  shop: 'evertill-tenant',
  enrolment: 'evertill-enrolment',
  platform: 'evertill-platform',
} as const;
export type Plane = keyof typeof tokenAudiences;
const planes = Object.keys(tokenAudiences) as readonly Plane[];
const callers = { shop: 'user', enrolment: 'enrolment', platform: 'operator' } as const;
const PEER_AUDIENCE = 'evertill-peer';
const PEER_TOKEN_SECONDS = 60;
const CLOCK_TOLERANCE_SECONDS = 30;
const JWKS_AGE_MS = 300_000;
const JWKS_RETRY_MS = 5_000;
const CACHE_MAX = 10_000;

export interface Claims {
  readonly caller: 'user' | 'enrolment' | 'operator';
  readonly userId: string;
  /** Null for an operator, who belongs to no shop. */
  readonly tenantId: string | null;
  readonly roles: readonly string[];
  /** Of the account when the token was issued; null where the token does not say. */
  readonly tokenVersion: number | null;
}

export interface TokenReader {
  /** Refuses a token of a plane that is not named; a shop's is meant when none is. */
  readonly read: (token: string, planes?: readonly Plane[]) => Promise<Claims>;
}

interface Remembered {
  readonly plane: Plane;
  readonly claims: Claims;
  readonly expiresMs: number;
}

/** Verifies users' tokens; a token already verified is not verified again until it expires. */
export function tokenReader(world: World, fetchKeys: () => Promise<JSONWebKeySet>): TokenReader {
  const keys = keyRing(world, fetchKeys);
  const remembered = new Map<string, Remembered>();
  const read = async (token: string): Promise<Remembered> => {
    const known = remembered.get(token);
    if (known !== undefined && known.expiresMs > world.clock.now().getTime()) return known;
    const { payload } = await verify(token, keys, world);
    const plane = planeOf(payload);
    const fresh = {
      plane,
      claims: claimsOf(payload, plane),
      expiresMs: (payload.exp ?? 0) * 1000,
    };
    if (remembered.size >= CACHE_MAX) remembered.clear();
    remembered.set(token, fresh);
    return fresh;
  };
  return {
    read: async (token, allowed = ['shop']) => {
      const { plane, claims } = await read(token);
      if (!allowed.includes(plane)) refuse('token_invalid');
      return claims;
    },
  };
}

function planeOf({ aud }: JWTPayload): Plane {
  return planes.find((plane) => tokenAudiences[plane] === aud) ?? refuse('token_invalid');
}

async function verify(token: string, keys: ReturnType<typeof keyRing>, world: World) {
  const options = {
    algorithms: ['RS256'],
    issuer: TOKEN_ISSUER,
    audience: Object.values(tokenAudiences),
    requiredClaims: ['exp', 'sub'],
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

function claimsOf(payload: JWTPayload, plane: Plane): Claims {
  const { sub, tid, roles = [], ver } = payload;
  if (typeof sub !== 'string' || !isUuid(sub) || !Array.isArray(roles)) refuse('token_invalid');
  const tokenVersion = typeof ver === 'number' ? ver : null;
  const said = { caller: callers[plane], userId: sub, tokenVersion };
  if (plane === 'platform') return { ...said, tenantId: null, roles: [] };
  if (typeof tid !== 'string' || !isUuid(tid)) refuse('token_invalid');
  return { ...said, tenantId: tid, roles: roles.map(String) };
}

/** Service tokens: short-lived, for one tenant at a time, never valid at the public door. */
export interface PeerTokens {
  readonly sign: (claims: Partial<PeerClaims>) => Promise<string>;
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

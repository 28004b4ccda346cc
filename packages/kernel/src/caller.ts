/**
 * Who comes in: the credential of a request becomes a tenant, a user, roles. The token says who it
 * was; whether they may still come in is asked of auth, and remembered for a few seconds only.
 */
import { auth } from '@evertill/contract';
import type { Access, OutputOf } from '@evertill/contract';
import type { IncomingHttpHeaders } from 'node:http';
import type { Plane, TokenReader } from './access.ts';
import type { Context } from './context.ts';
import { sha256Hex } from './dispatch.ts';
import type { Ask } from './peers.ts';
import { allowancesIn } from './rate-limit.ts';
import type { Allowances } from './rate-limit.ts';
import { refuse } from './refusal.ts';
import { shortMemory } from './short-memory.ts';
import type { World } from './surroundings.ts';

export interface Caller extends Pick<
  Context,
  'tenantId' | 'userId' | 'roles' | 'caller' | 'onlyCapabilities'
> {
  /** What the shop may ask for instead of what everybody may. */
  readonly limits?: Allowances;
}

export interface Callers {
  /** Refuses whoever has no credential that is good for an operation of this access. */
  readonly callerOf: (access: Access, headers: IncomingHttpHeaders) => Promise<Caller>;
  /** Somebody's rights changed in this process: nothing remembered of anybody counts any more. */
  readonly forget: () => void;
}

export interface CallersOptions {
  readonly world: World;
  readonly tokens: TokenReader;
  readonly ask: Ask;
  readonly ownContext: (tenantId: string | null) => Context;
}

/** How long another process may not know that somebody was deactivated. */
const STANDING_MS_MAX = 5_000;
/** While auth does not answer, those who came in just now may go on. */
const STALE_MS_MAX = 60_000;
const SUSPENDED_RETRY_SECONDS = 60;

type Standing = OutputOf<typeof auth.standing>;
type KeyOwner = OutputOf<typeof auth.findApiKey>;

export function makeCallers({ world, tokens, ask, ownContext }: CallersOptions): Callers {
  const ages = { clock: world.clock, ageMsMax: STANDING_MS_MAX, staleMsMax: STALE_MS_MAX };
  const standings = shortMemory<Standing>({
    ...ages,
    ask: (key) => {
      const [tenantId = '', userId = ''] = key.split(' ');
      return ask(auth.standing, ownContext(tenantId), { userId });
    },
  });
  const keyOwners = shortMemory<KeyOwner>({
    ...ages,
    ask: (keyHash) => ask(auth.findApiKey, ownContext(null), { keyHash }),
  });

  const ofKey = async (key: string): Promise<Caller> => {
    const owner = await keyOwners.find(sha256Hex(key));
    refuseSuspended(owner);
    const { tenantId, apiKeyId, role, capabilities, limits } = owner;
    const named = { tenantId, userId: apiKeyId, roles: [role] };
    return { ...named, ...ownOf(limits), caller: 'user', onlyCapabilities: capabilities };
  };
  const ofToken = async (token: string, planes: readonly Plane[]): Promise<Caller> => {
    const { tokenVersion, ...claims } = await tokens.read(token, planes);
    if (claims.tenantId === null) return claims;
    const standing = await standings.find(`${claims.tenantId} ${claims.userId}`);
    if (!standing.isActive || standing.tokenVersion !== tokenVersion) refuse('token_invalid');
    refuseSuspended(standing);
    return { ...claims, ...ownOf(standing.limits) };
  };
  return {
    callerOf: async (access, headers) => {
      const { key, token } = credentialOf(headers);
      const mayUseKey = access.kind === 'user';
      if (key !== undefined && !mayUseKey) refuse('token_invalid');
      if (key === undefined && token === undefined) refuse('token_missing');
      const caller =
        key === undefined ? await ofToken(token ?? '', planesOf(access)) : await ofKey(key);
      refuseOtherTenant(caller, headers);
      return caller;
    },
    forget: () => {
      standings.forget();
      keyOwners.forget();
    },
  };
}

function ownOf(limits: Standing['limits']): Pick<Caller, 'limits'> {
  return limits === undefined ? {} : { limits: allowancesIn(limits) };
}

function planesOf(access: Access): readonly Plane[] {
  if (access.kind === 'operator') return ['platform'];
  const isForEnrolment = access.kind === 'user' && access.isForEnrolment === true;
  return isForEnrolment ? ['shop', 'enrolment'] : ['shop'];
}

interface Credential {
  readonly token?: string | undefined;
  readonly key?: string | undefined;
}

/** `Authorization: Bearer …`, `Authorization: Api-Key …`, or `X-API-Key: …`. */
function credentialOf(headers: IncomingHttpHeaders): Credential {
  const [scheme = '', value] = (headers.authorization ?? '').split(' ');
  if (scheme.toLowerCase() === 'bearer') return { token: value };
  if (scheme.toLowerCase() === 'api-key') return { key: value };
  return { key: headerOf(headers, 'x-api-key') };
}

/** Tenant and roles come from the credential alone; a header that names another is refused. */
function refuseOtherTenant({ tenantId }: Caller, headers: IncomingHttpHeaders): void {
  for (const name of ['x-tenant-id', 'tenant-id']) {
    const named = headerOf(headers, name);
    if (named !== undefined && named.toLowerCase() !== tenantId) refuse('tenant_mismatch');
  }
}

function refuseSuspended({ tenantStatus }: Pick<Standing, 'tenantStatus'>): void {
  if (tenantStatus === 'SUSPENDED') {
    refuse('tenant_suspended', { retryAfterSeconds: SUSPENDED_RETRY_SECONDS });
  }
}

function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

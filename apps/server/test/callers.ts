/** Everybody who may knock: with a good credential, with a forged one, with none. */
import { auth } from '@evertill/contract';
import type { Capability, Role } from '@evertill/contract';
import { newUuid } from '@evertill/testing';
import type { TestShop, TestTenant } from '@evertill/testing';
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
} from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

export type HeaderFields = Readonly<Record<string, string>>;

/** Somebody of a shop: what role, and to what it is narrowed if it is a key. */
export interface Insider {
  readonly who: string;
  readonly headers: HeaderFields;
  readonly role: Role;
  readonly only?: readonly Capability[];
}

export const bearer = (token: string): HeaderFields => ({ authorization: `Bearer ${token}` });

const narrow: readonly Capability[] = ['catalog_view', 'stock_adjust', 'sale_record'];

/** What no API key can do, whatever its role: said here again, so that a change shows. */
export const peoplesOwn: ReadonlySet<Capability> = new Set<Capability>([
  'own_account',
  'exceptions_decide',
  'staff_manage',
  'role_manage',
  'tenant_manage',
  'api_key_manage',
]);

export async function insidersOf(shop: TestShop, tenant: TestTenant): Promise<readonly Insider[]> {
  const { tokens } = tenant;
  const wide = await newKey(shop, tenant, { role: 'OWNER' });
  const few = await newKey(shop, tenant, { capabilities: narrow });
  const forged = { 'x-roles': 'owner', 'x-user-roles': 'owner', 'x-user-id': tenant.tenantId };
  return [
    { who: 'a cashier', role: 'cashier', headers: bearer(tokens.cashier) },
    {
      who: 'a cashier who says to be the owner',
      role: 'cashier',
      headers: { ...bearer(tokens.cashier), ...forged, 'x-capabilities': 'tenant_manage' },
    },
    { who: 'a manager', role: 'manager', headers: bearer(tokens.manager) },
    { who: 'a key of three capabilities', role: 'manager', headers: few.headers, only: narrow },
    { who: "a key of the owner's role", role: 'owner', headers: wide.headers },
    { who: 'the owner', role: 'owner', headers: bearer(tokens.owner) },
  ];
}

interface NewKey {
  readonly headers: HeaderFields;
  readonly id: string;
}

async function newKey(
  { call }: TestShop,
  { tokens }: TestTenant,
  body: object,
  name = 'A program',
): Promise<NewKey> {
  const made = await call('POST', '/api/api-keys/', {
    token: tokens.owner,
    body: { name, ...body },
  });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return { id: made.body.api_key_id, headers: { 'x-api-key': made.body.key as string } };
}

export async function operatorOf({ running, call }: TestShop): Promise<string> {
  const { assembly } = running;
  const email = 'operator@platform.test';
  const made = await assembly.ask(auth.createOperator, assembly.ownContext(null), { email });
  const body = { email, password: made.password, new_password: 'a password of my own' };
  return (await call('POST', '/api/operator/token/', { body })).body.access as string;
}

/** Credentials that open nothing, by what is wrong with them. */
export async function strangersOf(
  shop: TestShop,
  tenant: TestTenant,
): Promise<Readonly<Record<string, HeaderFields>>> {
  const { owner, cashier } = tenant.tokens;
  const claims = claimsOf(owner);
  const { own, kid } = await signingKeyOf(shop);
  const as = (key: KeyObject, more: object = {}): string =>
    signed({ alg: 'RS256', kid }, { ...claims, ...more }, (text) => sign('sha256', text, key));
  const past = Math.floor(Date.now() / 1000) - 3_600;
  const pem = createPublicKey(own).export({ type: 'spki', format: 'pem' });
  const byHmac = (text: Buffer): Buffer => createHmac('sha256', pem).update(text).digest();
  const strange = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const revoked = await newKey(shop, tenant, { role: 'OWNER' });
  await shop.call('POST', `/api/api-keys/${revoked.id}/revoke/`, { token: owner, body: {} });
  const service = await shop.running.assembly.peers.sign({ tenantId: tenant.tenantId });
  const tokens = {
    'a word': 'garbage',
    'a token that is expired': as(own, { iat: past - 900, exp: past }),
    'a token of another issuer': as(own, { iss: 'somebody' }),
    'a token for another audience': as(own, { aud: 'evertill-elsewhere' }),
    'a token without its version': as(own, { ver: undefined }),
    'a token of a stranger': as(strange),
    'a token that nobody signed': signed({ alg: 'none' }, claims, () => Buffer.alloc(0)),
    'a token signed with what is public': signed({ alg: 'HS256', kid }, claims, byHmac),
    'a token whose roles were changed': withRoles(cashier, ['owner']),
    'a token whose signature is cut off': `${owner.split('.').slice(0, 2).join('.')}.`,
    'a token of a neighbour': service,
    'a token of somebody who was deactivated': await deactivated(shop, tenant),
  };
  return {
    ...Object.fromEntries(Object.entries(tokens).map(([who, token]) => [who, bearer(token)])),
    'a key that nobody has': { 'x-api-key': 'evk_00000000000000000000000000000000' },
    'a key that was revoked': revoked.headers,
  };
}

/** The key that signs the tokens of this shop, from its home. */
async function signingKeyOf({ home }: TestShop): Promise<{ own: KeyObject; kid: string }> {
  const text = await readFile(path.join(home, 'signing-keys.json'), 'utf8');
  const [key] = (JSON.parse(text) as { keys: [JsonWebKey & { kid: string }] }).keys;
  return { own: createPrivateKey({ key, format: 'jwk' }), kid: key.kid };
}

/** A token by hand: what the server's library would not sign is signed all the same. */
function signed(header: object, claims: object, signing: (text: Buffer) => Buffer): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ ...header, typ: 'JWT' })}.${part(claims)}`;
  return `${text}.${signing(Buffer.from(text)).toString('base64url')}`;
}

const claimsOf = (token: string): object =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;

function withRoles(token: string, roles: readonly string[]): string {
  const [head, , signature] = token.split('.');
  const payload = JSON.stringify({ ...claimsOf(token), roles });
  return [head, Buffer.from(payload).toString('base64url'), signature].join('.');
}

async function deactivated({ call }: TestShop, { tokens }: TestTenant): Promise<string> {
  const login = { phone_number: '+70000000001', password: 'correct horse battery staple' };
  const body = { ...login, client_name: 'Gone', role: 'OWNER' };
  const made = await call('POST', '/api/clients/', { token: tokens.owner, body });
  const { body: entered } = await call('POST', '/api/token/', { body: login });
  const ended = await call('DELETE', `/api/clients/${String(made.body.user_client_id)}/`, {
    token: tokens.owner,
  });
  if (ended.status !== 204) throw new Error(JSON.stringify(ended.body));
  return entered.access as string;
}

/** Good credentials of a shop that is suspended. */
export async function suspendedOf(
  shop: TestShop,
  operator: string,
): Promise<Readonly<Record<string, HeaderFields>>> {
  const tenantId = newUuid();
  const login = { phone_number: '+70000000002', password: 'correct horse battery staple' };
  const owner = { ...login, user_id: newUuid(), client_name: 'Owner', role: 'owner' };
  const body = { tenant_id: tenantId, name: 'Closed', currency: 'GBP', time_zone: 'UTC' };
  const ask = (path: string, more: object = {}) =>
    shop.call('POST', path, { token: operator, body: more });
  await ask('/api/tenants/', { ...body, mfa_policy: 'OPTIONAL', users: [owner] });
  const { body: entered } = await shop.call('POST', '/api/token/', { body: login });
  const token = entered.access as string;
  const tokens = { owner: token, manager: token, cashier: token };
  const tenant = { tenantId, tokens, currency: 'GBP', phones: tokens, password: login.password };
  const key = await newKey(shop, tenant, { role: 'OWNER' });
  await ask(`/api/tenants/${tenantId}/suspend/`);
  return {
    'the owner of a suspended shop': bearer(token),
    'a key of a suspended shop': key.headers,
  };
}

/** A token that is good for enrolling a second factor, and for nothing else. */
export async function enrolmentOf(shop: TestShop, operator: string): Promise<HeaderFields> {
  const login = { phone_number: '+70000000003', password: 'correct horse battery staple' };
  const owner = { ...login, user_id: newUuid(), client_name: 'Owner', role: 'owner' };
  const body = { name: 'Careful', currency: 'GBP', time_zone: 'UTC', mfa_policy: 'MANAGERS' };
  await shop.call('POST', '/api/tenants/', {
    token: operator,
    body: { ...body, tenant_id: newUuid(), users: [owner] },
  });
  const entered = await shop.call('POST', '/api/token/', { body: login });
  return bearer(entered.body.enrolment_token as string);
}

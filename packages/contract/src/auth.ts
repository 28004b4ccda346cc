/** Operations of the module auth: log-in, tokens, keys, tenants. */
import { z } from 'zod';
import { roles } from './capabilities.ts';
import { operation } from './operation.ts';
import { currencyCode, text, uuid } from './wire-types.ts';

const phoneNumber = z.string().regex(/^\+?[0-9][0-9 ()-]{3,22}$/);
const email = z
  .string()
  .max(254)
  .regex(/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u);
/** Never shown, and no part of a request's fingerprint. */
const password = z.string().min(1).max(256).meta({ writeOnly: true });

const tokenPair = z.strictObject({ access: z.string(), refresh: z.string() });

export const tenantView = z.strictObject({
  tenantId: uuid(),
  name: text(150, 1),
  currency: currencyCode(),
  timeZone: text(64, 1),
  status: z.enum(['ACTIVE', 'SUSPENDED']),
});
export type TenantView = z.infer<typeof tenantView>;

const newUser = z.strictObject({
  userId: uuid(),
  clientName: text(100, 1),
  phoneNumber,
  email: email.optional(),
  password,
  role: z.enum(roles),
});

export const auth = {
  logIn: operation({
    name: 'auth.logIn',
    http: { method: 'POST', path: '/api/token/' },
    summary: 'Obtain an access and a refresh token.',
    access: { kind: 'public' },
    input: z.strictObject({
      phoneNumber: phoneNumber.optional(),
      email: email.optional(),
      password,
      tenantId: uuid().optional(),
    }),
    output: tokenPair,
    refusals: ['input_invalid', 'credentials_invalid', 'tenant_required', 'rate_limited'],
  }),
  refresh: operation({
    name: 'auth.refresh',
    http: { method: 'POST', path: '/api/token/refresh/' },
    summary: 'Exchange a refresh token for a new pair. Each refresh token is good for one use.',
    access: { kind: 'public' },
    input: z.strictObject({ refresh: z.string().min(1).max(512) }),
    output: tokenPair,
    refusals: ['input_invalid', 'refresh_invalid'],
  }),
  jwks: operation({
    name: 'auth.jwks',
    http: { method: 'GET', path: '/.well-known/jwks.json' },
    summary: 'The public keys that access tokens are signed with.',
    access: { kind: 'public' },
    input: z.strictObject({}),
    output: z.strictObject({ keys: z.array(z.record(z.string(), z.unknown())) }),
    refusals: [],
  }),
  createTenant: operation({
    name: 'auth.createTenant',
    summary: 'Make a shop and its first users. Asking again with the same ids changes nothing.',
    access: { kind: 'peer' },
    input: z.strictObject({
      tenantId: uuid(),
      name: text(150, 1),
      currency: currencyCode(),
      timeZone: text(64, 1),
      users: z.array(newUser).min(1).max(20),
    }),
    output: tenantView,
    refusals: ['input_invalid', 'id_reused', 'name_taken'],
  }),
  findTenant: operation({
    name: 'auth.findTenant',
    summary: 'The tenant of the context.',
    access: { kind: 'peer' },
    input: z.strictObject({}),
    output: tenantView,
    refusals: ['not_found'],
  }),
  listTenants: operation({
    name: 'auth.listTenants',
    summary: 'The ids of all tenants, for sweepers that must look at each.',
    access: { kind: 'peer' },
    input: z.strictObject({}),
    output: z.strictObject({ tenantIds: z.array(uuid()) }),
    refusals: [],
  }),
};

/**
 * Operations of the module auth: log-in, tokens, keys; and, from files of their own, shops, people,
 * second factors, API keys, operators.
 */
import { z } from 'zod';
import { accessToken, email, otp, password, phoneNumber, refreshToken } from './account-fields.ts';
import { apiKeyOperations } from './api-keys.ts';
import { mfaOperations } from './mfa.ts';
import { operation } from './operation.ts';
import { operatorOperations } from './operators.ts';
import { pinOperations } from './pins.ts';
import { authPullOperations } from './pull-parts.ts';
import { staffOperations } from './staff.ts';
import { tenantLimitOperations, tenantLimits } from './tenant-limits.ts';
import { tenantOperations } from './tenants.ts';
import { uuid, whole } from './wire-types.ts';

export type { ApiKeyView } from './api-keys.ts';
export type { ClientView, RoleView } from './staff.ts';
export type {
  MfaPolicy,
  PlatformTenantView,
  ShopView,
  TenantSettingsView,
  TenantView,
} from './tenants.ts';

const tokenPair = z.strictObject({ access: accessToken, refresh: refreshToken.optional() });

export const auth = {
  logIn: operation({
    name: 'auth.logIn',
    http: { method: 'POST', path: '/api/token/', refreshCookie: 'give' },
    summary: 'Obtain an access and a refresh token.',
    access: { kind: 'public' },
    input: z.strictObject({
      phoneNumber: phoneNumber.optional(),
      email: email.optional(),
      password,
      otp: otp.optional(),
      tenantId: uuid().optional(),
    }),
    output: tokenPair,
    refusals: [
      'input_invalid',
      'credentials_invalid',
      'tenant_required',
      'tenant_suspended',
      'mfa_required',
      'mfa_code_invalid',
      'mfa_enrolment_required',
      'account_locked',
      'rate_limited',
    ],
  }),
  refresh: operation({
    name: 'auth.refresh',
    http: { method: 'POST', path: '/api/token/refresh/', refreshCookie: 'renew' },
    summary: 'Exchange a refresh token for a new pair. Each refresh token is good for one use.',
    access: { kind: 'public' },
    input: z.strictObject({ refresh: refreshToken.optional() }),
    output: tokenPair,
    refusals: ['input_invalid', 'refresh_invalid', 'tenant_suspended'],
  }),
  logOut: operation({
    name: 'auth.logOut',
    http: { method: 'POST', path: '/api/token/logout/', success: 204, refreshCookie: 'clear' },
    summary: 'End the log-in that a refresh token belongs to. What is ended already stays so.',
    access: { kind: 'public' },
    input: z.strictObject({ refresh: refreshToken.optional() }),
    output: z.strictObject({}),
    refusals: ['input_invalid'],
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
  standing: operation({
    name: 'auth.standing',
    summary: 'Whether somebody may still come in: asked wherever a token is read.',
    access: { kind: 'peer' },
    isRepeatable: true,
    input: z.strictObject({ userId: uuid() }),
    output: z.strictObject({
      isActive: z.boolean(),
      tenantStatus: z.enum(['ACTIVE', 'SUSPENDED']),
      /** A token of another version was issued before the account changed. */
      tokenVersion: whole(0),
      limits: tenantLimits.optional(),
    }),
    refusals: [],
  }),
  ...staffOperations,
  ...tenantOperations,
  ...tenantLimitOperations,
  ...mfaOperations,
  ...apiKeyOperations,
  ...operatorOperations,
  ...pinOperations,
  ...authPullOperations,
};

/** Operations of the module auth about shops: made, looked at, changed, suspended. */
import { z } from 'zod';
import { email, password, phoneNumber } from './account-fields.ts';
import { roles } from './capabilities.ts';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { currencyCode, instant, text, uuid, whole } from './wire-types.ts';

/** Who needs a second factor: nobody may have one, everybody may, those who lead must. */
export const mfaPolicies = ['OFF', 'OPTIONAL', 'MANAGERS'] as const;
export type MfaPolicy = (typeof mfaPolicies)[number];
const mfaPolicy = z.enum(mfaPolicies);

const tenantStatus = z.enum(['ACTIVE', 'SUSPENDED']);

const tenant = {
  tenantId: uuid(),
  name: text(150, 1),
  currency: currencyCode(),
  timeZone: text(64, 1),
  status: tenantStatus,
};
export const tenantView = z.strictObject(tenant);
export type TenantView = z.infer<typeof tenantView>;

const counterLimits = z.strictObject({
  discountPpmMax: whole(0, 1_000_000),
  mayOverridePrice: z.boolean(),
  mayRefundWithoutSale: z.boolean(),
  refundMinorMax: whole(0).nullable(),
  payOutMinorMax: whole(0).nullable(),
  mayOpenDrawer: z.boolean(),
  mayVoid: z.boolean(),
});

/** What neighbours need to know of a shop. */
export const shopView = z.strictObject({
  ...tenant,
  roleLimits: z.strictObject({
    owner: counterLimits,
    manager: counterLimits,
    cashier: counterLimits,
  }),
});
export type ShopView = z.infer<typeof shopView>;

const settingsView = z.strictObject({ ...tenant, mfaPolicy });
export type TenantSettingsView = z.infer<typeof settingsView>;

const platformView = z.strictObject({ ...tenant, mfaPolicy, createdAt: instant() });
export type PlatformTenantView = z.infer<typeof platformView>;

const newUser = z.strictObject({
  userId: uuid(),
  clientName: text(100, 1),
  phoneNumber,
  email: email.optional(),
  password,
  role: z.enum(roles),
});

const newTenant = z.strictObject({
  tenantId: uuid(),
  name: text(150, 1),
  currency: currencyCode(),
  timeZone: text(64, 1),
  /** MANAGERS unless something else is said. */
  mfaPolicy: mfaPolicy.optional(),
  /** At least one of them an owner. */
  users: z.array(newUser).min(1).max(20),
});

export const tenantOperations = {
  findTenantSettings: operation({
    name: 'auth.findTenantSettings',
    http: { method: 'GET', path: '/api/tenant/' },
    summary: 'The own shop and its settings.',
    access: { kind: 'user', capability: 'tenant_view' },
    input: z.strictObject({}),
    output: settingsView,
    refusals: ['not_found'],
  }),
  changeTenantSettings: operation({
    name: 'auth.changeTenantSettings',
    http: { method: 'PATCH', path: '/api/tenant/' },
    summary:
      'Change the name, the time zone, or who needs a second factor from the next log-in on.',
    access: { kind: 'user', capability: 'tenant_manage' },
    input: z.strictObject({
      name: text(150, 1).optional(),
      timeZone: text(64, 1).optional(),
      mfaPolicy: mfaPolicy.optional(),
    }),
    output: settingsView,
    refusals: ['input_invalid', 'not_found'],
  }),
  listTenantsOfPlatform: operation({
    name: 'auth.listTenantsOfPlatform',
    http: { method: 'GET', path: '/api/tenants/' },
    summary: 'All shops of this installation, for its operators.',
    access: { kind: 'operator' },
    input: listQuery(['name', 'created_at'], {
      search: text(100).optional(),
      status: tenantStatus.optional(),
    }),
    output: listOf(platformView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  addTenant: operation({
    name: 'auth.addTenant',
    http: { method: 'POST', path: '/api/tenants/', success: 201 },
    summary: 'Make a shop and its first users. Asking again with the same ids changes nothing.',
    access: { kind: 'operator' },
    ownId: 'tenantId',
    input: newTenant,
    output: tenantView,
    refusals: ['input_invalid', 'id_reused', 'name_taken'],
  }),
  suspendTenant: operation({
    name: 'auth.suspendTenant',
    http: { method: 'POST', path: '/api/tenants/{tenant_id}/suspend/' },
    summary: 'Close a shop for now: everything of it answers 503, and its registers keep selling.',
    access: { kind: 'operator' },
    input: z.strictObject({ tenantId: uuid(), reason: text(500).optional() }),
    output: tenantView,
    changesRights: true,
    refusals: ['input_invalid', 'not_found'],
  }),
  resumeTenant: operation({
    name: 'auth.resumeTenant',
    http: { method: 'POST', path: '/api/tenants/{tenant_id}/resume/' },
    summary: 'Open a suspended shop again.',
    access: { kind: 'operator' },
    input: z.strictObject({ tenantId: uuid(), reason: text(500).optional() }),
    output: tenantView,
    changesRights: true,
    refusals: ['input_invalid', 'not_found'],
  }),
  createTenant: operation({
    name: 'auth.createTenant',
    summary: 'Make a shop and its first users. Asking again with the same ids changes nothing.',
    access: { kind: 'peer' },
    input: newTenant,
    output: tenantView,
    refusals: ['input_invalid', 'id_reused', 'name_taken'],
  }),
  findTenant: operation({
    name: 'auth.findTenant',
    summary: 'The tenant of the context, and how far its roles may go at the counter.',
    access: { kind: 'peer' },
    isRepeatable: true,
    input: z.strictObject({}),
    output: shopView,
    refusals: ['not_found'],
  }),
  listTenants: operation({
    name: 'auth.listTenants',
    summary: 'The ids of all tenants, for sweepers that must look at each.',
    access: { kind: 'peer' },
    isRepeatable: true,
    input: z.strictObject({}),
    output: z.strictObject({ tenantIds: z.array(uuid()) }),
    refusals: [],
  }),
};

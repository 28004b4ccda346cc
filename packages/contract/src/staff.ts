/**
 * Operations of the module auth about a shop's people: accounts, passwords, what a role may do.
 *
 * AsiriaPOS calls an account a client. Its `user_client_id` is the user's id.
 */
import { z } from 'zod';
import { email, newPassword, password, phoneNumber } from './account-fields.ts';
import { wireRoles } from './capabilities.ts';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { instant, positiveDecimal, text, uuid } from './wire-types.ts';

export const wireRole = z.enum(wireRoles);
const role = wireRole;
const id = { userClientId: uuid() };

/** How far a role may go before somebody above it has to say yes. */
const limitFields = {
  /** Of a line or of a sale, in percent: 0 to 100, with up to three decimals. */
  discountPercentMax: positiveDecimal(),
  priceOverride: z.boolean(),
  refundWithoutSale: z.boolean(),
  /** Of one refund, in the shop's currency; null where there is no limit. */
  refundAmountMax: positiveDecimal().nullable(),
  /** Of cash paid out of a drawer at once; null stands for no limit. */
  payOutAmountMax: positiveDecimal().nullable(),
  /** Whether the drawer may be opened without a sale. */
  noSaleAllowed: z.boolean(),
  voidAllowed: z.boolean(),
};

const client = {
  userClientId: uuid(),
  storename: text(150, 1),
  clientName: text(100, 1),
  phoneNumber,
  email: email.nullable(),
  address: text(200),
  role,
  isActive: z.boolean(),
  dateJoined: instant(),
  lastLogin: instant().nullable(),
};
export const clientView = z.strictObject(client);
export type ClientView = z.infer<typeof clientView>;

export const roleView = z.strictObject({
  role,
  capabilities: z.array(text(60, 1)),
  ...limitFields,
});
export type RoleView = z.infer<typeof roleView>;

const given = {
  /** AsiriaPOS sends it; it must be the name of the shop. */
  storename: text(150).optional(),
  clientName: text(100, 1),
  phoneNumber,
  email: email.nullable().optional(),
  address: text(200).optional(),
  role: role.optional(),
};

const change = z.strictObject({
  ...id,
  ...given,
  clientName: text(100, 1).optional(),
  phoneNumber: phoneNumber.optional(),
  isActive: z.boolean().optional(),
});

const changeRefusals = [
  'input_invalid',
  'not_found',
  'name_taken',
  'last_owner',
  'rank_too_low',
  'tenant_mismatch',
] as const;

export const staffOperations = {
  listClients: operation({
    name: 'auth.listClients',
    http: { method: 'GET', path: '/api/clients/' },
    summary: "The accounts of the shop's people; those that are active unless asked otherwise.",
    access: { kind: 'user', capability: 'staff_view' },
    input: listQuery(['client_name', 'date_joined'], {
      search: text(100).optional(),
      role: role.optional(),
      isActive: z.boolean().optional(),
    }),
    output: listOf(clientView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createClient: operation({
    name: 'auth.createClient',
    http: { method: 'POST', path: '/api/clients/', success: 201 },
    summary: 'Add somebody. An owner adds anybody, a manager adds employees.',
    access: { kind: 'user', capability: 'staff_manage' },
    ownId: 'userClientId',
    input: z.strictObject({ userClientId: uuid().optional(), ...given, password: newPassword }),
    output: clientView,
    refusals: ['input_invalid', 'id_reused', 'name_taken', 'rank_too_low', 'tenant_mismatch'],
  }),
  findMe: operation({
    name: 'auth.findMe',
    http: { method: 'GET', path: '/api/clients/me/' },
    summary: 'Who am I, of which shop, and what may I do.',
    access: { kind: 'user', capability: 'own_account' },
    input: z.strictObject({}),
    output: z.strictObject({
      ...client,
      tenantId: uuid(),
      capabilities: z.array(text(60, 1)),
      limits: z.strictObject(limitFields),
      mfaEnabled: z.boolean(),
    }),
    refusals: ['not_found'],
  }),
  findClient: operation({
    name: 'auth.findClient',
    http: { method: 'GET', path: '/api/clients/{user_client_id}/' },
    summary: 'One account, active or not.',
    access: { kind: 'user', capability: 'staff_view' },
    input: z.strictObject(id),
    output: clientView,
    refusals: ['input_invalid', 'not_found'],
  }),
  replaceClient: operation({
    name: 'auth.replaceClient',
    http: { method: 'PUT', path: '/api/clients/{user_client_id}/' },
    summary: 'Change an account; what is optional and not sent stays. A password has its own way.',
    access: { kind: 'user', capability: 'staff_manage' },
    input: change.extend({ clientName: text(100, 1), phoneNumber }),
    output: clientView,
    changesRights: true,
    refusals: changeRefusals,
  }),
  changeClient: operation({
    name: 'auth.changeClient',
    http: { method: 'PATCH', path: '/api/clients/{user_client_id}/' },
    summary: 'Change some fields of an account; `is_active` ends it and brings it back.',
    access: { kind: 'user', capability: 'staff_manage' },
    input: change,
    output: clientView,
    changesRights: true,
    refusals: changeRefusals,
  }),
  deactivateClient: operation({
    name: 'auth.deactivateClient',
    http: { method: 'DELETE', path: '/api/clients/{user_client_id}/', success: 204 },
    summary: 'End an account: its tokens die, its history stays.',
    access: { kind: 'user', capability: 'staff_manage' },
    input: z.strictObject(id),
    output: z.strictObject({}),
    changesRights: true,
    refusals: ['input_invalid', 'not_found', 'last_owner', 'rank_too_low'],
  }),
  setPassword: operation({
    name: 'auth.setPassword',
    http: {
      method: 'POST',
      path: '/api/clients/{user_client_id}/set-password/',
      success: 204,
    },
    summary: 'A new password: for oneself with the old one, by an owner for anybody.',
    access: { kind: 'user', capability: 'own_account' },
    input: z.strictObject({ ...id, password: newPassword, currentPassword: password.optional() }),
    output: z.strictObject({}),
    changesRights: true,
    refusals: ['input_invalid', 'not_found', 'rank_too_low', 'password_wrong', 'account_locked'],
  }),
  listRoles: operation({
    name: 'auth.listRoles',
    http: { method: 'GET', path: '/api/roles/' },
    summary: 'The three roles of the shop: what each may do, and how far.',
    access: { kind: 'user', capability: 'staff_view' },
    input: z.strictObject({}),
    output: listOf(roleView),
    isList: true,
    refusals: [],
  }),
  changeRole: operation({
    name: 'auth.changeRole',
    http: { method: 'PATCH', path: '/api/roles/{role}/' },
    summary: "Change a role's limits in this shop. An owner has none.",
    access: { kind: 'user', capability: 'role_manage' },
    input: z.strictObject({
      role: z.enum(['MANAGER', 'EMPLOYEE']),
      discountPercentMax: limitFields.discountPercentMax.optional(),
      priceOverride: z.boolean().optional(),
      refundWithoutSale: z.boolean().optional(),
      refundAmountMax: limitFields.refundAmountMax.optional(),
      payOutAmountMax: limitFields.payOutAmountMax.optional(),
      noSaleAllowed: z.boolean().optional(),
      voidAllowed: z.boolean().optional(),
    }),
    output: roleView,
    refusals: ['input_invalid', 'amount_invalid'],
  }),
};

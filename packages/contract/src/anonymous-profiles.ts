/** Customers whose name nobody knows: what ties their sales together. */
import { z } from 'zod';
import { channels, customerFields, customerName } from './customer-fields.ts';
import { customerView } from './customer-view.ts';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { decimal, instant, sentInstant, uuid, whole } from './wire-types.ts';

const VISITS_MAX = 1_000_000_000;

export const anonymousProfileView = z.strictObject({
  anonymousCustomerId: uuid(),
  /** Who it turned out to be. */
  customer: uuid().nullable(),
  firstSeen: instant(),
  lastSeen: instant(),
  visitCount: whole(0, VISITS_MAX),
  /** We collect no features of people we do not know: always empty. */
  featuresJson: z.strictObject({}),
  /** 0, or 1 once somebody said who it is: we do not guess. */
  confidenceScore: decimal(),
  identifiedAt: instant().nullable(),
});
export type AnonymousProfileView = z.infer<typeof anonymousProfileView>;

const PROFILE = '/api/anonymousprofiles/{anonymous_customer_id}/';
const one = z.strictObject({ anonymousCustomerId: uuid() });
const view = { kind: 'user', capability: 'customer_view' } as const;
const manage = { kind: 'user', capability: 'customer_manage' } as const;

const seen = {
  userClient: uuid().optional(),
  lastSeen: sentInstant().optional(),
  visitCount: whole(0, VISITS_MAX).optional(),
};
const profileRefusals = ['input_invalid', 'not_found', 'tenant_mismatch'] as const;

export const anonymousProfiles = {
  listProfiles: operation({
    name: 'customers.listProfiles',
    http: { method: 'GET', path: '/api/anonymousprofiles/' },
    summary: 'Customers whose name nobody knows, those seen last first.',
    access: view,
    input: listQuery(['last_seen', 'first_seen'], {
      customer: uuid().optional(),
      isIdentified: z.boolean().optional(),
    }),
    output: listOf(anonymousProfileView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createProfile: operation({
    name: 'customers.createProfile',
    http: { method: 'POST', path: '/api/anonymousprofiles/', success: 201 },
    summary: 'Somebody we do not know. A checkout without phone and e-mail makes one by itself.',
    access: manage,
    ownId: 'anonymousCustomerId',
    input: z.strictObject({
      anonymousCustomerId: uuid().optional(),
      firstSeen: sentInstant().optional(),
      ...seen,
    }),
    output: anonymousProfileView,
    refusals: ['input_invalid', 'id_reused', 'tenant_mismatch'],
  }),
  findProfile: operation({
    name: 'customers.findProfile',
    http: { method: 'GET', path: PROFILE },
    summary: 'One of those we do not know.',
    access: view,
    input: one,
    output: anonymousProfileView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changeProfile: operation({
    name: 'customers.changeProfile',
    http: { method: 'PATCH', path: PROFILE },
    summary: 'They were seen again.',
    access: manage,
    input: one.extend(seen),
    output: anonymousProfileView,
    refusals: profileRefusals,
  }),
  replaceProfile: operation({
    name: 'customers.replaceProfile',
    http: { method: 'PUT', path: PROFILE },
    summary: 'The same as a change: what is not sent stays as it is.',
    access: manage,
    input: one.extend(seen),
    output: anonymousProfileView,
    refusals: profileRefusals,
  }),
  deleteProfile: operation({
    name: 'customers.deleteProfile',
    http: { method: 'DELETE', path: PROFILE, success: 204 },
    summary: 'Take a profile out of the lists. The sales it ties together stay.',
    access: { kind: 'user', capability: 'customer_erase' },
    input: one,
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found'],
  }),
  identifyProfile: operation({
    name: 'customers.identifyProfile',
    http: { method: 'POST', path: `${PROFILE}identify/` },
    summary:
      'They said who they are: joined to the customer with that phone number, else with that ' +
      'e-mail, else to a new one. A customer that is found stays as it is.',
    access: manage,
    input: one.extend({
      userClient: uuid().optional(),
      name: customerName.optional(),
      phone: customerFields.phone,
      email: customerFields.email,
      address: customerFields.address,
      marketingOptIn: z.boolean().optional(),
      marketingChannels: channels.optional(),
    }),
    output: z.strictObject({
      anonymousCustomerId: uuid(),
      customerId: uuid(),
      customer: customerView,
      isNew: z.boolean(),
    }),
    refusals: [
      ...profileRefusals,
      'profile_identified',
      'name_taken',
      'keys_unavailable',
      'customer_unreadable',
    ],
  }),
};

/** Operations of the module customers: who buys here, as far as they told us. */
import { z } from 'zod';
import { email, phoneNumber } from './account-fields.ts';
import { anonymousProfiles, anonymousProfileView } from './anonymous-profiles.ts';
import { channels, customerCreateBody, customerFields } from './customer-fields.ts';
import { customerName, customerUpdateBody } from './customer-fields.ts';
import { customerView } from './customer-view.ts';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { soldView } from './order-views.ts';
import { customerPullOperations } from './pull-parts.ts';
import { instant, sha256, text, uuid, whole } from './wire-types.ts';

export type { AnonymousProfileView } from './anonymous-profiles.ts';
export { customerStatuses } from './customer-view.ts';
export type { CustomerStatus, CustomerView } from './customer-view.ts';

/** Who said yes or no, to what, when, and who wrote it down where. */
const consentView = z.strictObject({
  consentNumber: whole(1),
  marketingOptIn: z.boolean(),
  marketingChannels: channels,
  /** Where it was said: a till's queue, the API, a checkout, an erasure. */
  source: z.enum(['API', 'REGISTER', 'CHECKOUT', 'IDENTIFIED', 'ERASURE']),
  recordedBy: uuid().nullable(),
  occurredAt: instant(),
  recordedAt: instant(),
});
export type ConsentView = z.infer<typeof consentView>;

const exportView = z.strictObject({
  exportedAt: instant(),
  customer: customerView,
  consents: z.array(consentView),
  anonymousProfiles: z.array(anonymousProfileView),
  sales: z.array(soldView),
  /** More than are listed here only where there are more than twenty thousand. */
  salesCount: whole(0),
});
export type CustomerExport = z.infer<typeof exportView>;

/** What a list can be narrowed to: nobody knows what does not open before it is opened. */
const keptStatuses = ['ACTIVE', 'ARCHIVED', 'ERASED'] as const;

/** `MASKED`: names and the ends of numbers. `WHOLE`: names and numbers. */
const tillCopyKinds = ['NONE', 'MASKED', 'WHOLE'] as const;
export type TillCopyKind = (typeof tillCopyKinds)[number];

const CUSTOMER = '/api/customers/{customer_id}/';
const one = z.strictObject({ customerId: uuid() });
const view = { kind: 'user', capability: 'customer_view' } as const;
const manage = { kind: 'user', capability: 'customer_manage' } as const;
const erase = { kind: 'user', capability: 'customer_erase' } as const;
const peer = { kind: 'peer' } as const;

/** What any operation that has to open something may say. */
const sealedRefusals = ['input_invalid', 'not_found', 'keys_unavailable'] as const;
const changeRefusals = [
  ...sealedRefusals,
  'customer_gone',
  'customer_unreadable',
  'name_taken',
  'tenant_mismatch',
] as const;

const records = {
  listCustomers: operation({
    name: 'customers.listCustomers',
    http: { method: 'GET', path: '/api/customers/' },
    summary:
      'Customers, newest first. They are kept encrypted: found by the beginnings of the words of ' +
      'a name, a whole phone number or a whole e-mail, and ordered by no more than their age.',
    access: view,
    input: listQuery(['created_at'], {
      /** Words, each the beginning of a word of the name; a phone number; or an e-mail. */
      search: text(100).optional(),
      phone: phoneNumber.optional(),
      email: email.optional(),
      status: z.enum(keptStatuses).optional(),
      marketingOptIn: z.boolean().optional(),
    }),
    output: listOf(customerView),
    isList: true,
    refusals: ['input_invalid', 'keys_unavailable'],
  }),
  createCustomer: operation({
    name: 'customers.createCustomer',
    http: { method: 'POST', path: '/api/customers/', success: 201 },
    summary: 'A new customer. A phone number and an e-mail lead to one customer of a shop each.',
    access: manage,
    ownId: 'customerId',
    input: z.strictObject({
      customerId: uuid().optional(),
      userClient: uuid().optional(),
      name: customerName,
      ...customerFields,
    }),
    output: customerView,
    refusals: [
      'input_invalid',
      'id_reused',
      'name_taken',
      'tenant_mismatch',
      'customer_gone',
      'keys_unavailable',
    ],
  }),
  findCustomer: operation({
    name: 'customers.findCustomer',
    http: { method: 'GET', path: CUSTOMER },
    summary: 'One customer, archived or erased as well.',
    access: view,
    input: one,
    output: customerView,
    refusals: [...sealedRefusals, 'customer_unreadable'],
  }),
  changeCustomer: operation({
    name: 'customers.changeCustomer',
    http: { method: 'PATCH', path: CUSTOMER },
    summary: 'Change some fields of a customer.',
    access: manage,
    input: one.extend({
      userClient: uuid().optional(),
      name: customerName.optional(),
      ...customerFields,
    }),
    output: customerView,
    refusals: changeRefusals,
  }),
  replaceCustomer: operation({
    name: 'customers.replaceCustomer',
    http: { method: 'PUT', path: CUSTOMER },
    summary: 'Say anew who a customer is: what is not sent is emptied, consent aside.',
    access: manage,
    input: one.extend({ userClient: uuid().optional(), name: customerName, ...customerFields }),
    output: customerView,
    refusals: changeRefusals,
  }),
  archiveCustomer: operation({
    name: 'customers.archiveCustomer',
    http: { method: 'DELETE', path: CUSTOMER, success: 204 },
    summary:
      'Take a customer out of lists and searches. What they bought keeps its customer; ' +
      'to forget them, erase them.',
    access: erase,
    input: one,
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found'],
  }),
  listConsents: operation({
    name: 'customers.listConsents',
    http: { method: 'GET', path: `${CUSTOMER}consents/` },
    summary: 'What a customer said to being written to, and when. Nothing of it is ever changed.',
    access: view,
    input: listQuery(['consent_number'], { customerId: uuid() }),
    output: listOf(consentView),
    isList: true,
    refusals: ['input_invalid', 'not_found'],
  }),
};

const rights = {
  exportCustomer: operation({
    name: 'customers.exportCustomer',
    http: { method: 'GET', load: 'heavy', path: `${CUSTOMER}export/` },
    summary: 'Everything that is held of a customer, their sales as well, for them to take.',
    access: { kind: 'user', capability: 'customer_export' },
    input: one,
    output: exportView,
    timeoutMs: 60_000,
    refusals: [...sealedRefusals, 'customer_unreadable'],
  }),
  eraseCustomer: operation({
    name: 'customers.eraseCustomer',
    http: { method: 'POST', path: `${CUSTOMER}erase/` },
    summary:
      'Forget a customer for ever: the key of what is kept of them is destroyed. Their sales ' +
      'stay, without a name. The reason stays in the audit log and may not name them.',
    access: erase,
    input: one.extend({ reason: text(200, 1) }),
    output: customerView,
    refusals: ['input_invalid', 'not_found'],
  }),
};

/** What neighbours ask. */
const forNeighbours = {
  knowsCustomer: operation({
    name: 'customers.knowsCustomer',
    summary: 'Whether an order may be made for this customer.',
    access: peer,
    isRepeatable: true,
    input: one,
    output: z.strictObject({ isLiving: z.boolean() }),
    refusals: [],
  }),
  findOrCreate: operation({
    name: 'customers.findOrCreate',
    summary: 'Who somebody at a checkout is: by phone, then by e-mail, else a profile of nobody.',
    access: peer,
    isRepeatable: true,
    input: z.strictObject({
      phone: phoneNumber.optional(),
      email: email.optional(),
      /** Somebody we do not know, and have seen before. */
      anonymousCustomer: uuid().optional(),
      /** What is new is made under it, so that the same question makes it once. */
      newId: uuid(),
    }),
    output: z.strictObject({
      customerId: uuid().nullable(),
      anonymousCustomerId: uuid().nullable(),
    }),
    refusals: ['input_invalid', 'not_found', 'keys_unavailable'],
  }),
  settleOperation: operation({
    name: 'customers.settleOperation',
    summary: "Does what a register's queue asks for, once for each operation id.",
    access: peer,
    isRepeatable: true,
    input: z.strictObject({
      operationId: uuid(),
      bodyHash: sha256(),
      occurredAt: instant(),
      create: customerCreateBody.optional(),
      update: customerUpdateBody.optional(),
    }),
    output: z.strictObject({
      /** Empty when it was done, else the refusal. */
      code: text(60),
      detail: text(1000),
      /** Stands for the body's hash where that may not be kept. */
      mark: sha256(),
    }),
    refusals: ['keys_unavailable'],
  }),
  markHash: operation({
    name: 'customers.markHash',
    summary: 'What stands for the hash of a body that speaks of a person and fits no schema.',
    access: peer,
    isRepeatable: true,
    input: z.strictObject({ bodyHash: sha256() }),
    output: z.strictObject({ mark: sha256() }),
    refusals: ['keys_unavailable'],
  }),
  rewrapKey: operation({
    name: 'customers.rewrapKey',
    summary: "Seals the shop's key under the newest version of the key that wraps it.",
    access: peer,
    input: z.strictObject({}),
    output: z.strictObject({ isRewrapped: z.boolean() }),
    refusals: ['keys_unavailable'],
  }),
};

const tillCopies = {
  findTillCopies: operation({
    name: 'customers.findTillCopies',
    http: { method: 'GET', path: '/api/customer-till-copies/' },
    summary: 'How much of its customers the shop lets its tills keep for when the line is down.',
    access: view,
    input: z.strictObject({}),
    output: z.strictObject({ kept: z.enum(tillCopyKinds) }),
    refusals: [],
  }),
  changeTillCopies: operation({
    name: 'customers.changeTillCopies',
    http: { method: 'PUT', path: '/api/customer-till-copies/' },
    summary: 'Change it. Tills forget what they may no longer keep with their next pull.',
    access: { kind: 'user', capability: 'tenant_manage' },
    input: z.strictObject({ kept: z.enum(tillCopyKinds) }),
    output: z.strictObject({ kept: z.enum(tillCopyKinds) }),
    refusals: ['input_invalid'],
  }),
};

export const customers = {
  ...records,
  ...rights,
  ...tillCopies,
  ...anonymousProfiles,
  ...forNeighbours,
  ...customerPullOperations,
};

/**
 * The parts of a pull that modules other than the catalogue know. Each module keeps the order of
 * its own changes and answers a peer operation of one shape: a cursor of its own in, its sections
 * and the next cursor out. The catalogue asks them all, and understands none of their cursors.
 */
import { z } from 'zod';
import { phoneNumber } from './account-fields.ts';
import { limits } from './limits.ts';
import { operation } from './operation.ts';
import { rateSheetFields } from './rate-sheets.ts';
import { roleView, wireRole } from './staff.ts';
import { currencyCode, decimal, text, uuid, whole } from './wire-types.ts';

/** Sections that may be missing in an answer, when who knows them does not answer. */
export const pulledSections = [
  'SETTINGS',
  'STAFF',
  'STOCK_LEVELS',
  'CUSTOMERS',
  'RETURN_POLICY',
  'RATE_SHEET',
] as const;
export type PulledSection = (typeof pulledSections)[number];

const partInput = z.strictObject({
  cursor: text(200).optional(),
  limit: whole(1, limits.LIST_LIMIT_MAX),
});

const partOf = <Sections extends z.ZodRawShape>(sections: Sections) =>
  z.strictObject({ cursor: text(200, 1), hasMore: z.boolean(), ...sections });

/** What a register has to know of its shop. */
export const settingsSections = {
  /** Whole, when any of it changed; else null. */
  settings: z
    .strictObject({
      tenantId: uuid(),
      storename: text(150, 1),
      currency: currencyCode(),
      timeZone: text(64, 1),
      /** What each role may do, and how far. */
      roles: z.array(roleView),
    })
    .nullable(),
};

/**
 * A PIN as a device checks it: PBKDF2 over the digits, in WebCrypto as in Node. It says who stands
 * at an enrolled device, and opens nothing else.
 */
export const pinVerifier = z.strictObject({
  algorithm: z.enum(['PBKDF2-SHA-256']),
  iterations: whole(1),
  /** Both base64url. */
  salt: text(64, 1),
  verifier: text(64, 1),
});

const pulledPerson = z.strictObject({
  userClientId: uuid(),
  clientName: text(100, 1),
  role: wireRole,
  pin: pinVerifier.nullable(),
});
export type PulledPerson = z.infer<typeof pulledPerson>;

export const staffSections = {
  staff: z.array(pulledPerson),
  /** Deactivated: they sell no more. */
  removedStaff: z.array(uuid()),
};

const pulledLevel = z.strictObject({
  product: uuid(),
  location: uuid(),
  onHand: decimal(),
  reserved: decimal(),
});
export type PulledLevel = z.infer<typeof pulledLevel>;

/** Of a product that is not named, nothing ever lay there. */
export const levelSections = { stockLevels: z.array(pulledLevel) };

/** Somebody who buys here, as far as a till may keep it. */
const pulledCustomer = z.strictObject({
  customerId: uuid(),
  name: text(200),
  /** Where the shop lets its tills keep whole numbers; else null. */
  phone: phoneNumber.nullable(),
  /** The last digits of the number; empty where there is none. */
  phoneEnd: text(4),
});
export type PulledCustomer = z.infer<typeof pulledCustomer>;

export const customerSections = {
  customers: z.array(pulledCustomer),
  /** Archived, erased, or no longer to be kept. */
  goneCustomers: z.array(uuid()),
  /** Before anything else of this answer: forget all customers. */
  customersReset: z.boolean(),
};

export const returnPolicySections = {
  /** Whole, when any of it changed; else null. */
  returnPolicy: z
    .strictObject({
      /** Whole days after the sale; zero stands for ever. */
      allowWindowDays: whole(0, 3650),
      receiptRequired: z.boolean(),
    })
    .nullable(),
};

export const rateSheetSections = {
  /** Other currencies taken in cash, when a till was told another sheet or none; else null. */
  rateSheet: z.strictObject(rateSheetFields).nullable(),
};

export const customerPullOperations = {
  pullCustomers: operation({
    name: 'customers.pullCustomers',
    summary: 'The part of a pull about who buys here. Only for a device that is enrolled.',
    access: { kind: 'peer' },
    isRepeatable: true,
    input: partInput,
    output: partOf(customerSections),
    refusals: ['input_invalid', 'keys_unavailable'],
  }),
};

export const orderPullOperations = {
  pullReturnPolicy: operation({
    name: 'orders.pullReturnPolicy',
    summary: 'The part of a pull about how long things may come back.',
    access: { kind: 'peer' },
    isRepeatable: true,
    input: partInput,
    output: partOf(returnPolicySections),
    refusals: ['input_invalid'],
  }),
};

export const ratePullOperations = {
  pullRateSheet: operation({
    name: 'orders.pullRateSheet',
    summary: 'The part of a pull about other currencies that are taken in cash.',
    access: { kind: 'peer' },
    isRepeatable: true,
    input: partInput,
    output: partOf(rateSheetSections),
    refusals: ['input_invalid'],
  }),
};

export const authPullOperations = {
  pullSettings: operation({
    name: 'auth.pullSettings',
    summary: 'The part of a pull about the shop itself.',
    access: { kind: 'peer' },
    isRepeatable: true,
    input: partInput,
    output: partOf(settingsSections),
    refusals: ['input_invalid'],
  }),
  pullStaff: operation({
    name: 'auth.pullStaff',
    summary: 'The part of a pull about its people. Only for a device that is enrolled.',
    access: { kind: 'peer' },
    isRepeatable: true,
    input: partInput,
    output: partOf(staffSections),
    refusals: ['input_invalid'],
  }),
};

export const inventoryPullOperations = {
  pullLevels: operation({
    name: 'inventory.pullLevels',
    summary: 'The part of a pull about what is on hand.',
    access: { kind: 'peer' },
    isRepeatable: true,
    input: partInput,
    output: partOf(levelSections),
    refusals: ['input_invalid'],
  }),
};

export const deviceOperations = {
  findDevice: operation({
    name: 'orders.findDevice',
    summary: 'Which register a device key is of. It is asked by its SHA-256.',
    access: { kind: 'peer' },
    isRepeatable: true,
    input: z.strictObject({ deviceKeyHash: text(64, 64) }),
    output: z.strictObject({ registerId: uuid() }),
    refusals: ['register_key_invalid'],
  }),
};

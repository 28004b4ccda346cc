/** A customer as it is shown. */
import { z } from 'zod';
import { email, phoneNumber } from './account-fields.ts';
import { channels } from './customer-fields.ts';
import { instant, longText, text, uuid } from './wire-types.ts';

/** `UNREADABLE`: what is kept of them does not open; somebody changed it behind our back. */
export const customerStatuses = ['ACTIVE', 'ARCHIVED', 'ERASED', 'UNREADABLE'] as const;
export type CustomerStatus = (typeof customerStatuses)[number];

export const customerView = z.strictObject({
  customerId: uuid(),
  status: z.enum(customerStatuses),
  /** Empty of whom we never heard it, and of whom we have forgotten. */
  name: text(200),
  email: email.nullable(),
  phone: phoneNumber.nullable(),
  address: longText(500),
  description: longText(1000),
  marketingOptIn: z.boolean(),
  marketingChannels: channels,
  /** When they said last what holds now; null of whom nobody asked. */
  consentTimestamp: instant().nullable(),
  createdAt: instant(),
  updatedAt: instant(),
  erasedAt: instant().nullable(),
});
export type CustomerView = z.infer<typeof customerView>;

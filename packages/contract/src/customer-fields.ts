/** What is known of a customer, as a request or a register's queue says it. */
import { z } from 'zod';
import { email, phoneNumber } from './account-fields.ts';
import { longText, sentInstant, text, uuid } from './wire-types.ts';

/** The ways in which a shop may write to somebody. */
export const marketingChannels = ['SMS', 'EMAIL', 'PHONE', 'WHATSAPP', 'POST'] as const;
export type MarketingChannel = (typeof marketingChannels)[number];

export const channels = z.array(z.enum(marketingChannels)).max(marketingChannels.length);

/** Without any of these a customer stays as it is. */
export const customerFields = {
  email: email.nullable().optional(),
  phone: phoneNumber.nullable().optional(),
  address: longText(500).optional(),
  description: longText(1000).optional(),
  marketingOptIn: z.boolean().optional(),
  marketingChannels: channels.optional(),
  /** When the customer said yes or no to being written to; now, where it is not said. */
  consentTimestamp: sentInstant().nullable().optional(),
};

export const customerName = text(200, 1);

/** The operation's id is the customer's. */
export const customerCreateBody = z.strictObject({
  userClient: uuid().optional(),
  name: customerName,
  ...customerFields,
});
export type CustomerCreateBody = z.infer<typeof customerCreateBody>;

export const customerUpdateBody = z.strictObject({
  userClient: uuid().optional(),
  customer: uuid(),
  name: customerName.optional(),
  ...customerFields,
});
export type CustomerUpdateBody = z.infer<typeof customerUpdateBody>;

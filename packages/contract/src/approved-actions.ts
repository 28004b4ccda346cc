/** A leader's word: what it can let pass, and how an operation of a register carries it. */
import { z } from 'zod';
import { sentInstant, text, uuid } from './wire-types.ts';

/** What a leader can let pass. */
export const approvedActions = [
  'DISCOUNT',
  'PRICE_OVERRIDE',
  'VOID',
  'REFUND_WITHOUT_SALE',
  'RETURN_WINDOW',
  'RETURN_WITHOUT_RECEIPT',
  'EXCHANGE',
  'REFUND',
  'PAY_OUT',
  'NO_SALE',
] as const;
export type ApprovedAction = (typeof approvedActions)[number];

const APPROVALS_MAX = 8;

/**
 * Who let what of this operation pass, and when. With a token the server checked the PIN; without
 * one the device did, while the line was down, and only says so.
 */
export const leadersWords = z
  .array(
    z.strictObject({
      action: z.enum(approvedActions),
      approver: uuid(),
      approvedAt: sentInstant(),
      token: text(200, 1).meta({ writeOnly: true }).optional(),
    }),
  )
  .min(1)
  .max(APPROVALS_MAX);
export type LeadersWord = z.infer<typeof leadersWords>[number];

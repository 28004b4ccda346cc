/**
 * What a register says happened: a sale, a refund.
 *
 * These are the bodies of sync operations. The body hash is taken over exactly what these schemas
 * let through, in native casing, amounts as decimal strings.
 */
import { z } from 'zod';
import { LINES_MAX, PAYMENTS_MAX } from '@evertill/domain';
import {
  currencyCode,
  decimal,
  positiveDecimal,
  priceBookVersion,
  text,
  uuid,
  whole,
} from './wire-types.ts';

export const tenderMethods = [
  'CASH',
  'CARD',
  'MOBILE',
  'BANK',
  'CRYPTO',
  'STORE_CREDIT',
  'OTHER',
] as const;

/** A leader's single-use token, for what is beyond who stands at the counter. */
const approval = text(200, 1).meta({ writeOnly: true });

export const tender = z.strictObject({
  salesPaymentId: uuid(),
  method: z.enum(tenderMethods),
  amount: positiveDecimal(),
  reference: text(100).optional(),
});

const saleLine = z.strictObject({
  product: uuid(),
  sku: text(64),
  name: text(200),
  quantity: positiveDecimal(),
  unitPrice: positiveDecimal(),
  discount: positiveDecimal().optional(),
  taxCode: text(32, 1),
  tax: positiveDecimal(),
  total: positiveDecimal(),
});

export const saleBody = z.strictObject({
  userClient: uuid().optional(),
  receiptNumber: text(40, 1),
  currency: currencyCode(),
  priceBookVersion: priceBookVersion(),
  rulesVersion: whole(1, 1_000_000),
  customer: uuid().nullable().optional(),
  session: uuid().nullable().optional(),
  cashier: uuid().optional(),
  lines: z.array(saleLine).min(1).max(LINES_MAX),
  discount: positiveDecimal().optional(),
  tax: positiveDecimal(),
  rounding: decimal().optional(),
  total: positiveDecimal(),
  payments: z.array(tender).max(PAYMENTS_MAX),
  change: positiveDecimal().optional(),
  note: text(500).optional(),
  source: z.enum(['REGISTER', 'IMPORT']).optional(),
  approval: approval.optional(),
});
export type SaleBody = z.infer<typeof saleBody>;

export const returnReasons = ['DAMAGED', 'EXCESS', 'WRONG_ITEM', 'OTHER'] as const;

const refundLine = z.strictObject({
  /** Which line of the sale goes back; absent in a return without its sale. */
  saleLineNumber: whole(1, LINES_MAX).optional(),
  product: uuid(),
  sku: text(64),
  name: text(200),
  quantity: positiveDecimal(),
  taxCode: text(32, 1),
  tax: positiveDecimal(),
  total: positiveDecimal(),
  isRestocked: z.boolean().optional(),
});

export const refundBody = z.strictObject({
  userClient: uuid().optional(),
  receiptNumber: text(40, 1),
  /** The sale it goes back to, or null for a return without its sale. */
  salesHeader: uuid().nullable(),
  currency: currencyCode(),
  customer: uuid().nullable().optional(),
  session: uuid().nullable().optional(),
  cashier: uuid().optional(),
  reason: z.enum(returnReasons),
  note: text(500).optional(),
  lines: z.array(refundLine).min(1).max(LINES_MAX),
  tax: positiveDecimal(),
  rounding: decimal().optional(),
  total: positiveDecimal(),
  payments: z.array(tender).max(PAYMENTS_MAX),
  source: z.enum(['REGISTER', 'IMPORT']).optional(),
  approval: approval.optional(),
});
export type RefundBody = z.infer<typeof refundBody>;

/** Every kind of operation a register's queue can hold, with the schema of its body. */
export const operationBodies = { sale: saleBody, refund: refundBody } as const;
export type OperationKind = keyof typeof operationBodies;
export const operationKinds = Object.keys(operationBodies) as readonly OperationKind[];

export function isOperationKind(kind: string): kind is OperationKind {
  return Object.hasOwn(operationBodies, kind);
}

/** The mark in a schema that stands for the bodies of these kinds. */
export const BODY_KINDS = 'x-body-kinds';

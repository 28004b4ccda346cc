/**
 * What a register says happened: a sale, a refund, a drawer opened, closed, put into or taken from.
 *
 * These are the bodies of sync operations. The body hash is taken over exactly what these schemas
 * let through, in native casing, amounts as decimal strings.
 */
import { z } from 'zod';
import {
  DENOMINATIONS_MAX,
  FOREIGN_CURRENCIES_MAX,
  LINES_MAX,
  PAYMENTS_MAX,
  PROMOTIONS_MAX,
  SALE_COUPONS_MAX,
} from '@evertill/domain';
import { leadersWords } from './approved-actions.ts';
import { customerCreateBody, customerUpdateBody } from './customer-fields.ts';
import { couponCode } from './promotion-fields.ts';
import {
  currencyCode,
  decimal,
  exchangeRate,
  positiveDecimal,
  priceBookVersion,
  sentInstant,
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

/**
 * Cash of another currency: `amount` of the tender is what it was taken for in the shop's own, and
 * this is what was handed over, at which rate, by which sheet of rates.
 */
const foreignCash = z.strictObject({
  currency: currencyCode(),
  amount: positiveDecimal(),
  rate: exchangeRate().optional(),
  rateSheetVersion: priceBookVersion().optional(),
});

/** Refunds are given in the shop's own currency. */
const saleTender = tender.extend({ foreign: foreignCash.optional() });

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
  /** For promotions of categories: what it was of at the counter. */
  category: uuid().nullable().optional(),
  /** False where the price was typed: no promotion takes from it. */
  isPromotable: z.boolean().optional(),
});

/** Under which set it was sold, and what came off by it: parts of the discounts of lines. */
const salePromotions = z.strictObject({
  version: priceBookVersion(),
  /** The instant for which they were worked out, shortly before the sale. */
  reckonedAt: sentInstant(),
  coupons: z.array(couponCode()).max(SALE_COUPONS_MAX).optional(),
  takes: z
    .array(
      z.strictObject({
        promotion: uuid(),
        coupon: couponCode().optional(),
        lines: z
          .array(z.strictObject({ lineNumber: whole(1, LINES_MAX), amount: positiveDecimal() }))
          .min(1)
          .max(LINES_MAX),
      }),
    )
    .max(PROMOTIONS_MAX),
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
  promotions: salePromotions.optional(),
  tax: positiveDecimal(),
  rounding: decimal().optional(),
  total: positiveDecimal(),
  payments: z.array(saleTender).max(PAYMENTS_MAX),
  change: positiveDecimal().optional(),
  note: text(500).optional(),
  source: z.enum(['REGISTER', 'IMPORT']).optional(),
  approval: approval.optional(),
  approvals: leadersWords.optional(),
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
  /** What the receipt of that sale says, where the customer showed it: its number or its token. */
  saleReceiptNumber: text(40, 1).optional(),
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
  approvals: leadersWords.optional(),
});
export type RefundBody = z.infer<typeof refundBody>;

/** How many of each coin and note were counted: `{"1000": 3, "0.50": 4}`. */
export const denominations = () =>
  z
    .record(z.string().regex(/^(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,3})?$/), whole(0, 1_000_000))
    .meta({ maxProperties: DENOMINATIONS_MAX });

/** What moves cash, and a drawer that was opened for nothing of it. */
export const cashMovementKinds = ['PAY_IN', 'PAY_OUT', 'NO_SALE'] as const;

/** Who stood at the drawer, where that is not who sends it. */
const drawerHead = { userClient: uuid().optional(), session: uuid(), cashier: uuid().optional() };

export const sessionOpenBody = z.strictObject({
  ...drawerHead,
  currency: currencyCode(),
  openingFloat: positiveDecimal(),
});
export type SessionOpenBody = z.infer<typeof sessionOpenBody>;

/** What was counted of other currencies, each in its own. */
export const foreignTotals = () =>
  z
    .array(z.strictObject({ currency: currencyCode(), total: positiveDecimal() }))
    .max(FOREIGN_CURRENCIES_MAX);

export const sessionCloseBody = z.strictObject({
  ...drawerHead,
  closingTotal: positiveDecimal(),
  denominations: denominations().optional(),
  foreignTotals: foreignTotals().optional(),
  reason: text(500).optional(),
});
export type SessionCloseBody = z.infer<typeof sessionCloseBody>;

export const cashMovementBody = z.strictObject({
  ...drawerHead,
  kind: z.enum(cashMovementKinds),
  /** Nothing where the drawer was opened without a sale. */
  amount: positiveDecimal(),
  reason: text(500, 1),
  approvals: leadersWords.optional(),
});
export type CashMovementBody = z.infer<typeof cashMovementBody>;

export const voidBody = z.strictObject({
  userClient: uuid().optional(),
  salesHeader: uuid(),
  /** Of the drawer that it was voided at, and who stood there. */
  session: uuid().nullable().optional(),
  cashier: uuid().optional(),
  reason: text(500, 1),
  approvals: leadersWords.optional(),
});
export type VoidBody = z.infer<typeof voidBody>;

/** What a person may decide about an operation that the server parked. */
export const decisions = ['VOIDED', 'ACCEPTED', 'AMENDED'] as const;
export type DecisionWord = (typeof decisions)[number];

export const decisionBody = z.strictObject({
  /** Of this register: what was parked, or withheld on the device. */
  operation: uuid(),
  decision: z.enum(decisions),
  /** The operation that stands in for it, of one that was amended. */
  amendedBy: uuid().optional(),
  reason: text(500).optional(),
  decidedBy: uuid(),
});
export type DecisionBody = z.infer<typeof decisionBody>;

/** Every kind of operation a register's queue can hold, with the schema of its body. */
export const operationBodies = {
  sale: saleBody,
  refund: refundBody,
  void: voidBody,
  session_open: sessionOpenBody,
  session_close: sessionCloseBody,
  cash_movement: cashMovementBody,
  customer_create: customerCreateBody,
  customer_update: customerUpdateBody,
  decision: decisionBody,
} as const;
export type OperationKind = keyof typeof operationBodies;
export const operationKinds = Object.keys(operationBodies) as readonly OperationKind[];

export function isOperationKind(kind: string): kind is OperationKind {
  return Object.hasOwn(operationBodies, kind);
}

/** The mark in a schema that stands for the bodies of these kinds. */
export const BODY_KINDS = 'x-body-kinds';

/**
 * Things that happened: money moved, and a no of ours does not undo it. Of these nothing is simply
 * accepted: they are booked after all, or undone at the counter.
 */
export const factKinds: ReadonlySet<string> = new Set<OperationKind>([
  'sale',
  'refund',
  'void',
  'cash_movement',
  'session_close',
]);

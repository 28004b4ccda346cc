/** What the module orders shows of registers, sales, refunds, and operations pushed to it. */
import { z } from 'zod';
import { returnReasons, tenderMethods } from './sale-body.ts';
import {
  currencyCode,
  decimal,
  exchangeRate,
  instant,
  sha256,
  text,
  uuid,
  whole,
} from './wire-types.ts';

export const pushOutcomes = [
  'APPLIED',
  'DUPLICATE',
  'CONFLICT',
  'REJECTED_NEEDS_MANAGER',
  'REJECTED_TERMINAL',
  'RETRY_LATER',
] as const;
export type PushOutcome = (typeof pushOutcomes)[number];

export const flags = [
  'total_differs',
  'tender_differs',
  'rate_unknown',
  'foreign_cash_differs',
  'unknown_price_book',
  'unknown_tax_code',
  'promotions_unknown',
  'promotion_differs',
  'coupon_overused',
  'product_unknown',
  'product_inactive',
  'clock_suspect',
  'refund_exceeds_sale',
  'refund_differs',
  'return_window_over',
  'receipt_missing',
  'sale_voided',
  'store_credit_unknown',
  'store_credit_expired',
  'store_credit_overdrawn',
  'session_unknown',
  'session_closed',
  'count_differs',
  'approval_unfit',
  'approval_missing',
] as const;
export type Flag = (typeof flags)[number];

export const pushAnswer = z.strictObject({
  seq: whole(1),
  id: uuid(),
  outcome: z.enum(pushOutcomes),
  bodyHash: sha256(),
  code: text(60).optional(),
  detail: text(1000).optional(),
  flags: z.array(z.enum(flags)),
});
export type PushAnswer = z.infer<typeof pushAnswer>;

export const registerView = z.strictObject({
  registerId: uuid(),
  name: text(100, 1),
  location: uuid().nullable(),
  epoch: whole(0),
  lastSeq: whole(0),
  isEnrolled: z.boolean(),
  createdAt: instant(),
});

export const newCode = z.strictObject({
  registerId: uuid(),
  enrolmentCode: text(40),
  expiresAt: instant(),
});

export const paymentView = z.strictObject({
  salesPaymentId: uuid(),
  salesHeader: uuid().nullable(),
  salesRefund: uuid().nullable(),
  session: uuid().nullable(),
  method: z.enum(tenderMethods),
  amount: decimal(),
  /** What was handed over of another currency; `amount` is what it was taken for. */
  foreign: z
    .strictObject({
      currency: currencyCode(),
      amount: decimal(),
      rate: exchangeRate(),
      rateSheetVersion: whole(1).nullable(),
    })
    .nullable(),
  reference: text(100).nullable(),
  createdAt: instant(),
});

export const saleStatuses = [
  'PENDING',
  'CONFIRMED',
  'COMPLETED',
  'CANCELLED',
  'EXPIRED',
  'VOIDED',
  'PARTIALLY_REFUNDED',
  'REFUNDED',
] as const;
export type SaleStatus = (typeof saleStatuses)[number];

/** A sale, or an order on its way to be one: what only a sale has is null until then. */
export const saleView = z.strictObject({
  salesHeaderId: uuid(),
  orderNumber: text(80),
  receiptNumber: text(40).nullable(),
  registerId: uuid().nullable(),
  epoch: whole(1).nullable(),
  seq: whole(1).nullable(),
  customer: uuid().nullable(),
  /** Of a checkout by somebody we do not know: what ties their sales together. */
  anonymousCustomerId: uuid().nullable(),
  session: uuid().nullable(),
  location: uuid().nullable(),
  cashier: uuid().nullable(),
  currency: currencyCode(),
  subtotal: decimal(),
  discount: decimal(),
  tax: decimal(),
  rounding: decimal(),
  totalPrice: decimal(),
  change: decimal(),
  refundedTotal: decimal(),
  remainingBalance: decimal(),
  status: z.enum(saleStatuses),
  priceBookVersion: whole(1),
  rulesVersion: whole(1),
  source: z.enum(['REGISTER', 'IMPORT']),
  note: text(500).nullable(),
  flags: z.array(z.enum(flags)),
  bodyHash: sha256(),
  occurredAt: instant(),
  receivedAt: instant(),
  /** Until when an order that waits for its payment holds its stock. */
  expiresAt: instant().nullable(),
});

export const saleLineView = z.strictObject({
  salesDetailId: text(80),
  salesHeader: uuid(),
  lineNumber: whole(1),
  product: uuid(),
  unit: uuid().nullable(),
  sku: text(64),
  name: text(200),
  quantity: decimal(),
  refundedQuantity: decimal(),
  pricePerUnit: decimal(),
  discount: decimal(),
  taxCode: text(32),
  tax: decimal(),
  total: decimal(),
});

/** A sale with its lines: what somebody bought. */
export const soldView = saleView.extend({ lines: z.array(saleLineView) });

/** Where something stands that one person asks for and another decides. */
export const decisionStates = ['PENDING', 'APPROVED', 'REJECTED'] as const;

/** How the back office may pay out. Store credit is a code that the refund's `reference` says. */
export const refundMethods = ['CASH', 'CARD', 'MOBILE', 'STORE_CREDIT'] as const;

/** A refund; what only one that was paid out has is null until then. */
export const refundView = z.strictObject({
  refundId: uuid(),
  salesHeader: uuid().nullable(),
  salesReturn: uuid().nullable(),
  status: z.enum(decisionStates),
  isApproved: z.boolean(),
  /** Null at a refund that a counter gave: nobody had to be asked. */
  approvedBy: uuid().nullable(),
  approvedAt: instant().nullable(),
  rejectionReason: text(500).nullable(),
  /** Null where it goes, or went, to several. */
  method: z.enum(tenderMethods).nullable(),
  reference: text(100).nullable(),
  session: uuid().nullable(),
  notes: text(500).nullable(),
  createdBy: uuid(),
  receiptNumber: text(40).nullable(),
  registerId: uuid().nullable(),
  epoch: whole(1).nullable(),
  seq: whole(1).nullable(),
  customer: uuid().nullable(),
  currency: currencyCode(),
  amount: decimal(),
  tax: decimal(),
  rounding: decimal(),
  reason: z.enum(returnReasons),
  source: z.enum(['REGISTER', 'IMPORT']),
  flags: z.array(z.enum(flags)),
  lines: z.array(
    z.strictObject({
      lineNumber: whole(1),
      saleLineNumber: whole(1).nullable(),
      product: uuid(),
      sku: text(64),
      name: text(200),
      quantity: decimal(),
      tax: decimal(),
      total: decimal(),
      isRestocked: z.boolean(),
    }),
  ),
  bodyHash: sha256(),
  occurredAt: instant(),
  receivedAt: instant(),
});

export const receiptView = z.strictObject({
  receiptId: uuid(),
  salesHeader: uuid(),
  receiptNumber: text(40),
  totalAmount: decimal(),
  amountPaid: decimal(),
  paymentDate: instant(),
  /** Of the sale, or whom the receipt was linked to since. */
  customer: uuid().nullable(),
  /** What a register prints for the customer, derived from the id of the sale. */
  linkToken: text(16),
  text: z.string(),
});

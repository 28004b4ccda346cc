/** Operations of the module orders: registers, sync push, sales, refunds, receipts. */
import { z } from 'zod';
import { limits } from './limits.ts';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { refundBody, returnReasons, saleBody, tenderMethods } from './sale-body.ts';
import { currencyCode, decimal, instant, sha256, text, uuid, whole } from './wire-types.ts';

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
  'unknown_price_book',
  'unknown_tax_code',
  'product_unknown',
  'product_inactive',
  'clock_suspect',
  'refund_exceeds_sale',
  'refund_differs',
] as const;
export type Flag = (typeof flags)[number];

const envelope = {
  registerId: uuid(),
  epoch: whole(1, 2_000_000_000),
  fencing: whole(1),
};

const operationEnvelope = {
  seq: whole(1),
  id: uuid(),
  occurredAt: instant(),
};

const pushOperation = z.strictObject({
  ...operationEnvelope,
  kind: text(40, 1),
  /** Checked operation by operation, so that one bad body does not stop the others. */
  body: z
    .record(z.string(), z.unknown())
    .describe('By kind: `sale` as in POST /api/sales/, `refund` as in POST /api/refunds/.'),
  dependsOn: uuid().optional(),
});

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

const registerView = z.strictObject({
  registerId: uuid(),
  name: text(100, 1),
  location: uuid().nullable(),
  epoch: whole(0),
  lastSeq: whole(0),
  isEnrolled: z.boolean(),
  createdAt: instant(),
});

const newCode = z.strictObject({
  registerId: uuid(),
  enrolmentCode: text(40),
  expiresAt: instant(),
});

const paymentView = z.strictObject({
  salesPaymentId: uuid(),
  salesHeader: uuid().nullable(),
  salesRefund: uuid().nullable(),
  session: uuid().nullable(),
  method: z.enum(tenderMethods),
  amount: decimal(),
  reference: text(100).nullable(),
  createdAt: instant(),
});

const saleView = z.strictObject({
  salesHeaderId: uuid(),
  orderNumber: text(80),
  receiptNumber: text(40),
  registerId: uuid(),
  epoch: whole(1),
  seq: whole(1),
  customer: uuid().nullable(),
  session: uuid().nullable(),
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
  status: z.enum(['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'VOIDED']),
  priceBookVersion: whole(1),
  rulesVersion: whole(1),
  source: z.enum(['REGISTER', 'IMPORT']),
  flags: z.array(z.enum(flags)),
  bodyHash: sha256(),
  occurredAt: instant(),
  receivedAt: instant(),
});

const saleLineView = z.strictObject({
  salesDetailId: text(80),
  salesHeader: uuid(),
  lineNumber: whole(1),
  product: uuid(),
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

const refundView = z.strictObject({
  refundId: uuid(),
  salesHeader: uuid().nullable(),
  receiptNumber: text(40),
  registerId: uuid(),
  epoch: whole(1),
  seq: whole(1),
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

const receiptView = z.strictObject({
  receiptId: uuid(),
  salesHeader: uuid(),
  receiptNumber: text(40),
  totalAmount: decimal(),
  amountPaid: decimal(),
  paymentDate: instant(),
  text: z.string(),
});

const registerRefusals = ['register_key_invalid', 'epoch_stale', 'fencing_stale'] as const;
const aloneRefusals = [
  'input_invalid',
  'not_found',
  'tenant_mismatch',
  'sequence_gap',
  'sequence_reused',
  'id_reused',
  'receipt_number_reused',
  'currency_foreign',
  'amount_invalid',
  ...registerRefusals,
] as const;

export const orders = {
  listRegisters: operation({
    name: 'orders.listRegisters',
    http: { method: 'GET', path: '/api/registers/' },
    summary: "The shop's registers.",
    access: { kind: 'user', capability: 'register_view' },
    input: listQuery(['name'], { search: text(100).optional() }),
    output: listOf(registerView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createRegister: operation({
    name: 'orders.createRegister',
    http: { method: 'POST', path: '/api/registers/', success: 201 },
    summary: 'A new register and the one-time code that enrols its device.',
    access: { kind: 'user', capability: 'register_manage' },
    input: z.strictObject({
      registerId: uuid().optional(),
      name: text(100, 1),
      location: uuid().optional(),
    }),
    output: newCode,
    refusals: ['input_invalid', 'id_reused', 'name_taken'],
  }),
  renewEnrolmentCode: operation({
    name: 'orders.renewEnrolmentCode',
    http: { method: 'POST', path: '/api/registers/{register_id}/enrolment-code/', success: 201 },
    summary: 'A fresh one-time code, for a new or reinstalled device. Earlier codes end.',
    access: { kind: 'user', capability: 'register_manage' },
    input: z.strictObject({ registerId: uuid() }),
    output: newCode,
    refusals: ['input_invalid', 'not_found'],
  }),
  enrol: operation({
    name: 'orders.enrol',
    http: { method: 'POST', path: '/api/registers/enrol/', success: 201 },
    summary: 'Exchange a one-time code for the device key. Each enrolment starts a new epoch.',
    access: { kind: 'public' },
    input: z.strictObject({ enrolmentCode: text(40, 4) }),
    output: z.strictObject({
      registerId: uuid(),
      tenantId: uuid(),
      name: text(100),
      epoch: whole(1),
      deviceKey: text(100),
    }),
    refusals: ['input_invalid', 'enrolment_code_invalid'],
  }),
  lease: operation({
    name: 'orders.lease',
    http: { method: 'POST', path: '/api/registers/{register_id}/lease/', registerKey: true },
    summary: 'Take the right to push for this register. Earlier holders are fenced off.',
    access: { kind: 'user', capability: 'sale_record' },
    input: z.strictObject({ registerId: uuid() }),
    output: z.strictObject({
      registerId: uuid(),
      epoch: whole(1),
      fencing: whole(1),
      lastSeq: whole(0),
      expiresAt: instant(),
    }),
    refusals: ['input_invalid', 'not_found', 'register_key_invalid'],
  }),
  push: operation({
    name: 'orders.push',
    http: {
      method: 'POST',
      path: '/api/sync/push/',
      bodyBytesMax: limits.PUSH_BODY_BYTES_MAX,
      registerKey: true,
    },
    summary: "What a register's queue holds, in order. Each operation has its own answer.",
    access: { kind: 'user', capability: 'sale_record' },
    input: z.strictObject({
      ...envelope,
      operations: z.array(pushOperation).min(1).max(limits.PUSH_OPERATIONS_MAX),
    }),
    output: z.strictObject({
      registerId: uuid(),
      epoch: whole(1),
      lastSeq: whole(0),
      results: z.array(pushAnswer),
    }),
    timeoutMs: 60_000,
    refusals: ['input_invalid', 'not_found', ...registerRefusals],
  }),
  recordSale: operation({
    name: 'orders.recordSale',
    http: {
      method: 'POST',
      path: '/api/sales/',
      bodyBytesMax: limits.PUSH_BODY_BYTES_MAX,
      registerKey: true,
    },
    summary: 'One sale that happened at a counter: the same operation a push carries.',
    access: { kind: 'user', capability: 'sale_record' },
    input: z.strictObject({ ...envelope, ...operationEnvelope, body: saleBody }),
    output: pushAnswer,
    refusals: [...aloneRefusals, 'discount_needs_manager'],
  }),
  recordRefund: operation({
    name: 'orders.recordRefund',
    http: {
      method: 'POST',
      path: '/api/refunds/',
      bodyBytesMax: limits.PUSH_BODY_BYTES_MAX,
      registerKey: true,
    },
    summary: 'One refund that happened at a counter: the same operation a push carries.',
    access: { kind: 'user', capability: 'sale_record' },
    input: z.strictObject({ ...envelope, ...operationEnvelope, body: refundBody }),
    output: pushAnswer,
    refusals: [...aloneRefusals, 'refund_needs_manager', 'sale_not_found'],
  }),
  listSales: operation({
    name: 'orders.listSales',
    http: { method: 'GET', path: '/api/salesheaders/' },
    summary: 'Sales, newest first. A cashier sees own sales.',
    access: { kind: 'user', capability: 'sale_view' },
    input: listQuery(['occurred_at', 'received_at'], {
      registerId: uuid().optional(),
      customer: uuid().optional(),
      receiptNumber: text(40).optional(),
      isFlagged: z.boolean().optional(),
    }),
    output: listOf(saleView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  findSale: operation({
    name: 'orders.findSale',
    http: { method: 'GET', path: '/api/salesheaders/{sales_header_id}/' },
    summary: 'One sale.',
    access: { kind: 'user', capability: 'sale_view' },
    input: z.strictObject({ salesHeaderId: uuid() }),
    output: saleView,
    refusals: ['input_invalid', 'not_found'],
  }),
  listSaleLines: operation({
    name: 'orders.listSaleLines',
    http: { method: 'GET', path: '/api/salesdetails/' },
    summary: 'The lines of a sale.',
    access: { kind: 'user', capability: 'sale_view' },
    input: listQuery(['line_number'], { salesHeader: uuid() }),
    output: listOf(saleLineView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  listPayments: operation({
    name: 'orders.listPayments',
    http: { method: 'GET', path: '/api/sales-payments/' },
    summary: 'What was tendered, by sale or all.',
    access: { kind: 'user', capability: 'sale_view' },
    input: listQuery(['created_at'], {
      salesHeader: uuid().optional(),
      salesRefund: uuid().optional(),
      method: z.enum(tenderMethods).optional(),
    }),
    output: listOf(paymentView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  listReceipts: operation({
    name: 'orders.listReceipts',
    http: { method: 'GET', path: '/api/receipts/' },
    summary: 'Receipts.',
    access: { kind: 'user', capability: 'sale_view' },
    input: listQuery(['payment_date'], {
      salesHeader: uuid().optional(),
      receiptNumber: text(40).optional(),
    }),
    output: listOf(receiptView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  findReceipt: operation({
    name: 'orders.findReceipt',
    http: { method: 'GET', path: '/api/receipts/{receipt_id}/' },
    summary: 'One receipt, with its text at 42 columns. Its id is the id of the sale.',
    access: { kind: 'user', capability: 'sale_view' },
    input: z.strictObject({ receiptId: uuid() }),
    output: receiptView,
    refusals: ['input_invalid', 'not_found'],
  }),
  listRefunds: operation({
    name: 'orders.listRefunds',
    http: { method: 'GET', path: '/api/sales-refunds/' },
    summary: 'Refunds, newest first.',
    access: { kind: 'user', capability: 'sale_view' },
    input: listQuery(['occurred_at'], { salesHeader: uuid().optional() }),
    output: listOf(refundView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  listParked: operation({
    name: 'orders.listParked',
    http: { method: 'GET', path: '/api/sync/parked/' },
    summary: 'Operations that were not booked and wait for a person.',
    access: { kind: 'user', capability: 'exceptions_view' },
    input: listQuery(['seq'], { registerId: uuid().optional() }),
    output: listOf(
      z.strictObject({
        id: uuid(),
        registerId: uuid(),
        epoch: whole(1),
        seq: whole(1),
        kind: text(40),
        outcome: z.enum(pushOutcomes),
        code: text(60),
        bodyHash: sha256(),
        body: z.string(),
        receivedAt: instant(),
      }),
    ),
    isList: true,
    refusals: ['input_invalid'],
  }),
};

/** Operations of the module orders: registers, sync push, sales, refunds, receipts. */
import { z } from 'zod';
import { cashSessions } from './cash-sessions.ts';
import { decisionOperations } from './decisions.ts';
import { limits } from './limits.ts';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import {
  newCode,
  paymentView,
  pushAnswer,
  pushOutcomes,
  registerView,
  saleLineView,
  saleStatuses,
  saleView,
} from './order-views.ts';
import { BODY_KINDS, operationKinds, tenderMethods } from './sale-body.ts';
import type { OperationKind } from './sale-body.ts';
import { approvalOperations } from './approvals.ts';
import { rateSheets } from './rate-sheets.ts';
import { receipts } from './receipts.ts';
import { deviceOperations, orderPullOperations, ratePullOperations } from './pull-parts.ts';
import { returns } from './returns.ts';
import { salesHeaders } from './sales-headers.ts';
import { salesPayments } from './sales-payments.ts';
import { salePromotions } from './sale-promotions.ts';
import { storeCredits } from './store-credits.ts';
import { instant, sentInstant, sha256, text, uuid, whole } from './wire-types.ts';

export { zDocument } from './cash-sessions.ts';
export { flags, pushAnswer, pushOutcomes } from './order-views.ts';
export type { ApprovedAction, LeadersWord } from './approved-actions.ts';
export type { RateSheetView } from './rate-sheets.ts';
export type { ReturnPolicyView, ReturnView } from './returns.ts';
export type { Flag, PushAnswer, PushOutcome, SaleStatus } from './order-views.ts';

const envelope = {
  registerId: uuid(),
  epoch: whole(1, 2_000_000_000),
  fencing: whole(1),
};

const operationEnvelope = {
  seq: whole(1),
  id: uuid(),
  occurredAt: sentInstant(),
};

/**
 * The body of an operation, in wire names. The door lets any object through: each is checked where
 * it is settled, so that one bad body does not stop the others, and takes its place in the queue
 * whether it came alone or in a push. Documents show the bodies of these kinds.
 */
const bodyOfKind = (...kinds: readonly OperationKind[]) =>
  z.record(z.string(), z.unknown()).meta({ [BODY_KINDS]: kinds });

const pushOperation = z.strictObject({
  ...operationEnvelope,
  kind: text(40, 1),
  body: bodyOfKind(...operationKinds),
  dependsOn: uuid().optional(),
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
  ...returns,
  ...approvalOperations,
  ...orderPullOperations,
  ...ratePullOperations,
  ...cashSessions,
  ...salesHeaders,
  ...salesPayments,
  ...rateSheets,
  ...receipts,
  ...storeCredits,
  ...salePromotions,
  ...deviceOperations,
  ...decisionOperations,
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
    ownId: 'registerId',
    input: z.strictObject({
      registerId: uuid().optional(),
      name: text(100, 1),
      location: uuid().optional(),
    }),
    output: newCode,
    refusals: ['input_invalid', 'not_found', 'id_reused', 'name_taken'],
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
      load: 'sync',
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
      load: 'sync',
      path: '/api/sales/',
      bodyBytesMax: limits.PUSH_BODY_BYTES_MAX,
      registerKey: true,
    },
    summary: 'One sale that happened at a counter: the same operation a push carries.',
    access: { kind: 'user', capability: 'sale_record' },
    ownId: 'id',
    input: z.strictObject({ ...envelope, ...operationEnvelope, body: bodyOfKind('sale') }),
    output: pushAnswer,
    refusals: [...aloneRefusals, 'discount_needs_manager'],
  }),
  recordRefund: operation({
    name: 'orders.recordRefund',
    http: {
      method: 'POST',
      load: 'sync',
      path: '/api/refunds/',
      bodyBytesMax: limits.PUSH_BODY_BYTES_MAX,
      registerKey: true,
    },
    summary: 'One refund that happened at a counter: the same operation a push carries.',
    access: { kind: 'user', capability: 'sale_record' },
    ownId: 'id',
    input: z.strictObject({ ...envelope, ...operationEnvelope, body: bodyOfKind('refund') }),
    output: pushAnswer,
    refusals: [...aloneRefusals, 'refund_needs_manager', 'sale_not_found'],
  }),
  listSales: operation({
    name: 'orders.listSales',
    http: { method: 'GET', path: '/api/salesheaders/' },
    summary: 'Sales and orders not yet sold, newest first. A cashier sees own ones.',
    access: { kind: 'user', capability: 'sale_view' },
    input: listQuery(['occurred_at', 'received_at'], {
      /** In the order's number or the receipt's. */
      search: text(80).optional(),
      status: z.enum(saleStatuses).optional(),
      registerId: uuid().optional(),
      customer: uuid().optional(),
      anonymousCustomerId: uuid().optional(),
      orderNumber: text(80).optional(),
      receiptNumber: text(40).optional(),
      occurredAfter: sentInstant().optional(),
      occurredBefore: sentInstant().optional(),
      isFlagged: z.boolean().optional(),
    }),
    output: listOf(saleView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  findSale: operation({
    name: 'orders.findSale',
    http: { method: 'GET', path: '/api/salesheaders/{sales_header_id}/' },
    summary: 'One sale, or one order not yet sold.',
    access: { kind: 'user', capability: 'sale_view' },
    input: z.strictObject({ salesHeaderId: uuid() }),
    output: saleView,
    refusals: ['input_invalid', 'not_found'],
  }),
  listSaleLines: operation({
    name: 'orders.listSaleLines',
    http: { method: 'GET', path: '/api/salesdetails/' },
    summary: 'The lines of a sale, or of an order not yet sold.',
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
        registerName: text(100),
        epoch: whole(1),
        seq: whole(1),
        kind: text(40),
        outcome: z.enum(pushOutcomes),
        code: text(60),
        detail: text(1000),
        bodyHash: sha256(),
        body: z.string(),
        occurredAt: instant(),
        receivedAt: instant(),
      }),
    ),
    isList: true,
    refusals: ['input_invalid'],
  }),
};

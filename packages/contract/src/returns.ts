/**
 * Operations of the module orders on what comes back: goods that are returned, and how long they
 * may be. The paths and fields are AsiriaPOS's; money goes back by other documents.
 */
import { z } from 'zod';
import { exchangeOperations } from './exchanges.ts';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { decisionStates } from './order-views.ts';
import { returnReasons } from './sale-body.ts';
import { salesRefunds, shownReceipt } from './sales-refunds.ts';
import { decimal, instant, longText, positiveDecimal, text, uuid, whole } from './wire-types.ts';

const returnView = z.strictObject({
  salesReturnId: uuid(),
  salesHeader: uuid(),
  product: uuid(),
  unit: uuid().nullable(),
  quantity: decimal(),
  reason: z.enum(returnReasons),
  notes: longText(2000).nullable(),
  isRestocked: z.boolean(),
  status: z.enum(decisionStates),
  isApproved: z.boolean(),
  approvedBy: uuid().nullable(),
  approvedAt: instant().nullable(),
  rejectionReason: text(500).nullable(),
  /** The lines of the sale that it goes back to. What they are worth is known on approval. */
  lines: z.array(
    z.strictObject({
      salesDetail: text(80),
      quantity: decimal(),
      total: decimal().nullable(),
      tax: decimal().nullable(),
    }),
  ),
  createdBy: uuid(),
  createdAt: instant(),
});
export type ReturnView = z.infer<typeof returnView>;

const changeable = {
  unit: uuid().nullable().optional(),
  notes: longText(2000).nullable().optional(),
  /** Which line; without it the quantity is spread over the lines of the product in order. */
  salesDetail: text(80).optional(),
  isRestocked: z.boolean().optional(),
};

const newReturn = z.strictObject({
  salesReturnId: uuid().optional(),
  userClient: uuid().optional(),
  salesHeader: uuid(),
  product: uuid(),
  quantity: positiveDecimal(),
  reason: z.enum(returnReasons),
  ...changeable,
  ...shownReceipt,
  /** For a return after its time: a leader's single-use token. */
  approval: text(200, 1).meta({ writeOnly: true }).optional(),
});

const returnChange = z.strictObject({
  salesReturnId: uuid(),
  userClient: uuid().optional(),
  quantity: positiveDecimal().optional(),
  reason: z.enum(returnReasons).optional(),
  ...changeable,
});

const oneReturn = z.strictObject({ salesReturnId: uuid() });
const seeing = { kind: 'user', capability: 'sale_view' } as const;
const asking = { kind: 'user', capability: 'sale_record' } as const;
const deciding = { kind: 'user', capability: 'return_approve' } as const;

const changeRefusals = [
  'input_invalid',
  'not_found',
  'tenant_mismatch',
  'amount_invalid',
  'refund_exceeds_sale',
  'return_decided',
] as const;

const policyView = z.strictObject({
  /** Whole days after the sale; zero stands for ever. */
  allowWindowDays: whole(0, 3650),
  /** Kept of the worth of returned goods, in hundredths of a per cent. */
  restockFeeBps: whole(0, 10_000),
  receiptRequired: z.boolean(),
  /** How long new store credit lasts; zero stands for ever. */
  storeCreditDays: whole(0, 3650),
});
export type ReturnPolicyView = z.infer<typeof policyView>;

export const returns = {
  createReturn: operation({
    name: 'orders.createReturn',
    http: { method: 'POST', path: '/api/sales-returns/', success: 201 },
    summary: 'Ask to take goods back. The quantity is kept for it; no stock moves and no money.',
    access: asking,
    ownId: 'salesReturnId',
    input: newReturn,
    output: returnView,
    refusals: [
      'input_invalid',
      'not_found',
      'tenant_mismatch',
      'id_reused',
      'amount_invalid',
      'order_state',
      'refund_exceeds_sale',
      'return_window_over',
      'receipt_required',
      'approval_invalid',
    ],
  }),
  listReturns: operation({
    name: 'orders.listReturns',
    http: { method: 'GET', path: '/api/sales-returns/' },
    summary: 'Returns of goods, newest first. A cashier sees those asked for by oneself.',
    access: seeing,
    input: listQuery(['created_at'], {
      salesHeader: uuid().optional(),
      product: uuid().optional(),
      status: z.enum(decisionStates).optional(),
      isApproved: z.boolean().optional(),
    }),
    output: listOf(returnView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  findReturn: operation({
    name: 'orders.findReturn',
    http: { method: 'GET', path: '/api/sales-returns/{sales_return_id}/' },
    summary: 'One return of goods.',
    access: seeing,
    input: oneReturn,
    output: returnView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changeReturn: operation({
    name: 'orders.changeReturn',
    http: { method: 'PATCH', path: '/api/sales-returns/{sales_return_id}/' },
    summary: 'Change a return that nobody has decided yet.',
    access: asking,
    input: returnChange,
    output: returnView,
    refusals: changeRefusals,
  }),
  replaceReturn: operation({
    name: 'orders.replaceReturn',
    http: { method: 'PUT', path: '/api/sales-returns/{sales_return_id}/' },
    summary: 'The same as a change; sale and product are those of the return.',
    access: asking,
    input: returnChange.extend({
      salesHeader: uuid(),
      product: uuid(),
      quantity: positiveDecimal(),
      reason: z.enum(returnReasons),
    }),
    output: returnView,
    refusals: changeRefusals,
  }),
  deleteReturn: operation({
    name: 'orders.deleteReturn',
    http: { method: 'DELETE', path: '/api/sales-returns/{sales_return_id}/', success: 204 },
    summary: 'Withdraw a return that nobody has decided yet. Its id stays taken.',
    access: asking,
    input: oneReturn,
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found', 'return_decided'],
  }),
  approveReturn: operation({
    name: 'orders.approveReturn',
    http: { method: 'POST', path: '/api/sales-returns/{sales_return_id}/approve/' },
    summary: 'Approve a return: now the stock moves, once. Not for who asked, but for the owner.',
    access: deciding,
    input: oneReturn,
    output: returnView,
    refusals: [
      'input_invalid',
      'not_found',
      'return_decided',
      'approver_is_creator',
      'order_state',
      'refund_exceeds_sale',
    ],
  }),
  rejectReturn: operation({
    name: 'orders.rejectReturn',
    http: { method: 'POST', path: '/api/sales-returns/{sales_return_id}/reject/' },
    summary: 'Say no to a return: its quantity is free again.',
    access: deciding,
    input: oneReturn.extend({ reason: text(500, 1) }),
    output: returnView,
    refusals: ['input_invalid', 'not_found', 'return_decided'],
  }),
  findReturnPolicy: operation({
    name: 'orders.findReturnPolicy',
    http: { method: 'GET', path: '/api/return-policy/' },
    summary: 'How long goods may come back, and what is kept of their worth.',
    access: seeing,
    input: z.strictObject({}),
    output: policyView,
    refusals: ['input_invalid'],
  }),
  changeReturnPolicy: operation({
    name: 'orders.changeReturnPolicy',
    http: { method: 'PUT', path: '/api/return-policy/' },
    summary: 'Change it. What is not sent stays as it is.',
    access: { kind: 'user', capability: 'return_policy_manage' },
    input: policyView.partial(),
    output: policyView,
    refusals: ['input_invalid'],
  }),
  ...salesRefunds,
  ...exchangeOperations,
};

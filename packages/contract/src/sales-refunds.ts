/**
 * Operations of the module orders on money that goes back: asked for, then approved and paid out.
 * No goods move by them.
 */
import { z } from 'zod';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { decisionStates, refundMethods, refundView } from './order-views.ts';
import { returnReasons } from './sale-body.ts';
import { positiveDecimal, text, uuid } from './wire-types.ts';

const changeable = {
  /** Without one it goes back to the tenders that it came from. */
  method: z.enum(refundMethods).nullable().optional(),
  reference: text(100).nullable().optional(),
  session: uuid().nullable().optional(),
  reason: z.enum(returnReasons).optional(),
  notes: text(500).nullable().optional(),
};

/** What the customer showed, where the shop's policy asks for it. */
export const shownReceipt = {
  /** What the receipt of the sale says: its number, or the token of its link. */
  receiptNumber: text(40, 1).optional(),
  /** For a customer without the receipt: a leader's single-use token. */
  receiptApproval: text(200, 1).meta({ writeOnly: true }).optional(),
};

const newRefund = z.strictObject({
  refundId: uuid().optional(),
  userClient: uuid().optional(),
  salesHeader: uuid(),
  /** The goods that it is given for, where any came back. */
  salesReturn: uuid().nullable().optional(),
  amount: positiveDecimal(),
  ...changeable,
  ...shownReceipt,
  /** For a refund after its time: a leader's single-use token. */
  approval: text(200, 1).meta({ writeOnly: true }).optional(),
});

const refundChange = z.strictObject({
  refundId: uuid(),
  userClient: uuid().optional(),
  amount: positiveDecimal().optional(),
  ...changeable,
});

const oneRefund = z.strictObject({ refundId: uuid() });
const asking = { kind: 'user', capability: 'sale_record' } as const;
const deciding = { kind: 'user', capability: 'refund_approve' } as const;

const changeRefusals = [
  'input_invalid',
  'not_found',
  'tenant_mismatch',
  'amount_invalid',
  'refund_exceeds_sale',
  'return_decided',
] as const;

export const salesRefunds = {
  listRefunds: operation({
    name: 'orders.listRefunds',
    http: { method: 'GET', path: '/api/sales-refunds/' },
    summary: 'Refunds of counters and of the back office, and those only asked for, newest first.',
    access: { kind: 'user', capability: 'sale_view' },
    input: listQuery(['occurred_at'], {
      salesHeader: uuid().optional(),
      salesReturn: uuid().optional(),
      status: z.enum(decisionStates).optional(),
      isApproved: z.boolean().optional(),
    }),
    output: listOf(refundView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createRefund: operation({
    name: 'orders.createRefund',
    http: { method: 'POST', path: '/api/sales-refunds/', success: 201 },
    summary: 'Ask to give money back. The amount is kept for it; nothing is paid out yet.',
    access: asking,
    ownId: 'refundId',
    input: newRefund,
    output: refundView,
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
  findRefund: operation({
    name: 'orders.findRefund',
    http: { method: 'GET', path: '/api/sales-refunds/{refund_id}/' },
    summary: 'One refund, of a counter or of the back office, paid out or only asked for.',
    access: { kind: 'user', capability: 'sale_view' },
    input: oneRefund,
    output: refundView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changeRefund: operation({
    name: 'orders.changeRefund',
    http: { method: 'PATCH', path: '/api/sales-refunds/{refund_id}/' },
    summary: 'Change a refund that nobody has decided yet.',
    access: asking,
    input: refundChange,
    output: refundView,
    refusals: changeRefusals,
  }),
  replaceRefund: operation({
    name: 'orders.replaceRefund',
    http: { method: 'PUT', path: '/api/sales-refunds/{refund_id}/' },
    summary: 'The same as a change; the sale is that of the refund.',
    access: asking,
    input: refundChange.extend({ salesHeader: uuid(), amount: positiveDecimal() }),
    output: refundView,
    refusals: changeRefusals,
  }),
  deleteRefund: operation({
    name: 'orders.deleteRefund',
    http: { method: 'DELETE', path: '/api/sales-refunds/{refund_id}/', success: 204 },
    summary: 'Withdraw a refund that nobody has decided yet. Its id stays taken.',
    access: asking,
    input: oneRefund,
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found', 'return_decided'],
  }),
  approveRefund: operation({
    name: 'orders.approveRefund',
    http: { method: 'POST', path: '/api/sales-refunds/{refund_id}/approve/' },
    summary: 'Approve a refund: it is paid out, once. Not for who asked, but for the owner.',
    access: deciding,
    input: oneRefund,
    output: refundView,
    refusals: [
      'input_invalid',
      'not_found',
      'return_decided',
      'return_not_approved',
      'approver_is_creator',
      'order_state',
      'session_closed',
      'refund_exceeds_sale',
      'id_reused',
    ],
  }),
  rejectRefund: operation({
    name: 'orders.rejectRefund',
    http: { method: 'POST', path: '/api/sales-refunds/{refund_id}/reject/' },
    summary: 'Say no to a refund: its amount is free again.',
    access: deciding,
    input: oneRefund.extend({ reason: text(500, 1) }),
    output: refundView,
    refusals: ['input_invalid', 'not_found', 'return_decided'],
  }),
};

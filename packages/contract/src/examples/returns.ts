/** One example of each operation on what comes back, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const returned = {
  sales_return_id: ids.refund,
  sales_header: ids.sale,
  product: ids.product,
  unit: null,
  quantity: '2',
  reason: 'DAMAGED',
  notes: 'Broken on arrival',
  is_restocked: false,
  status: 'PENDING',
  is_approved: false,
  approved_by: null,
  approved_at: null,
  rejection_reason: null,
  lines: [{ sales_detail: ids.saleLine, quantity: '2', total: null, tax: null }],
  created_by: ids.cashier,
  created_at: '2026-01-31T12:00:00Z',
};
const approval = {
  status: 'APPROVED',
  is_approved: true,
  approved_by: ids.owner,
  approved_at: '2026-01-31T12:05:00Z',
};
const rejection = { status: 'REJECTED', rejection_reason: 'The mug was used' };

const refund = {
  refund_id: ids.refund,
  sales_header: ids.sale,
  sales_return: null,
  status: 'PENDING',
  is_approved: false,
  approved_by: null,
  approved_at: null,
  rejection_reason: null,
  method: 'CASH',
  reference: null,
  session: ids.session,
  notes: null,
  created_by: ids.cashier,
  receipt_number: null,
  register_id: null,
  epoch: null,
  seq: null,
  customer: null,
  currency: 'KES',
  amount: '500.00',
  tax: '68.97',
  rounding: '0.00',
  reason: 'DAMAGED',
  source: 'REGISTER',
  flags: [],
  lines: [],
  body_hash: '507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5',
  occurred_at: '2026-01-31T12:00:00Z',
  received_at: '2026-01-31T12:00:00Z',
};
const policy = {
  allow_window_days: 30,
  restock_fee_bps: 0,
  receipt_required: true,
  store_credit_days: 365,
};

const goods: Examples = {
  // AsiriaPOS documents this body.
  'orders.createReturn': {
    request: {
      user_client: ids.tenant,
      sales_header: ids.sale,
      product: ids.product,
      unit: ids.unit,
      quantity: 2,
      reason: 'DAMAGED',
      notes: 'Broken on arrival',
    },
    response: { ...returned, unit: ids.unit },
  },
  'orders.listReturns': {
    request: { sales_header: ids.sale, status: 'PENDING' },
    response: [returned],
  },
  'orders.findReturn': { request: { sales_return_id: ids.refund }, response: returned },
  'orders.changeReturn': {
    request: { sales_return_id: ids.refund, quantity: '1' },
    response: { ...returned, quantity: '1' },
  },
  'orders.replaceReturn': {
    request: {
      sales_return_id: ids.refund,
      sales_header: ids.sale,
      product: ids.product,
      quantity: '2',
      reason: 'WRONG_ITEM',
    },
    response: { ...returned, reason: 'WRONG_ITEM' },
  },
  'orders.deleteReturn': { request: { sales_return_id: ids.refund } },
  'orders.approveReturn': {
    request: { sales_return_id: ids.refund },
    response: { ...returned, ...approval },
  },
  'orders.rejectReturn': {
    request: { sales_return_id: ids.refund, reason: 'The mug was used' },
    response: { ...returned, ...rejection },
  },
  'orders.findReturnPolicy': { response: policy },
  'orders.changeReturnPolicy': {
    request: { allow_window_days: 14 },
    response: { ...policy, allow_window_days: 14 },
  },
};

const money: Examples = {
  // AsiriaPOS documents this body.
  'orders.createRefund': {
    request: {
      user_client: ids.tenant,
      sales_header: ids.sale,
      amount: 500,
      method: 'CASH',
      reference: 'RF-7',
    },
    response: { ...refund, reference: 'RF-7', session: null },
  },
  'orders.listRefunds': {
    request: { sales_header: ids.sale, ordering: '-occurred_at' },
    response: [refund],
  },
  'orders.findRefund': { request: { refund_id: ids.refund }, response: refund },
  'orders.changeRefund': {
    request: { refund_id: ids.refund, amount: '450.00' },
    response: { ...refund, amount: '450.00' },
  },
  'orders.replaceRefund': {
    request: { refund_id: ids.refund, sales_header: ids.sale, amount: '500.00', method: 'CARD' },
    response: { ...refund, method: 'CARD' },
  },
  'orders.deleteRefund': { request: { refund_id: ids.refund } },
  'orders.approveRefund': {
    request: { refund_id: ids.refund },
    response: {
      ...refund,
      ...approval,
      receipt_number: 'S-000007',
      register_id: ids.register,
      epoch: 1,
      seq: 7,
    },
  },
  'orders.rejectRefund': {
    request: { refund_id: ids.refund, reason: 'The mug was used' },
    response: { ...refund, ...rejection },
  },
};

export const returnsExamples: Examples = {
  ...goods,
  ...money,
  'orders.exchange': {
    request: {
      sales_header_id: ids.sale,
      return_items: [{ product: ids.product, quantity: '1' }],
      new_items: [{ product: ids.product, quantity: '2' }],
      payments: [{ method: 'CASH', amount: '2000.00' }],
      reason: 'WRONG_ITEM',
    },
    response: {
      exchange_id: ids.operation,
      original_order_id: ids.sale,
      exchange_order_id: ids.receipt,
      refund_id: ids.refund,
      refunded_total: '1750.00',
      new_order_total: '3500.00',
      net_delta: '1750.00',
      net_direction: 'COLLECT',
      change: '250.00',
    },
  },
  'orders.giveApprovalByPin': {
    request: {
      approver: ids.owner,
      pin: '7294',
      action: 'REFUND',
      subject: ids.refund,
      amount_max: '1750.00',
      reason: 'The lid does not close',
    },
    response: {
      approval_id: ids.operation,
      token: 'Yx3nq0Zk6b1mJr9tVfE2sWc8uQaLdHpGiTvRoNwXyBA',
      expires_at: '2026-01-31T12:15:00Z',
    },
  },
  'orders.listApprovedOperations': {
    response: [
      {
        approved_operation_id: `${ids.refund}:1`,
        operation: ids.refund,
        register: ids.register,
        action: 'REFUND',
        approver: ids.owner,
        approved_at: '2026-01-31T12:00:00.000Z',
        way: 'SERVER',
        is_fit: true,
        recorded_at: '2026-01-31T12:00:01.000Z',
      },
    ],
  },
  'orders.giveApproval': {
    request: {
      action: 'DISCOUNT',
      subject: ids.sale,
      amount_max: '300.00',
      reason: 'A dent in the box',
    },
    response: {
      approval_id: ids.operation,
      token: 'Yx3nq0Zk6b1mJr9tVfE2sWc8uQaLdHpGiTvRoNwXyBA',
      expires_at: '2026-01-31T12:15:00Z',
    },
  },
};

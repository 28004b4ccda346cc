/**
 * Every no of the contract, and what the till has to say about it under "needs attention". A new
 * code is in none of the lists, and fails here until somebody decided.
 */
import { refusalCodes, refusals } from '@evertill/contract';
import { expect, test } from 'vitest';
import { en } from './en.ts';

/** What an operation of a queue can be parked with, or withheld for on this side. */
const ofTheQueue = [
  ...['amount_invalid', 'approval_invalid', 'body_too_large', 'capability_missing'],
  ...['currency_foreign', 'customer_gone', 'customer_unreadable', 'dependency_parked'],
  ...['discount_needs_manager', 'edit_outdated', 'id_reused', 'input_invalid', 'kind_unknown'],
  ...['name_taken', 'not_found', 'order_state', 'receipt_number_reused', 'refund_needs_manager'],
  ...['sale_not_found', 'sequence_reused', 'session_closed', 'session_open_exists'],
  ...['session_unknown', 'tenant_mismatch', 'void_needs_manager', 'void_too_late'],
];

/** Of the envelope: the engine ends its push, takes half of it, or asks who may (SPEC.md). */
const ofTheWhole = [
  ...['body_not_json', 'casing_not_acceptable', 'casing_unknown', 'epoch_stale'],
  ...['headers_too_large', 'media_type_unsupported', 'method_not_allowed'],
  ...['register_key_invalid', 'request_malformed', 'route_unknown'],
];

/** Of what a person asks the back office: no queue carries it. */
const ofTheOffice = [
  ...['adjustment_decided', 'alert_active', 'alert_resolved', 'approver_is_creator'],
  ...['approver_may_not', 'promotions_full'],
  ...['barcode_not_drawable', 'enrolment_code_invalid', 'exchange_needs_manager'],
  ...['goods_received', 'in_use', 'insufficient_stock', 'last_owner', 'location_in_use'],
  ...['location_stock_exists', 'mfa_enrolled', 'mfa_not_enrolled', 'order_empty'],
  ...[
    'order_not_payable',
    'order_paid_partly',
    'parked_settled',
    'password_wrong',
    'payment_exceeds_balance',
  ],
  ...['pin_wrong', 'price_override_needs_manager', 'product_not_sold', 'profile_identified'],
  ...['provider_unavailable', 'purchase_order_converted', 'purchase_order_open', 'rank_too_low'],
  ...['receipt_exceeds_order', 'receipt_linked', 'receipt_required', 'refund_exceeds_sale'],
  ...['return_decided', 'return_not_approved', 'return_window_over', 'session_still_open'],
  ...['stock_initial_exists', 'stock_not_empty', 'stock_quantity_fixed', 'store_credit_expired'],
  ...['store_credit_overdrawn', 'store_credit_unknown', 'tenant_required', 'tender_differs'],
  ...['total_below_paid', 'transfer_applied', 'variance_reason_missing'],
];

const parking: ReadonlySet<string> = new Set(['park', 'ask_manager']);

test('every no that parks is of the queue, of the whole, or of the office', () => {
  const wanted = refusalCodes.filter((code) => parking.has(refusals[code].register));
  expect([...ofTheQueue, ...ofTheWhole, ...ofTheOffice].sort()).toEqual([...wanted].sort());
});

test.each([...ofTheQueue, 'fault', 'strange_answer'])('%s has words of its own', (code) => {
  expect(Object.keys(en)).toContain(`why.${code}`);
});

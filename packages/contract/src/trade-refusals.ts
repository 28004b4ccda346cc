/** The noes of the trade: of registers, orders, money, sessions, goods and stock. */
import type { RefusalRule } from './refusal-rule.ts';

export const tradeRefusals = {
  register_key_invalid: {
    status: 403,
    register: 'park',
    title: "The X-Register-Key header does not hold this register's device key.",
  },
  enrolment_code_invalid: {
    status: 403,
    register: 'park',
    title: 'The enrolment code is unknown, used or expired.',
  },
  epoch_stale: {
    status: 409,
    register: 'park',
    title: 'The register was enrolled anew: this epoch has ended.',
  },
  fencing_stale: {
    status: 409,
    register: 'renew_lease',
    title: 'Another holder has the lease now.',
  },
  sequence_gap: {
    status: 409,
    register: 'retry',
    title: 'An earlier operation of this register has not arrived yet.',
  },
  sequence_reused: {
    status: 409,
    register: 'park',
    title: 'This sequence number carried another operation.',
  },
  receipt_number_reused: {
    status: 409,
    register: 'park',
    title: 'Another sale of this register has this receipt number.',
  },
  kind_unknown: { status: 422, register: 'park', title: 'No such kind of operation.' },
  sale_not_found: { status: 422, register: 'park', title: 'The sale it speaks of is unknown.' },
  currency_foreign: {
    status: 422,
    register: 'park',
    title: "The currency is not the shop's, and no rate is known.",
  },
  amount_invalid: {
    status: 422,
    register: 'park',
    title: 'An amount is finer than the currency allows, or out of range.',
  },
  promotions_full: {
    status: 409,
    register: 'park',
    title: 'There are as many promotions or coupons in force as there may be.',
  },
  discount_needs_manager: {
    status: 403,
    register: 'ask_manager',
    title: "The discount is beyond this role's limit.",
  },
  refund_needs_manager: {
    status: 403,
    register: 'ask_manager',
    title: 'A return without its sale needs a manager.',
  },
  refund_exceeds_sale: { status: 409, register: 'park', title: 'Not so much was sold, or paid.' },
  return_window_over: { status: 409, register: 'ask_manager', title: 'The sale is too long ago.' },
  receipt_required: {
    status: 409,
    register: 'ask_manager',
    title: "The receipt of the sale is asked for: `receipt_number` is not the sale's.",
  },
  receipt_linked: {
    status: 409,
    register: 'park',
    title: 'The receipt belongs to another customer.',
  },
  return_decided: { status: 409, register: 'park', title: 'It was decided before.' },
  return_not_approved: { status: 409, register: 'park', title: 'The goods are not approved yet.' },
  exchange_needs_manager: { status: 403, register: 'ask_manager', title: 'It needs a manager.' },
  tender_differs: { status: 409, register: 'park', title: 'The payments do not make what is due.' },
  order_state: {
    status: 409,
    register: 'park',
    title: 'The order is in a state that does not allow that.',
  },
  order_empty: { status: 409, register: 'park', title: 'The order has no lines.' },
  order_paid_partly: {
    status: 409,
    register: 'park',
    title: 'Something was paid on the order: its lines stay as they are.',
  },
  product_not_sold: { status: 409, register: 'park', title: 'The product is not sold any more.' },
  payment_exceeds_balance: {
    status: 409,
    register: 'park',
    title: 'More than is due, and only cash gives change.',
  },
  store_credit_unknown: {
    status: 409,
    register: 'park',
    title: 'No store credit has this code: it stands in `reference`.',
  },
  store_credit_expired: {
    status: 409,
    register: 'park',
    title: 'The time of this store credit is over.',
  },
  store_credit_overdrawn: {
    status: 409,
    register: 'park',
    title: 'Not so much is left of this store credit.',
  },
  price_override_needs_manager: {
    status: 403,
    register: 'ask_manager',
    title: "A price other than the catalogue's needs a manager.",
  },
  void_needs_manager: {
    status: 403,
    register: 'ask_manager',
    title: 'Undoing a sale, or giving paid money back, needs a manager.',
  },
  void_too_late: {
    status: 409,
    register: 'park',
    title: 'The day of the sale is over: refund it instead.',
  },
  session_closed: { status: 409, register: 'park', title: 'The cash session is closed.' },
  approval_invalid: {
    status: 403,
    register: 'ask_manager',
    title: 'The approval is unknown, used, expired, or for something else.',
  },
  approver_may_not: {
    status: 403,
    register: 'ask_manager',
    title: 'The PIN is right, but its owner may not let that pass.',
  },
  adjustment_decided: {
    status: 409,
    register: 'park',
    title: 'The adjustment was decided before.',
  },
  approver_is_creator: {
    status: 403,
    register: 'ask_manager',
    title: 'Whoever asked for it may not approve it.',
  },
  stock_initial_exists: {
    status: 409,
    register: 'park',
    title: 'The opening stock of this product was set here before.',
  },
  location_stock_exists: {
    status: 409,
    register: 'park',
    title: 'The product has a place at this location already.',
  },
  stock_quantity_fixed: {
    status: 409,
    register: 'park',
    title: 'Movements alone change what is on hand: ask for a stock adjustment.',
  },
  stock_not_empty: {
    status: 409,
    register: 'park',
    title: 'There is stock at this place, or some of it is reserved.',
  },
  insufficient_stock: { status: 409, register: 'park', title: 'There is not enough in stock.' },
  transfer_applied: { status: 409, register: 'park', title: 'The transfer was applied before.' },
  alert_resolved: { status: 409, register: 'park', title: 'The alert was resolved before.' },
  alert_active: {
    status: 409,
    register: 'park',
    title: 'There is an active alert of this type already.',
  },
  location_in_use: {
    status: 409,
    register: 'park',
    title: "The location holds stock, or is the shop's main one.",
  },
  purchase_order_converted: {
    status: 409,
    register: 'park',
    title: 'The purchase order became a purchase before.',
  },
  purchase_order_open: {
    status: 409,
    register: 'park',
    title: 'The purchase order is no purchase yet: convert it first.',
  },
  goods_received: {
    status: 409,
    register: 'park',
    title: 'Goods came of it: what was received stays as it was ordered.',
  },
  receipt_exceeds_order: {
    status: 409,
    register: 'park',
    title: 'Not so much was ordered, or is still to come.',
  },
  total_below_paid: {
    status: 409,
    register: 'park',
    title: 'More was paid than it would come to.',
  },
  provider_unavailable: {
    status: 409,
    register: 'park',
    title: 'This shop collects nothing through that provider and method.',
  },
  order_not_payable: {
    status: 409,
    register: 'park',
    title: 'The order takes no payment as it stands.',
  },
  session_open_exists: {
    status: 409,
    register: 'park',
    title: 'The register has an open cash session already.',
  },
  session_still_open: {
    status: 409,
    register: 'park',
    title: 'The cash session is open: there is no Z report yet.',
  },
  session_unknown: {
    status: 422,
    register: 'park',
    title: 'This register has no such cash session.',
  },
  variance_reason_missing: {
    status: 422,
    register: 'park',
    title: 'What was counted differs from what was expected: say why.',
  },
  dependency_parked: {
    status: 409,
    register: 'park',
    title: 'What it depends on was not booked and waits for a person.',
  },
  parked_settled: {
    status: 409,
    register: 'park',
    title: 'It waits for nobody any more: it was booked, or somebody decided before.',
  },
} as const satisfies Record<string, RefusalRule>;

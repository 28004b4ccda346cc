/**
 * Every no there is: the status it travels as, what it means, and what a register does with it.
 *
 * From this table come the HTTP answers, the OpenAPI errors, docs/reference/refusals.md and the
 * fate of a queued operation. A test fails when a code is never provoked.
 */

/** What a register does: park it for a person, try again later, renew its token or its lease. */
export type RegisterFate = 'park' | 'retry' | 'renew_token' | 'renew_lease' | 'ask_manager';

export interface RefusalRule {
  readonly status: number;
  readonly register: RegisterFate;
  readonly title: string;
}

export const refusals = {
  input_invalid: { status: 400, register: 'park', title: 'The request does not fit the schema.' },
  body_not_json: { status: 400, register: 'park', title: 'The body is not readable JSON.' },
  body_too_large: { status: 413, register: 'park', title: 'The body is larger than allowed.' },
  media_type_unsupported: {
    status: 415,
    register: 'park',
    title: 'The body must be application/json.',
  },
  casing_unknown: {
    status: 400,
    register: 'park',
    title: 'The body is in a casing that is not known: `native` and `nexis` are.',
  },
  casing_not_acceptable: {
    status: 406,
    register: 'park',
    title: 'The answer is asked for in a casing that is not known: `native` and `nexis` are.',
  },
  request_malformed: { status: 400, register: 'park', title: 'This is not readable HTTP.' },
  request_timeout: {
    status: 408,
    register: 'retry',
    title: 'The request did not arrive in the time allowed.',
  },
  headers_too_large: {
    status: 431,
    register: 'park',
    title: 'The address and the headers are larger than allowed.',
  },
  route_unknown: { status: 404, register: 'park', title: 'There is nothing at this address.' },
  method_not_allowed: {
    status: 405,
    register: 'park',
    title: 'This address does not answer this method.',
  },
  token_missing: { status: 401, register: 'renew_token', title: 'A bearer token is needed.' },
  token_invalid: {
    status: 401,
    register: 'renew_token',
    title: 'The token is expired, forged or not ours.',
  },
  credentials_invalid: {
    status: 401,
    register: 'renew_token',
    title: 'No active account has this name and password.',
  },
  refresh_invalid: {
    status: 401,
    register: 'renew_token',
    title: 'The refresh token is expired, used or revoked.',
  },
  tenant_required: {
    status: 400,
    register: 'park',
    title: 'The account exists in several shops: say which.',
  },
  account_locked: {
    status: 423,
    register: 'retry',
    title: 'Too many wrong attempts: locked for a while.',
  },
  mfa_required: {
    status: 401,
    register: 'renew_token',
    title: 'A second factor is needed: send `otp` too.',
  },
  mfa_code_invalid: {
    status: 401,
    register: 'renew_token',
    title: 'The code is wrong, or was used before.',
  },
  mfa_enrolment_required: {
    status: 403,
    register: 'renew_token',
    title: 'Enrol a second factor first.',
  },
  mfa_enrolled: { status: 409, register: 'park', title: 'There is a second factor: end it first.' },
  mfa_not_enrolled: {
    status: 409,
    register: 'park',
    title: 'No second factor is enrolled, or none was begun.',
  },
  password_wrong: { status: 403, register: 'park', title: 'The current password is wrong.' },
  password_change_required: {
    status: 403,
    register: 'renew_token',
    title: 'Send another `new_password`.',
  },
  rank_too_low: {
    status: 403,
    register: 'ask_manager',
    title: 'Only a higher role may do that to this account.',
  },
  last_owner: { status: 409, register: 'park', title: 'A shop keeps at least one active owner.' },
  capability_missing: { status: 403, register: 'ask_manager', title: 'This role may not do that.' },
  tenant_mismatch: {
    status: 403,
    register: 'park',
    title: 'The tenant named is not the tenant of the token.',
  },
  tenant_suspended: { status: 503, register: 'retry', title: 'The shop is suspended for now.' },
  not_found: { status: 404, register: 'park', title: 'There is no such thing in this shop.' },
  id_reused: {
    status: 409,
    register: 'park',
    title: 'The id is taken by something with another content.',
  },
  in_progress: {
    status: 409,
    register: 'retry',
    title: 'The same request is being worked on at this moment.',
  },
  in_use: { status: 409, register: 'park', title: 'Something else still needs it, so it stays.' },
  barcode_not_drawable: {
    status: 422,
    register: 'park',
    title: 'A barcode is drawn of plain ASCII characters only.',
  },
  name_taken: { status: 409, register: 'park', title: 'The name, SKU or barcode is taken.' },
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
  insufficient_stock: { status: 409, register: 'park', title: 'There is not enough in stock.' },
  transfer_applied: { status: 409, register: 'park', title: 'The transfer was applied before.' },
  alert_resolved: { status: 409, register: 'park', title: 'The alert was resolved before.' },
  location_in_use: {
    status: 409,
    register: 'park',
    title: "The location holds stock, or is the shop's main one.",
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
  rate_limited: { status: 429, register: 'retry', title: 'Too many requests: slow down.' },
  unavailable: { status: 503, register: 'retry', title: 'A part we need does not answer now.' },
  deadline_exceeded: { status: 503, register: 'retry', title: 'It took longer than allowed.' },
} as const satisfies Record<string, RefusalRule>;

export type RefusalCode = keyof typeof refusals;

export const refusalCodes = Object.keys(refusals) as readonly RefusalCode[];

export function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(refusals, code);
}

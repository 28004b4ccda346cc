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
  capability_missing: {
    status: 403,
    register: 'ask_manager',
    title: 'This role may not do that.',
  },
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
  refund_exceeds_sale: {
    status: 409,
    register: 'park',
    title: 'More would go back than was sold, or than was paid.',
  },
  return_window_over: {
    status: 409,
    register: 'ask_manager',
    title: 'The time in which this sale may come back is over.',
  },
  return_decided: {
    status: 409,
    register: 'park',
    title: 'The return or refund was decided before.',
  },
  return_not_approved: {
    status: 409,
    register: 'park',
    title: 'The goods that the refund is for have not been approved.',
  },
  exchange_needs_manager: {
    status: 403,
    register: 'ask_manager',
    title: 'An exchange needs a manager.',
  },
  tender_differs: {
    status: 409,
    register: 'park',
    title: 'What is paid does not make what is due.',
  },
  product_not_sold: { status: 409, register: 'park', title: 'The product is not sold any more.' },
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
  rate_limited: { status: 429, register: 'retry', title: 'Too many requests: slow down.' },
  unavailable: { status: 503, register: 'retry', title: 'A part we need does not answer now.' },
  deadline_exceeded: { status: 503, register: 'retry', title: 'It took longer than allowed.' },
} as const satisfies Record<string, RefusalRule>;

export type RefusalCode = keyof typeof refusals;

export const refusalCodes = Object.keys(refusals) as readonly RefusalCode[];

export function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(refusals, code);
}

/**
 * Every no there is: the status it travels as, what it means, and what a register does with it.
 *
 * From this table come the HTTP answers, the OpenAPI errors, docs/reference/refusals.md and the
 * fate of a queued operation. A test fails when a code is never provoked.
 */

import { peopleRefusals } from './people-refusals.ts';
import type { RefusalRule } from './refusal-rule.ts';
import { tradeRefusals } from './trade-refusals.ts';

export type { RefusalRule, RegisterFate } from './refusal-rule.ts';

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
  pin_wrong: { status: 403, register: 'ask_manager', title: 'The PIN is not of this person.' },
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
  name_taken: { status: 409, register: 'park', title: 'The name, code, phone or e-mail is taken.' },
  ...tradeRefusals,
  ...peopleRefusals,
  rate_limited: { status: 429, register: 'retry', title: 'Too many requests: slow down.' },
  unavailable: { status: 503, register: 'retry', title: 'A part we need does not answer now.' },
  deadline_exceeded: { status: 503, register: 'retry', title: 'It took longer than allowed.' },
} as const satisfies Record<string, RefusalRule>;

export type RefusalCode = keyof typeof refusals;

export const refusalCodes = Object.keys(refusals) as readonly RefusalCode[];

export function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(refusals, code);
}

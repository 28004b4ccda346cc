/** What every reply other than an answer does to the engine: the whole list. */
import { refusals } from '@evertill/contract';
import { expect, test } from 'vitest';
import type { Trouble } from '../src/server-port.ts';
import { endingOf, isOfContent, isStrangeNo, mayBeTooMuch } from '../src/trouble.ts';

const no = (code: string, retryAfterMs: number | null = null): Trouble =>
  ({ kind: 'refused', code, status: 400, detail: 'no', retryAfterMs }) as Trouble;
const strange = (status: number): Trouble => ({ kind: 'strange', status, retryAfterMs: 70 });
const silent: Trouble = { kind: 'silent' };

test.each<readonly [Trouble, object]>([
  [silent, { event: 'failed', code: 'no_answer' }],
  [strange(200), { event: 'failed', code: 'strange_answer', retryAfterMs: 70 }],
  [
    no('tenant_suspended', 9),
    { event: 'shop_suspended', code: 'tenant_suspended', retryAfterMs: 9 },
  ],
  [no('fencing_stale'), { event: 'fencing_stale', code: 'fencing_stale' }],
  [no('sequence_gap'), { event: 'resend', code: 'sequence_gap' }],
  [no('register_key_invalid'), { event: 'refused_device', code: 'register_key_invalid' }],
  [no('epoch_stale'), { event: 'refused_device', code: 'epoch_stale' }],
  [no('not_found'), { event: 'refused_device', code: 'not_found' }],
  [no('capability_missing'), { event: 'token_refused', code: 'capability_missing' }],
  [no('tenant_mismatch'), { event: 'token_refused', code: 'tenant_mismatch' }],
  [no('unavailable', 7), { event: 'failed', code: 'unavailable', retryAfterMs: 7 }],
  [no('fault'), { event: 'failed', code: 'fault', retryAfterMs: null }],
])('%o', (trouble, ending) => {
  expect(endingOf(trouble)).toEqual(ending);
});

test('each refusal that the contract answers by another token asks for one', () => {
  const ofToken = Object.entries(refusals).filter(([, { register }]) => register === 'renew_token');
  expect(ofToken.length).toBeGreaterThan(1);
  for (const [code] of ofToken) {
    expect(endingOf(no(code))).toEqual({ event: 'token_refused', code });
  }
});

const contentCodes = [
  'input_invalid',
  'body_not_json',
  'body_too_large',
  'media_type_unsupported',
  'request_malformed',
  'headers_too_large',
];

test.each(contentCodes)('%s is about what was sent, and about nothing else', (code) => {
  expect([isOfContent(no(code)), mayBeTooMuch(no(code)), isStrangeNo(no(code))]).toEqual([
    true,
    true,
    false,
  ]);
});

test('a fault may be about what was sent; nothing else of ours is', () => {
  expect([isOfContent(no('fault')), mayBeTooMuch(no('fault'))]).toEqual([false, true]);
  expect([isOfContent(no('unavailable')), mayBeTooMuch(no('unavailable'))]).toEqual([false, false]);
  expect([isOfContent(silent), mayBeTooMuch(silent), isStrangeNo(silent)]).toEqual([
    false,
    false,
    false,
  ]);
});

test('a no of somebody else is one that does not pass by itself', () => {
  const statuses = [200, 302, 399, 400, 401, 403, 404, 408, 413, 425, 429, 451, 499, 500, 502];
  const noes = statuses.filter((status) => isStrangeNo(strange(status)));
  expect(noes).toEqual([400, 403, 404, 413, 451, 499]);
  expect(statuses.filter((status) => mayBeTooMuch(strange(status)))).toEqual(noes);
  expect(isOfContent(strange(413))).toBe(false);
});

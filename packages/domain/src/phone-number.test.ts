/** One telephone number, however it is written; and what is none. */
import { expect, test } from 'vitest';
import { normalPhone } from './phone-number.ts';

test.each([
  ['KES', '0712 345 678', '+254712345678'],
  ['KES', '0712-345-678', '+254712345678'],
  ['KES', '+254 712 345678', '+254712345678'],
  ['KES', '+254 (0)712 345678', '+254712345678'],
  ['KES', '00254712345678', '+254712345678'],
  ['KES', '254712345678', '+254712345678'],
  ['KES', '+44 20 7946 0000', '+442079460000'],
  ['GBP', '(020) 7946.0000', '+442079460000'],
  // Many countries have these: nobody knows which one is meant.
  ['EUR', '0171 1234567', '01711234567'],
  ['USD', '555-0100', '5550100'],
  ['XXX', '+49 171 1234567', '+491711234567'],
  // Neither with its country nor with its 0: what it is, nobody knows.
  ['KES', '712345678', '712345678'],
  ['KES', '25471', '25471'],
])('in %s, %s is %s', (currency, text, normal) => {
  expect(normalPhone(text, currency)).toBe(normal);
});

test.each(['', '123', 'call me', '+1', '+1234567890123456', '07x12345', '++44 20', '0712+345678'])(
  '%j is no telephone number',
  (text) => {
    expect(normalPhone(text, 'KES')).toBeUndefined();
  },
);

test('what is normal stays as it is', () => {
  for (const [currency, text] of [
    ['KES', '0712345678'],
    ['EUR', '0171234567'],
    ['GBP', '+254712345678'],
  ] as const) {
    const normal = normalPhone(text, currency) ?? '';
    expect(normalPhone(normal, currency)).toBe(normal);
  }
});

/** Codes on paper: the same from every maker, hard to guess, and hard to type wrongly. */
import { describe, expect, test } from 'vitest';
import {
  bytesOfLinkToken,
  readReceiptLinkToken,
  readStoreCreditCode,
  receiptLinkToken,
  storeCreditCode,
} from './printed-code.ts';
import { sha256 } from './sha256.ts';

const refund = '0190a000-0000-7000-8000-000000000015';
const idAt = (index: number): string =>
  `0190a000-0000-7000-8000-${String(index).padStart(12, '0')}`;

describe('the code of a store credit', () => {
  // Paper out there carries these. They are never edited: a change of them is a bug.
  test('is what it has always been', () => {
    expect(storeCreditCode(refund)).toBe('HPY2-5375-6D4V-C');
    expect(storeCreditCode(refund.toUpperCase())).toBe('HPY2-5375-6D4V-C');
    expect(receiptLinkToken(refund)).toBe('6R61ZF1CWDDVA9PE');
  });

  test('is another for every id, also for ids that hardly differ', () => {
    const codes = Array.from({ length: 5_000 }, (_, index) => storeCreditCode(idAt(index)));
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes.slice(0, 500)) {
      expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z*~$=U]$/);
    }
  });

  test('is read as people type it', () => {
    for (let index = 0; index < 200; index += 1) {
      const code = storeCreditCode(idAt(index));
      const typed = code
        .toLowerCase()
        .replaceAll('-', ' ')
        .replaceAll('0', 'o')
        .replaceAll('1', 'l');
      expect(readStoreCreditCode(typed)).toBe(code);
      expect(readStoreCreditCode(code.replaceAll('-', ''))).toBe(code);
    }
  });

  test('is not read where one digit is wrong, or two neighbours are swapped', () => {
    const plain = storeCreditCode(refund).replaceAll('-', '');
    for (let at = 0; at < 12; at += 1) {
      for (const digit of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
        if (digit === plain[at]) continue;
        expect(
          readStoreCreditCode(plain.slice(0, at) + digit + plain.slice(at + 1)),
        ).toBeUndefined();
      }
      const [one = '', other = ''] = [plain[at], plain[at + 1]];
      const swapped = plain.slice(0, at) + other + one + plain.slice(at + 2);
      if (one !== other) expect(readStoreCreditCode(swapped), swapped).toBeUndefined();
    }
    for (const odd of ['', '-', 'gift', `${plain}0`, plain.slice(1), '😀'.repeat(13)]) {
      expect(readStoreCreditCode(odd), odd).toBeUndefined();
    }
  });
});

describe('the token of a receipt', () => {
  test('is read as people type it, and stands for the bytes of a hash', () => {
    const token = receiptLinkToken(refund);
    expect(token).toHaveLength(16);
    expect(readReceiptLinkToken(` ${token.toLowerCase().slice(0, 8)}-${token.slice(8)}`)).toBe(
      token,
    );
    expect(readReceiptLinkToken(token.slice(1))).toBeUndefined();
    expect(readReceiptLinkToken(`${token.slice(1)}!`)).toBeUndefined();
    const bytes = [1, ...Buffer.from(refund.replaceAll('-', ''), 'hex')];
    expect(bytesOfLinkToken(token)).toEqual(sha256(Uint8Array.from(bytes)).slice(0, 10));
  });

  test('has nothing of the code of a store credit under the same id', () => {
    expect(storeCreditCode(refund).replaceAll('-', '')).not.toContain(
      receiptLinkToken(refund).slice(0, 4),
    );
  });
});

test('of what is no id nothing is made', () => {
  expect(() => storeCreditCode('42')).toThrow(RangeError);
  expect(() => receiptLinkToken('')).toThrow(RangeError);
});

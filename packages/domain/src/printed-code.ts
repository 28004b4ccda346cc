/**
 * Codes that are printed on paper and typed in again: in Crockford's base 32, which has no letters
 * that look like digits. A register makes them offline and the server makes the same ones, so they
 * are derived from ids; whoever does not know the id cannot guess them.
 */
import { sha256 } from './sha256.ts';

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The last five stand only for a check. */
const CHECKS = `${DIGITS}*~$=U`;
/** What each kind of code begins its hash with, so that no code is also one of another kind. */
const kinds = { receiptLink: 1, storeCredit: 2 } as const;

const LINK_DIGITS = 16;
const CREDIT_DIGITS = 12;

/**
 * The token of a sale's receipt, by which a customer takes the receipt to one's own: 16 digits, 80
 * bits of a hash. Throws a RangeError unless the id is a UUID.
 */
export function receiptLinkToken(saleId: string): string {
  return digitsOf('receiptLink', saleId, LINK_DIGITS);
}

/** A link token as it was typed, without what stands between its digits; undefined where none. */
export function readReceiptLinkToken(typed: string): string | undefined {
  const digits = plainOf(typed);
  return digits.length === LINK_DIGITS && isDigits(digits) ? digits : undefined;
}

/** The bytes that the digits of a link token stand for. */
export function bytesOfLinkToken(token: string): Uint8Array {
  const bits = Array.from(token)
    .map((digit) => DIGITS.indexOf(digit).toString(2).padStart(5, '0'))
    .join('');
  return Uint8Array.from({ length: bits.length / 8 }, (_, index) =>
    Number.parseInt(bits.slice(index * 8, index * 8 + 8), 2),
  );
}

/**
 * The code of the store credit that a refund gives: `K7Q2-9M4D-0XTP-5`, 60 bits of a hash and a
 * check digit. The same refund has the same code wherever it is made. Throws a RangeError unless
 * the id is a UUID.
 */
export function storeCreditCode(refundId: string): string {
  const digits = digitsOf('storeCredit', refundId, CREDIT_DIGITS);
  return shown(digits);
}

/**
 * A code as it was typed or scanned, in the one way it is written: in capitals, with O and I read
 * as digits. Undefined where it is none: the check digit finds every wrong digit, and every swap of
 * two neighbours.
 */
export function readStoreCreditCode(typed: string): string | undefined {
  const plain = plainOf(typed);
  const digits = plain.slice(0, CREDIT_DIGITS);
  if (plain.length !== CREDIT_DIGITS + 1 || !isDigits(digits)) return undefined;
  return plain.slice(CREDIT_DIGITS) === checkOf(digits) ? shown(digits) : undefined;
}

function shown(digits: string): string {
  return [...(digits.match(/.{4}/g) ?? []), checkOf(digits)].join('-');
}

/** Spaces and hyphens say nothing, small letters are capitals, and three look like digits. */
function plainOf(typed: string): string {
  return typed.replace(/[\s-]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
}

function isDigits(text: string): boolean {
  return Array.from(text).every((digit) => DIGITS.includes(digit));
}

/** The number modulo 37, digit by digit: a prime above 32 misses no single mistake. */
function checkOf(digits: string): string {
  const rest = Array.from(digits).reduce(
    (sum, digit) => (sum * 32 + DIGITS.indexOf(digit)) % 37,
    0,
  );
  return CHECKS.charAt(rest);
}

function digitsOf(kind: keyof typeof kinds, id: string, count: number): string {
  const hash = sha256(Uint8Array.of(kinds[kind], ...bytesOfUuid(id)));
  const bits = [...hash].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length: count }, (_, index) =>
    DIGITS.charAt(Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2)),
  ).join('');
}

function bytesOfUuid(id: string): readonly number[] {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
    throw new RangeError(`not a UUID: ${id}`);
  }
  return (id.replaceAll('-', '').match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
}

/**
 * Exact sums of what a file says, also of what no currency can hold: a price of a tenth of a penny
 * still counts in the sum of what was refused.
 */

/** Digits behind the point of one number; a product of two numbers has twice as many. */
const DIGITS = 9;
const SCALE = 10n ** BigInt(2 * DIGITS);

const pattern = /^(-?)(\d{1,15})(?:\.(\d{1,9}))?$/;

/** A plain decimal in units of a thousand-millionth, or undefined where it is none. */
export function readDecimal(text: string): bigint | undefined {
  const [, sign, whole, fraction = ''] = pattern.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const units = BigInt(`${whole}${fraction.padEnd(DIGITS, '0')}`);
  return sign === '-' ? -units : units;
}

/** A sum of products of two such decimals, as text with two digits behind the point or more. */
export function textOfProducts(units: bigint): string {
  const size = units < 0n ? -units : units;
  const fraction = String(size % SCALE)
    .padStart(2 * DIGITS, '0')
    .replace(/0+$/, '')
    .padEnd(2, '0');
  return `${units < 0n ? '-' : ''}${String(size / SCALE)}.${fraction}`;
}

/** Minor units of a currency with so many digits, in the units of such a sum. */
export function productUnitsOf(minor: number, exponent: number): bigint {
  return BigInt(minor) * 10n ** BigInt(2 * DIGITS - exponent);
}

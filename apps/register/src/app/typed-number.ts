/** Digits as they are typed, and what they come to: amounts, quantities, rates. */
import { exponentOf, milliOf, minorOf } from '@evertill/domain';

/** One more digit, `00` or point, where it still makes a number with so many decimals. */
export function typedWith(text: string, more: string, decimals: number): string {
  const next = (text === '0' && more !== '.' ? '' : text) + more;
  const pattern = decimals === 0 ? /^\d{0,9}$/ : new RegExp(`^\\d{0,9}(\\.\\d{0,${decimals}})?$`);
  if (next === '.') return '0.';
  if (!pattern.test(next)) return text;
  return next.replace(/^0+(?=\d)/, '');
}

/** Undefined while it is no amount yet. A comma is read as a point. */
export function typedMinor(text: string, currency: string): number | undefined {
  return minorOf(plain(text), currency);
}

export function typedMilli(text: string): number | undefined {
  const milli = milliOf(plain(text));
  return milli === undefined || milli < 0 ? undefined : milli;
}

/** `12.5` is 125,000 parts of a million; undefined where it is none, or more than the whole. */
export function typedRatePpm(text: string): number | undefined {
  const milli = typedMilli(text);
  return milli === undefined || milli > 100_000 ? undefined : milli * 10;
}

export function decimalsOf(currency: string): number {
  return exponentOf(currency);
}

function plain(text: string): string {
  return text.trim().replace(',', '.').replace(/\.$/, '');
}

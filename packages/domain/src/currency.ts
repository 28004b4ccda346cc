/**
 * Currencies as ISO 4217 defines them, and amounts as text.
 *
 * The exponents are our own table: `Intl` answers with display habits (0 digits for HUF, IQD and
 * MGA), which are not what a bank books. Text is read and written digit by digit, never through
 * binary fractions.
 */
import { assertWhole } from './amount.ts';

// ISO 4217 list one, active codes and fund codes, January 2026. Codes without a minor unit of
// their own (gold, test, special drawing rights) are left out. ANG and BGN were withdrawn in 2025
// and 2026 and stay, since sales made in them must still print.
const byExponent: readonly (readonly [number, string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [
    2,
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP ' +
      'BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD ' +
      'FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD ' +
      'KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD ' +
      'NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP ' +
      'SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED ' +
      'VES WST XAD XCD XCG YER ZAR ZMW ZWG',
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
];

const exponents: ReadonlyMap<string, number> = new Map(
  byExponent.flatMap(([exponent, codes]) => codes.split(' ').map((code) => [code, exponent])),
);

// The smallest coin in use, where a cash total is rounded to it. By law or rule of the central
// bank: AUD, CAD, CHF, CZK, DKK, HUF, ILS, KRW, MYR, NOK, NZD, SEK, ZAR. By custom, as smaller
// coins are hardly seen: KES (a shilling), SGD, TZS and UGX (fifty shillings). Part of the euro
// area rounds to five cents and part does not, so EUR has no entry. A price book says its own.
const cashIncrements: ReadonlyMap<string, number> = new Map([
  ...each(5, 'AUD CAD CHF MYR SGD'),
  ...each(10, 'ILS KRW NZD ZAR'),
  ...each(50, 'DKK UGX'),
  ...each(100, 'CZK KES NOK SEK'),
  ...each(500, 'HUF'),
  ...each(5_000, 'TZS'),
]);

/** Longer than any amount we can hold, short enough to read without care. */
const DECIMAL_LENGTH_MAX = 40;

/** Every code we know, in alphabetical order. */
export const currencies: readonly string[] = [...exponents.keys()].sort();

export function isCurrency(code: string): boolean {
  return exponents.has(code);
}

/** How many digits the minor unit has: 2 for KES, 0 for JPY, 3 for KWD. */
export function exponentOf(currency: string): number {
  const exponent = exponents.get(currency);
  if (exponent === undefined) throw new RangeError(`${currency} is not a currency we know`);
  return exponent;
}

/** The increment that cash is rounded to unless a price book says otherwise; 1 means exact. */
export function cashRoundingMinorOf(currency: string): number {
  return cashIncrements.get(currency) ?? 1;
}

/** `1250` KES is `"12.50"`, `100` JPY is `"100"`: always every digit of the minor unit. */
export function decimalOf(minor: number, currency: string): string {
  return fixedDecimal(minor, exponentOf(currency));
}

/**
 * Whole minor units of a decimal text, or `undefined` when it is not a plain decimal, is finer
 * than the currency, or is too large. Trailing zeros are fine: `"2.550"` GBP is 255.
 */
export function minorOf(decimal: string, currency: string): number | undefined {
  return wholeFromDecimal(decimal, exponentOf(currency));
}

/** Thousandths of a decimal text: `"1.5"` is 1500. */
export function milliOf(decimal: string): number | undefined {
  return wholeFromDecimal(decimal, 3);
}

/** The shortest text of thousandths: 1500 is `"1.5"`, 6000 is `"6"`. */
export function decimalOfMilli(milli: number): string {
  return shortDecimal(milli, 3);
}

/** A rate as people say it: 160000 is `"16"`, 82500 is `"8.25"`. */
export function percentOf(ratePpm: number): string {
  return shortDecimal(ratePpm, 4);
}

/** Back from that; `undefined` where it is finer than a part per million, or no decimal. */
export function ppmOf(percent: string): number | undefined {
  return wholeFromDecimal(percent, 4);
}

/** A rate of exchange: `"129.25"` is 129,250,000,000 thousand-millionths. */
export function billionthsOf(decimal: string): number | undefined {
  return wholeFromDecimal(decimal, 9);
}

/** The shortest text of that. */
export function decimalOfBillionths(billionths: number): string {
  return shortDecimal(billionths, 9);
}

function fixedDecimal(value: number, exponent: number): string {
  assertWhole(value, 'amount');
  const sign = value < 0 ? '-' : '';
  const digits = String(Math.abs(value)).padStart(exponent + 1, '0');
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

function shortDecimal(value: number, exponent: number): string {
  return fixedDecimal(value, exponent).replace(/\.?0+$/, '');
}

function wholeFromDecimal(decimal: string, exponent: number): number | undefined {
  if (decimal.length > DECIMAL_LENGTH_MAX) return undefined;
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  if (whole === undefined) return undefined;
  const kept = fraction.slice(0, exponent).padEnd(exponent, '0');
  if (/[^0]/.test(fraction.slice(exponent))) return undefined;
  // Through BigInt, since "-0" is no amount and must come out as plain zero.
  const value = Number(BigInt(`${whole}${kept}`) * (sign === '-' ? -1n : 1n));
  return Number.isSafeInteger(value) ? value : undefined;
}

function each(increment: number, codes: string): [string, number][] {
  return codes.split(' ').map((code) => [code, increment]);
}

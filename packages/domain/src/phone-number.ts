/**
 * The normal form of a telephone number, so that one written in two ways is found as one.
 *
 * A number with `+` or `00` says its country. One that begins with a single 0 is the shop's
 * country's, where the shop's currency belongs to one country alone; otherwise nobody knows, and
 * its digits stand as they are.
 */

/** Countries that have their currency to themselves and drop the leading 0 abroad. */
const callingCodes: Readonly<Record<string, string>> = {
  AED: '971',
  BDT: '880',
  BGN: '359',
  EGP: '20',
  ETB: '251',
  GBP: '44',
  GHS: '233',
  IDR: '62',
  ILS: '972',
  INR: '91',
  JPY: '81',
  KES: '254',
  KRW: '82',
  LKR: '94',
  MAD: '212',
  MWK: '265',
  MYR: '60',
  NGN: '234',
  NPR: '977',
  PHP: '63',
  PKR: '92',
  RWF: '250',
  SAR: '966',
  SEK: '46',
  THB: '66',
  TRY: '90',
  TZS: '255',
  UAH: '380',
  UGX: '256',
  VND: '84',
  ZAR: '27',
  ZMW: '260',
};

const written = /^\+?[0-9 ().\-/]+$/;
const DIGITS_MIN = 4;
/** E.164 has no longer ones. */
const DIGITS_MAX = 15;

/**
 * `+254712345678` where the country is known, else the digits alone; undefined for what is no
 * telephone number.
 */
export function normalPhone(text: string, currency: string): string | undefined {
  const trimmed = text.trim();
  if (!written.test(trimmed)) return undefined;
  // `+44 (0)20 …`: the 0 in parentheses is for those at home.
  const isAbroad = trimmed.startsWith('+');
  const digits = (isAbroad ? trimmed.replace(/\(0\)/g, '') : trimmed).replace(/[^0-9]/g, '');
  const normal = isAbroad ? `+${digits}` : ofCountry(digits, callingCodes[currency]);
  const { length } = normal.replace('+', '');
  return length >= DIGITS_MIN && length <= DIGITS_MAX ? normal : undefined;
}

function ofCountry(digits: string, callingCode: string | undefined): string {
  if (digits.startsWith('00')) return `+${digits.slice(2)}`;
  if (callingCode === undefined) return digits;
  if (digits.startsWith('0')) return `+${callingCode}${digits.slice(1)}`;
  const isWithCode = digits.startsWith(callingCode) && digits.length >= callingCode.length + 8;
  return isWithCode ? `+${digits}` : digits;
}

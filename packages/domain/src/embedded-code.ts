/**
 * Barcodes that a scale prints: which product it is, and how much of it, or what it costs. How
 * such a code is laid out differs from shop to shop, so a shop writes it down as a pattern, a sign
 * for each digit: `21IIIIIWWWWWC`.
 */
import { mulDiv } from './amount.ts';
import { QUANTITY_MILLI_MAX } from './limits.ts';
import type { Rounding } from './amount.ts';

export interface CodeLayout {
  /**
   * Digits stand for themselves, `I` is the item, `W` its weight, `P` its price, `C` the check
   * digit of the whole code, `X` whatever we do not look at, as the check digit of a price.
   */
  readonly pattern: string;
  /** How many of the digits of weight or price are decimals: 3 for grams of a kilogram. */
  readonly decimals: number;
}

export type CodeLayoutFlawCode =
  | 'layout_signs_unknown'
  | 'layout_length_out_of_range'
  /** It would be read into every other code: two digits at its beginning have to be its own. */
  | 'layout_prefix_missing'
  | 'layout_item_missing'
  | 'layout_value_missing'
  | 'layout_check_misplaced'
  | 'layout_decimals_out_of_range';

/** What a code says. Weight in thousandths of the unit; a price as digits and their decimals. */
export interface EmbeddedCode {
  /** The digits of the item, with the zeros in front. */
  readonly item: string;
  /** Under what barcodes the product may be known, the likeliest first. */
  readonly candidates: readonly string[];
  readonly value:
    | { readonly kind: 'weight'; readonly quantityMilli: number }
    | { readonly kind: 'price'; readonly digits: number; readonly decimals: number };
}

const LENGTH_MIN = 8;
const LENGTH_MAX = 18;
const DECIMALS_MAX = 4;
const ITEM_DIGITS_MAX = 12;
const VALUE_DIGITS_MAX = 9;

/** Undefined where the layout may be used. */
export function checkCodeLayout({ pattern, decimals }: CodeLayout): CodeLayoutFlawCode | undefined {
  if (!/^[\dIWPCX]*$/.test(pattern)) return 'layout_signs_unknown';
  if (pattern.length < LENGTH_MIN || pattern.length > LENGTH_MAX) {
    return 'layout_length_out_of_range';
  }
  if (!/^\d\d/.test(pattern)) return 'layout_prefix_missing';
  if (!isOneRun(pattern, 'I', ITEM_DIGITS_MAX)) return 'layout_item_missing';
  const hasWeight = isOneRun(pattern, 'W', VALUE_DIGITS_MAX);
  const hasPrice = isOneRun(pattern, 'P', VALUE_DIGITS_MAX);
  const isBoth = pattern.includes('W') && pattern.includes('P');
  if (hasWeight === hasPrice || isBoth) return 'layout_value_missing';
  const checkAt = pattern.indexOf('C');
  if (checkAt !== -1 && checkAt !== pattern.length - 1) return 'layout_check_misplaced';
  const isCount = Number.isInteger(decimals) && decimals >= 0 && decimals <= DECIMALS_MAX;
  return isCount ? undefined : 'layout_decimals_out_of_range';
}

/** What the first layout that fits reads in a code; undefined where none fits. */
export function readEmbeddedCode(
  code: string,
  layouts: readonly CodeLayout[],
): EmbeddedCode | undefined {
  for (const layout of layouts) {
    const read = checkCodeLayout(layout) === undefined ? readWith(code, layout) : undefined;
    if (read !== undefined) return read;
  }
  return undefined;
}

function readWith(code: string, { pattern, decimals }: CodeLayout): EmbeddedCode | undefined {
  if (code.length !== pattern.length || !/^\d+$/.test(code)) return undefined;
  const signs = Array.from(pattern);
  const isFit = signs.every((sign, at) => !/\d/.test(sign) || sign === code[at]);
  if (!isFit || (pattern.endsWith('C') && checkDigitOf(code.slice(0, -1)) !== code.at(-1))) {
    return undefined;
  }
  const under = (sign: string): string =>
    signs.map((one, at) => (one === sign ? code[at] : '')).join('');
  const item = under('I');
  const candidates = candidatesOf(code, pattern, item);
  if (pattern.includes('P')) {
    const digits = Number(under('P'));
    return { item, candidates, value: { kind: 'price', digits, decimals } };
  }
  const quantityMilli = mulDiv(Number(under('W')), 1000, 10 ** decimals, 'half_up');
  if (quantityMilli > QUANTITY_MILLI_MAX) return undefined;
  return { item, candidates, value: { kind: 'weight', quantityMilli } };
}

/** The same code with nothing on the scale, prefix and item, the item, and that without zeros. */
function candidatesOf(code: string, pattern: string, item: string): readonly string[] {
  const empty = Array.from(pattern, (sign, at) => (/[WPXC]/.test(sign) ? '0' : code[at])).join('');
  const zeroed = pattern.endsWith('C')
    ? empty.slice(0, -1) + checkDigitOf(empty.slice(0, -1))
    : empty;
  const prefix = /^\d+/.exec(pattern)?.[0] ?? '';
  return [...new Set([zeroed, prefix + item, item, item.replace(/^0+(?=\d)/, '')])];
}

/** The last digit of an EAN or a UPC over the digits before it. */
function checkDigitOf(digits: string): string {
  const weighed = Array.from(digits)
    .reverse()
    .reduce((sum, digit, index) => sum + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return String((10 - (weighed % 10)) % 10);
}

function isOneRun(pattern: string, sign: string, digitsMax: number): boolean {
  return new RegExp(`^[^${sign}]*${sign}{1,${digitsMax}}[^${sign}]*$`).test(pattern);
}

export interface LabelledPrice {
  /** What the label asks. */
  readonly priceMinor: number;
  /** Of one unit, in the price book. */
  readonly unitPriceMinor: number;
  readonly rounding: Rounding;
}

/** How a line comes to exactly the price on a label. */
export interface LabelledLine {
  readonly quantityMilli: number;
  /** Less than what a thousandth of the unit costs: what the rounding of the scale left. */
  readonly discountMinor: number;
}

/**
 * The quantity that a price on a label stands for: to the next thousandth, and what that is too
 * much taken off again, so that the customer pays what the label says and the stock is right to
 * the gram. Undefined where the unit costs nothing, or the quantity is out of range.
 */
export function lineOfLabel(label: LabelledPrice): LabelledLine | undefined {
  const { priceMinor, unitPriceMinor, rounding } = label;
  if (unitPriceMinor <= 0 || priceMinor <= 0) return undefined;
  let quantityMilli = Number((BigInt(priceMinor) * 1000n) / BigInt(unitPriceMinor));
  const gross = (): number => mulDiv(unitPriceMinor, quantityMilli, 1000, rounding);
  while (gross() < priceMinor) quantityMilli += 1;
  if (quantityMilli > QUANTITY_MILLI_MAX) return undefined;
  return { quantityMilli, discountMinor: gross() - priceMinor };
}

/**
 * Baskets drawn by lot, odd ones included, the same for the same seed for ever.
 *
 * Every basket is valid: it is the kind of thing that must price without complaint.
 */
import type { DraftLine, OrderDraft, PriceBook, TaxRule } from '@evertill/domain';

export interface Basket {
  readonly book: PriceBook;
  readonly draft: OrderDraft;
}

/** A number in [0, 1), the next each time it is asked. */
export type Dice = () => number;

const currencies = ['KES', 'USD', 'EUR', 'JPY', 'UGX', 'KWD', 'CLF', 'CHF', 'SEK'] as const;
const modes = ['half_up', 'half_even', 'down'] as const;
const oddCodes = ['toString', '__proto__', 'constructor', 'hasOwnProperty', 'vat 16 %', 'Ω'];
const commonRates = [0, 1, 15_000, 50_000, 82_500, 99_750, 160_000, 200_000, 999_999, 1_000_000];

/** Mulberry32, by Tommy Ettinger: small, fast, and good enough to shop with. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A whole number from `min` to `max`, both included. */
export function between(roll: Dice, { min, max }: { min: number; max: number }): number {
  return min + Math.floor(roll() * (max - min + 1));
}

export function oneOf<Item>(roll: Dice, items: readonly Item[]): Item {
  return items[between(roll, { min: 0, max: items.length - 1 })]!;
}

export function randomBasket(roll: Dice): Basket {
  const book = randomBook(roll);
  const codes = Object.keys(book.taxes);
  const size = oneOf(roll, [1, 1, 2, 3, 5, 8, 12, 12, roll() < 0.02 ? 150 : 30]);
  const count = between(roll, { min: 1, max: size });
  const lines = Array.from({ length: count }, () => randomLine(roll, codes, book));
  const left = lines.reduce(
    (sum, line) => sum + grossOf(line, book) - BigInt(line.discountMinor),
    0n,
  );
  return { book, draft: { lines, discountMinor: randomDiscount(roll, left) } };
}

function randomBook(roll: Dice): PriceBook {
  const codes = roll() < 0.1 ? oddCodes : ['A', 'B', 'C', 'D', 'E'];
  const used = codes.slice(0, between(roll, { min: 1, max: codes.length }));
  return {
    version: between(roll, { min: 1, max: 1_000 }),
    currency: oneOf(roll, currencies),
    isTaxIncluded: roll() < 0.5,
    taxRounding: roll() < 0.5 ? 'line' : 'document',
    rounding: oneOf(roll, modes),
    cashRoundingMinor: oneOf(roll, [0, 1, 5, 10, 50, 100, 500]),
    taxes: Object.fromEntries(used.map((code) => [code, randomRule(roll)])),
  };
}

function randomRule(roll: Dice): TaxRule {
  const kind = oneOf(roll, ['standard', 'standard', 'standard', 'zero', 'exempt'] as const);
  const least = kind === 'standard' ? 1 : 0;
  const count = between(roll, { min: least, max: oneOf(roll, [1, 1, 2, 4]) });
  const components = Array.from({ length: count }, (_, index) => ({
    name: `Tax ${index + 1}`,
    ratePpm: kind === 'standard' ? randomRate(roll) : 0,
    isCompound: roll() < 0.4,
  }));
  return { kind, components };
}

function randomRate(roll: Dice): number {
  return roll() < 0.7 ? oneOf(roll, commonRates) : between(roll, { min: 0, max: 1_000_000 });
}

function randomLine(roll: Dice, codes: readonly string[], book: PriceBook): DraftLine {
  const priceMax = oneOf(roll, [0, 1, 9, 99, 999, 9_999, 999_999, 99_999_999]);
  const unitPriceMinor = between(roll, { min: Math.min(1, priceMax), max: priceMax });
  const line = { unitPriceMinor, quantityMilli: randomQuantity(roll), discountMinor: 0 };
  const discountMinor = randomDiscount(roll, grossOf(line, book));
  return { ...line, discountMinor, taxCode: oneOf(roll, codes) };
}

function randomQuantity(roll: Dice): number {
  const lot = roll();
  if (lot < 0.5) return 1_000 * between(roll, { min: 1, max: 12 });
  if (lot < 0.8) return between(roll, { min: 1, max: 9_999 });
  if (lot < 0.95) return 500 * between(roll, { min: 1, max: 99 });
  return oneOf(roll, [1, 999, 1_001, 99_999_999, 100_000_000]);
}

function randomDiscount(roll: Dice, atMost: bigint): number {
  const lot = roll();
  if (lot < 0.55) return 0;
  if (lot < 0.65) return Number(atMost);
  if (lot < 0.75) return Math.min(1, Number(atMost));
  const percent = BigInt(between(roll, { min: 0, max: 100 }));
  return Number((atMost * percent) / 100n);
}

// Told a third time, so that a wrong gross in the oracle cannot hide behind a fitting discount:
// rounding is at most one unit away, and a discount a unit too small is as good a test.
function grossOf(
  line: { unitPriceMinor: number; quantityMilli: number },
  { rounding }: PriceBook,
): bigint {
  const thousandths = BigInt(line.unitPriceMinor) * BigInt(line.quantityMilli);
  return rounding === 'half_up' ? (thousandths + 500n) / 1_000n : thousandths / 1_000n;
}

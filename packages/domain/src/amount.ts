/**
 * The arithmetic of money: whole numbers only, one way to multiply, one way to split.
 *
 * Every product is rounded exactly once, in `mulDiv`; every split adds up again, in `shareOut`.
 * Both mirror themselves below zero, so a refund is the sale with another sign.
 */

/** `half_up` rounds a tie away from zero; `half_even` to the even neighbour; `down` to zero. */
export type Rounding = 'half_up' | 'half_even' | 'down';

export const roundings: readonly Rounding[] = ['half_up', 'half_even', 'down'];

/** One million parts per million: the whole that every `ratePpm` is a part of. */
export const PPM = 1_000_000;

/** Throws unless `value` is a whole number that `number` holds exactly. */
export function assertWhole(value: number, name: string): void {
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`${name} must be a safe whole number, not ${String(value)}`);
  }
}

/** Throws unless `value` is a safe whole number and not below zero. */
export function assertCount(value: number, name: string): void {
  assertWhole(value, name);
  if (value < 0) throw new RangeError(`${name} must not be below zero, not ${value}`);
}

/** `a * b / divisor`, exact inside, rounded once. */
export function mulDiv(a: number, b: number, divisor: number, rounding: Rounding): number {
  assertWhole(a, 'a');
  assertWhole(b, 'b');
  assertWhole(divisor, 'divisor');
  const product = a * b;
  // Nearly every product of money fits, and a division without BigInt takes a fifth of the time.
  if (Number.isSafeInteger(product)) return divide(product, divisor, rounding);
  return wholeOf(divideBig(BigInt(a) * BigInt(b), BigInt(divisor), rounding), 'mulDiv');
}

/** `divideBig` for whole numbers that `number` holds: every step of it is exact. */
function divide(numerator: number, divisor: number, rounding: Rounding): number {
  if (divisor <= 0) throw new RangeError(`divisor must be above zero, not ${divisor}`);
  const remainder = numerator % divisor;
  // Without its remainder it divides evenly, and an even division is exact. Never minus zero.
  const quotient = (numerator - remainder) / divisor + 0;
  if (remainder === 0 || rounding === 'down') return quotient;
  // Against what is missing, since twice the remainder may be too wide.
  const missing = divisor - Math.abs(remainder);
  const isTie = Math.abs(remainder) === missing;
  const isAway = isTie
    ? rounding === 'half_up' || quotient % 2 !== 0
    : Math.abs(remainder) > missing;
  if (!isAway) return quotient;
  return numerator < 0 ? quotient - 1 : quotient + 1;
}

/**
 * Splits `total` in proportion to `weights`; the parts add up to `total`.
 *
 * Units that do not divide go to the largest remainders, the earlier part first among equals. No
 * part leaves the two whole numbers around its exact share. Where nothing weighs anything, all
 * weigh the same.
 */
export function shareOut(total: number, weights: readonly number[]): number[] {
  assertWhole(total, 'total');
  for (const weight of weights) assertCount(weight, 'weight');
  // Most discounts are none, and most documents have one line: nothing is shared then.
  if (weights.length === 1) return [total];
  if (total === 0) return weights.map(() => 0);
  return shareBig(BigInt(total), weights.map(BigInt)).map((part) => wholeOf(part, 'part'));
}

/** Adds up one number per item, and asserts every step of the way. */
export function sum<Item>(items: readonly Item[], pick: (item: Item) => number): number {
  let total = 0;
  for (const item of items) {
    total += pick(item);
    assertWhole(total, 'sum');
  }
  return total;
}

/** `numerator / divisor` rounded once, for products too wide for `mulDiv`. */
export function divideBig(numerator: bigint, divisor: bigint, rounding: Rounding): bigint {
  if (divisor <= 0n) throw new RangeError(`divisor must be above zero, not ${divisor}`);
  const quotient = numerator / divisor;
  const remainder = numerator % divisor;
  if (remainder === 0n || rounding === 'down') return quotient;
  const twice = remainder < 0n ? -2n * remainder : 2n * remainder;
  const isTie = twice === divisor;
  const isAway = isTie ? rounding === 'half_up' || quotient % 2n !== 0n : twice > divisor;
  if (!isAway) return quotient;
  return numerator < 0n ? quotient - 1n : quotient + 1n;
}

/** The heart of `shareOut`, for weights too wide for `number`. */
export function shareBig(total: bigint, weights: readonly bigint[]): bigint[] {
  if (total < 0n) return shareBig(-total, weights).map((part) => -part);
  if (weights.length === 0) {
    if (total !== 0n) throw new RangeError(`${total} cannot be shared among nobody`);
    return [];
  }
  const whole = weights.reduce((running, weight) => running + weight, 0n);
  if (whole === 0n) {
    return shareBig(
      total,
      weights.map(() => 1n),
    );
  }
  const parts = weights.map((weight) => (total * weight) / whole);
  const remainders = weights.map((weight) => (total * weight) % whole);
  const missing = total - parts.reduce((running, part) => running + part, 0n);
  const byRemainder = remainders
    .map((_, index) => index)
    .sort((one, other) => compareBig(remainders[other]!, remainders[one]!) || one - other);
  for (const index of byRemainder.slice(0, Number(missing))) parts[index]! += 1n;
  return parts;
}

/** Back to `number`, where it fits. */
export function wholeOf(value: bigint, name: string): number {
  const result = Number(value);
  assertWhole(result, name);
  return result;
}

function compareBig(one: bigint, other: bigint): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

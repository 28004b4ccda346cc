/**
 * Fractions, exactly: a numerator over a denominator above zero, never reduced below what is right.
 *
 * Slow and plain on purpose. It shares no line with the domain, whose answers it judges.
 */
export interface Rational {
  readonly top: bigint;
  readonly bottom: bigint;
}

export type RoundingMode = 'half_up' | 'half_even' | 'down';

export function rational(top: number | bigint, bottom: number | bigint = 1): Rational {
  return reduced(BigInt(top), BigInt(bottom));
}

export function plus(one: Rational, other: Rational): Rational {
  return reduced(one.top * other.bottom + other.top * one.bottom, one.bottom * other.bottom);
}

export function minus(one: Rational, other: Rational): Rational {
  return plus(one, { top: -other.top, bottom: other.bottom });
}

export function times(one: Rational, other: Rational): Rational {
  return reduced(one.top * other.top, one.bottom * other.bottom);
}

export function over(one: Rational, other: Rational): Rational {
  if (other.top === 0n) throw new RangeError('division by zero');
  return reduced(one.top * other.bottom, one.bottom * other.top);
}

/** Below zero, zero, or above: how `one` stands to `other`. */
export function compare(one: Rational, other: Rational): number {
  const difference = minus(one, other).top;
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

/** The greatest whole number that is not above. */
export function floor({ top, bottom }: Rational): bigint {
  const cut = top / bottom;
  return top % bottom < 0n ? cut - 1n : cut;
}

/** The nearest whole number; what the mode says is asked only where two are as near. */
export function round(value: Rational, mode: RoundingMode): bigint {
  if (value.top < 0n) return -round({ top: -value.top, bottom: value.bottom }, mode);
  const below = floor(value);
  if (mode === 'down') return below;
  const side = compare(minus(value, rational(below)), rational(1, 2));
  if (side !== 0) return side < 0 ? below : below + 1n;
  return mode === 'half_even' && below % 2n === 0n ? below : below + 1n;
}

function reduced(top: bigint, bottom: bigint): Rational {
  if (bottom === 0n) throw new RangeError('a fraction over zero');
  const sign = bottom < 0n ? -1n : 1n;
  let [large, small] = [top < 0n ? -top : top, bottom * sign];
  while (small !== 0n) [large, small] = [small, large % small];
  const common = large === 0n ? 1n : large;
  return { top: (top * sign) / common, bottom: (bottom * sign) / common };
}

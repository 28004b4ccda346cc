import { describe, expect, it } from 'vitest';
import { divideBig, mulDiv, shareBig, shareOut, sum } from './amount.ts';

// One row is one rounding:  a, b, divisor  ->  half_up, half_even, down.
// prettier-ignore
const roundings = [
  [ 333, 1_500,     1_000,  500,  500,  499],   // 499.5: a tie goes up, and up is even.
  [   5,     1,         2,    3,    2,    2],
  [   7,     1,         2,    4,    4,    3],
  [  -5,     1,         2,   -3,   -2,   -2],   // A refund mirrors the sale.
  [  -7,     1,         2,   -4,   -4,   -3],
  [   1,     1,         3,    0,    0,    0],
  [   2,     1,         3,    1,    1,    0],
  [   0,   999,         7,    0,    0,    0],
  [ 299,   345,     1_000,  103,  103,  103],
  [9_007_199_254_740_991, 1_000_000, 1_000_000,
   9_007_199_254_740_991, 9_007_199_254_740_991, 9_007_199_254_740_991],
] as const;

describe('mulDiv', () => {
  it.each(roundings)('%i * %i / %i', (a, b, divisor, halfUp, halfEven, down) => {
    expect(mulDiv(a, b, divisor, 'half_up')).toBe(halfUp);
    expect(mulDiv(a, b, divisor, 'half_even')).toBe(halfEven);
    expect(mulDiv(a, b, divisor, 'down')).toBe(down);
  });

  it('asserts whole numbers going in and coming out', () => {
    expect(() => mulDiv(0.5, 1, 1, 'half_up')).toThrow('a must be a safe whole number');
    expect(() => mulDiv(1, Number.NaN, 1, 'half_up')).toThrow('b must be');
    expect(() => mulDiv(1, 1, 0, 'half_up')).toThrow('divisor must be above zero');
    expect(() => mulDiv(Number.MAX_SAFE_INTEGER, 2, 1, 'half_up')).toThrow('mulDiv must be');
  });

  it('never answers minus zero', () => {
    expect(mulDiv(-1, 1, 3, 'half_up')).toBe(0);
    expect(mulDiv(-0, 5, 3, 'half_up')).toBe(0);
  });

  it('divides negative wholes alike', () => {
    expect(divideBig(-6n, 3n, 'half_even')).toBe(-2n);
  });
});

// One row is one split:  total, weights  ->  parts.
// prettier-ignore
const splits = [
  [ 55, [398, 149],        [40, 15]],
  [ 10, [1, 1, 1],         [4, 3, 3]],          // The earlier first, among equals.
  [-10, [1, 1, 1],         [-4, -3, -3]],
  [  2, [1, 1, 1],         [1, 1, 0]],
  [  7, [0, 5, 0],         [0, 7, 0]],
  [  0, [3, 4],            [0, 0]],
  [  5, [0, 0],            [3, 2]],             // Nothing weighs anything: all weigh the same.
  [  0, [],                []],
] as const;

describe('shareOut', () => {
  it.each(splits)('%i by %j', (total, weights, parts) => {
    expect(shareOut(total, weights)).toEqual(parts);
  });

  it('asserts that there is somebody to share with, and nobody weighs less than nothing', () => {
    expect(() => shareOut(1, [])).toThrow('among nobody');
    expect(() => shareOut(1, [2, -1])).toThrow('weight must not be below zero');
    expect(() => shareOut(1.5, [2])).toThrow('total must be');
  });

  it('shares among weights wider than a number', () => {
    expect(shareBig(3n, [10n ** 30n, 2n * 10n ** 30n])).toEqual([1n, 2n]);
  });
});

describe('sum', () => {
  it('adds one number per item and asserts each step', () => {
    expect(sum([{ minor: 2 }, { minor: 3 }], (item) => item.minor)).toBe(5);
    expect(sum([], () => 1)).toBe(0);
    expect(() => sum([Number.MAX_SAFE_INTEGER, 1], (value) => value)).toThrow('sum must be');
    expect(() => sum([0.1, 0.2], (value) => value)).toThrow('sum must be');
  });
});

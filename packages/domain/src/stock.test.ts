import { describe, expect, it } from 'vitest';
import { availableMilli, checkMovement, crossedLow, decideOversell, onHandAfter } from './stock.ts';
import { recoveredFromLow, stockState } from './stock.ts';
import type { MovementType } from './stock.ts';

describe('movements', () => {
  it('add up, below zero too', () => {
    expect(onHandAfter(5_000, { type: 'SALE', quantityMilli: -7_500 })).toBe(-2_500);
    expect(onHandAfter(-2_500, { type: 'PURCHASE', quantityMilli: 10_000 })).toBe(7_500);
  });

  // prettier-ignore
  it.each([
    ['PURCHASE', 1, true], ['PURCHASE', -1, false], ['SALE', -1, true],      ['SALE', 1, false],
    ['RETURN', 1, true],   ['RETURN', -1, false],   ['DAMAGE', -1, true],    ['DAMAGE', 1, false],
    ['TRANSFER', 1, true], ['TRANSFER', -1, true],  ['ADJUSTMENT', 1, true],
    ['ADJUSTMENT', -1, true],
    ['INITIAL', 0, true],  ['INITIAL', -1, false],  ['SALE', 0, false],      ['SALE', -0.5, false],
    ['toString', 1, false],
  ] as const)('%s of %d: %s', (type, quantityMilli, isSound) => {
    const flaws = checkMovement({ type: type as MovementType, quantityMilli });
    expect(flaws.length === 0).toBe(isSound);
  });

  it('leave what is not reserved', () => {
    expect(availableMilli(5_000, 2_000)).toBe(3_000);
    expect(availableMilli(1_000, 2_000)).toBe(-1_000);
  });
});

describe('overselling', () => {
  // prettier-ignore
  it.each([
    ['block', true,  'block'], ['block', false, 'warn'],
    ['warn',  true,  'warn'],  ['warn',  false, 'warn'],
    ['allow', true,  'proceed'], ['allow', false, 'proceed'],
  ] as const)('%s, online %s: %s', (policy, isOnlineRequest, decision) => {
    const question = { policy, isOnlineRequest, availableMilli: 1_000 };
    expect(decideOversell({ ...question, quantityMilli: 1_001 })).toBe(decision);
    expect(decideOversell({ ...question, quantityMilli: 1_000 })).toBe('proceed');
  });
});

describe('low stock', () => {
  it('is told once on the way down, and resolved once on the way up', () => {
    const path = [6, 5, 4, 5, 6, 5].map((pieces) => pieces * 1_000);
    const steps = path.slice(1).map((next, index) => [path[index]!, next] as const);
    const crossed = steps.map(([from, to]) => crossedLow(from, to, 5_000));
    expect(crossed).toEqual([true, false, false, false, true]);
    const recovered = steps.map(([from, to]) => recoveredFromLow(from, to, 5_000));
    expect(recovered).toEqual([false, false, false, true, false]);
  });

  it.each([
    [0, 'out_of_stock'],
    [-1, 'out_of_stock'],
    [5_000, 'low_stock'],
    [5_001, 'in_stock'],
    [9_000, 'in_stock'],
    [9_001, 'overstock'],
  ] as const)('%i on hand is %s', (onHandMilli, state) => {
    expect(stockState({ onHandMilli, minimumMilli: 5_000, maximumMilli: 9_000 })).toBe(state);
  });

  it('knows no overstock without a maximum', () => {
    expect(stockState({ onHandMilli: 10 ** 12, minimumMilli: 0 })).toBe('in_stock');
  });
});

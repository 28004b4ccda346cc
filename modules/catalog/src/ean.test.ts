import { describe, expect, it } from 'vitest';
import { inStoreEan, isEan13 } from './ean.ts';

describe('an EAN-13', () => {
  // Printed on goods that are sold everywhere.
  // prettier-ignore
  it.each([
    ['4006381333931', true],
    ['5901234123457', true],
    ['9780201379624', true],
    ['4006381333930', false],
    ['400638133393',  false],
    ['40063813339310', false],
    ['400638133393x', false],
  ])('%s: %s', (text, expected) => {
    expect(isEan13(text)).toBe(expected);
  });

  it('of the shop itself is one, and each number has its own', () => {
    const made = Array.from({ length: 1000 }, (_, index) => inStoreEan(index + 1));
    expect(made.every((one) => isEan13(one) && one.startsWith('29'))).toBe(true);
    expect(new Set(made).size).toBe(1000);
    expect(() => inStoreEan(10_000_000_000)).toThrow('no in-store barcode');
  });
});

import { describe, expect, it } from 'vitest';
import { cashRoundingMinorOf, currencies, decimalOf, decimalOfMilli } from './currency.ts';
import { exponentOf, isCurrency, milliOf, minorOf, percentOf } from './currency.ts';

describe('currencies', () => {
  // ISO 4217 against what engines display: KES 2 alike; SOS, MGA, IQD, HUF and IDR are not.
  // prettier-ignore
  it.each([
    ['KES', 2], ['TZS', 2], ['ETB', 2], ['NGN', 2], ['SOS', 2], ['MGA', 2], ['MRU', 2], ['HUF', 2],
    ['IDR', 2], ['USD', 2], ['UGX', 0], ['RWF', 0], ['BIF', 0], ['JPY', 0], ['KRW', 0], ['XAF', 0],
    ['XOF', 0], ['ISK', 0], ['BHD', 3], ['KWD', 3], ['OMR', 3], ['JOD', 3], ['TND', 3], ['IQD', 3],
    ['CLF', 4], ['UYW', 4], ['SLE', 2], ['XCG', 2], ['ZWG', 2],
  ] as const)('%s has %i digits', (code, digits) => {
    expect(exponentOf(code)).toBe(digits);
  });

  it('are all of ISO 4217, once each', () => {
    expect(new Set(currencies).size).toBe(currencies.length);
    expect(currencies.every((code) => /^[A-Z]{3}$/.test(code))).toBe(true);
    expect(currencies).toHaveLength(167);
    // What this engine calls a currency and we do not is withdrawn, or a unit of account.
    const others = Intl.supportedValuesOf('currency').filter((code) => !isCurrency(code));
    expect(['CUC', 'HRK', 'SLL', 'XDR', 'XSU', 'XUA', 'ZWL']).toEqual(
      expect.arrayContaining(others),
    );
  });

  it('are not what every object has', () => {
    for (const code of ['toString', '__proto__', 'usd', '', 'XXX']) {
      expect(isCurrency(code)).toBe(false);
    }
    expect(() => exponentOf('toString')).toThrow('not a currency');
  });

  it('round cash where coins end', () => {
    expect(cashRoundingMinorOf('CHF')).toBe(5);
    expect(cashRoundingMinorOf('SEK')).toBe(100);
    expect(cashRoundingMinorOf('USD')).toBe(1);
  });
});

describe('decimals', () => {
  // prettier-ignore
  it.each([
    [ 1_250, 'KES', '12.50'], [   -5, 'KES', '-0.05'], [   0, 'KES', '0.00'],
    [   100, 'JPY', '100'],   [   -1, 'JPY', '-1'],    [   5, 'KWD', '0.005'],
    [ 1_234, 'KWD', '1.234'], [12_345, 'CLF', '1.2345'],
    [9_007_199_254_740_991, 'USD', '90071992547409.91'],
  ] as const)('%i %s is %s', (minor, currency, text) => {
    expect(decimalOf(minor, currency)).toBe(text);
    expect(minorOf(text, currency)).toBe(minor);
  });

  // prettier-ignore
  it.each([
    ['2.550', 'GBP', 255], ['2.5', 'GBP', 250], ['2', 'GBP', 200], ['007.10', 'GBP', 710],
    ['5.00', 'JPY', 5], ['-0', 'KES', 0], ['-0.00', 'KES', 0],
    ['2.555', 'GBP', undefined], ['0.5', 'JPY', undefined], ['', 'KES', undefined],
    ['1e3', 'KES', undefined], ['1,000', 'KES', undefined], ['+1', 'KES', undefined],
    ['.5', 'KES', undefined], ['5.', 'KES', undefined], [' 5', 'KES', undefined],
    ['5\n', 'KES', undefined], ['٣', 'KES', undefined], ['NaN', 'KES', undefined],
    ['--5', 'KES', undefined], ['90071992547409.92', 'USD', undefined],
    ['0'.repeat(41), 'KES', undefined],
  ] as const)('%j %s reads as %s', (text, currency, minor) => {
    expect(minorOf(text, currency)).toBe(minor);
  });

  it.each([
    [1_500, '1.5'],
    [6_000, '6'],
    [1, '0.001'],
    [0, '0'],
    [10_000, '10'],
    [-250, '-0.25'],
    [100_000_000, '100000'],
  ] as const)('%i thousandths are %s', (milli, text) => {
    expect(decimalOfMilli(milli)).toBe(text);
    expect(milliOf(text)).toBe(milli);
  });

  it('say a rate as people do', () => {
    expect(percentOf(160_000)).toBe('16');
    expect(percentOf(82_500)).toBe('8.25');
    expect(percentOf(1)).toBe('0.0001');
    expect(percentOf(0)).toBe('0');
  });

  it('refuse to write what is not whole', () => {
    expect(() => decimalOf(0.5, 'KES')).toThrow('amount must be');
    expect(milliOf('1.2345')).toBeUndefined();
  });
});

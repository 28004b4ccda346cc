import { checkPriceBook, currencies } from '@evertill/domain';
import { describe, expect, it } from 'vitest';
import { STANDARD_TAX_CODE, firstPriceBook } from './first-price-book.ts';

describe('the price book a shop starts with', () => {
  it('has no flaw in any currency', () => {
    expect(currencies.filter((code) => checkPriceBook(firstPriceBook(code)).length > 0)).toEqual(
      [],
    );
  });

  it.each([
    ['KES', 160_000],
    ['GBP', 200_000],
    ['JPY', 0],
  ])('knows the standard rate of %s', (currency, ratePpm) => {
    const rule = firstPriceBook(currency).taxes[STANDARD_TAX_CODE];
    expect(rule?.components.map((component) => component.ratePpm)).toEqual([ratePpm]);
  });
});

import { Refusal } from '@evertill/kernel';
import { describe, expect, it } from 'vitest';
import { firstPriceBook } from './first-price-book.ts';
import { blankProduct, productOf } from './product-input.ts';
import type { ProductFields } from './product-input.ts';

const book = firstPriceBook('KES');
const milk = productOf(
  { name: 'Milk', sku: 'MLK', price: '60.50', cost: '40' },
  book,
  blankProduct,
);

function refusalOf(input: ProductFields): string {
  try {
    productOf(input, book, milk);
    return 'fine';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return `${error.code} ${error.fields.map(({ field }) => field).join(' ')}`;
  }
}

describe('the fields of a product', () => {
  it('are whole minor units and thousandths inside', () => {
    expect(milk).toMatchObject({ priceMinor: 6_050, costMinor: 4_000, minQuantityMilli: 0 });
    expect(productOf({ minQuantity: '1.5' }, book, milk).minQuantityMilli).toBe(1_500);
  });

  it('stay as they were unless they are given', () => {
    expect(productOf({}, book, milk)).toEqual(milk);
    expect(productOf({ cost: null }, book, milk)).toEqual({ ...milk, costMinor: null });
  });

  // One row is one input, and the refusal it meets.
  // prettier-ignore
  it.each([
    [{ price: '1.005' },               'amount_invalid price'],
    [{ price: '999999999999999' },     'amount_invalid price'],
    [{ cost: '0.001' },                'amount_invalid cost'],
    [{ minQuantity: '0.0001' },        'amount_invalid minQuantity'],
    [{ taxCode: 'VAT' },               'input_invalid tax_code'],
    [{ taxCode: 'toString' },          'input_invalid tax_code'],
    [{ taxCode: 'EXEMPT' },            'fine'],
    [{ price: '1.50000' },             'fine'],
  ])('%j', (input, expected) => {
    expect(refusalOf(input)).toBe(expected);
  });
});

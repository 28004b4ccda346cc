import { describe, expect, it } from 'vitest';
import { checkPriceBook, taxRuleOf } from './price-book.ts';
import type { PriceBook } from './price-book.ts';
import type { TaxRule } from './tax.ts';

const vat: TaxRule = {
  kind: 'standard',
  components: [{ name: 'VAT', ratePpm: 160_000, isCompound: false }],
};

const book: PriceBook = {
  version: 1,
  currency: 'KES',
  isTaxIncluded: true,
  taxRounding: 'document',
  rounding: 'half_up',
  cashRoundingMinor: 100,
  taxes: { B: vat, A: { kind: 'exempt', components: [] } },
};

/** As it may arrive from outside, where types are only promised. */
const odd = (more: object): PriceBook => ({ ...book, ...more });

const component = { name: 'VAT', ratePpm: 160_000, isCompound: false };

const withComponent = (more: object) => {
  return { taxes: { B: { ...vat, components: [{ ...component, ...more }] } } };
};

describe('taxRuleOf', () => {
  it('finds what the book says and nothing that every object has', () => {
    expect(taxRuleOf(book, 'B')).toBe(vat);
    for (const code of ['toString', '__proto__', 'constructor', 'b', '']) {
      expect(taxRuleOf(book, code)).toBeUndefined();
    }
  });

  it('finds a code of an odd name that is really there', () => {
    const taxes = JSON.parse(
      '{"__proto__":{"kind":"exempt","components":[]}}',
    ) as typeof book.taxes;
    expect(taxRuleOf(odd({ taxes }), '__proto__')).toEqual({ kind: 'exempt', components: [] });
  });
});

describe('checkPriceBook', () => {
  it('finds nothing in a sound book', () => {
    expect(checkPriceBook(book)).toEqual([]);
  });

  // prettier-ignore
  it.each([
    [{ version: 0 },                                       'version_out_of_range'],
    [{ version: 1.5 },                                     'version_out_of_range'],
    [{ currency: 'toString' },                             'currency_unknown'],
    [{ taxRounding: 'order' },                             'tax_rounding_unknown'],
    [{ rounding: 'half_down' },                            'rounding_unknown'],
    [{ cashRoundingMinor: -1 },                            'cash_rounding_out_of_range'],
    [{ taxes: { '': vat } },                               'tax_code_invalid'],
    [{ taxes: { ['x'.repeat(33)]: vat } },                 'tax_code_invalid'],
    [{ taxes: { B: { ...vat, kind: 'reduced' } } },        'tax_kind_unknown'],
    [{ taxes: { B: { ...vat, components: [] } } },         'tax_components_missing'],
    [{ taxes: { B: { ...vat, components: Array(5).fill(component) } } }, 'tax_components_too_many'],
    [withComponent({ name: ' ' }),                         'tax_name_invalid'],
    [withComponent({ ratePpm: -1 }),                       'tax_rate_out_of_range'],
    [{ taxes: { B: { ...vat, kind: 'zero' } } },           'tax_rate_not_zero'],
    [{ taxes: { B: { ...vat, kind: 'exempt' } } },         'tax_rate_not_zero'],
  ])('of %j says %s', (more, code) => {
    expect(checkPriceBook(odd(more)).map((flaw) => flaw.code)).toContain(code);
  });

  it('says where, and bounds the number of codes', () => {
    const [flaw] = checkPriceBook(odd({ taxes: { B: { ...vat, kind: 'zero' } } }));
    expect(flaw).toEqual({ code: 'tax_rate_not_zero', path: 'taxes.B.components.0.ratePpm' });
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`C${index}`, vat]));
    expect(checkPriceBook(odd({ taxes: many }))).toEqual([
      { code: 'tax_codes_too_many', path: 'taxes' },
    ]);
  });
});

/** Flaws of a value are told in the caller's names, and carry nothing that should not travel. */
import { codecOf, saleBody } from '@evertill/contract';
import { expect, test } from 'vitest';
import { checkSchema, describe as tell, problemOf, Refusal, refusalFrom } from '../src/index.ts';
import { shownName, unknownFields } from '../src/index.ts';

const line = {
  product: '0190a000-0000-7000-8000-000000000001',
  sku: '',
  name: '',
  quantity: 1,
  unit_price: 1,
  tax_code: 'STD',
  tax: 0,
  total: 1,
};
const sale = {
  receipt_number: 'R',
  currency: 'GBP',
  price_book_version: 1,
  rules_version: 1,
  lines: [line],
  tax: 0,
  total: 1,
  payments: [],
};
const flawsOf = (body: unknown) => checkSchema(saleBody, codecOf(saleBody).read(body).value);

// what is changed in the sale, the field that is named, and the words for it
const rows = [
  [{}, undefined, ''],
  [{ total: 1e-7 }, 'total', 'is not in the expected form'],
  [{ total: '-1' }, 'total', 'is not in the expected form'],
  [{ total: undefined }, 'total', 'is required'],
  [{ price_book_version: 0 }, 'price_book_version', 'must be at least 1'],
  [{ price_book_version: 1.5 }, 'price_book_version', 'must be of type integer'],
  [{ price_book_version: '1' }, 'price_book_version', 'must be of type integer'],
  [{ lines: [] }, 'lines', 'must be at least 1'],
  [{ lines: [{ ...line, unit_price: 'x' }] }, 'lines.0.unit_price', 'is not in the expected form'],
  [{ lines: [{ ...line, unit_price: undefined }] }, 'lines.0.unit_price', 'is required'],
  [{ lines: 'x' }, 'lines', 'must be of type array'],
  [{ source: 'X' }, 'source', 'must be one of REGISTER, IMPORT'],
] as const;

test.each(rows)('%j: %s %s', (change, field, message) => {
  const flaws = flawsOf({ ...sale, ...change });
  expect(flaws).toEqual(field === undefined ? [] : [{ field, message }]);
});

test('native casing is refused where another casing was sent', () => {
  const { unitPrice: _, ...native } = { ...line, unitPrice: 1, unit_price: undefined };
  expect(flawsOf({ ...sale, lines: [native] })).toMatchObject([{ field: 'lines.0.unit_price' }]);
});

test('a made-up name is shown in part, and without what no text may hold', () => {
  expect(shownName('a\u0000b\ud800')).toBe('a\ufffdb\ufffd');
  expect(shownName('x'.repeat(5_000))).toHaveLength(101);
  expect(shownName(`${'x'.repeat(99)}😀`).isWellFormed()).toBe(true);
  expect(tell(unknownFields(['a', '']))).toBe(
    'a: is not a known field; body: is not a known field',
  );
});

test('a fault tells nothing of itself; a refusal from a neighbour is the refusal it was', () => {
  const fault = problemOf(new Error('SELECT secret FROM x'), 'trace');
  expect(fault).toMatchObject({ status: 500, code: 'fault', trace_id: 'trace' });
  expect(JSON.stringify(fault)).not.toContain('secret');
  const sent = problemOf(new Refusal('not_found', { detail: 'no such thing' }), 'trace');
  expect(refusalFrom(sent)).toMatchObject({ code: 'not_found', message: 'no such thing' });
  for (const other of [null, 'x', {}, { code: 'fault' }, { code: 'toString' }, fault]) {
    expect(refusalFrom(other)).toBeUndefined();
  }
});

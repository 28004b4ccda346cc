/** Two casings, one meaning: whatever the wire wears, code sees the same. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import * as contract from '../src/index.ts';
import type { Casing, Operation } from '../src/index.ts';
import { valueOf } from './values-of.ts';

const { codecOf, operationBodies, orders } = contract;
const { audit, auth, catalog, customers, inventory, payments, purchasing } = contract;
const operations: readonly Operation[] = [
  auth,
  catalog,
  inventory,
  orders,
  payments,
  purchasing,
  customers,
  audit,
].flatMap((module): readonly Operation[] => Object.values(module));
const types = [
  ...operations.map((one) => [`${one.name} in`, one.input] as const),
  ...operations.map((one) => [`${one.name} out`, one.output] as const),
  ...Object.entries(operationBodies).map(([kind, body]) => [`a body of ${kind}`, body] as const),
];
const runs = { numRuns: 25 };

function readIn(casing: Casing, type: z.ZodType, wire: unknown): unknown {
  // Over the wire and back, so that what JSON cannot say would show.
  const { value, unknown, flaws } = codecOf(type, casing).read(JSON.parse(JSON.stringify(wire)));
  expect([unknown, flaws]).toEqual([[], []]);
  return value;
}

describe('a value goes out and comes back, in either casing', () => {
  test.each(types)('%s', (_, type) => {
    fc.assert(
      fc.property(valueOf(codecOf(type).schema), (value) => {
        for (const casing of contract.casings) {
          const wire = codecOf(type, casing).write(value);
          const back = readIn(casing, type, wire);
          expect(back).toEqual(value);
          expect(codecOf(type, casing).write(back)).toEqual(wire);
        }
      }),
      runs,
    );
  });
});

function* namesIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, item] of Object.entries(value)) {
    if (!Array.isArray(value)) yield name;
    yield* namesIn(item);
  }
}

const id = '0190a000-0000-7000-8000-000000000001';
const nativeSale = {
  receipt_number: 'T1-1',
  currency: 'GBP',
  price_book_version: 1,
  rules_version: 1,
  lines: [
    {
      product: id,
      sku: 'MUG',
      name: 'Mug',
      quantity: 1,
      unit_price: 8.5,
      tax_code: 'STD',
      tax: '1.42',
      total: '8.50',
    },
  ],
  tax: '1.42',
  total: '8.50',
  payments: [{ sales_payment_id: id, method: 'STORE_CREDIT', amount: '8.50' }],
};
const nexisSale = {
  receiptNumber: 'T1-1',
  Currency: 'GBP',
  PriceBookVersion: 1,
  rulesVersion: 1,
  Lines: [
    {
      Product: id,
      sku: 'MUG',
      name: 'Mug',
      quantity: 1,
      UnitPrice: 8.5,
      taxCode: 'STD',
      tax: '1.42',
      total: '8.50',
    },
  ],
  tax: '1.42',
  total: '8.50',
  payments: [{ salesPaymentId: id, method: 'StoreCredit', amount: '8.50' }],
};

function pushOf(kind: string, body: unknown, casing: Casing) {
  const envelope =
    casing === 'native'
      ? { register_id: id, epoch: 1, fencing: 1 }
      : { registerId: id, Epoch: 1, fencing: 1 };
  const at = '2026-01-02T03:04:05Z';
  const when = casing === 'native' ? { occurred_at: at } : { occurredAt: at };
  return { ...envelope, operations: [{ seq: 1, id, kind, ...when, body }] };
}

describe('a push in Nexis casing', () => {
  test('is the very push of the native casing, to the hash of its bodies', () => {
    const native = readIn('native', orders.push.input, pushOf('sale', nativeSale, 'native'));
    const nexis = readIn('nexis', orders.push.input, pushOf('sale', nexisSale, 'nexis'));
    const hash = (push: unknown): string => {
      const [sent] = (push as { operations: { body: unknown }[] }).operations;
      const { value, unknown } = codecOf(contract.saleBody).read(sent?.body);
      expect(unknown).toEqual([]);
      const text = contract.canonicalBody(contract.saleBody, contract.saleBody.parse(value));
      return createHash('sha256').update(text).digest('hex');
    };
    expect(hash(nexis)).toBe(hash(native));
  });

  test('also for a sale that comes alone', () => {
    const { body, ...rest } = pushOf('sale', nexisSale, 'nexis').operations[0] ?? {};
    const { kind: _, ...alone } = rest as Record<string, unknown>;
    const sent = { ...alone, body, registerId: id, epoch: 1, fencing: 1 };
    const read = readIn('nexis', orders.recordSale.input, sent) as { body: object };
    expect(Object.keys(read.body)).toContain('receipt_number');
    expect([...namesIn(read.body)].filter((name) => /[A-Z]/.test(name))).toEqual([]);
  });

  test.each([
    ['a name nobody knows', { ...nexisSale, surprise: 1 }],
    ['a word of the other casing', { ...nexisSale, payments: [{ method: 'STORE_CREDIT' }] }],
    ['one thing said twice', { ...nexisSale, ReceiptNumber: 'T1-2' }],
    ['no object', 'x'],
  ])('leaves a body as it came, to be judged in its place: %s', (_, body) => {
    const wire = pushOf('sale', body, 'nexis');
    const read = readIn('nexis', orders.push.input, wire) as { operations: { body: unknown }[] };
    expect(read.operations[0]?.body).toEqual(body);
  });

  test('leaves the body of a kind nobody knows', () => {
    for (const kind of ['surprise', '__proto__', 'toString']) {
      const read = readIn('nexis', orders.push.input, pushOf(kind, nexisSale, 'nexis'));
      expect(read).toMatchObject({ operations: [{ body: nexisSale }] });
    }
  });
});

describe('what does not fit in Nexis casing', () => {
  const type = z.strictObject({
    unitPrice: z.string(),
    kind: z.enum(['PAY_IN', 'PAY_OUT']),
    taxes: z.record(z.string(), z.strictObject({ ratePpm: z.int() })),
  });
  const read = (wire: unknown) => codecOf(type, 'nexis').read(wire);

  test('native names are not known, and named as they were written', () => {
    const { unknown } = read({ unit_price: '1', taxes: { a_b: { rate_ppm: 1 } } });
    expect(unknown).toEqual(['unit_price', 'taxes.a_b.rate_ppm']);
  });

  test('native words are not known', () => {
    const { flaws } = read({ kind: 'PAY_IN' });
    expect(flaws).toEqual([{ field: 'kind', message: 'must be one of PayIn, PayOut' }]);
  });

  test('one name in two spellings is one thing said twice', () => {
    const { flaws } = read({ unitPrice: '1', UnitPrice: '2' });
    expect(flaws).toEqual([{ field: 'UnitPrice', message: 'is there more than once' }]);
  });

  test('a path of the native casing is shown in the other, keys of the caller’s own aside', () => {
    const path = 'taxes.unit_price.rate_ppm';
    expect(contract.pathIn('nexis', type, path)).toBe('taxes.unit_price.ratePpm');
    expect(contract.pathIn('nexis', type, 'unit_price')).toBe('unitPrice');
    expect(contract.pathIn('native', type, path)).toBe(path);
    const lines = contract.pathIn('nexis', contract.saleBody, 'lines.0.unit_price');
    expect(lines).toBe('lines.0.unitPrice');
  });
});

describe('words', () => {
  test.each([
    ['CASH', 'Cash'],
    ['STORE_CREDIT', 'StoreCredit'],
    ['CODE_128', 'Code128'],
    ['gzip', 'gzip'],
    ['total_differs', 'total_differs'],
  ])('%s is %s', (word, nexis) => {
    expect(contract.nexisWord(word)).toBe(nexis);
  });

  test('two that would become one are an error where the codec is made', () => {
    const type = z.strictObject({ kind: z.enum(['PAY_IN', 'PAYIN', 'PAY_I_N']) });
    expect(() => codecOf(type)).not.toThrow();
    expect(() => codecOf(type, 'nexis')).not.toThrow();
    const colliding = z.strictObject({ kind: z.enum(['A1_B', 'A_1_B']) });
    expect(() => codecOf(colliding, 'nexis')).toThrow('are one in Nexis casing');
  });

  test('that name fields are written like fields', () => {
    const query = codecOf(catalog.listProducts.input, 'nexis');
    const { value } = query.read({ ordering: '-updatedAt', limit: '5' }, { isText: true });
    expect(value).toEqual({ ordering: '-updated_at', limit: 5 });
    expect(query.read({ ordering: '-updated_at' }).flaws).toHaveLength(1);
  });

  test('names become wire names and come back', () => {
    const names = types.flatMap(([, type]) => [...namesOf(codecOf(type).schema)]);
    for (const name of new Set(names)) {
      expect(contract.codeName(contract.wireName(name))).toBe(name);
    }
  });
});

function* namesOf(schema: contract.JsonSchema): Generator<string> {
  for (const [name, one] of Object.entries(schema.properties ?? {})) {
    yield name;
    yield* namesOf(one);
  }
  for (const one of [schema.items, ...(schema.anyOf ?? [])]) if (one) yield* namesOf(one);
}

/** The contract holds what it promises of itself: strict, convertible, hashed the same for ever. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import * as contract from '../src/index.ts';
import type { JsonSchema, Operation } from '../src/index.ts';

const { audit, auth, canonicalBody, catalog, codecOf, customers, inventory, orders } = contract;
const modules = [auth, catalog, customers, inventory, orders, contract.purchasing, audit];
const operations: readonly Operation[] = modules.flatMap((module): readonly Operation[] =>
  Object.values(module),
);
const bodies = Object.entries(contract.operationBodies);

function* objectsIn(schema: JsonSchema, path = ''): Generator<readonly [string, JsonSchema]> {
  if (schema.type === 'object') yield [path, schema];
  for (const [name, one] of Object.entries(schema.properties ?? {})) {
    yield* objectsIn(one, `${path}.${name}`);
  }
  if (schema.items !== undefined) yield* objectsIn(schema.items, `${path}[]`);
  for (const one of schema.anyOf ?? []) yield* objectsIn(one, path);
}

describe('every operation', () => {
  test.each(operations.map((one) => [one.name, one] as const))('%s', (name, operation) => {
    expect(() => codecOf(operation.output)).not.toThrow();
    for (const [path, schema] of objectsIn(codecOf(operation.input).schema)) {
      const isRecord =
        schema.properties === undefined || Object.keys(schema.properties).length === 0;
      if (isRecord && path !== '') continue;
      expect(schema.additionalProperties, `${name}${path} is not strict`).toBe(false);
    }
    const { http } = operation;
    if (http === undefined) return;
    expect(http.path).toMatch(/^\/(?:api\/[a-z-]+|\.well-known)\/.*$/);
    const inPath = [...http.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    const known = Object.keys(codecOf(operation.input).schema.properties ?? {});
    expect(known.map(contract.wireName)).toEqual(expect.arrayContaining(inPath));
    expect(operation.refusals.every(contract.isRefusalCode)).toBe(true);
  });

  /** Nothing is made by these that could be made twice: a log-in, a code, what is set once. */
  const makesNoThing: ReadonlySet<string> = new Set([
    'orders.enrol',
    'orders.renewEnrolmentCode',
    'orders.reserveLine',
    'inventory.setInitialStock',
    // Product and location are its id.
    'inventory.registerLocationStock',
  ]);

  test.each(
    operations
      .filter(({ http, name }) => http?.success === 201 && !makesNoThing.has(name))
      .map((one) => [one.name, one] as const),
  )('%s says where the id is that its maker gives', (_, { input, ownId = '' }) => {
    const [field = '', inEach] = ownId.split('.');
    const list = codecOf(input).schema.properties?.[field];
    const own = inEach === undefined ? list : list?.items?.properties?.[inEach];
    expect(own?.format).toBe('uuid');
  });

  test('has a name and an address of its own', () => {
    const names = operations.map(({ name }) => name);
    const addresses = operations.flatMap(({ http }) =>
      http ? [`${http.method} ${http.path}`] : [],
    );
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  test.each(bodies)('a body of kind %s is strict through and through', (_, body) => {
    for (const [path, schema] of objectsIn(codecOf(body).schema)) {
      // A record has keys of the caller's own: they fit a pattern, and there are so many at most.
      if (schema['propertyNames'] !== undefined) {
        expect(schema['maxProperties'], path).toBeDefined();
        continue;
      }
      expect(schema.additionalProperties, path).toBe(false);
    }
  });
});

const product = '0190a000-0000-7000-8000-000000000001';
const sale = {
  total: '8.50',
  receipt_number: 'T1-1 – é😀',
  currency: 'GBP',
  price_book_version: 1,
  rules_version: 1,
  lines: [
    {
      product,
      sku: 'MUG',
      name: 'Mug "blue"',
      quantity: '1',
      unit_price: '8.50',
      tax_code: 'STD',
      tax: '1.42',
      total: '8.50',
    },
  ],
  tax: '1.42',
  payments: [{ sales_payment_id: product, method: 'CASH', amount: '10' }],
  change: '1.50',
  customer: null,
};

function hashOf(body: unknown): string {
  const { value, unknown } = codecOf(contract.saleBody).read(body);
  expect(unknown).toEqual([]);
  const text = canonicalBody(contract.saleBody, contract.saleBody.parse(value));
  return createHash('sha256').update(text).digest('hex');
}

describe('the hash of a body', () => {
  // Registers out there hold sales under this hash. It is never edited: a change of it is a bug.
  const GOLDEN = '507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5';

  test('is what it has always been', () => {
    expect(hashOf(sale)).toBe(GOLDEN);
  });

  test('does not depend on the order of names, nor on numbers or strings', () => {
    const reversed = Object.fromEntries(Object.entries(sale).toReversed());
    expect(hashOf(reversed)).toBe(GOLDEN);
    const payments = [{ ...sale.payments[0], amount: 10 }];
    expect(hashOf({ ...sale, payments })).toBe(GOLDEN);
  });

  test('depends on everything that was said, also on how finely', () => {
    const others = [
      { ...sale, total: '8.5' },
      { ...sale, note: '' },
      { ...sale, customer: product },
      { ...sale, lines: [...sale.lines, ...sale.lines] },
    ];
    const hashes = others.map(hashOf);
    expect(new Set([GOLDEN, ...hashes]).size).toBe(others.length + 1);
  });
});

describe('names on the wire', () => {
  test.each([
    ['unitPrice', 'unit_price'],
    ['salesHeaderId', 'sales_header_id'],
    ['minQuantity', 'minQuantity'],
    ['isTaxIncluded', 'is_tax_included'],
    ['sku', 'sku'],
  ])('%s is %s', (name, wire) => {
    expect(contract.wireName(name)).toBe(wire);
  });

  test('a path keeps its numbers', () => {
    expect(contract.wirePath('lines.0.unitPrice')).toBe('lines.0.unit_price');
  });

  test('what a schema does not know is named where it stands, never mended', () => {
    const { unknown } = codecOf(contract.saleBody).read({
      ...sale,
      receiptNumber: 'x',
      lines: [{ ...sale.lines[0], unitPrice: 1 }],
    });
    expect(unknown.toSorted()).toEqual(['lines.0.unitPrice', 'receiptNumber']);
  });

  test('keys of the caller’s own keep their names, both ways', () => {
    const taxes = { FoodVat: { kind: 'STANDARD', components: [{ rate_ppm: 1 }] }, toString: 1 };
    const codec = codecOf(contract.priceBookView);
    const { value } = codec.read({ taxes });
    expect(value).toEqual({
      taxes: { FoodVat: { kind: 'STANDARD', components: [{ ratePpm: 1 }] }, toString: 1 },
    });
    expect(codec.write(value)).toEqual({ taxes });
  });
});

describe('amounts', () => {
  const read = (value: unknown): unknown =>
    (codecOf(contract.tender).read({ amount: value }).value as { amount: unknown }).amount;

  test.each([
    [10, '10'],
    [0.1, '0.1'],
    [-0, '0'],
    [1e21, '1e+21'],
    ['1.50', '1.50'],
    [null, null],
    [true, true],
  ])('%s is read as %s', (wire, code) => {
    expect(read(wire)).toBe(code);
  });

  test.each([
    ['0', true],
    ['0.01', true],
    ['999999999999999.999999', true],
    ['1e+21', false],
    ['00', false],
    ['-1', false],
    ['.5', false],
    ['1.', false],
    ['1.0000001', false],
    ['１', false],
    ['1\n', false],
  ])('%j fits: %s', (text, isFitting) => {
    expect(contract.positiveDecimal().safeParse(text).success).toBe(isFitting);
  });
});

describe('text', () => {
  test.each([
    ['', true],
    ['é😀', true],
    ['a\u0000', false],
    ['a\nb', false],
    ['\ud800', false],
    ['\u0085', false],
    ['x'.repeat(101), false],
  ])('%j fits a line of a hundred: %s', (text, isFitting) => {
    expect(contract.text(100).safeParse(text).success).toBe(isFitting);
  });
});

describe('capabilities', () => {
  const all = ['owner', 'manager', 'cashier'];
  const leaders = ['owner', 'manager'];

  test('are these, of these roles', () => {
    expect(contract.capabilities).toEqual({
      catalog_view: all,
      catalog_manage: leaders,
      stock_view: all,
      stock_adjust: leaders,
      stock_approve: leaders,
      location_manage: leaders,
      purchase_manage: leaders,
      supplier_manage: leaders,
      expense_manage: leaders,
      payment_option_view: all,
      payment_option_manage: leaders,
      cost_view: leaders,
      sale_record: all,
      sale_view: all,
      return_approve: leaders,
      refund_approve: leaders,
      return_policy_manage: leaders,
      rate_manage: leaders,
      approval_give: leaders,
      store_credit_view: leaders,
      price_override: leaders,
      sale_void: leaders,
      register_view: all,
      register_manage: leaders,
      session_operate: all,
      session_view_all: leaders,
      session_expected_view: leaders,
      cash_move: all,
      customer_view: all,
      customer_manage: all,
      customer_export: leaders,
      customer_erase: leaders,
      exceptions_view: leaders,
      exceptions_decide: leaders,
      audit_view: leaders,
      own_account: all,
      staff_view: leaders,
      staff_manage: leaders,
      role_manage: ['owner'],
      tenant_view: all,
      tenant_manage: ['owner'],
      api_key_manage: ['owner'],
    });
  });

  test('words that are no roles may do nothing', () => {
    for (const role of ['', 'OWNER', 'toString', '__proto__', 'admin']) {
      expect(contract.mayDo([role], 'catalog_view')).toBe(false);
      expect(contract.counterLimitsOf([role])).toEqual({
        discountPpmMax: 0,
        mayOverridePrice: false,
        mayRefundWithoutSale: false,
        refundMinorMax: 0,
        payOutMinorMax: 0,
        mayOpenDrawer: false,
        mayVoid: false,
      });
    }
  });

  test('of several roles the widest counts', () => {
    expect(contract.counterLimitsOf(['cashier', 'manager']).discountPpmMax).toBe(1_000_000);
    const limits = contract.roleLimitDefaults;
    const { cashier, manager } = limits;
    const said = { ...limits, cashier: { ...cashier, refundMinorMax: 500 } };
    expect(contract.counterLimitsOf(['cashier'], said).refundMinorMax).toBe(500);
    expect(contract.counterLimitsOf(['cashier', 'manager'], said)).toEqual(manager);
  });
});

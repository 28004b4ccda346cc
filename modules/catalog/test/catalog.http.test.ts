import { catalog } from '@evertill/contract';
import { newId, realWorld } from '@evertill/kernel';
import { startTestShop } from '@evertill/testing';
import type { TestAnswer, TestRole, TestShop, TestTenant } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let shop: TestShop;
let british: TestTenant;
let kenyan: TestTenant;
beforeAll(async () => {
  shop = await startTestShop();
  [british, kenyan] = shop.tenants;
}, 60_000);
afterAll(() => shop.close());

const newUuid = (): string => newId(realWorld());

interface Asking {
  readonly tenant?: TestTenant;
  readonly role?: TestRole;
}

function ask(
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  body?: object,
  { tenant = british, role = 'owner' }: Asking = {},
): Promise<TestAnswer> {
  return shop.call(method, path, { token: tenant.tokens[role], body });
}

let made = 0;
/** A product that nobody has yet. */
function goods(changes: object = {}) {
  made += 1;
  return {
    product_id: newUuid(),
    name: `Goods ${made}`,
    sku: `G-${made}`,
    price: '1.00',
    ...changes,
  };
}

describe('a product', () => {
  it('is answered as it was sent, and again when it is sent again', async () => {
    const milk = goods({
      name: 'Milk',
      price: 1.2,
      barcode: '500',
      cost: '0.8',
      minQuantity: '2.5',
    });
    const first = await ask('POST', '/api/products/', milk);
    expect([first.status, first.body]).toMatchObject([
      201,
      {
        name: 'Milk',
        price: '1.20',
        cost: '0.80',
        minQuantity: '2.5',
        tax_code: 'STD',
        currency: 'GBP',
        oversell_policy: 'WARN',
        is_active: true,
      },
    ]);
    const again = await Promise.all([1, 2, 3].map(() => ask('POST', '/api/products/', milk)));
    expect(again.map(({ status, body }) => [status, body])).toEqual(
      again.map(() => [201, first.body]),
    );
  });

  it('is made once when the same request comes many times at once', async () => {
    const bread = goods({ barcode: '501' });
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => ask('POST', '/api/products/', bread)),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  });

  it('is refused under an id, a SKU or a barcode that something else has', async () => {
    const tea = goods({ barcode: '502' });
    await ask('POST', '/api/products/', tea);
    // prettier-ignore
    const cases = [
      [{ ...tea, name: 'Other' },           'id_reused', undefined],
      [goods({ sku: tea.sku }),             'name_taken', 'sku'],
      [goods({ barcode: '502' }),           'name_taken', 'barcode'],
      [goods({ category: newUuid() }),      'not_found', 'category'],
      [goods({ unit: newUuid() }),          'not_found', 'unit'],
      [goods({ price: '1.005' }),           'amount_invalid', 'price'],
      [goods({ tax_code: 'VAT' }),          'input_invalid', 'tax_code'],
      [goods({ user_client: kenyan.tenantId }), 'tenant_mismatch', undefined],
    ] as const;
    for (const [body, code, field] of cases) {
      const answer = await ask('POST', '/api/products/', body);
      expect([answer.body.code, answer.body.errors?.[0]?.field]).toEqual([code, field]);
    }
  });

  it('may differ from another by the case of its SKU alone', async () => {
    expect((await ask('POST', '/api/products/', goods({ sku: 'case' }))).status).toBe(201);
    expect((await ask('POST', '/api/products/', goods({ sku: 'CASE' }))).status).toBe(201);
  });

  it('is not there for another shop, which may use its id, SKU and barcode', async () => {
    const salt = goods({ barcode: '503' });
    await ask('POST', '/api/products/', salt);
    const path = `/api/products/${salt.product_id}/`;
    expect((await ask('GET', path, undefined, { tenant: kenyan })).status).toBe(404);
    const change = await ask('PATCH', path, { price: '9' }, { tenant: kenyan });
    expect(change.body).toMatchObject({ code: 'not_found' });
    const theirs = await ask('POST', '/api/products/', salt, { tenant: kenyan });
    expect([theirs.status, theirs.body.currency]).toEqual([201, 'KES']);
    const database = shop.running.assembly.databases.get('catalog');
    const seen = await database?.read({ tenantId: british.tenantId }, (tx) =>
      tx.query('SELECT DISTINCT tenant_id FROM catalog.products'),
    );
    expect(seen).toEqual([{ tenant_id: british.tenantId }]);
  });

  it('shows what it cost only to those who run the shop, and only they may change it', async () => {
    const gin = goods({ cost: '0.50' });
    await ask('POST', '/api/products/', gin);
    const path = `/api/products/${gin.product_id}/`;
    expect((await ask('GET', path, undefined, { role: 'manager' })).body.cost).toBe('0.50');
    const cashier = await ask('GET', path, undefined, { role: 'cashier' });
    expect(cashier.body).not.toHaveProperty('cost');
    const list = await ask('GET', `/api/products/?sku=${gin.sku}`, undefined, { role: 'cashier' });
    expect(list.body).toHaveLength(1);
    expect(list.body[0]).not.toHaveProperty('cost');
    const change = await ask('PATCH', path, { price: '0.01' }, { role: 'cashier' });
    expect(change.body).toMatchObject({ code: 'capability_missing' });
  });
});

describe('a changed price', () => {
  it('makes one new version each, and the old ones stay as they were', async () => {
    const [rice, ...others] = [goods(), goods(), goods(), goods()] as const;
    for (const one of [rice, ...others]) await ask('POST', '/api/products/', one);
    const before = (await ask('GET', '/api/price-books/current/')).body;
    const prices = ['2.00', '3.00', '4.00'];
    // Of one product, and of several: each waits for the one before, none is lost.
    const changed = await Promise.all([
      ...prices.map((price) => ask('PATCH', `/api/products/${rice.product_id}/`, { price })),
      ...others.map((one) => ask('PATCH', `/api/products/${one.product_id}/`, { price: '9.00' })),
    ]);
    const expected = [...prices, ...others.map(() => '9.00')];
    expect(changed.map(({ body }) => body.price)).toEqual(expected);
    const after = (await ask('GET', '/api/price-books/current/')).body;
    expect(after.version).toBe(before.version + expected.length);
    expect((await ask('GET', `/api/price-books/${before.version}/`)).body).toEqual(before);
    const { version, created_at, ...rules } = before;
    expect(after).toMatchObject(rules);
    expect([version, created_at]).not.toContain(undefined);
  });

  it('is told to the audit, with before and after; another field is not', async () => {
    const oil = goods();
    await ask('POST', '/api/products/', oil);
    const path = `/api/products/${oil.product_id}/`;
    await ask('PATCH', path, { name: 'Oil' });
    await ask('PATCH', path, { price: '7.5' });
    await ask('PATCH', path, { price: '7.50' });
    await shop.running.assembly.drain();
    const log = await ask('GET', `/api/audit-logs/?object_id=${oil.product_id}`);
    expect(log.body).toHaveLength(1);
    expect(log.body[0]).toMatchObject({
      action: 'PRICE_CHANGED',
      data: {
        before: { price: '1.00', taxCode: 'STD' },
        after: { price: '7.50', taxCode: 'STD' },
      },
    });
  });

  it('cannot be forged into the past: books and prices are only added to', async () => {
    const forgeries = [
      'UPDATE catalog.price_books SET version = version',
      'DELETE FROM catalog.price_books',
      'UPDATE catalog.product_prices SET price_minor = 1',
      'DELETE FROM catalog.product_prices',
    ];
    for (const sql of forgeries) await expect(shop.sql(sql), sql).rejects.toThrow('append-only');
    const database = shop.running.assembly.databases.get('catalog');
    for (const sql of forgeries) {
      const attempt = database?.inTransaction(british, (tx) => tx.query(sql));
      await expect(attempt, sql).rejects.toThrow('permission denied');
    }
  });
});

describe('the price book', () => {
  it('is there from the first question on, with the taxes of the country', async () => {
    const { body } = await ask('GET', '/api/price-books/1/', undefined, { tenant: kenyan });
    expect(body).toMatchObject({
      version: 1,
      currency: 'KES',
      is_tax_included: true,
      tax_rounding: 'LINE',
      rounding: 'HALF_UP',
      cash_rounding: '1.00',
      taxes: {
        STD: {
          kind: 'STANDARD',
          components: [{ name: 'VAT', rate_ppm: 160_000, is_compound: false }],
        },
        ZERO: { kind: 'ZERO', components: [] },
        EXEMPT: { kind: 'EXEMPT', components: [] },
      },
    });
    expect((await ask('GET', '/api/price-books/99999/')).body).toMatchObject({ code: 'not_found' });
  });
});

describe('categories and units', () => {
  it('are made once under their id, with names of their own', async () => {
    const dairy = { category_id: newUuid(), name: 'Dairy' };
    const first = await ask('POST', '/api/categories/', dairy);
    expect(first.body).toEqual({ ...dairy, description: '' });
    expect((await ask('POST', '/api/categories/', dairy)).body).toEqual(first.body);
    const reused = await ask('POST', '/api/categories/', { ...dairy, name: 'Cheese' });
    expect(reused.body).toMatchObject({ code: 'id_reused' });
    const taken = await ask('POST', '/api/categories/', { name: 'Dairy' });
    expect(taken.body).toMatchObject({ code: 'name_taken', errors: [{ field: 'name' }] });
    await ask('POST', '/api/units/', { unit_name: 'kg' });
    const unit = await ask('POST', '/api/units/', { unit_name: 'kg' });
    expect(unit.body).toMatchObject({ code: 'name_taken', errors: [{ field: 'unit_name' }] });
    expect((await ask('GET', '/api/units/?search=K')).body).toHaveLength(1);
    expect((await ask('GET', '/api/categories/', undefined, { tenant: kenyan })).body).toEqual([]);
    await ask('POST', '/api/products/', goods({ category: dairy.category_id }));
    const inside = await ask('GET', `/api/products/?category=${dairy.category_id}`);
    expect(inside.body).toHaveLength(1);
  });
});

describe('the list of products', () => {
  it('goes through all of them, page by page, in any order, each once', async () => {
    const total = Number((await ask('GET', '/api/products/')).headers.get('x-total-count'));
    expect(total).toBeGreaterThan(5);
    for (const ordering of ['name', '-name', 'sku', '-created_at']) {
      const seen: string[] = [];
      let path: string | undefined = `/api/products/?limit=3&ordering=${ordering}`;
      while (path !== undefined) {
        const page: TestAnswer = await ask('GET', path);
        seen.push(...page.body.map((one: { product_id: string }) => one.product_id));
        path = /<([^>]+)>/.exec(page.headers.get('link') ?? '')?.[1];
      }
      expect([seen.length, new Set(seen).size], ordering).toEqual([total, total]);
    }
  });

  it('is searched by name, SKU and barcode, without wildcards of the caller', async () => {
    await ask('POST', '/api/products/', goods({ name: '50% off_', sku: 'HALF', barcode: '777' }));
    // prettier-ignore
    const cases = [
      ['50%', 1], ['ff_', 1], ['half', 1], ['777', 1], ['f%o', 0], ['_____________', 0],
    ];
    for (const [search, count] of cases) {
      const found = await ask('GET', `/api/products/?search=${encodeURIComponent(String(search))}`);
      expect([search, found.body.length]).toEqual([search, count]);
    }
  });

  it('tells neighbours which products there are', async () => {
    const { assembly } = shop.running;
    const soap = goods({ is_active: false });
    await ask('POST', '/api/products/', soap);
    const productIds = [soap.product_id, newUuid()];
    const known = (tenant: TestTenant): Promise<unknown> =>
      assembly.ask(catalog.knownProducts, assembly.ownContext(tenant.tenantId), { productIds });
    expect(await known(british)).toEqual({
      products: [{ productId: soap.product_id, isActive: false }],
    });
    expect(await known(kenyan)).toEqual({ products: [] });
  });
});

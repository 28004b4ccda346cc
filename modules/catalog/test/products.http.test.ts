/** Products in full: numbers we hand out, replacing, deleting, filters, scanning; groups. */
import { startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isEan13 } from '../src/ean.ts';
import { askerOf, goods, refusalOf } from './asking.ts';
import type { Ask } from './asking.ts';

let shop: TestShop;
let ask: Ask;
let askKenya: Ask;
beforeAll(async () => {
  shop = await startTestShop();
  ask = askerOf(shop, shop.tenants[0]);
  askKenya = askerOf(shop, shop.tenants[1]);
}, 60_000);
afterAll(() => shop.close());

const found = async (query: string): Promise<string[]> =>
  (await ask('GET', `/api/products/?${query}`)).body.map((one: { sku: string }) => one.sku);

describe('a product without a SKU', () => {
  it('gets the next of its category, each another one, however many ask at once', async () => {
    const dairy = await ask('POST', '/api/categories/', { name: 'Dairy & eggs' });
    const category = dairy.body.category_id as string;
    const answers = await Promise.all(
      Array.from({ length: 12 }, () =>
        ask('POST', '/api/products/', goods({ sku: undefined, category })),
      ),
    );
    const skus = answers.map(({ body }) => body.sku as string);
    const expected = answers.map((_, index) => `DAI-${String(index + 1).padStart(5, '0')}`);
    expect(skus.toSorted()).toEqual(expected);
    expect(answers[0]?.body.category_name).toBe('Dairy & eggs');
    const lone = await ask('POST', '/api/products/', goods({ sku: undefined }));
    expect(lone.body.sku).toBe('PRD-00001');
  });

  it('passes over SKUs that the shop gave by itself', async () => {
    await ask('POST', '/api/products/', goods({ sku: 'TEA-00001' }));
    await ask('POST', '/api/products/', goods({ sku: 'TEA-00007' }));
    const { body } = await ask('POST', '/api/categories/', { name: 'tea' });
    const tea = goods({ sku: undefined, category: body.category_id });
    const first = await ask('POST', '/api/products/', tea);
    expect(first.body.sku).toBe('TEA-00008');
    expect((await ask('POST', '/api/products/', tea)).body).toEqual(first.body);
  });
});

describe('a barcode of our own', () => {
  it('is made when it is asked for, and never twice', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        ask('POST', '/api/products/', goods({ generate_barcode: true })),
      ),
    );
    const barcodes = answers.map(({ body }) => body.barcode as string);
    expect(barcodes.every(isEan13)).toBe(true);
    expect(barcodes.every((one) => one.startsWith('29'))).toBe(true);
    expect(new Set(barcodes).size).toBe(8);
    const plain = goods();
    expect((await ask('POST', '/api/products/', plain)).body.barcode).toBeNull();
    const path = `/api/products/${plain.product_id}/`;
    const given = await ask('PATCH', path, { generate_barcode: true });
    expect(isEan13(given.body.barcode)).toBe(true);
    // It has one now, so the same again changes nothing.
    expect((await ask('PATCH', path, { generate_barcode: true })).body).toEqual(given.body);
    const both = await ask(
      'POST',
      '/api/products/',
      goods({ generate_barcode: true, barcode: '1' }),
    );
    expect(refusalOf(both)).toEqual([400, 'input_invalid', 'generate_barcode']);
  });
});

describe('PUT', () => {
  it('asks for what POST asks for, and leaves alone what is not said', async () => {
    const rice = goods({ barcode: 'rice', cost: '0.40', description: 'white' });
    await ask('POST', '/api/products/', rice);
    const path = `/api/products/${rice.product_id}/`;
    expect(refusalOf(await ask('PUT', path, { name: 'Rice' }))).toEqual([
      400,
      'input_invalid',
      'price',
    ]);
    const put = await ask('PUT', path, { name: 'Rice', price: '2' });
    expect(put.body).toMatchObject({
      ...{ name: 'Rice', price: '2.00', sku: rice.sku, barcode: 'rice' },
      ...{ cost: '0.40', average_cost: '0.40', description: 'white' },
    });
    expect((await ask('GET', path)).body).toEqual(put.body);
    expect((await ask('PUT', path, { name: 'x', price: '1' }, 'cashier')).status).toBe(403);
  });
});

describe('a deleted product', () => {
  it('is gone from everywhere; its SKU stays taken and its barcodes are free', async () => {
    const wine = goods({ barcode: 'wine-1' });
    await ask('POST', '/api/products/', wine);
    const path = `/api/products/${wine.product_id}/`;
    await ask('POST', `${path}barcodes/`, { barcode: 'wine-2' });
    expect((await ask('DELETE', path, undefined, 'cashier')).status).toBe(403);
    const gone = await ask('DELETE', path);
    expect([gone.status, gone.body]).toEqual([204, '']);
    for (const [method, address] of [
      ['GET', path],
      ['DELETE', path],
      ['GET', `${path}barcodes/`],
      ['GET', `${path}barcode_image/`],
      ['GET', `/api/products/scan/?code=${wine.sku}`],
      ['GET', '/api/products/scan/?code=wine-2'],
    ] as const) {
      expect(refusalOf(await ask(method, address)), address).toEqual([404, 'not_found', undefined]);
    }
    expect(await found(`sku=${wine.sku}`)).toEqual([]);
    const sameSku = await ask('POST', '/api/products/', goods({ sku: wine.sku }));
    expect(refusalOf(sameSku)).toEqual([409, 'name_taken', 'sku']);
    const sameBarcode = await ask('POST', '/api/products/', goods({ barcode: 'wine-2' }));
    expect(sameBarcode.status).toBe(201);
    // The request that made it, once more: it is still the answer to that.
    const again = await ask('POST', '/api/products/', wine);
    expect([again.status, again.body.is_active]).toEqual([201, false]);
    await shop.running.assembly.drain();
    const log = await ask('GET', `/api/audit-logs/?object_id=${wine.product_id}`);
    expect(log.body).toMatchObject([
      { action: 'PRODUCT_DELETED', data: { before: { sku: wine.sku, barcode: 'wine-1' } } },
    ]);
    const told = await shop.sql(
      "SELECT type FROM catalog.outbox WHERE aggregate_id = $1 AND type <> 'audit.events' ORDER BY id",
      [wine.product_id],
    );
    expect(told.map(({ type }) => type)).toEqual([
      'product.created',
      'product.updated',
      'product.deleted',
    ]);
  });
});

describe('the list', () => {
  it('is narrowed by every filter, and searched by every word', async () => {
    const { body: box } = await ask('POST', '/api/units/', { unit_name: 'box' });
    const make = (sku: string, changes: object) =>
      ask('POST', '/api/products/', goods({ sku, ...changes }));
    await make('F-1', { name: 'Green apple', price: '10', unit: box.unit_id });
    await make('F-2', { name: 'Red APPLE juice', price: '20', is_active: false });
    const third = await make('F-3', { name: 'Äpfel', price: '30.50', barcode: 'apple-9' });
    const path = `/api/products/${third.body.product_id}/barcodes/`;
    await ask('POST', path, { barcode: 'second-code' });
    // prettier-ignore
    const cases = [
      [`unit=${box.unit_id}`,                        ['F-1']],
      ['search=apple&is_active=false',               ['F-2']],
      ['search=apple&is_active=true&ordering=sku',   ['F-1', 'F-3']],
      ['search=juice%20apple',                       ['F-2']],
      ['search=%C3%A4PFEL',                          ['F-3']],
      ['search=second-code',                         ['F-3']],
      ['barcode=second-code',                        ['F-3']],
      ['barcode=second',                             []],
      ['search=appl&min_price=10&max_price=20&ordering=-price', ['F-2', 'F-1']],
      ['min_price=30.50&max_price=30.50',            ['F-3']],
    ] as const;
    for (const [query, skus] of cases) expect([query, await found(query)]).toEqual([query, skus]);
    const fine = await ask('GET', '/api/products/?min_price=0.001');
    expect(refusalOf(fine)).toEqual([422, 'amount_invalid', 'min_price']);
  });
});

describe('a scanned code', () => {
  it('means a barcode before a SKU, of this shop alone', async () => {
    const jam = goods({ barcode: 'jam' });
    await ask('POST', '/api/products/', jam);
    await ask('POST', '/api/products/', goods({ sku: 'jam' }));
    const scan = async (code: string, by = ask) =>
      (await by('GET', `/api/products/scan/?code=${code}`)).body.product_id as unknown;
    expect(await scan('jam')).toBe(jam.product_id);
    expect(await scan(jam.sku)).toBe(jam.product_id);
    expect(await scan('jam', askKenya)).toBeUndefined();
    expect(refusalOf(await ask('GET', '/api/products/scan/?code='))[1]).toBe('input_invalid');
  });
});

describe('categories and units', () => {
  it.each([
    ['categories', 'category_id', 'name', 'category'],
    ['units', 'unit_id', 'unit_name', 'unit'],
  ])('%s are found, changed, replaced, and deleted when nothing needs them', async (...row) => {
    const [plural, idName, name, field] = row;
    const root = `/api/${plural}/`;
    const [one, other] = [
      (await ask('POST', root, { [name]: `one ${plural}` })).body,
      (await ask('POST', root, { [name]: `other ${plural}` })).body,
    ];
    const path = `${root}${one[idName]}/`;
    expect((await ask('GET', path)).body).toEqual(one);
    expect((await askKenya('GET', path)).status).toBe(404);
    const changed = await ask('PATCH', path, { description: 'x' });
    expect(changed.body).toEqual({ ...one, description: 'x' });
    expect(refusalOf(await ask('PUT', path, { description: 'y' }))).toEqual([
      400,
      'input_invalid',
      name,
    ]);
    const replaced = await ask('PUT', path, { [name]: `two ${plural}` });
    expect(replaced.body).toEqual({ ...one, [name]: `two ${plural}`, description: 'x' });
    expect(refusalOf(await ask('PATCH', path, { [name]: other[name] }))).toEqual([
      409,
      'name_taken',
      name,
    ]);
    const product = goods({ [field]: one[idName] });
    await ask('POST', '/api/products/', product);
    expect(refusalOf(await ask('DELETE', path))).toEqual([409, 'in_use', undefined]);
    expect((await askKenya('DELETE', path)).status).toBe(404);
    await ask('DELETE', `/api/products/${product.product_id}/`);
    expect((await ask('DELETE', path, undefined, 'cashier')).status).toBe(403);
    expect((await ask('DELETE', path)).status).toBe(204);
    expect((await ask('GET', path)).status).toBe(404);
    expect((await ask('DELETE', path)).status).toBe(404);
    const foreign = { [name]: 'z', user_client: shop.tenants[1].tenantId };
    expect(refusalOf(await ask('POST', root, foreign))[1]).toBe('tenant_mismatch');
  });
});

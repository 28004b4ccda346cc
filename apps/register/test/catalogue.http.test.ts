/** The register's copy of the catalogue, in a real browser against a real server. */
import { newId, realWorld } from '@evertill/kernel';
import { enrolRegister, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTill } from './catalogue-page.ts';
import type { CataloguePage, Till } from './catalogue-page.ts';
import type { TestAccess } from './catalogue-entry.ts';

let shop: TestShop;
let till: Till;
let access: TestAccess;
beforeAll(async () => {
  shop = await startTestShop();
  till = await openTill(shop.running.url);
  const [tenant] = shop.tenants;
  const { deviceKey } = await enrolRegister(shop, tenant);
  access = { tenantId: tenant.tenantId, token: tenant.tokens.cashier, registerKey: deviceKey };
}, 60_000);
afterAll(async () => {
  await till.close();
  await shop.close();
});

const newUuid = (): string => newId(realWorld());

async function owner(method: string, path: string, body?: object) {
  const answer = await shop.call(method, path, { token: shop.tenants[0].tokens.owner, body });
  if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

const ids = { milk: newUuid(), tea: newUuid(), ramen: newUuid(), wax: newUuid() };

/** Other tests have transactions open in the same PostgreSQL, and a pull waits for the oldest. */
async function until({ ask }: CataloguePage, isSo: () => Promise<boolean>): Promise<void> {
  const look = async (): Promise<boolean> => {
    await ask('refresh');
    expect(await ask('lastRefresh')).toBe('fresh');
    return isSo();
  };
  await expect.poll(look, { timeout: 20_000, interval: 50 }).toBe(true);
}

it('copies a shop, sells from it at once, and follows it', async () => {
  const dairy = await owner('POST', '/api/categories/', { name: 'Dairy' });
  const litre = await owner('POST', '/api/units/', { unit_name: 'litre' });
  const products = [
    {
      ...{ product_id: ids.milk, name: 'Śnieżka Crème', sku: '00042', price: '1.20' },
      ...{ barcode: '0012345678905', category: dairy.category_id, unit: litre.unit_id },
    },
    { product_id: ids.tea, name: 'Kibo Black Tea', sku: '42', price: '3.00' },
    { product_id: ids.ramen, name: '牛乳 Ramen', sku: 'R-1', price: '9999999999.99' },
    { product_id: ids.wax, name: 'Wax', sku: 'W-1', price: '0.10', is_active: false },
  ];
  for (const product of products) await owner('POST', '/api/products/', product);
  await owner('POST', `/api/products/${ids.milk}/barcodes/`, { barcode: '12345678905' });

  const one = await till.open(access);
  expect(await one.ask('facts')).toMatchObject({ state: 'empty', people: [] });
  await one.ask('refresh');
  expect(await one.ask('lastRefresh')).toBe('fresh');
  expect(await one.ask('facts')).toMatchObject({
    ...{ state: 'ready', productsCount: 4 },
    priceBook: { currency: 'GBP', taxRounding: 'line', taxes: { STD: { kind: 'standard' } } },
  });
  expect(await one.ask('findByBarcode', '0012345678905')).toMatchObject({
    ...{ productId: ids.milk, name: 'Śnieżka Crème', priceMinor: 120, taxCode: 'STD' },
    ...{ unitName: 'litre', categoryId: dairy.category_id, isActive: true },
  });
  // Every digit of a code counts: the one is no other's with zeros before it.
  const codes = ['12345678905', '00042', '42', '0042', '042', '012345678905', ''];
  const found = await Promise.all(codes.map((code) => one.ask('findByBarcode', code)));
  expect(found.map((product) => product?.productId)).toEqual([
    ...[ids.milk, ids.milk, ids.tea],
    ...[undefined, undefined, undefined, undefined],
  ]);
  const names = async (text: string) => (await one.ask('search', text, 50)).map(({ name }) => name);
  expect(await names('creme sniezka')).toEqual(['Śnieżka Crème']);
  expect(await names('牛乳')).toEqual(['牛乳 Ramen']);
  expect(await names('R-1')).toEqual(['牛乳 Ramen']);
  expect(await names('345678')).toEqual(['Śnieżka Crème']);
  expect(await names('wax')).toEqual([]);
  await expect.poll(() => names('blakc')).toEqual(['Kibo Black Tea']);
  expect(await one.ask('listProducts', { categoryId: null, offset: 1, limit: 2 })).toMatchObject({
    totalCount: 3,
    products: [{ name: 'Śnieżka Crème' }, { name: '牛乳 Ramen', priceMinor: 999_999_999_999 }],
  });
  await until(one, async () => (await one.ask('facts')).people.length === 3);

  await owner('PATCH', `/api/products/${ids.tea}/`, { price: '3.50', name: 'Abyssinian Tea' });
  await owner('DELETE', `/api/products/${ids.ramen}/`);
  await until(one, async () => (await one.ask('facts')).productsCount === 3);
  expect(await one.ask('findProduct', ids.tea)).toMatchObject({ priceMinor: 350 });
  expect(await one.ask('findProduct', ids.ramen)).toBeUndefined();
  expect(await one.ask('facts')).toMatchObject({ priceBook: { version: 2 } });
  expect(await names('tea')).toEqual(['Abyssinian Tea']);
  expect(await names('kibo')).toEqual([]);
  const all = await one.ask('listProducts', { categoryId: null, offset: 0, limit: 9 });
  expect(all.products.map(({ name }) => name)).toEqual(['Abyssinian Tea', 'Śnieżka Crème']);
});

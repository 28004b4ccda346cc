/** The register's copy of the catalogue, in a real browser against a real server. */
import { newId, realWorld } from '@evertill/kernel';
import { enrolRegister, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { damage, losses, removeSecondPlace, storedCursors } from './catalogue-losses.ts';
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
    expect(await ask('lastRefresh')).toEqual({ outcome: 'fresh' });
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
  expect(await one.ask('lastRefresh')).toEqual({ outcome: 'fresh' });
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

it('opens what it stored when there is no line, and believes no stranger', async () => {
  await till.restart();
  for (const line of ['down', 'portal'] as const) {
    till.front.line = line;
    // The page itself is not this test's: it comes by the line.
    till.front.line = 'up';
    const one = await till.open(access);
    till.front.line = line;
    expect(await one.ask('facts')).toMatchObject({ state: 'ready', productsCount: 3 });
    expect((await one.ask('facts')).people).toHaveLength(3);
    expect(await one.ask('findByBarcode', '42')).toMatchObject({ name: 'Abyssinian Tea' });
    await one.ask('refresh');
    const outcome = line === 'down' ? 'no_answer' : 'strange';
    expect(await one.ask('lastRefresh')).toEqual({ outcome });
    expect(await one.ask('findProduct', ids.milk)).toMatchObject({ priceMinor: 120 });
    await one.page.close();
  }
  till.front.line = 'up';
});

it('is one copy for all tabs: whoever asks goes on from the disk, and the others follow', async () => {
  const [one, other] = [await till.open(access), await till.open(access)];
  for (const [asking, following, name] of [
    [one, other, 'Milk'],
    [other, one, 'Whole milk'],
    [one, other, 'Milk'],
  ] as const) {
    await owner('PATCH', `/api/products/${ids.milk}/`, { name });
    await until(asking, async () => (await asking.ask('findProduct', ids.milk))?.name === name);
    const seen = async () => (await following.ask('findProduct', ids.milk))?.name;
    await expect.poll(seen, { timeout: 20_000, interval: 20 }).toBe(name);
    const asOf = async (page: CataloguePage) => (await page.ask('facts')).asOfMs;
    await expect.poll(() => asOf(following)).toBe(await asOf(asking));
  }
  await Promise.all([one.ask('refresh'), other.ask('refresh')]);
  expect((await other.ask('search', 'milk', 9)).map(({ name }) => name)).toEqual(['Milk']);
  await one.page.close();
  await other.page.close();
});

/** Every file of the catalogue on the disk, as they are under its folder. */
function storedFiles({ page }: CataloguePage): Promise<string[]> {
  return page.evaluate(async (tenantId) => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle(`evertill-catalogue-${tenantId}`);
    const names: string[] = [];
    for await (const name of folder.keys()) names.push(name);
    return names.filter((name) => name !== 'trial');
  }, access.tenantId);
}

it('folds many changes into a snapshot of its own, and goes on from that', async () => {
  const eager = { ...access, foldAt: 2 };
  const one = await till.open(eager);
  const before = await storedFiles(one);
  const late = newUuid();
  await owner('POST', '/api/products/', {
    ...{ product_id: late, name: 'Ananas', sku: 'A-1', price: '2.00', barcode: '29' },
  });
  await until(one, async () => (await one.ask('findByBarcode', '29')) !== undefined);
  await expect.poll(async () => (await storedFiles(one)).join() !== before.join()).toBe(true);
  expect(await storedFiles(one)).toHaveLength(1);
  const shown = async (page: CataloguePage) => ({
    list: await page.ask('listProducts', { categoryId: null, offset: 0, limit: 9 }),
    wax: await page.ask('findByBarcode', 'W-1'),
    found: await page.ask('search', 'ananas', 9),
    gone: await page.ask('findProduct', ids.ramen),
    categories: await page.ask('listCategories'),
  });
  const folded = await shown(one);
  expect(folded.list.products.map(({ name }) => name)).toEqual([
    'Abyssinian Tea',
    'Ananas',
    'Milk',
  ]);
  expect(folded.found).toHaveLength(1);
  await one.page.close();
  const again = await till.open(eager);
  expect(await shown(again)).toEqual(folded);
  await again.page.close();
});

it.each(Object.entries(losses))(
  'has all goods without asking the server when %s is lost',
  async (_what, lose) => {
    const one = await till.open(access);
    await one.ask('refresh');
    const areLevel = async (): Promise<boolean> => {
      const [here, there] = await storedCursors(one.page, access.tenantId);
      return here !== undefined && here === there;
    };
    await expect.poll(areLevel, { timeout: 20_000 }).toBe(true);
    const shown = async ({ ask }: CataloguePage) => ({
      facts: { ...(await ask('facts')), asOfMs: 0 },
      list: await ask('listProducts', { categoryId: null, offset: 0, limit: 9 }),
      customers: await ask('findCustomers', 'a', 9),
    });
    const before = await shown(one);
    expect(before.facts).toMatchObject({ state: 'ready', productsCount: 4 });
    await one.page.goto(`${till.front.url}/till-test/page.js`);
    await one.page.evaluate(lose, access.tenantId);
    await one.page.close();
    const again = await till.open({ ...access, token: undefined });
    expect(await shown(again)).toEqual(before);
    await again.page.close();
  },
);

it('loads a damaged file again, and says that it has none until then', async () => {
  const one = await till.open(access);
  await one.page.evaluate(damage, access.tenantId);
  await one.page.goto(`${till.front.url}/till-test/page.js`);
  await one.page.evaluate(removeSecondPlace);
  await one.page.close();
  const again = await till.open(access);
  expect(await again.ask('facts')).toMatchObject({ state: 'empty', productsCount: 0 });
  // Who works here is not in that file: they can sign in.
  expect((await again.ask('facts')).people).toHaveLength(3);
  await again.ask('refresh');
  expect(await again.ask('facts')).toMatchObject({ state: 'ready', productsCount: 4 });
  await again.page.close();
});

it('loads the snapshot again when its cursor is of another life of the database', async () => {
  const one = await till.open(access);
  // As a restore leaves it: another timeline, and no snapshot of the one before.
  const { tenantId } = access;
  await shop.sql('INSERT INTO catalog.timelines VALUES ($1, $2)', [tenantId, newUuid()]);
  await shop.sql('DELETE FROM catalog.snapshots WHERE tenant_id = $1', [tenantId]);
  const before = await storedFiles(one);
  await one.ask('refresh');
  expect(await one.ask('lastRefresh')).toEqual({ outcome: 'fresh' });
  expect(await storedFiles(one)).not.toEqual(before);
  await owner('PATCH', `/api/products/${ids.milk}/`, { name: 'Milk again' });
  await until(one, async () => (await one.ask('findProduct', ids.milk))?.name === 'Milk again');
  await one.page.close();
});

it('keeps its bytes in the database where there are no files', async () => {
  const script = till.front.files.get('/till-test/worker.js');
  if (script === undefined) throw new Error('there is no worker');
  till.front.files.set('/till-test/worker.js', {
    ...script,
    body: `delete StorageManager.prototype.getDirectory;\n${String(script.body)}`,
  });
  const [, tenant] = shop.tenants;
  const other = { tenantId: tenant.tenantId, token: tenant.tokens.cashier };
  await shop.call('POST', '/api/products/', {
    token: tenant.tokens.owner,
    body: { product_id: newUuid(), name: 'Unga', sku: 'U-1', price: '200' },
  });
  const one = await till.open(other);
  await until(one, async () => (await one.ask('findByBarcode', 'U-1')) !== undefined);
  await one.page.close();
  const again = await till.open(other);
  expect(await again.ask('findByBarcode', 'U-1')).toMatchObject({ priceMinor: 20_000 });
  expect(await again.ask('findProduct', ids.milk)).toBeUndefined();
  await again.page.close();
});

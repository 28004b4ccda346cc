/** The snapshot for a register's first load: right, without costs, and going on into the pull. */
import { openSnapshot } from '@evertill/contract';
import type { Snapshot } from '@evertill/contract';
import { startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import http from 'node:http';
import { askerOf, goods } from './asking.ts';
import type { Ask } from './asking.ts';

let shop: TestShop;
let ask: Ask;
beforeAll(async () => {
  shop = await startTestShop();
  ask = askerOf(shop, shop.tenants[0]);
}, 60_000);
afterAll(() => shop.close());

async function load(headers: Record<string, string> = {}) {
  const response = await fetch(new URL('/api/sync/snapshot/', shop.running.url), {
    headers: { authorization: `Bearer ${shop.tenants[0].tokens.cashier}`, ...headers },
  });
  return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
}

/** Other tests have transactions open in the same PostgreSQL, and changes wait for the oldest. */
function until(isSo: () => Promise<boolean>): Promise<unknown> {
  return expect.poll(isSo, { timeout: 20_000, interval: 20 }).toBe(true);
}

function rowsOf(snapshot: Snapshot) {
  const { heading, numbers, text } = snapshot;
  const number = (column: Parameters<typeof numbers>[0], row: number) => numbers(column)[row] ?? 0;
  return Array.from({ length: heading.products }, (_, row) => ({
    product_id: Buffer.from(numbers('productId').slice(row * 16, row * 16 + 16)).toString('hex'),
    name: text('name', row),
    sku: text('sku', row),
    price: number('priceMinor', row),
    category: heading.categories[number('category', row)]?.name,
    unit: heading.units[number('unit', row)]?.unitName,
    tax: heading.taxCodes[number('taxCode', row)],
    policy: heading.oversellPolicies[number('oversellPolicy', row)],
    active: number('isActive', row),
  }));
}

it('holds every product that is sold, and finds each by each of its barcodes', async () => {
  const { body: dairy } = await ask('POST', '/api/categories/', { name: 'Dairy' });
  const { body: litre } = await ask('POST', '/api/units/', { unit_name: 'litre' });
  const milk = goods({
    ...{ name: 'Milch – 牛乳', price: '9999999999.99', cost: '123.45', barcode: '0012' },
    ...{ category: dairy.category_id, unit: litre.unit_id, tax_code: 'ZERO' },
    ...{ is_active: false, oversell_policy: 'BLOCK' },
  });
  const [tea, gone] = [goods({ barcode: '00120' }), goods({ barcode: 'gone' })];
  for (const one of [milk, tea, gone]) await ask('POST', '/api/products/', one);
  await ask('POST', `/api/products/${milk.product_id}/barcodes/`, { barcode: 'ключ' });
  await ask('DELETE', `/api/products/${gone.product_id}/`);
  const { response, bytes } = await load();
  expect(response.headers.get('content-type')).toBe('application/vnd.evertill.catalog');
  const snapshot = openSnapshot(bytes);
  const rows = rowsOf(snapshot);
  expect(rows).toHaveLength(2);
  const row = rows.findIndex(({ sku }) => sku === milk.sku);
  expect(rows[row]).toEqual({
    ...{ product_id: milk.product_id.replaceAll('-', ''), name: 'Milch – 牛乳', sku: milk.sku },
    ...{ price: 999_999_999_999, category: 'Dairy', unit: 'litre', tax: 'ZERO' },
    ...{ policy: 'BLOCK', active: 0 },
  });
  expect(rows[1 - row]).toMatchObject({ category: undefined, unit: undefined, active: 1 });
  for (const [code, expected] of [
    ['0012', row],
    ['ключ', row],
    ['00120', 1 - row],
    ['001', undefined],
    ['12', undefined],
    ['gone', undefined],
  ] as const) {
    expect([code, snapshot.rowOfBarcode(code)]).toEqual([code, expected]);
  }
  const text = Buffer.from(bytes).toString('latin1');
  expect(text).not.toMatch(/cost/i);
  expect(snapshot.heading.priceBook.currency).toBe('GBP');
});

it('is followed by a pull that brings what came after it', async () => {
  const before = await load();
  const late = goods();
  await ask('POST', '/api/products/', late);
  // Too little changed for another one: it is the same, and it is not sent twice.
  const etag = before.response.headers.get('etag') ?? '';
  const same = await load({ 'if-none-match': etag });
  expect([same.response.status, same.bytes.length]).toEqual([304, 0]);
  const { cursor } = openSnapshot(before.bytes).heading;
  const pulled = async () =>
    (await ask('GET', `/api/sync/pull/?cursor=${cursor}`)).body.products as { sku: string }[];
  await until(async () => (await pulled()).some(({ sku }) => sku === late.sku));
  expect((await pulled()).length).toBeLessThan(4);
});

it('is built anew when it is old or far behind, and only then', async () => {
  const { chores } = shop.running.assembly;
  const etagNow = async () => (await load()).response.headers.get('etag');
  const first = await etagNow();
  await chores.doAll();
  expect(await etagNow()).toBe(first);
  await shop.sql(`UPDATE catalog.snapshots SET built_at = built_at - interval '2 hours'`);
  await until(async () => {
    await chores.doAll();
    return (await etagNow()) !== first;
  });
  const second = await etagNow();
  await shop.sql(
    `INSERT INTO catalog.categories
     SELECT $1, md5('c' || n)::uuid, 'c' || n, '', '', '2026-01-02' FROM generate_series(1, 1000) n`,
    [shop.tenants[0].tenantId],
  );
  // Whoever asks meanwhile has the old one at once, and pulls what it does not hold.
  expect(await etagNow()).toBe(second);
  await until(async () => {
    await chores.doAll();
    return (await etagNow()) !== second;
  });
  const { heading } = openSnapshot((await load()).bytes);
  expect(heading.categories.length).toBeGreaterThan(1000);
});

it('is one for all who ask at once, and plain for who knows no gzip', async () => {
  const tenant = shop.tenants[1];
  const answers = await Promise.all(
    Array.from({ length: 6 }, () =>
      shop.call('GET', '/api/sync/snapshot/', { token: tenant.tokens.manager }),
    ),
  );
  const etags = new Set(answers.map(({ headers }) => headers.get('etag')));
  expect([answers.map(({ status }) => status), etags.size]).toEqual([Array(6).fill(200), 1]);
  const raw = await new Promise<Buffer>((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${tenant.tokens.manager}`,
      'accept-encoding': 'identity',
    };
    http
      .get(new URL('/api/sync/snapshot/', shop.running.url), { headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          resolve(Buffer.concat(chunks));
        });
      })
      .on('error', reject);
  });
  expect(openSnapshot(raw).heading.priceBook.currency).toBe('KES');
});

/** `evertill import products`, killed in the middle and given again: each product is made once. */
import { startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from './server-process.ts';

const program = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const ROWS = 6_000;

let shop: TestShop;
let home: string;
beforeAll(async () => {
  shop = await startTestShop();
  home = await mkdtemp(path.join(tmpdir(), 'evertill-killed-'));
}, 60_000);
afterAll(async () => {
  await rm(home, { recursive: true, force: true });
  await shop.close();
});

const countOf = async (sql: string): Promise<number> => {
  const [row] = await shop.sql(sql, [shop.tenants[0].tenantId]);
  return Number(row?.['count']);
};
const made = 'SELECT count(*) FROM catalog.products WHERE tenant_id = $1';

it('goes on where it was killed, and does nothing twice', async () => {
  const file = path.join(home, 'goods.csv');
  const rows = Array.from(
    { length: ROWS },
    (_, index) => `K-${index},Goods ${index},${index}.00,K${index},,Kind ${index % 7},piece`,
  );
  await writeFile(file, ['sku,name,price,barcode,description,category,unit', ...rows].join('\n'));
  const environment = {
    DATABASE_URL: shop.running.databaseUrl,
    EVERTILL_HOME: home,
    EVERTILL_CONNECTIONS: '2',
  };
  const words = ['import', 'products', file, '--tenant', shop.tenants[0].tenantId, '--json'];
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...process.env, ...environment },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  await expect.poll(() => countOf(made), { timeout: 50_000, interval: 5 }).toBeGreaterThan(500);
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
  const before = await countOf(made);
  expect(before).toBeLessThan(ROWS);
  expect(before % 500).toBe(0);
  const figures = JSON.parse(await runCommand({ words, environment })) as Record<string, number>;
  expect(figures).toMatchObject({ rows: ROWS, changed: 0, refused: 0, unchanged: before });
  expect(figures['created']).toBe(ROWS - before);
  const again = JSON.parse(await runCommand({ words, environment })) as Record<string, number>;
  expect(again).toMatchObject({ created: 0, changed: 0, unchanged: ROWS });
  for (const [what, sql, count] of [
    ['products', made, ROWS],
    ['prices', 'SELECT count(*) FROM catalog.product_prices WHERE tenant_id = $1', ROWS],
    ['barcodes', 'SELECT count(*) FROM catalog.barcodes WHERE tenant_id = $1', ROWS],
    ['categories', 'SELECT count(*) FROM catalog.categories WHERE tenant_id = $1', 7],
    ['units', 'SELECT count(*) FROM catalog.units WHERE tenant_id = $1', 1],
    ['books', 'SELECT count(*) FROM catalog.price_books WHERE tenant_id = $1', 1],
    [
      'events',
      "SELECT count(*) FROM catalog.outbox WHERE tenant_id = $1 AND type = 'product.created'",
      ROWS,
    ],
  ] as const) {
    expect([what, await countOf(sql)]).toEqual([what, count]);
  }
}, 180_000);

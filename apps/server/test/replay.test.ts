/**
 * A small file goes through the whole replay into a real server: killed, finished, run again, with
 * lost keys. Closing the shop checks every invariant.
 */
import { realWorld } from '@evertill/kernel';
import type { World } from '@evertill/kernel';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HEADING, openReplayBench } from './replay-bench.ts';
import type { ReplayBench } from './replay-bench.ts';
import { ConfigError } from '../src/config.ts';
import type { ReplayOptions, Replayed } from '../src/replay/replay.ts';

/** Sales 45.25, refunds 44.35 of which 20.40 go back to sales, two write-offs, seven refused. */
const FIRST_FILE = [
  HEADING,
  '536365,A1,"WHITE, HEART",6,2010-12-01T08:26,2.550,17850,United Kingdom',
  '536365,B2,,2,2010-12-01T08:26,1.00,17850,United Kingdom',
  '536365,A1,"WHITE, HEART",6,2010-12-01T08:26,2.550,17850,United Kingdom',
  '536366,A1,WHITE,3,2010-12-01T08:30,2.550,17850,United Kingdom',
  '536367,GIFT,FREE THING,1,2010-12-01T08:31,0.000,17850,United Kingdom',
  '536368,B2,BEE,4,2010-12-01T08:32,1.00,,France',
  '536369,PADS,PADS,1,2010-12-01T08:33,0.001,13952,United Kingdom',
  '536369,B2,BEE,1,2010-12-01T08:33,1.00,13952,United Kingdom',
  'C536370,A1,WHITE,-5,2010-12-01T09:00,2.550,17850,United Kingdom',
  'C536370,A1,WHITE,-3,2010-12-01T09:00,2.550,17850,United Kingdom',
  'C536370,A1,WHITE,-9,2010-12-01T09:00,2.550,17850,United Kingdom',
  'C536371,B2,BEE,-1,2010-12-01T09:01,1.00,,France',
  '536372,B2,damaged,-7,2010-12-01T09:02,0.000,,United Kingdom',
  '536372,B2,,-1,2010-12-01T09:02,0.000,,United Kingdom',
  '536373,A1,X,0,2010-12-01T09:03,1.00,1,United Kingdom',
  '536374,,Y,1,2010-12-01T09:03,1.00,1,United Kingdom',
  '536375,A1,Z,1,2010-13-01T09:03,1.00,1,United Kingdom',
  'C536376,A1,W,2,2010-12-01T09:03,1.00,1,United Kingdom',
  '536377,A1,Adjust bad debt,1,2010-12-01T09:03,-5.00,1,United Kingdom',
  '536378,A1,X,abc,2010-12-01T09:03,1.00,1,United Kingdom',
];

const FIRST_FIGURES = {
  lines_read: 20,
  lines_applied: 13,
  lines_refused: 7,
  invoices_read: 14,
  sales_total: '45.25',
  refunds_total: '44.35',
  adjustments: 2,
  refused_sales_total: '2.001',
};

let bench: ReplayBench;
let file: string;

beforeAll(async () => {
  bench = await openReplayBench();
  file = await bench.fileOf('first.csv.gz', FIRST_FILE);
});

afterAll(() => bench.close());

const run = (change: Partial<ReplayOptions> = {}): Promise<Replayed> =>
  bench.run({ file, ...change });

type Push = () => Promise<Response>;

interface WatchedWorld extends World {
  /** Until the server has answered all it was asked, though nobody may listen any more. */
  readonly quiet: () => Promise<void>;
}

/** A world in which every push goes through `each`. */
function worldWhere(each: (push: Push, number: number) => Promise<Response>): WatchedWorld {
  const real = realWorld();
  const asked: Promise<unknown>[] = [];
  let pushes = 0;
  const fetch = (url: string, init: RequestInit): Promise<Response> => {
    const ask: Push = () => {
      const answer = real.network.fetch(url, { ...init, signal: null });
      asked.push(answer.catch(() => undefined));
      return answer;
    };
    if (!url.endsWith('/api/sync/push/')) return ask();
    pushes += 1;
    return each(ask, pushes);
  };
  const quiet = async (): Promise<void> => {
    await Promise.all(asked);
  };
  return { ...real, network: { fetch: fetch as typeof globalThis.fetch }, quiet };
}

async function countOf(table: string): Promise<number> {
  const where = table === 'inventory.stock_adjustments' ? 'WHERE approved_at IS NOT NULL' : '';
  const [row] = await bench.shop.sql(`SELECT count(*)::integer AS count FROM ${table} ${where}`);
  return row?.['count'] as number;
}

async function countLines(): Promise<number> {
  const tables = ['orders.sale_lines', 'orders.refund_lines', 'inventory.stock_adjustments'];
  const counts = await Promise.all(tables.map(countOf));
  return counts.reduce((sum, count) => sum + count, 0);
}

test('a run that is killed half-way is finished by the next one', async () => {
  const end = new AbortController();
  const world = worldWhere(async (push, number) => {
    if (number === 1) return push();
    end.abort(new Error('killed'));
    throw new Error('killed');
  });
  await expect(run({ registers: 3, world, signal: end.signal })).rejects.toThrow('killed');
  await world.quiet();
  const appliedBefore = await countLines();
  expect(appliedBefore).toBeLessThan(13);
  expect(appliedBefore).toBeGreaterThan(0);
  const replayed = await run();
  expect(replayed.figures).toEqual({
    ...FIRST_FIGURES,
    lines_newly_applied: 13 - appliedBefore,
  });
  expect(replayed).toMatchObject({
    isBalanced: true,
    refusedByServer: 0,
    refundsOfSales: '20.40',
    returnsWithoutSale: '23.95',
  });
  expect(await countLines()).toBe(13);
});

test('what stands in the books is what stands in the file', async () => {
  const [tenant] = bench.shop.tenants;
  const sales = await bench.shop.sql(
    `SELECT receipt_number, total_minor, occurred_at, source FROM orders.sales
     WHERE tenant_id = $1 ORDER BY receipt_number`,
    [tenant.tenantId],
  );
  expect(sales.map((sale) => [sale['receipt_number'], Number(sale['total_minor'])])).toEqual([
    ['536365', 3260],
    ['536366', 765],
    ['536367', 0],
    ['536368', 400],
    ['536369', 100],
  ]);
  expect(sales[0]).toMatchObject({ occurred_at: new Date('2010-12-01T08:26Z'), source: 'IMPORT' });
  const refunds = await bench.shop.sql(
    `SELECT s.receipt_number AS of, r.total_minor::integer AS total FROM orders.refunds r
     LEFT JOIN orders.sales s USING (tenant_id, sale_id) ORDER BY r.total_minor, 1`,
  );
  expect(refunds).toEqual([
    { of: null, total: 100 },
    { of: '536366', total: 765 },
    { of: '536365', total: 1275 },
    { of: null, total: 2295 },
  ]);
  expect(await bench.shop.sql('SELECT * FROM orders.flags')).toEqual([]);
  const written = await bench.shop.sql(
    `SELECT quantity_milli::integer AS milli, reason, reference, source
     FROM inventory.stock_adjustments ORDER BY quantity_milli`,
  );
  const shared = { reference: '536372', source: 'IMPORT' };
  expect(written).toEqual([
    { milli: -7000, reason: 'damaged', ...shared },
    { milli: -1000, reason: 'import', ...shared },
  ]);
  const products = await bench.shop.sql(
    'SELECT sku, name, price_minor::integer AS price FROM catalog.products ORDER BY sku',
  );
  expect(products).toEqual([
    { sku: 'A1', name: 'WHITE, HEART', price: 255 },
    { sku: 'B2', name: 'BEE', price: 100 },
    { sku: 'GIFT', name: 'FREE THING', price: 0 },
  ]);
});

test('run again, it changes nothing', async () => {
  const before = await everythingBooked();
  const replayed = await run();
  expect(replayed.figures).toEqual({ ...FIRST_FIGURES, lines_newly_applied: 0 });
  expect(await everythingBooked()).toEqual(before);
});

/** The rows of every table that a replay writes, but for leases, log-ins and the mail between. */
async function everythingBooked(): Promise<unknown> {
  await bench.shop.running.assembly.drain();
  const tables = [
    'orders.sales',
    'orders.sale_lines',
    'orders.refunds',
    'orders.refund_lines',
    'orders.payments',
    'orders.unbooked_operations',
    'inventory.stock_adjustments',
    'inventory.stock_movements',
    'catalog.products',
    'catalog.price_books',
  ];
  return Promise.all(
    tables.map((table) => bench.shop.sql(`SELECT md5(t::text) FROM ${table} t ORDER BY 1`)),
  );
}

test('another number of registers is refused', async () => {
  await expect(run({ registers: 4 })).rejects.toThrow(/had 3 registers/);
  await expect(run({ registers: 4 })).rejects.toBeInstanceOf(ConfigError);
  expect((await run({ registers: 3 })).figures.lines_applied).toBe(13);
});

test('a new price of a product is no other sale', async () => {
  const [tenant] = bench.shop.tenants;
  const token = tenant.tokens.owner;
  const [bee] = await bench.shop.sql(`SELECT product_id FROM catalog.products WHERE sku = 'B2'`);
  const productId = String(bee?.['product_id']);
  const changed = await bench.shop.call('PATCH', `/api/products/${productId}/`, {
    token,
    body: { price: '1.20' },
  });
  expect(changed.status).toBe(200);
  const replayed = await run();
  expect(replayed.figures).toEqual({ ...FIRST_FIGURES, lines_newly_applied: 0 });
});

test('with its device keys lost, it enrols anew and books nothing twice', async () => {
  const keys = path.join(bench.home, 'replay', `${bench.shop.tenants[0].tenantId}.json`);
  expect((await stat(keys)).mode & 0o777).toBe(0o600);
  await rm(keys);
  const before = await epochs();
  const replayed = await run();
  expect(replayed.figures).toEqual({ ...FIRST_FIGURES, lines_newly_applied: 0 });
  expect(await epochs()).toEqual(before.map((epoch) => epoch + 1));
});

test('a device key that is no longer good is replaced', async () => {
  const keys = path.join(bench.home, 'replay', `${bench.shop.tenants[0].tenantId}.json`);
  const text = await readFile(keys, 'utf8');
  await writeFile(keys, text.replace(/"key": ".*"/g, '"key": "spent"'));
  const before = await epochs();
  const replayed = await run();
  expect(replayed.figures).toEqual({ ...FIRST_FIGURES, lines_newly_applied: 0 });
  expect(await epochs()).toEqual(before.map((epoch) => epoch + 1));
});

test('a refund waits for its sale, which is on its way over another register', async () => {
  const rows = Array.from({ length: 12 }, (_, index) => 700_000 + index).flatMap((no) => [
    `${no},A1,WHITE,1,2010-12-03T10:00,1.00,${no},United Kingdom`,
    `C${no},A1,WHITE,-1,2010-12-03T11:00,1.00,${no},United Kingdom`,
  ]);
  // The first push of all comes late, so whoever does not wait is there before it.
  const world = worldWhere(async (push, number) => {
    if (number === 1) await new Promise((resolve) => setTimeout(resolve, 400));
    return push();
  });
  const replayed = await run({ file: await bench.fileOf('waits.csv', [HEADING, ...rows]), world });
  expect(replayed).toMatchObject({ refusedByServer: 0, refundsOfSales: '12.00' });
});

async function epochs(): Promise<number[]> {
  const rows = await bench.shop.sql(
    `SELECT epoch FROM orders.registers WHERE name LIKE 'import %' ORDER BY name`,
  );
  return rows.map(({ epoch }) => epoch as number);
}

/**
 * A backup taken while a shop sells, put back elsewhere: every row is there, registers go on where
 * they stood, events flow, and everything holds.
 */
import { realWorld } from '@evertill/kernel';
import { createDatabase, dropDatabase, openCounter, startTestShop } from '@evertill/testing';
import type { Counter, TestShop } from '@evertill/testing';
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { checkFile, restoreBackup } from '../src/backup/restore-backup.ts';
import { storedTables } from '../src/backup/stored-tables.ts';
import { writeBackup } from '../src/backup/write-backup.ts';
import { checkInvariants, readConfig, serve } from '../src/index.ts';
import { movedTo } from './restored-counter.ts';

const world = realWorld();
let shop: TestShop;
let counter: Counter;
let folder: string;
let file: string;
let made = 0;
const databases: string[] = [];

beforeAll(async () => {
  shop = await startTestShop();
  folder = await mkdtemp(path.join(tmpdir(), 'evertill-backup-'));
  file = path.join(folder, 'shop.backup');
  counter = await openCounter(shop);
  const sale = await counter.settle('sale', counter.saleOf());
  await counter.settle('refund', counter.refundOf(sale.id));
  await counter.settle('dance', counter.saleOf());
  await openCounter(shop, shop.tenants[1]).then((other) => other.settle('sale', other.saleOf()));
  await shop.running.assembly.drain();
});
afterAll(async () => {
  for (const url of databases) await dropDatabase(url);
  await rm(folder, { recursive: true, force: true });
  await shop.close();
});

const homeOf = async (): Promise<string> => mkdtemp(path.join(folder, 'home-'));
const takeBackup = (to = file) =>
  writeBackup({
    url: shop.running.databaseUrl,
    home: shop.home,
    file: to,
    version: '0.0.0',
    now: world.clock.now(),
  });

async function emptyDatabase(): Promise<string> {
  made += 1;
  const name = `restored_${process.pid}_${made}`;
  const url = await createDatabase(inject('postgresUrl'), { name, template: 'template1' });
  databases.push(url);
  return url;
}

async function ask(url: string, sql: string, values: readonly unknown[] = []) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query<Record<string, unknown>>(sql, [...values]);
  } finally {
    await client.end();
  }
}

async function restoreInto(url: string, from = file, home?: string) {
  return restoreBackup({ url, home: home ?? (await homeOf()), file: from, world });
}

/** Numbers of transactions, who holds what, and when a life began. */
const ofOneLife = ['xid', 'id', 'held_until', 'fencing', 'lease_until', 'restored_at'];

/** Every table's rows as text, without the numbers that belong to one database alone. */
async function contentsOf(url: string): Promise<Map<string, readonly string[]>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const contents = new Map<string, readonly string[]>();
    for (const { name, columns } of await storedTables(client)) {
      const own = columns.filter((column) => !ofOneLife.includes(column));
      const list = own.map((column) => `t."${column}"`).join(', ');
      const { rows } = await client.query<{ line: string }>(
        `SELECT ROW(${list})::text AS line FROM ${name} t ORDER BY 1`,
      );
      contents.set(
        name,
        rows.map(({ line }) => line),
      );
    }
    return contents;
  } finally {
    await client.end();
  }
}

test('what was taken while the shop sells is put back row by row, and holds', async () => {
  // Sales go on while the backup is taken: it is one moment of them.
  const taking = { isOver: false };
  const backup = takeBackup().finally(() => {
    taking.isOver = true;
  });
  while (!taking.isOver) await counter.settle('sale', counter.saleOf());
  const report = await backup;
  expect(report.tenants).toBe(2);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const url = await emptyDatabase();
  const restored = await restoreInto(url);
  expect(restored.rows).toBe(report.rows);
  expect(await checkInvariants(url)).toEqual([]);
  await rm(file);
  await shop.running.assembly.drain();
  await takeBackup();
  const again = await emptyDatabase();
  await restoreInto(again);
  // A place in the outbox must be older than any transaction that this database will ever have.
  const { rows } = await ask(again, 'SELECT DISTINCT xid::text FROM orders.outbox');
  expect(rows).toEqual([{ xid: '3' }]);
  expect(await contentsOf(again)).toEqual(await contentsOf(shop.running.databaseUrl));
});

test('a register goes on where it stood, and what it sells reaches the stock', async () => {
  const url = await emptyDatabase();
  const home = await homeOf();
  await restoreInto(url, file, home);
  const settings = { EVERTILL_HOME: home, DATABASE_URL: url, PORT: '0', LOG_LEVEL: 'error' };
  const running = await serve(readConfig(settings, {}), world, () => undefined);
  try {
    const there = await movedTo(running.url, counter);
    const [row] = await shop.sql('SELECT last_seq FROM orders.registers WHERE register_id = $1', [
      counter.register.registerId,
    ]);
    const seq = Number(row?.['last_seq']) + 1;
    const sale = counter.next('sale', counter.saleOf(), { seq });
    // The token was signed with a key that came along.
    const { body } = await there.push([sale]);
    expect(body.results).toMatchObject([{ outcome: 'APPLIED' }]);
    // What a register has read of the catalogue is no place in this life of the database.
    const token = counter.tenant.tokens.cashier;
    const before = await shop.call('GET', '/api/sync/pull/', { token });
    const path = `/api/sync/pull/?cursor=${String(before.body.cursor)}`;
    expect((await there.shop.call('GET', path, { token })).status).toBe(400);
    const anew = await there.shop.call('GET', '/api/sync/pull/', { token });
    expect(anew.body.products).toHaveLength(before.body.products.length as number);
    await running.assembly.drain();
    const moved = 'SELECT quantity_milli FROM inventory.stock_movements WHERE source_id = $1';
    const { rows } = await ask(url, moved, [sale.id]);
    expect(rows).toEqual([{ quantity_milli: -3000 }]);
    expect(await checkInvariants(url)).toEqual([]);
  } finally {
    await running.stop();
  }
});

test('a shop that is there already is not overwritten, nor are its keys', async () => {
  await expect(restoreInto(shop.running.databaseUrl)).rejects.toThrow('There are shops');
  const home = await homeOf();
  await writeFile(path.join(home, 'signing-keys.json'), '{"keys":[1]}');
  const url = await emptyDatabase();
  await expect(restoreInto(url, file, home)).rejects.toThrow('holds other keys');
  await restoreInto(url);
});

/** The file with something done to its lines. */
async function spoiled(name: string, change: (text: string) => string): Promise<string> {
  const place = path.join(folder, name);
  const text = gunzipSync(await readFile(file)).toString('latin1');
  await writeFile(place, gzipSync(Buffer.from(change(text), 'latin1')));
  return place;
}

test.each([
  ['a byte changed in a row', (text: string) => text.replace('Till of', 'Till oF'), 'sum is wrong'],
  ['a row left out', (text: string) => text.replace(/\n[^\n{]*\n(?=\\\.)/, '\n'), 'sum is wrong'],
  ['the end left out', (text: string) => text.replace(/\{"end".*\n$/, ''), 'no end'],
  ['half a line', (text: string) => text.slice(0, -20), 'middle of a line'],
  ['another format', (text: string) => text.replace('"format":1', '"format":9'), 'does not know'],
  ['something else', () => 'hello\n', 'no backup'],
])('%s: refused before anything is touched', async (name, change, words) => {
  const url = await emptyDatabase();
  const bad = await spoiled(`${name.replaceAll(' ', '-')}.backup`, change);
  await expect(restoreInto(url, bad)).rejects.toThrow(words);
  const { rows } = await ask(url, `SELECT to_regclass('auth.tenants') AS here`);
  expect(rows).toEqual([{ here: null }]);
});

test('a file that was cut in the middle is refused', async () => {
  const cut = path.join(folder, 'cut.backup');
  await writeFile(cut, (await readFile(file)).subarray(0, 2_000));
  await expect(checkFile(cut)).rejects.toThrow('damaged or cut short');
  await copyFile(file, cut);
  await expect(checkFile(cut)).resolves.toBeDefined();
});

test('a backup of a newer version is refused in words', async () => {
  const newer = await spoiled('newer.backup', (text) => {
    const [head = '', ...rest] = text.split('\n');
    const migrations = '"migrations":[{"module":"catalog","name":"999-later.sql","hash":"x"},';
    return [head.replace('"migrations":[', migrations), ...rest].join('\n');
  });
  // The sum is over the head as well: it has to be made right for the question to be asked at all.
  const text = gunzipSync(await readFile(newer)).toString('latin1');
  const body = text.slice(0, text.lastIndexOf('{"end"'));
  const { createHash } = await import('node:crypto');
  const sha256 = createHash('sha256').update(Buffer.from(body, 'latin1')).digest('hex');
  const end = text.slice(body.length).replace(/"sha256":"\w+"/, `"sha256":"${sha256}"`);
  await writeFile(newer, gzipSync(Buffer.from(body + end, 'latin1')));
  await expect(restoreInto(await emptyDatabase(), newer)).rejects.toThrow('newer Evertill');
});

test('a backup that cannot be written leaves nothing behind', async () => {
  const nowhere = path.join(folder, 'no-such-folder', 'x.backup');
  await expect(takeBackup(nowhere)).rejects.toThrow('ENOENT');
});

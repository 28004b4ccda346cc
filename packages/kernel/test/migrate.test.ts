/** Migrations: what was applied stays, a newer database is refused, several may start at once. */
import { createDatabase, dropDatabase } from '@evertill/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { migrate, moduleUrl, realWorld } from '../src/index.ts';

let url: string;
let home: string;
let made = 0;
beforeEach(async () => {
  made += 1;
  const name = `migrate_${process.pid}_${made}`;
  url = await createDatabase(inject('postgresUrl'), { name, template: 'template1' });
  home = await mkdtemp(path.join(tmpdir(), 'evertill-migrate-'));
  await write('001-things.sql', 'CREATE TABLE :schema.things (tenant_id uuid NOT NULL);');
});
afterEach(async () => {
  await dropDatabase(url);
  await rm(home, { recursive: true });
});

const write = (name: string, sql: string): Promise<void> => writeFile(path.join(home, name), sql);
const now = new Date('2026-01-02T03:04:05Z');
const { randomness } = realWorld();

function run(): Promise<number> {
  const folder = pathToFileURL(`${home}/`);
  return migrate({ url, modules: [{ module: 'catalog', folder }], now, randomness });
}

async function ask(sql: string, as = url): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: as });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows;
  } finally {
    await client.end();
  }
}

test('what is missing is applied, once, with row security on every table', async () => {
  expect(await run()).toBe(5);
  expect(await run()).toBe(0);
  await write('002-more.sql', 'CREATE TABLE :schema.more (tenant_id uuid NOT NULL);');
  expect(await run()).toBe(1);
  const rows = await ask(`SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
    WHERE nspname = 'catalog' AND relkind = 'r' AND NOT relforcerowsecurity`);
  expect(rows).toEqual([]);
});

test('a file that was changed after it was applied is refused', async () => {
  await run();
  await write('001-things.sql', 'CREATE TABLE :schema.things (tenant_id uuid);');
  await expect(run()).rejects.toThrow('001-things.sql was changed after it was applied');
});

test('a database of a newer version is refused, and told so in words', async () => {
  await run();
  await ask(`INSERT INTO evertill.migrations VALUES ('catalog', '099-later.sql', 'x', now())`);
  await expect(run()).rejects.toThrow('written by a newer Evertill');
});

test('a module that only a newer version has is refused too, before anything is changed', async () => {
  await run();
  await ask(`INSERT INTO evertill.migrations VALUES ('loyalty', '001-loyalty.sql', 'x', now())`);
  await write('002-more.sql', 'CREATE TABLE :schema.more (tenant_id uuid NOT NULL);');
  await expect(run()).rejects.toThrow('loyalty/001-loyalty.sql, which this version does not know');
  expect(await ask("SELECT to_regclass('catalog.more') AS more")).toEqual([{ more: null }]);
});

test('a shape that does not keep tenants apart is refused at every start', async () => {
  await write('002-leak.sql', 'CREATE VIEW :schema.shared AS SELECT * FROM :schema.things;');
  await expect(run()).rejects.toThrow('does not keep tenants apart');
  await expect(run()).rejects.toThrow('no view hides row security');
});

test('a migration that fails leaves nothing of itself, and says which it was', async () => {
  await write('002-bad.sql', 'CREATE TABLE :schema.half (tenant_id uuid); SELECT 1/0;');
  await expect(run()).rejects.toThrow('catalog/002-bad.sql failed');
  const names = async () => (await ask('SELECT name FROM evertill.migrations')).length;
  expect(await names()).toBe(5);
  expect(await ask("SELECT to_regclass('catalog.half') AS half")).toEqual([{ half: null }]);
  await write('002-bad.sql', 'CREATE TABLE :schema.half (tenant_id uuid NOT NULL);');
  expect(await run()).toBe(1);
});

test('four that start at once apply each file once', async () => {
  const applied = await Promise.all([run(), run(), run(), run()]);
  expect(applied.toSorted()).toEqual([0, 0, 0, 5]);
});

test('databases that share their roles may start at the same time', async () => {
  await run();
  const names = [1, 2, 3, 4].map((index) => `migrate_${process.pid}_${made}_${index}`);
  const template = pg.escapeIdentifier(new URL(url).pathname.slice(1));
  const copies: string[] = [];
  for (const name of names) copies.push(await createDatabase(url, { name, template }));
  const folder = pathToFileURL(`${home}/`);
  const modules = [{ module: 'catalog', folder } as const];
  const starts = copies.flatMap((copy) =>
    [1, 2, 3].map(() => migrate({ url: copy, modules, now, randomness })),
  );
  expect(await Promise.all(starts)).toEqual(starts.map(() => 0));
  for (const copy of copies) await dropDatabase(copy);
});

test('a module’s own login owns nothing, sees no other schema and cannot pass row security', async () => {
  await run();
  const own = await moduleUrl(url, 'catalog');
  await expect(ask('SELECT * FROM evertill.module_logins', own)).rejects.toThrow('permission');
  await expect(ask('CREATE TABLE catalog.mine (x int)', own)).rejects.toThrow('permission');
  await expect(ask('ALTER TABLE catalog.inbox DISABLE ROW LEVEL SECURITY', own)).rejects.toThrow(
    'must be owner',
  );
  expect(await ask('SHOW search_path', own)).toEqual([{ search_path: '""' }]);
  expect(await ask('SHOW statement_timeout', own)).toEqual([{ statement_timeout: '1min' }]);
});

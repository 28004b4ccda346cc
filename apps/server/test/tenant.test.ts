/**
 * A shop that moves: out of one installation while its neighbour sells, into another one beside
 * other shops, and deleted where it was. Nothing is lost, nothing doubled, nothing of it is left.
 */
import { auth } from '@evertill/contract';
import { moduleUrl, realWorld } from '@evertill/kernel';
import { counterAt, openCounter, startTestShop } from '@evertill/testing';
import type { Counter, TestShop } from '@evertill/testing';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storedTables } from '../src/backup/stored-tables.ts';
import { checkInvariants } from '../src/index.ts';
import { deleteTenant } from '../src/tenant/delete-tenant.ts';
import { exportTenant, tablesOfTenant } from '../src/tenant/export-tenant.ts';
import { importTenant } from '../src/tenant/import-tenant.ts';
import { furnish } from './furnished-shop.ts';
import { leaseOf } from './restored-counter.ts';

const world = realWorld();
const passphrase = 'eleven green bottles and one';
let shop: TestShop;
let elsewhere: TestShop;
let folder: string;
let file: string;
let counter: Counter;
let before: Counted;

type Counted = Readonly<Record<string, number>>;

/** How many rows of a shop are in each table that has any. */
async function countOf(at: TestShop, tenantId: string): Promise<Counted> {
  const client = new pg.Client({ connectionString: at.running.databaseUrl });
  await client.connect();
  try {
    const counts: Record<string, number> = {};
    for (const { name } of tablesOfTenant(await storedTables(client))) {
      const { rows } = await client.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM ${name} WHERE tenant_id = $1`,
        [tenantId],
      );
      if ((rows[0]?.count ?? 0) > 0) counts[name] = rows[0]?.count ?? 0;
    }
    return counts;
  } finally {
    await client.end();
  }
}

const exported = (to = file) =>
  exportTenant({
    url: shop.running.databaseUrl,
    home: shop.home,
    tenantId: shop.tenants[0].tenantId,
    file: to,
    passphrase,
    version: '0.0.0',
    world,
  });
const imported = (change: Partial<Parameters<typeof importTenant>[0]> = {}) =>
  importTenant({
    url: elsewhere.running.databaseUrl,
    home: elsewhere.home,
    file,
    passphrase,
    world,
    ...change,
  });
const deleted = (confirmedName: string) =>
  deleteTenant({
    url: shop.running.databaseUrl,
    tenantId: shop.tenants[0].tenantId,
    confirmedName,
    world,
  });

beforeAll(async () => {
  shop = await startTestShop();
  elsewhere = await startTestShop();
  folder = await mkdtemp(path.join(tmpdir(), 'evertill-tenant-'));
  file = path.join(folder, 'shop.tenant');
  await furnish(shop, shop.tenants[0]);
  await furnish(shop, shop.tenants[1]);
  counter = await openCounter(shop);
  await counter.settle('sale', counter.saleOf());
  await shop.running.assembly.drain();
  before = await countOf(shop, shop.tenants[0].tenantId);
}, 120_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await elsewhere.close();
  await shop.close();
});

test('the file is whole, is for its owner alone, and nothing in it can be read', async () => {
  const report = await exported();
  expect(report.rows).toBe(Object.values(before).reduce((sum, count) => sum + count, 0));
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const text = (await readFile(file)).toString('latin1');
  expect(text).not.toContain(shop.tenants[0].tenantId);
  expect(text.split('\n')[0]).toMatch(/^\{"evertill":"sealed tenant"/);
});

test('it opens with its passphrase alone, and not when a byte of it is another', async () => {
  await expect(imported({ passphrase: 'another passphrase' })).rejects.toThrow('does not open');
  const bytes = await readFile(file);
  const changed = path.join(folder, 'changed.tenant');
  for (const at of [20, 200, bytes.length - 20]) {
    const copy = Buffer.from(bytes);
    copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
    await writeFile(changed, copy);
    await expect(imported({ file: changed }), String(at)).rejects.toThrow(
      /does not open|no tenant/,
    );
  }
  await writeFile(changed, bytes.subarray(0, -100));
  await expect(imported({ file: changed })).rejects.toThrow('does not open');
  expect(await countOf(elsewhere, shop.tenants[0].tenantId)).toEqual({});
}, 60_000);

test('beside other shops it is the same, row for row, and everything holds', async () => {
  const { tenantId } = shop.tenants[0];
  const others = await countOf(elsewhere, elsewhere.tenants[0].tenantId);
  // Sold after the file was written: known here, not there.
  const late = counter.next('sale', counter.saleOf());
  await counter.push([late]);
  expect(await imported()).toMatchObject({ tenant_id: tenantId });
  expect(await countOf(elsewhere, tenantId)).toEqual(before);
  expect(await countOf(elsewhere, elsewhere.tenants[0].tenantId)).toEqual(others);
  expect(await checkInvariants(elsewhere.running.databaseUrl)).toEqual([]);

  // The register takes a lease there, is told from where, and sends again: once.
  const { phones, password } = counter.tenant;
  const login = { phone_number: phones.cashier, password };
  const { body } = await elsewhere.call('POST', '/api/token/', { body: login });
  const tokens = { ...counter.tenant.tokens, cashier: String(body.access) };
  const at = counterAt({ ...counter, shop: elsewhere, tenant: { ...counter.tenant, tokens } });
  const lease = await leaseOf(at);
  expect(lease.last_seq).toBe(late.seq - 1);
  const register = { ...counter.register, fencing: lease.fencing };
  const moved = counterAt({ ...at, register });
  const again = await moved.push([late]);
  expect(again.body.results[0]).toMatchObject({ outcome: 'APPLIED' });
  const twice = await moved.push([late]);
  expect(twice.body.results[0]).toMatchObject({ outcome: 'DUPLICATE' });
  await elsewhere.running.assembly.drain();
  expect(await checkInvariants(elsewhere.running.databaseUrl)).toEqual([]);
});

test('names of customers and second factors open there, under the keys of that place', async () => {
  const { tokens, tenantId } = shop.tenants[0];
  const here = await shop.call('GET', '/api/customers/?limit=5', { token: tokens.owner });
  const { phones, password } = shop.tenants[0];
  const login = { phone_number: phones.owner, password };
  const { body } = await elsewhere.call('POST', '/api/token/', { body: login });
  const there = await elsewhere.call('GET', '/api/customers/?limit=5', { token: body.access });
  expect(here.body.length).toBeGreaterThan(0);
  expect(there.body).toEqual(here.body);
  const [row] = await elsewhere.sql(
    `SELECT sealed_key FROM customers.tenant_keys WHERE tenant_id = $1`,
    [tenantId],
  );
  const [old] = await shop.sql(
    `SELECT sealed_key FROM customers.tenant_keys WHERE tenant_id = $1`,
    [tenantId],
  );
  expect(row?.['sealed_key']).not.toEqual(old?.['sealed_key']);
});

test('a shop that is there already is not brought in again', async () => {
  await expect(imported()).rejects.toThrow('is here already');
});

test('it is deleted when it is suspended and named, and nothing of it is left', async () => {
  const { tenantId } = shop.tenants[0];
  const neighbour = await countOf(shop, shop.tenants[1].tenantId);
  const [{ name } = { name: '' }] = (await shop.sql(
    'SELECT name FROM auth.tenants WHERE tenant_id = $1',
    [tenantId],
  )) as { name: string }[];
  await expect(deleted('another name')).rejects.toThrow('another name');
  await expect(deleted(name)).rejects.toThrow('Suspend it first');
  const { assembly } = shop.running;
  await shop.sql(`UPDATE auth.tenants SET status = 'SUSPENDED' WHERE tenant_id = $1`, [tenantId]);
  await assembly.drain();
  const rows = await deleted(name);
  expect(rows).toBeGreaterThan(Object.values(before).reduce((sum, count) => sum + count, 0));
  expect(await countOf(shop, tenantId)).toEqual({});
  expect(await countOf(shop, shop.tenants[1].tenantId)).toEqual(neighbour);
  expect(await shop.sql('SELECT tenant_id, rows_deleted FROM auth.deleted_tenants')).toEqual([
    { tenant_id: tenantId, rows_deleted: rows },
  ]);
  const { tenantIds } = await assembly.ask(auth.listTenants, assembly.ownContext(null), {});
  expect(tenantIds).toEqual([shop.tenants[1].tenantId]);
  // What a door remembers of who may come in is over within seconds.
  assembly.callers.forget();
  const asked = await shop.call('GET', '/api/products/', { token: shop.tenants[0].tokens.owner });
  expect(asked.status).toBeGreaterThanOrEqual(400);
});

test('a module cannot delete what it may not, nor read what was deleted of others', async () => {
  const url = await moduleUrl(shop.running.databaseUrl, 'orders');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await expect(client.query('SET session_replication_role = replica')).rejects.toThrow(
      'permission denied',
    );
  } finally {
    await client.end();
  }
});

/** A backup of before an erasure brings the customer back; the list of erasures ends that again. */
import { realWorld } from '@evertill/kernel';
import { createDatabase, dropDatabase, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { listErasures, readErasures } from '../src/backup/erasures.ts';
import { restoreBackup } from '../src/backup/restore-backup.ts';
import { writeBackup } from '../src/backup/write-backup.ts';
import { examine } from '../src/doctor/examine.ts';
import { checkInvariants } from '../src/index.ts';
import { runCommand } from './server-process.ts';

const world = realWorld();
let shop: TestShop;
let folder: string;
const clean: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  shop = await startTestShop();
  folder = await mkdtemp(path.join(tmpdir(), 'evertill-erasures-'));
});
afterAll(async () => {
  for (const one of clean.toReversed()) await one();
  await rm(folder, { recursive: true, force: true });
  await shop.close();
});

async function customer(name: string): Promise<string> {
  const { token } = { token: shop.tenants[0].tokens.owner };
  const made = await shop.call('POST', '/api/customers/', { token, body: { name } });
  return made.body.customer_id as string;
}

async function erase(id: string): Promise<void> {
  const token = shop.tenants[0].tokens.owner;
  const body = { reason: 'asked' };
  const answer = await shop.call('POST', `/api/customers/${id}/erase/`, { token, body });
  expect(answer.status).toBe(200);
}

async function keysOf(url: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ customer_id: string }>(
    'SELECT customer_id FROM customers.subject_keys',
  );
  await client.end();
  return rows.map(({ customer_id: id }) => id);
}

async function restored(file: string): Promise<{ readonly url: string; readonly home: string }> {
  const name = `erasures_${process.pid}`;
  const url = await createDatabase(inject('postgresUrl'), { name, template: 'template1' });
  clean.push(() => dropDatabase(url));
  const home = path.join(folder, 'home');
  await restoreBackup({ url, home, file, world });
  return { url, home };
}

test('an erasure is done again after the restore of an older backup, and keys turn round', async () => {
  const [gone, stays] = [await customer('Gone Soon'), await customer('Stays Here')];
  const file = path.join(folder, 'before.backup');
  const { databaseUrl } = shop.running;
  const now = world.clock.now();
  await writeBackup({ url: databaseUrl, home: shop.home, file, version: '0.0.0', now });
  await erase(gone);
  // Made and forgotten since: the backup knows nothing of it.
  const late = await customer('Too Late');
  await erase(late);
  const listed = await listErasures(databaseUrl);
  expect(listed.map(({ customer_id: id }) => id)).toEqual([gone, late]);

  const { url, home } = await restored(file);
  expect(await keysOf(url)).toEqual(expect.arrayContaining([gone, stays]));
  const list = path.join(folder, 'erasures.jsonl');
  await writeFile(list, listed.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const environment = { EVERTILL_HOME: home, DATABASE_URL: url };
  const run = (...words: string[]) => runCommand({ words, environment });
  const applied = await run('erasures', 'apply', list, '--json');
  expect(JSON.parse(applied)).toEqual({ listed: 2, absent: 1 });
  expect(await keysOf(url)).toEqual([stays]);
  expect(JSON.parse(await run('erasures', 'apply', list, '--json'))).toEqual({
    listed: 2,
    absent: 1,
  });
  expect(JSON.parse(await run('erasures', 'list'))).toMatchObject({ customer_id: gone });
  expect(await checkInvariants(url)).toEqual([]);

  const turned = JSON.parse(await run('keys', 'rotate', '--customers', '--json')) as object;
  expect(turned).toMatchObject({ rewrapped: 1 });
  const complaints = async (): Promise<readonly string[]> => {
    const patient = { home, url, now, backupNote: path.join(home, 'none'), migrations: [] };
    const findings = await examine(patient);
    return findings.flatMap(({ what, standing, detail }) =>
      what.includes('customers') && standing !== 'well' ? [detail] : [],
    );
  };
  expect(await complaints()).toEqual([]);
  const keys = path.join(home, 'customer-keys.json');
  await rename(keys, `${keys}.away`);
  expect(await complaints()).toEqual([expect.stringMatching(/^1 shops need keys that .* lacks/)]);
  await writeFile(keys, 'no JSON');
  expect(await complaints()).toEqual([expect.stringMatching('cannot be read')]);
});

test.each(['hello', '{}', '{"tenant_id":"x","customer_id":"y"}', '[]', 'null'])(
  'a list with the line %s is refused as a whole',
  (line) => {
    expect(() => readErasures(`${line}\n`)).toThrow('Line 1 is not of a list of erasures');
  },
);

/**
 * From a version to this one: a database that an earlier version left is brought on by the first
 * start, and a register whose queue was half sent sends the rest, with what it has. And back: a
 * database of a later version is not touched.
 */
import { migrate, realWorld } from '@evertill/kernel';
import { createDatabase, dropDatabase } from '@evertill/testing';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readParts } from '../src/backup/backup-file.ts';
import { writeHomeFiles } from '../src/backup/home-files.ts';
import { checkInvariants, modules } from '../src/index.ts';
import { runCommand, startServer } from './server-process.ts';

const releases = new URL('releases/', import.meta.url);
const world = realWorld();
const allMigrations = Object.values(modules).map(({ migrations }) => migrations);

interface Left {
  readonly owner: object;
  readonly register: object;
  readonly key: string;
  readonly product: string;
  readonly queue: readonly { readonly seq: number; readonly id: string }[];
}

let folder: string;
const databases: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'evertill-upgrade-'));
});
afterAll(async () => {
  for (const url of databases) await dropDatabase(url);
  await rm(folder, { recursive: true, force: true });
});

async function emptyDatabase(): Promise<string> {
  const name = `upgrade_${process.pid}_${databases.length}`;
  const url = await createDatabase(inject('postgresUrl'), { name, template: 'template1' });
  databases.push(url);
  return url;
}

/** The database and the home as that version left them, in its shape and with its rows. */
async function putBack(release: string, url: string, home: string): Promise<void> {
  const { clock, randomness } = world;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let copy: ReturnType<typeof copyFrom> | undefined;
  for await (const part of readParts(new URL(`${release}.backup`, releases).pathname)) {
    if (part.kind === 'head') {
      writeHomeFiles(home, part.head.home_files);
      const upTo = part.head.migrations;
      await migrate({ url, modules: allMigrations, now: clock.now(), randomness, upTo });
    }
    if (part.kind === 'table') {
      const { table, columns } = part.head;
      copy = client.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN`));
    }
    if (part.kind === 'row' && copy?.write(part.bytes) === false) await once(copy, 'drain');
    if (part.kind === 'tableEnd' && copy !== undefined) {
      copy.end();
      await finished(copy);
    }
  }
  await client.end();
}

async function namesIn(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('SELECT FROM evertill.migrations');
  await client.end();
  return rows.length;
}

const all = (await readdir(releases))
  .filter((name) => name.endsWith('.backup'))
  .map((name) => name.replace(/\.backup$/, ''));

test.each(all)(
  'a shop of %s goes on under this version, its register too',
  async (release) => {
    const url = await emptyDatabase();
    const home = path.join(folder, release);
    await putBack(release, url, home);
    const left = JSON.parse(await readFile(new URL(`${release}.json`, releases), 'utf8')) as Left;
    const environment = { EVERTILL_HOME: home, DATABASE_URL: url };
    const server = await startServer({ words: ['serve', '--port', '0'], environment });
    try {
      const post = async (route: string, body: object, headers: Record<string, string> = {}) => {
        const response = await fetch(new URL(route, server.url), {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
        });

        return { status: response.status, body: await response.json() };
      };
      const { body: login } = await post('/api/token/', left.owner);
      const headers = { authorization: `Bearer ${login.access}`, 'x-register-key': left.key };
      // With the lease of before: an upgrade ends nobody's.
      const sent = { ...left.register, operations: left.queue };
      const pushed = await post('/api/sync/push/', sent, headers);
      expect(pushed.body.results?.map((one: { outcome: string }) => one.outcome)).toEqual([
        ...Array<string>(3).fill('DUPLICATE'),
        ...Array<string>(4).fill('APPLIED'),
      ]);
      const again = await post('/api/sync/push/', sent, headers);
      expect(again.body.results.map((one: { outcome: string }) => one.outcome)).toEqual(
        Array(7).fill('DUPLICATE'),
      );
    } finally {
      expect(await server.stop()).toBe(0);
    }
    expect(await checkInvariants(url)).toEqual([]);
  },
  60_000,
);

test('there is a release to come from', () => {
  expect(all).toContain('0.1.0');
});

test('a database of a later version is refused in words, by every start, and left as it is', async () => {
  const url = await emptyDatabase();
  const { clock, randomness } = world;
  await migrate({ url, modules: allMigrations, now: clock.now(), randomness });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`INSERT INTO evertill.migrations VALUES ('loyalty', '001.sql', 'x', now())`);
  await client.end();
  const before = await namesIn(url);
  const environment = { EVERTILL_HOME: path.join(folder, 'later'), DATABASE_URL: url };
  const words = 'loyalty/001.sql, which this version does not know: it was written by a newer';
  await expect(startServer({ words: ['serve', '--port', '0'], environment })).rejects.toThrow(
    words,
  );
  await expect(runCommand({ words: ['migrate'], environment })).rejects.toThrow(words);
  expect(await namesIn(url)).toBe(before);
}, 60_000);

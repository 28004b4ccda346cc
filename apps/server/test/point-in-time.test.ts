/**
 * A moment, put back: what was sold until then is there, what went wrong after it is not, and what
 * the register sold after it comes again. On a PostgreSQL of our own that keeps its log.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLeft } from './left-shop.ts';
import type { LeftShop } from './left-shop.ts';
import { runCommand, startServer } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';

let folder: string;
let archive: string;
let environment: Record<string, string>;
let server: ServerProcess | undefined;
let shop: LeftShop;
let moment: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'evertill-moment-'));
  archive = path.join(folder, 'archive');
  const home = path.join(folder, 'home');
  environment = { EVERTILL_HOME: home, EVERTILL_ARCHIVE: archive, DATABASE_URL: '' };
  server = await startServer({ words: ['serve', '--port', '0'], environment });
  shop = await openLeft(server.url, home);
}, 120_000);
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function withOwner<T>(home: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const text = await readFile(path.join(home, 'postgres', 'postgres.json'), 'utf8');
  const { port, password } = JSON.parse(text) as { port: number; password: string };
  const client = new pg.Client({
    connectionString: `postgresql://evertill:${password}@127.0.0.1:${port}/evertill`,
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Until everything written so far is in the archive. */
async function kept(home: string): Promise<void> {
  await withOwner(home, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      'SELECT pg_walfile_name(pg_current_wal_lsn()) AS name, pg_switch_wal()',
    );
    const name = `${rows[0]?.name ?? ''}.gz`;
    for (let tries = 0; tries < 600; tries += 1) {
      if ((await readdir(path.join(archive, 'log'))).includes(name)) return;
      await wait(50);
    }
    throw new Error(`${name} was not kept`);
  });
}

const rowsIn = (home: string, sql: string): Promise<unknown[]> =>
  withOwner(home, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);

test('a moment is put back, and the register refills what came after it', async () => {
  const { EVERTILL_HOME: home = '' } = environment;
  await shop.sell(2);
  await runCommand({ words: ['backup', 'base'], environment });
  await shop.sell(3);
  moment = await withOwner(home, async (client) => {
    const { rows } = await client.query<{ at: Date }>('SELECT clock_timestamp() AS at');
    return rows[0]?.at.toISOString() ?? '';
  });
  // A moment has a millisecond: what follows is after it.
  await wait(5);
  await withOwner(home, (client) => client.query('DELETE FROM catalog.barcodes'));
  await withOwner(home, (client) => client.query(`UPDATE catalog.products SET name = 'Oops'`));
  const after = await shop.sell(2);
  await kept(home);
  const status = await runCommand({ words: ['backup', 'status', '--json'], environment });
  const [window] = JSON.parse(status) as { from: string; until: string; hasGap: boolean }[];
  expect(window).toMatchObject({ hasGap: false });
  expect(Date.parse(window?.from ?? '')).toBeLessThanOrEqual(Date.parse(moment));
  expect(Date.parse(window?.until ?? '')).toBeGreaterThanOrEqual(Date.parse(moment));
  await server?.stop();
  server = undefined;

  const again = path.join(folder, 'again');
  const there = { EVERTILL_HOME: again, DATABASE_URL: '' };
  const words = ['restore', archive, '--to', moment, '--json'];
  const told = JSON.parse(await runCommand({ words, environment: there })) as object;
  expect(told).toMatchObject({ breaches: [] });
  server = await startServer({ words: ['serve', '--port', '0'], environment: there });
  expect(await rowsIn(again, `SELECT FROM catalog.products WHERE name = 'Oops'`)).toEqual([]);
  const receipts = `SELECT receipt_number FROM orders.sales WHERE register_id = '${shop.registerId}'
    ORDER BY seq`;
  const until = [1, 2, 3, 4, 5].map((number) => ({ receipt_number: `L-${number}` }));
  expect(await rowsIn(again, receipts)).toEqual(until);
  expect(await shop.sendAgain(server.url, after)).toEqual(['APPLIED', 'APPLIED']);
  expect(await shop.sendAgain(server.url, after)).toEqual(['DUPLICATE', 'DUPLICATE']);
  await server.stop();
  server = undefined;
  await runCommand({ words: ['verify'], environment: there });
}, 180_000);

test('a moment before the first copy, and one after the last piece, are refused in words', async () => {
  const there = { EVERTILL_HOME: path.join(folder, 'never'), DATABASE_URL: '' };
  const to = (time: string) =>
    runCommand({ words: ['restore', archive, '--to', time], environment: there });
  await expect(to('2020-01-01T00:00:00Z')).rejects.toThrow('nothing before that can be put back');
  await expect(to('yesterday')).rejects.toThrow('is no moment');
  await expect(to('2099-01-01T00:00:00Z')).rejects.toThrow('The archive ends at');
}, 60_000);

test('a missing piece shows, and so does the way out of it', async () => {
  const broken = path.join(folder, 'broken');
  await cp(archive, broken, { recursive: true });
  const pieces = (await readdir(path.join(broken, 'log'))).filter((name) => name.length === 27);
  const [, second = ''] = pieces.sort();
  expect(pieces.length).toBeGreaterThan(2);
  await rm(path.join(broken, 'log', second));
  const asked = { ...environment, EVERTILL_ARCHIVE: broken };
  await expect(runCommand({ words: ['backup', 'status'], environment: asked })).rejects.toThrow();
});

test('a piece is kept once, and another one never takes its place', async () => {
  const program = fileURLToPath(
    new URL('../../../packages/postgres/src/archive/keep-segment.ts', import.meta.url),
  );
  const from = path.join(folder, 'piece');
  const to = path.join(folder, 'kept', 'piece.gz');
  const keep = (): number | null => spawnSync(process.execPath, [program, from, to]).status;
  await writeFile(from, 'one');
  expect(keep()).toBe(0);
  expect(keep()).toBe(0);
  await writeFile(from, 'two');
  expect(keep()).toBe(1);
  expect(gunzipSync(await readFile(to)).toString()).toBe('one');
  // Half written by one that was killed: begun anew.
  await rm(to);
  await writeFile(`${to}.part`, gzipSync('tw'));
  expect(keep()).toBe(0);
  expect(gunzipSync(await readFile(to)).toString()).toBe('two');
});

test('a piece that finds no room leaves nothing under its name, and is asked for again', async () => {
  const program = fileURLToPath(
    new URL('../../../packages/postgres/src/archive/keep-segment.ts', import.meta.url),
  );
  const from = path.join(folder, 'large-piece');
  const to = path.join(folder, 'no-room', 'piece.gz');
  await writeFile(from, randomBytes(200_000));
  // A file of at most 16 KiB stands for a disk that is full in the middle of one.
  const keep = (room: string) =>
    spawnSync('sh', [
      '-c',
      `ulimit -f ${room}; exec "$@"`,
      'sh',
      process.execPath,
      program,
      from,
      to,
    ]);
  const refused = keep('32');
  expect([refused.status, String(refused.stderr)]).toEqual([1, expect.stringContaining('EFBIG')]);
  expect(existsSync(to)).toBe(false);
  expect(keep('unlimited').status).toBe(0);
  expect(gunzipSync(await readFile(to)).equals(await readFile(from))).toBe(true);
});

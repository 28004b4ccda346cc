/**
 * Files that follow one another into the same shop, files that say something else than before, and
 * what is no file at all. Closing the shop checks every invariant.
 */
import { realWorld } from '@evertill/kernel';
import type { World } from '@evertill/kernel';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HEADING, openReplayBench } from './replay-bench.ts';
import type { ReplayBench } from './replay-bench.ts';
import { ConfigError } from '../src/config.ts';
import type { ReplayOptions, Replayed } from '../src/replay/replay.ts';
import { refusedLines, reportLines, writeRefused } from '../src/replay/report.ts';

const FIRST_FILE = [HEADING, '536365,A1,WHITE,3,2010-12-01T08:26,2.550,17850,United Kingdom'];

let bench: ReplayBench;
let file: string;

beforeAll(async () => {
  bench = await openReplayBench();
  file = await bench.fileOf('first.csv', FIRST_FILE);
});

afterAll(() => bench.close());

const run = (change: Partial<ReplayOptions> = {}): Promise<Replayed> =>
  bench.run({ file, registers: 1, ...change });

/** Every other push is carried out, and nobody hears of it. */
function losingWorld(): World {
  const real = realWorld();
  let pushes = 0;
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const answer = await real.network.fetch(url, init);
    if (url.endsWith('/api/sync/push/')) pushes += 1;
    if (url.endsWith('/api/sync/push/') && pushes % 2 === 1) throw new TypeError('lost');
    return answer;
  };
  return { ...real, network: { fetch: fetch as typeof globalThis.fetch } };
}

async function countLines(): Promise<number> {
  const [row] = await bench.shop.sql(
    `SELECT (SELECT count(*) FROM orders.sale_lines)::integer +
            (SELECT count(*) FROM orders.refund_lines)::integer AS count`,
  );
  return row?.['count'] as number;
}

const invoice = (no: number, price = '1.00'): string =>
  `${no},A1,WHITE,2,2010-12-02T10:00,${price},17850,United Kingdom`;
const SECOND_FILE = [
  HEADING,
  ...Array.from({ length: 40 }, (_, index) => invoice(600_000 + index)),
  'C600099,A1,WHITE,-2,2010-12-02T11:00,1.00,17850,United Kingdom',
];

test('another file goes behind the first, also when answers are lost on the way', async () => {
  const second = await bench.fileOf('second.csv', SECOND_FILE);
  const losing = losingWorld();
  expect((await run()).figures).toMatchObject({ lines_applied: 1, lines_newly_applied: 1 });
  const replayed = await run({ file: second, world: losing });
  expect(replayed).toMatchObject({ isBalanced: true, refusedByServer: 0 });
  expect(replayed.figures).toMatchObject({
    lines_read: 41,
    lines_applied: 41,
    sales_total: '80.00',
    refunds_total: '2.00',
  });
  expect(await countLines()).toBe(1 + 41);
  const again = await run({ file: second });
  expect(again.figures).toMatchObject({ lines_applied: 41, lines_newly_applied: 0 });
  const first = await run();
  expect(first.figures).toMatchObject({ lines_applied: 1, lines_newly_applied: 0 });
});

test('an invoice that says something else now is refused by the server, and reported', async () => {
  const changed = SECOND_FILE.with(5, invoice(600_004, '7.00'));
  const replayed = await run({ file: await bench.fileOf('changed, again.csv', changed) });
  expect(replayed).toMatchObject({ isBalanced: true, refusedByServer: 1 });
  expect(replayed.figures).toMatchObject({
    lines_refused: 1,
    lines_applied: 40,
    sales_total: '78.00',
    refused_sales_total: '14.00',
  });
  const written = writeRefused(bench.home, 'changed, again.csv', replayed);
  expect((await readFile(written, 'utf8')).split('\n')).toEqual([
    'line,invoice_no,stock_code,description,quantity,unit_price,reason',
    '6,600004,A1,WHITE,2,7.00,the server did not book it: CONFLICT id_reused',
    '',
  ]);
  expect(refusedLines(replayed, written)[1]).toContain('line 6, invoice 600004, A1');
  expect(reportLines(replayed, '1.0').join('\n')).toContain('comes to what was read');
});

/** Somebody enrols the register anew between the first push of a run and the second. */
function reenrollingWorld(): World {
  const real = realWorld();
  const { owner: token } = bench.shop.tenants[0].tokens;
  let pushes = 0;
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    if (url.endsWith('/api/sync/push/')) pushes += 1;
    if (url.endsWith('/api/sync/push/') && pushes === 2) {
      const [register] = await bench.shop.sql(
        `SELECT register_id AS id FROM orders.registers WHERE name = 'import 1/1'`,
      );
      const route = `/api/registers/${String(register?.['id'])}/enrolment-code/`;
      const { body } = await bench.shop.call('POST', route, { token, body: {} });
      const { enrolment_code: code } = body as { enrolment_code: string };
      await bench.shop.call('POST', '/api/registers/enrol/', { body: { enrolment_code: code } });
    }
    return real.network.fetch(url, init);
  };
  return { ...real, network: { fetch: fetch as typeof globalThis.fetch } };
}

test('a register that is enrolled anew in the middle goes on under new numbers', async () => {
  const rows = Array.from({ length: 150 }, (_, index) => invoice(800_000 + index));
  const long = await bench.fileOf('long.csv', [HEADING, ...rows]);
  const replayed = await run({ file: long, world: reenrollingWorld() });
  expect(replayed).toMatchObject({ isBalanced: true, refusedByServer: 0 });
  expect(replayed.figures).toMatchObject({ lines_applied: 150, lines_newly_applied: 150 });
  const again = await run({ file: long });
  expect(again.figures).toMatchObject({ lines_applied: 150, lines_newly_applied: 0 });
});

test('a shop of another currency, a wrong password, no server: each is said in words', async () => {
  const { phones, password } = bench.shop.tenants[1];
  const foreign = { phoneNumber: phones.owner, password };
  await expect(run({ login: foreign })).rejects.toThrow(/in GBP, and the shop in KES/);
  const wrong = { ...foreign, password: 'wrong' };
  await expect(run({ login: wrong })).rejects.toBeInstanceOf(ConfigError);
  await expect(run({ url: 'http://localhost:1' })).rejects.toThrow(/npm start/);
});

test('a file that is missing, empty or something else is refused as a whole', async () => {
  const texts = { 'empty.csv': [], 'other.csv': ['a,b', '1,2'], 'torn.csv.gz': FIRST_FILE };
  const files = await Promise.all(
    Object.entries(texts).map(([name, lines]) => bench.fileOf(name, lines)),
  );
  const torn = path.join(bench.home, 'torn.csv.gz');
  await writeFile(torn, (await readFile(torn)).subarray(0, 60));
  for (const wrong of [...files, path.join(bench.home, 'missing.csv')]) {
    await expect(run({ file: wrong })).rejects.toBeInstanceOf(ConfigError);
  }
});

/** The way to PostgreSQL: lost races are run again, trouble is trouble, tenants are UUIDs. */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refusal, makeMetrics, openDatabase } from '../src/index.ts';
import type { Database } from '../src/index.ts';
import { newUuid, openBench, silentLog, tellOne } from './bench.ts';
import type { Bench } from './bench.ts';

let bench: Bench;
let database: Database;
beforeAll(async () => {
  bench = await openBench();
  database = await bench.open('catalog');
});
afterAll(() => bench.close());

const tenantId = newUuid();
const raise = (code: string): string =>
  `DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '${code}'; END $$`;

describe('a race that was lost', () => {
  test.each(['40001', '40P01', '55P03'])('%s is run again until it is won', async (code) => {
    let tried = 0;
    const result = await database.inTransaction({ tenantId }, async (tx) => {
      tried += 1;
      if (tried < 4) await tx.query(raise(code));
      return tried;
    });
    expect(result).toBe(4);
  });

  test('for ever is unavailable, and says when to come again', async () => {
    const work = database.inTransaction({ tenantId }, (tx) => tx.query(raise('40001')));
    await expect(work).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 });
  });

  test('is not what any other error is: it is told once, as it was', async () => {
    let tried = 0;
    const work = database.inTransaction({ tenantId }, (tx) => {
      tried += 1;
      return tx.query(raise('23505'));
    });
    await expect(work).rejects.toMatchObject({ code: '23505' });
    expect(tried).toBe(1);
  });
});

describe('PostgreSQL that does not answer', () => {
  const refused = { code: 'unavailable', retryAfterSeconds: 1 };

  test('is unavailable, whichever way it is asked', async () => {
    const down = openDatabase({
      url: 'postgres://nobody@127.0.0.1:1/nothing',
      schema: 'catalog',
      connectionsMax: 1,
      keepsStatements: true,
      world: bench.world,
      metrics: makeMetrics(),
      log: silentLog,
      onTold: () => undefined,
    });
    await expect(down.call('SELECT 1', [])).rejects.toMatchObject(refused);
    await expect(down.read({ tenantId }, (tx) => tx.query('SELECT 1'))).rejects.toMatchObject(
      refused,
    );
    const error: unknown = await down.call('SELECT 1', []).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Refusal);
    expect((error as Refusal).rule.status).toBe(503);
    await down.close();
  });

  test('in the middle of a transaction is unavailable, and the pool mends itself', async () => {
    const work = database.inTransaction({ tenantId }, async (tx) => {
      const [row] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await bench.owner.query('SELECT pg_terminate_backend($1)', [row?.pid]);
      await tx.query('SELECT pg_sleep(1)');
    });
    await expect(work).rejects.toMatchObject(refused);
    expect(await database.call('SELECT 1 AS one', [])).toEqual([{ one: 1 }]);
  });
});

describe('a transaction', () => {
  test.each(['', 'x', "'; DROP TABLE catalog.products; --", `${newUuid()} `])(
    'of the tenant %j is refused before anything is asked',
    async (name) => {
      const work = database.inTransaction({ tenantId: name }, () => Promise.resolve(1));
      await expect(work).rejects.toThrow('must be a UUID');
    },
  );

  test('that failed unnoticed does not pass for one that was kept', async () => {
    const work = database.inTransaction({ tenantId }, async (tx) => {
      await tx.query(raise('22012')).catch(() => undefined);
    });
    await expect(work).rejects.toThrow('nothing was kept');
  });

  test('that fails has told nobody anything', async () => {
    const before = bench.told.length;
    const work = database.inTransaction({ tenantId }, (tx) => {
      tx.tell({ type: 'tenant.created', aggregateId: 'x', payload: { name: '', currency: '' } });
      return Promise.reject(new Error('no'));
    });
    await expect(work).rejects.toThrow('no');
    expect(bench.told).toHaveLength(before);
    await tellOne(database, tenantId, newUuid());
    expect(bench.told).toHaveLength(before + 1);
  });

  test('for reading cannot write', async () => {
    const sql = 'DELETE FROM catalog.dead_letters WHERE tenant_id = $1';
    const work = database.read({ tenantId }, (tx) => tx.query(sql, [tenantId]));
    await expect(work).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('sees the rows of its tenant alone, and leaves no tenant behind on the wire', async () => {
    const productId = newUuid();
    await tellOne(database, tenantId, productId);
    const sql = 'SELECT FROM catalog.outbox WHERE aggregate_id = $1';
    const seenBy = (id: string) =>
      database.read({ tenantId: id }, (tx) => tx.query(sql, [productId]));
    expect(await seenBy(tenantId)).toHaveLength(1);
    expect(await seenBy(newUuid())).toHaveLength(0);
    expect(await database.call(sql, [productId])).toHaveLength(0);
  });
});

test('a number too large to be exact is an error, not a wrong number', () => {
  const parse = pg.types.getTypeParser(pg.types.builtins.INT8) as (text: string) => unknown;
  expect(parse('9007199254740991')).toBe(9_007_199_254_740_991);
  expect(() => parse('9007199254740993')).toThrow('safe integer');
});

describe('columns of a statement that is kept', () => {
  const odd = [
    ...['', 'NULL', 'null', 'NuLl', 'nulls', '"', '\\', '\\"', '{}', '{a,b}', ',', ' ', ' a '],
    ...['\t', 'a\nb', "it's", '🍊', 'Ñandú', '$1', '2026-11-21T10:00:00.000Z', '-1', '{"a":"\\""}'],
  ];

  test('arrive as they were, however odd', async () => {
    const rows = await database.call('SELECT $1::text[] AS words', [[...odd, null]]);
    expect(rows).toEqual([{ words: [...odd, null] }]);
  });

  test('arrive whatever the words are', async () => {
    const word = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0'));
    const property = fc.asyncProperty(fc.array(word), async (words) => {
      const rows = await database.call('SELECT $1::text[] AS words', [words]);
      expect(rows).toEqual([{ words }]);
    });
    await fc.assert(property, { numRuns: 200 });
  });

  test('may be numbers, days, truths and nothing', async () => {
    const day = new Date('2026-11-21T10:00:00.123Z');
    const sql =
      'SELECT $1::bigint[] AS whole, $2::timestamptz[] AS days, $3::boolean[] AS truths, $4::jsonb[] AS documents';
    const document = { name: 'a "quoted" \\ thing' };
    const rows = await database.call(sql, [
      [1, -9_007_199_254_740_991, null],
      [day, undefined],
      [true, false],
      [JSON.stringify(document)],
    ]);
    expect(rows).toEqual([
      {
        whole: ['1', '-9007199254740991', null],
        days: [day, null],
        truths: [true, false],
        documents: [document],
      },
    ]);
  });
});

/** Pages by cursor: each row once, whatever is added meanwhile, and no cursor but our own. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readPage, searchPattern, whenGiven } from '../src/index.ts';
import type { Database, ListQuery, ListSource } from '../src/index.ts';
import { newUuid, openBench } from './bench.ts';
import type { Bench } from './bench.ts';

let bench: Bench;
let database: Database;
let tenantId: string;
beforeAll(async () => {
  bench = await openBench();
  database = await bench.open('orders');
});
afterAll(() => bench.close());

const source: ListSource = {
  from: 'orders.inbox i',
  columns: 'i.*',
  tenantColumn: 'i.tenant_id',
  where: [],
  orderings: {
    received_at: { sql: 'i.received_at', type: 'timestamptz' },
    source: { sql: 'i.source', type: 'text' },
  },
  tieBreak: { sql: 'i.event_id', type: 'uuid' },
  defaultOrdering: '-received_at',
};

async function add(count: number, at = '2026-01-02T03:04:05.123456Z'): Promise<void> {
  await database.inTransaction({ tenantId }, (tx) =>
    tx.query(
      `INSERT INTO orders.inbox (tenant_id, event_id, type, source, received_at)
       SELECT $1, id, 't', 'a' || (row_number() OVER ()) % 3, $3 FROM unnest($2::uuid[]) AS id`,
      [tenantId, Array.from({ length: count }, newUuid), at],
    ),
  );
}

const page = (query: ListQuery, change: Partial<ListSource> = {}) =>
  database.read({ tenantId }, (tx) => readPage(tx, { ...source, ...change }, query));

beforeEach(async () => {
  tenantId = newUuid();
  await add(25);
});

test.each([undefined, 'received_at', '-received_at', 'source', '-source'])(
  'ordered by %s, each row comes once, also those of one instant to the microsecond',
  async (ordering) => {
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const found = await page({ limit: 4, ordering, cursor });
      expect(found.totalCount).toBe(25);
      seen.push(...found.rows.map((row) => row['event_id']));
      cursor = found.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(25);
    expect(new Set(seen).size).toBe(25);
  },
);

test('what is added meanwhile neither repeats a row nor hides one', async () => {
  const first = await page({ limit: 10 });
  await add(5, '2027-01-01T00:00:00Z');
  const rest = await page({ limit: 100, cursor: first.nextCursor ?? '' });
  const ids = [...first.rows, ...rest.rows].map((row) => row['event_id']);
  expect(new Set(ids).size).toBe(25);
  expect(rest.nextCursor).toBeNull();
});

describe('a cursor that is not ours', () => {
  const written = (value: unknown): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const tie = newUuid();
  const rows = [
    '',
    'x',
    '%%%',
    written(null),
    written({}),
    written([]),
    written(['-received_at']),
    written(['-received_at', 1, 2]),
    written(['source', 'a', tie]),
    written(['-received_at', 'no time', tie]),
    written(['-received_at', '2026-01-01', 'no id']),
    written(['-received_at', '999999-01-01', tie]),
    written(['-received_at', '\u0000', tie]),
    written(['-received_at', "2026'; --", tie]),
  ];
  test.each(rows)('%s is refused, and breaks nothing', async (cursor) => {
    await expect(page({ cursor })).rejects.toMatchObject({
      code: 'input_invalid',
      fields: [{ field: 'cursor' }],
    });
  });
});

test('an ordering nobody offers is refused', async () => {
  for (const ordering of ['tenant_id', 'toString', '--source', '1; SELECT 1']) {
    await expect(page({ ordering })).rejects.toMatchObject({ code: 'input_invalid' });
  }
});

test('a filter counts where it is given, and a percent sign is a percent sign', async () => {
  const bySource = await page({}, { where: [whenGiven('i.source = ?', 'a1')] });
  expect(bySource.totalCount).toBe(bySource.rows.length);
  expect(bySource.totalCount).toBeLessThan(25);
  const all = await page({}, { where: [whenGiven('i.source = ?', undefined)] });
  expect(all.totalCount).toBe(25);
  const like = (search: string) =>
    page({}, { where: [whenGiven('i.source ILIKE ?', searchPattern(search))] });
  expect((await like('A')).totalCount).toBe(25);
  expect((await like('%')).totalCount).toBe(0);
  expect((await like('_')).totalCount).toBe(0);
  expect((await like('\\')).totalCount).toBe(0);
});

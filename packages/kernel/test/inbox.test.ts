/** The inbox: an effect once, however often it is told; poison put aside; trouble comes again. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  Refusal,
  hasTold,
  inboxOf,
  listPutAside,
  makeMetrics,
  on,
  takeInAfterAll,
} from '../src/index.ts';
import type { Database, Deliver } from '../src/index.ts';
import { eventOf, newUuid, openBench, silentLog } from './bench.ts';
import type { Bench } from './bench.ts';

let bench: Bench;
let database: Database;
let tenantId: string;
let taken: string[];
let refuseOnce: (() => void) | undefined;
let poison: string;
let deliver: Deliver;
beforeAll(async () => {
  bench = await openBench();
  database = await bench.open('orders');
});
afterAll(() => bench.close());
beforeEach(() => {
  tenantId = newUuid();
  taken = [];
  poison = '';
  refuseOnce = undefined;
  deliver = inboxOf({
    module: {
      name: 'orders',
      answers: [],
      reactions: [
        on('product.created', (_, events) => {
          refuseOnce?.();
          if (events.some(({ id }) => id === poison)) throw new Error('poison');
          taken.push(...events.map(({ id }) => id));
          return Promise.resolve();
        }),
      ],
    },
    database,
    world: bench.world,
    log: silentLog,
    metrics: makeMetrics(),
  });
});

const eventsOf = (count: number) => Array.from({ length: count }, () => eventOf(tenantId));

async function rowsOf(table: 'inbox' | 'dead_letters'): Promise<readonly string[]> {
  const sql = `SELECT event_id FROM orders.${table} WHERE tenant_id = $1 ORDER BY event_id`;
  const { rows } = await bench.owner.query<{ event_id: string }>(sql, [tenantId]);
  return rows.map((row) => row.event_id);
}

test('regression 19: a hundred events are all taken in, and each of them once', async () => {
  const events = eventsOf(100);
  const ids = events.map(({ id }) => id);
  await deliver({ tenantId, source: 'catalog', events });
  await deliver({ tenantId, source: 'catalog', events: events.slice(40) });
  await Promise.all([1, 2, 3].map(() => deliver({ tenantId, source: 'catalog', events })));
  expect(taken).toEqual(ids);
  expect(await rowsOf('inbox')).toEqual(ids.toSorted());
});

test('an event that comes twice in one delivery has its effect once', async () => {
  const [event] = eventsOf(1);
  if (event === undefined) throw new Error('no event');
  await deliver({ tenantId, source: 'catalog', events: [event, event, event] });
  expect(taken).toEqual([event.id]);
});

test('a poison event is put aside with its reason, and the rest goes on', async () => {
  const events = eventsOf(5);
  poison = events[2]?.id ?? '';
  await deliver({ tenantId, source: 'catalog', events });
  const others = events.map(({ id }) => id).filter((id) => id !== poison);
  expect(taken).toEqual(others);
  expect(await rowsOf('dead_letters')).toEqual([poison]);
  expect(await rowsOf('inbox')).toEqual(others.toSorted());
  await deliver({ tenantId, source: 'catalog', events });
  expect(taken).toEqual(others);
});

test('what cannot be done just now is not put aside: the relay brings it again', async () => {
  const events = eventsOf(3);
  refuseOnce = () => {
    refuseOnce = undefined;
    throw new Refusal('unavailable');
  };
  await expect(deliver({ tenantId, source: 'catalog', events })).rejects.toThrow(Refusal);
  expect([await rowsOf('inbox'), await rowsOf('dead_letters')]).toEqual([[], []]);
  await deliver({ tenantId, source: 'catalog', events });
  expect(taken).toEqual(events.map(({ id }) => id));
});

test('a type that nobody reacts to is taken in without a word', async () => {
  const event = eventOf(tenantId, { type: 'tenant.created' });
  await deliver({ tenantId, source: 'auth', events: [event] });
  expect(taken).toEqual([]);
});

test('what was put aside is taken in after all, once its cause is mended, and is gone then', async () => {
  const [first, bad] = eventsOf(2);
  if (first === undefined || bad === undefined) throw new Error('two events');
  poison = bad.id;
  await deliver({ tenantId, source: 'catalog', events: [first, bad] });
  const [letter, ...more] = await listPutAside(database, tenantId);
  expect(letter).toMatchObject({ event: bad, reason: 'Error: poison' });
  expect(more).toEqual([]);
  const again = (): Promise<boolean> =>
    takeInAfterAll(database, deliver, { source: 'catalog', event: bad });
  // Still poison: it stays where it is.
  expect(await again()).toBe(false);
  expect(await rowsOf('dead_letters')).toEqual([bad.id]);
  poison = '';
  expect(await again()).toBe(true);
  expect(await again()).toBe(false);
  expect(taken).toEqual([first.id, bad.id]);
  expect(await rowsOf('dead_letters')).toEqual([]);
  expect(await hasTold(database, bad)).toBe(false);
});

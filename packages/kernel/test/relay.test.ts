/** The relay: in order, at least once, nothing skipped, whoever commits late or loses the pen. */
import type { Event } from '@evertill/contract';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeRelay, sleep } from '../src/index.ts';
import type { Consumer, Database, Delivery, Relay } from '../src/index.ts';
import { newUuid, openBench, silentLog, tellOne } from './bench.ts';
import type { Bench } from './bench.ts';

let bench: Bench;
let database: Database;
let tenantId: string;
beforeAll(async () => {
  bench = await openBench();
  database = await bench.open('catalog');
});
afterAll(() => bench.close());
beforeEach(() => {
  tenantId = newUuid();
});

interface Heard extends Consumer {
  readonly ids: string[];
}

function listener(name: string, before?: (delivery: Delivery) => Promise<void>): Heard {
  const ids: string[] = [];
  return {
    name,
    ids,
    types: new Set(['product.created']),
    deliver: async (delivery) => {
      await before?.(delivery);
      ids.push(...delivery.events.map(({ aggregateId }: Event) => aggregateId));
    },
  };
}

function relayTo(...consumers: readonly Consumer[]): Relay {
  const { world } = bench;
  const listTenants = () => Promise.resolve([tenantId]);
  return makeRelay({ database, consumers, world, log: silentLog, listTenants });
}

async function tellMany(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, newUuid);
  for (const id of ids) await tellOne(database, tenantId, id);
  return ids;
}

const pause = (ms: number): Promise<void> => sleep(bench.world.scheduler, ms);

test('everything told is carried, in order and once, beyond one batch', async () => {
  const ids = Array.from({ length: 1_203 }, newUuid);
  await database.inTransaction({ tenantId }, (tx) => {
    for (const productId of ids) {
      const payload = { productId, isActive: true };
      tx.tell({ type: 'product.created', aggregateId: productId, payload });
    }
    return Promise.resolve();
  });
  const ear = listener('orders');
  const relay = relayTo(ear);
  await relay.drain();
  expect(ear.ids).toEqual(ids);
  await relay.drain();
  expect(ear.ids).toHaveLength(ids.length);
  await relay.stop();
});

test('woken, it carries at once; without a wake, the sweep finds what was told', async () => {
  const ear = listener('orders');
  const relay = relayTo(ear);
  const [first] = await tellMany(1);
  relay.wake(tenantId);
  await expect.poll(() => ear.ids, { interval: 5, timeout: 800 }).toEqual([first]);
  relay.start();
  const [second] = await tellMany(1);
  await expect.poll(() => ear.ids, { timeout: 5_000 }).toEqual([first, second]);
  // And again, after a sweep that found nothing.
  await pause(1_200);
  const [third] = await tellMany(1);
  await expect.poll(() => ear.ids, { timeout: 5_000 }).toEqual([first, second, third]);
  await relay.stop();
});

test('what commits late is not skipped, though later numbers were told before it', async () => {
  const ear = listener('orders');
  const relay = relayTo(ear);
  const late = newUuid();
  let finish = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const { done } = await beginTelling(late, held);
  const early = await tellMany(3);
  relay.wake(tenantId);
  await pause(150);
  expect(ear.ids).toEqual([]);
  finish();
  await done;
  await relay.drain();
  expect(new Set(ear.ids)).toEqual(new Set([late, ...early]));
  expect(ear.ids).toHaveLength(4);
  await relay.stop();
});

/** A transaction that has written its event, and commits only when `held` is over. */
async function beginTelling(id: string, held: Promise<void>): Promise<{ done: Promise<void> }> {
  let written = (): void => undefined;
  const isWritten = new Promise<void>((resolve) => {
    written = resolve;
  });
  const done = database.inTransaction({ tenantId }, async (tx) => {
    await tx.query(
      `INSERT INTO catalog.outbox (tenant_id, event_id, type, aggregate_id, payload, occurred_at)
       VALUES ($1, $2, 'product.created', $3, '{}', $4)`,
      [tenantId, id, id, bench.world.clock.now()],
    );
    written();
    await held;
  });
  await isWritten;
  return { done };
}

test('while an older transaction is open, it looks again at a pace, not without end', async () => {
  let finish = (): void => undefined;
  const { done } = await beginTelling(
    newUuid(),
    new Promise<void>((resolve) => {
      finish = resolve;
    }),
  );
  await tellMany(1);
  let asked = 0;
  const counted: Database = {
    ...database,
    call: (sql, values) => {
      asked += 1;
      return database.call(sql, values);
    },
  };
  const { world } = bench;
  const options = { consumers: [listener('orders')], world, log: silentLog };
  const listTenants = () => Promise.resolve([tenantId]);
  const relay = makeRelay({ ...options, database: counted, listTenants });
  relay.wake(tenantId);
  await pause(300);
  finish();
  await done;
  await relay.stop();
  // Three questions a look, a look every fifteen milliseconds.
  expect(asked).toBeLessThan(80);
});

test('a consumer that cannot be reached is told later, and holds up nobody else', async () => {
  let isDown = true;
  const down = listener('down', () => (isDown ? Promise.reject(new Error('down')) : pause(0)));
  const up = listener('up');
  const relay = relayTo(down, up);
  const ids = await tellMany(3);
  await relay.drain();
  expect([down.ids, up.ids]).toEqual([[], ids]);
  isDown = false;
  await relay.drain();
  expect([down.ids, up.ids]).toEqual([ids, ids]);
  await relay.stop();
});

test('a relay that stops puts its pen down: the next one need not wait for it', async () => {
  const ear = listener('orders');
  const ids = await tellMany(1);
  const first = relayTo(ear);
  await first.drain();
  await first.stop();
  ids.push(...(await tellMany(1)));
  const second = relayTo(ear);
  await second.drain();
  expect(ear.ids).toEqual(ids);
  await second.stop();
});

test('a pen that was taken under a clock ten years ahead does not keep the next one waiting', async () => {
  const heard = listener('inventory');
  await tellMany(3);
  const ahead = new Date(bench.world.clock.now().getTime() + 10 * 365 * 24 * 3_600_000);
  const [held] = await database.call<{ has_more: boolean }>(
    'SELECT * FROM catalog.hold_cursor($1, $2, $3, $4, $5)',
    [tenantId, 'inventory', newUuid(), ahead, ahead],
  );
  expect(held?.has_more).toBe(true);
  const relay = relayTo(heard);
  await relay.drain();
  expect(heard.ids).toHaveLength(3);
  await relay.stop();
});

test('a relay that loses the pen in mid-delivery loses nothing and moves no cursor', async () => {
  const [first, second] = await tellMany(2);
  const other = listener('orders');
  let hasSlept = false;
  const sleepy = listener('orders', async () => {
    if (hasSlept) return;
    hasSlept = true;
    // Longer than the lease: another relay takes over.
    bench.world.turn(31_000);
    await relayTo(other).drain();
  });
  const relay = relayTo(sleepy);
  await relay.drain();
  expect(other.ids).toEqual([first, second]);
  const [third] = await tellMany(1);
  await relay.drain();
  bench.world.turn(31_000);
  await relay.drain();
  const heard = [...other.ids, ...sleepy.ids];
  expect(new Set(heard)).toEqual(new Set([first, second, third]));
  await relay.stop();
});

/** Limits in a real Redis: as every limiter's, and what only a shared store can get wrong. */
import { makeRedisServer, rateLimiterSuite } from '@evertill/testing';
import type { RedisServer } from '@evertill/testing';
import { makeLog, makeMetrics, realWorld } from '@evertill/kernel';
import type { Allowances, RateLimiter } from '@evertill/kernel';
import { createClient } from '@redis/client';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { connect } from '../src/connection.ts';
import type { Connection } from '../src/connection.ts';
import { openRedis } from '../src/index.ts';
import type { Redis } from '../src/index.ts';
import { redisRateLimiter } from '../src/rate-limit.ts';

const said: string[] = [];
const log = makeLog({ level: 'info', destination: { write: (line) => void said.push(line) } });

let server: RedisServer;
let connection: Connection;
let raw: ReturnType<typeof createClient>;
beforeAll(async () => {
  server = await makeRedisServer();
  connection = connect(settings(), 'test', log);
  await vi.waitUntil(() => connection.client.isReady, { timeout: 20_000 });
  raw = createClient({ url: server.url });
  raw.on('error', () => undefined);
  await raw.connect();
});
afterAll(async () => {
  raw.destroy();
  connection.close();
  await server.remove();
});

function settings() {
  return { url: server.url, prefix: `test-${randomUUID()}`, deadlineMs: 2_000 };
}

const limiterOf = (allowances: Allowances): RateLimiter =>
  redisRateLimiter({ client: connection.client, allowances, prefix: 'test' });

const minute = (units: number) => ({ units, seconds: 60 });
const all: Allowances = { caller: minute(5), tenant: minute(50), read: minute(500) };
const takings = (shop: string) =>
  [
    ['caller', `${shop} somebody`, 1],
    ['tenant', shop, 1],
    ['read', shop, 1],
  ] as const;

describe('as every limiter', () => {
  rateLimiterSuite(limiterOf);
});

describe('in Redis alone', () => {
  test('a request is one question; keys say nothing, lie together, and end', async () => {
    await raw.flushAll();
    const shop = randomUUID();
    await limiterOf(all).take(shop, takings(shop));
    await raw.configResetStat();
    await limiterOf(all).take(shop, takings(shop));
    const calls = (await raw.info('commandstats')).match(/cmdstat_eval(sha)?:calls=\d+/g);
    expect(calls).toEqual(['cmdstat_evalsha:calls=1']);
    const keys = await raw.keys('*');
    expect(keys).toHaveLength(3);
    for (const key of keys) {
      expect(key).toMatch(/^test:limit:\{[0-9a-f]{32}\}:(caller|tenant|read):[0-9a-f]{32}$/);
      const leftMs = await raw.pTTL(key);
      expect(leftMs > 50_000 && leftMs <= 60_000, `${leftMs}`).toBe(true);
    }
    expect(new Set(keys.map((key) => /\{.*\}/.exec(key)?.[0])).size).toBe(1);
  });

  test('emptied, without its scripts, it counts from the beginning', async () => {
    const shop = randomUUID();
    const caller = async () => (await limiterOf(all).take(shop, takings(shop)))[0]?.unitsLeft;
    expect([await caller(), await caller()]).toEqual([4, 3]);
    await raw.flushAll();
    await raw.scriptFlush();
    expect([await caller(), await caller()]).toEqual([4, 3]);
  });

  test('a counter that lost its end gets one again', async () => {
    await raw.flushAll();
    const shop = randomUUID();
    await limiterOf(all).take(shop, takings(shop));
    for (const key of await raw.keys('*')) await raw.persist(key);
    await limiterOf(all).take(shop, takings(shop));
    for (const key of await raw.keys('*')) expect(await raw.pTTL(key)).toBeGreaterThan(0);
  });
});

describe('while Redis is away', () => {
  let redis: Redis;
  let limiter: RateLimiter;
  const metrics = makeMetrics();
  beforeEach(async () => {
    said.length = 0;
    const short = { ...settings(), deadlineMs: 150 };
    redis = await openRedis({ settings: short, world: realWorld(), log, metrics });
    limiter = redis.limiter({ tenant: minute(1_000_000) });
  });
  afterEach(() => {
    redis.stop();
  });
  const shop = randomUUID();
  const take = async (): Promise<number> => {
    const [standing] = await limiter.take(shop, [['tenant', shop, 1]]);
    return 1_000_000 - (standing?.unitsLeft ?? 0);
  };
  /** How many keys there are; none tells that this process counts for itself. */
  const isShared = async (): Promise<boolean> => {
    const before = await raw.dbSize();
    const fresh = randomUUID();
    await limiter.take(fresh, [['tenant', fresh, 1]]);
    return (await raw.dbSize()) > before;
  };
  const patience = { timeout: 30_000, interval: 50 };

  test('slow: three wait for it, and then nobody does', async () => {
    await expect.poll(isShared, patience).toBe(true);
    server.pause();
    const waited: number[] = [];
    for (let count = 0; count < 200; count += 1) {
      const began = performance.now();
      await take();
      waited.push(performance.now() - began);
    }
    const slow = waited.filter((ms) => ms > 100);
    // Three, or a few more where this machine was slow itself; not two hundred.
    expect(slow.length).toBeGreaterThanOrEqual(3);
    expect(slow.length).toBeLessThan(20);
    expect((await metrics.circuitsOpen.get()).values[0]?.value).toBe(1);
    server.resume();
    await expect.poll(isShared, patience).toBe(true);
    expect((await metrics.circuitsOpen.get()).values[0]?.value).toBe(0);
  });

  test('killed and come back, it is used again; the log is told, not flooded', async () => {
    await expect.poll(isShared, patience).toBe(true);
    await server.kill();
    for (let count = 0; count < 500; count += 1) await take();
    expect(said.length).toBeLessThan(5);
    await server.start();
    await expect.poll(() => raw.isReady, patience).toBe(true);
    await expect.poll(isShared, patience).toBe(true);
  });

  test('not there at the start: nobody waits for it', async () => {
    const nowhere = { url: 'redis://127.0.0.1:1', prefix: 'x', deadlineMs: 150 };
    const lost = await openRedis({ settings: nowhere, world: realWorld(), log, metrics });
    const alone = lost.limiter({ tenant: minute(2) });
    const isOver = async () => (await alone.take('a', [['tenant', 'a', 1]]))[0]?.isOver;
    expect([await isOver(), await isOver(), await isOver()]).toEqual([false, false, true]);
    lost.stop();
  });
});

/** A real Redis over TLS: counted with by whoever is vouched for, and done without otherwise. */
import { makeRedisServer } from '@evertill/testing';
import type { RedisServer } from '@evertill/testing';
import { makeLog, makeMetrics, realWorld } from '@evertill/kernel';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRedis } from '../src/index.ts';

/** Of `localhost`, `127.0.0.1` and `till.example`, by an authority that nobody knows. */
const keys = path.join(import.meta.dirname, '../../../apps/server/test/tls');
const authority = readFileSync(path.join(keys, 'authority.cert.pem'), 'utf8');

let server: RedisServer;
beforeAll(async () => {
  server = await makeRedisServer({
    certificateFile: path.join(keys, 'first.cert.pem'),
    keyFile: path.join(keys, 'first.key.pem'),
  });
});
afterAll(() => server.remove());

/** What was said, and whether two processes counted together: three of an allowance of two. */
async function countTwice(change: { authority?: string | undefined; url?: string }) {
  const said: string[] = [];
  const log = makeLog({ level: 'info', destination: { write: (line) => void said.push(line) } });
  const settings = {
    url: server.url,
    prefix: `tls-${said.length}-${Date.now()}`,
    deadlineMs: 2_000,
  };
  const both = await Promise.all(
    [1, 2].map(() =>
      openRedis({
        settings: { ...settings, ...change },
        ...{ world: realWorld(), log, metrics: makeMetrics() },
      }),
    ),
  );
  const limiters = both.map((redis) => redis.limiter({ caller: { units: 1_000, seconds: 600 } }));
  const take = async (): Promise<readonly number[]> => {
    const taken = await Promise.all(
      limiters.map((limiter) => limiter.take('shop', [['caller', 'somebody', 1]])),
    );
    return taken.map(([standing]) => standing?.unitsLeft ?? Number.NaN);
  };
  return {
    said,
    take,
    stop: () => {
      for (const redis of both) redis.stop();
    },
  };
}

test('vouched for by an authority of one’s own it is counted with, over TLS', async () => {
  const { said, take, stop } = await countTwice({ authority });
  // Two processes take one after the other from one allowance.
  await expect
    .poll(async () => {
      const [one = 0, other = 0] = await take();
      return Math.abs(one - other);
    })
    .toBe(1);
  expect(said.join()).not.toContain('Redis is away');
  stop();
});

test.each([
  ['another authority', { authority: rootCertificates[0] }],
  ['the system’s', {}],
])('with %s it is away, the log says why, and each counts for itself', async (_, change) => {
  const { said, take, stop } = await countTwice(change);
  await expect
    .poll(() => said.join(), { timeout: 10_000 })
    .toMatch(/unable to verify the first certificate|unable to get local issuer|self.signed/);
  const [one, other] = await take();
  expect(one).toBe(other);
  expect(said.join()).toContain('Redis is away');
  stop();
});

test('no plain line is spoken where TLS is asked', async () => {
  const { said, take, stop } = await countTwice({ url: server.url.replace('rediss', 'redis') });
  await expect.poll(() => said.join(), { timeout: 10_000 }).toContain('Redis is away');
  const [one, other] = await take();
  expect(one).toBe(other);
  stop();
});

/**
 * A shop that may ask for something else than everybody: said at the command line, taken up by a
 * server that runs, told in the headers, kept in the audit log.
 */
import { auth } from '@evertill/contract';
import { startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readWanted } from '../src/cli/tenant-limits.ts';
import { runCommand } from './server-process.ts';

/** What a process remembers of who came in, and of the limits of their shop. */
const TAKEN_UP_MS_MAX = 30_000;

let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop();
});
afterAll(() => shop.close());

async function limits(...words: string[]): Promise<{ limits: unknown[] }> {
  const environment = { EVERTILL_HOME: shop.home, DATABASE_URL: shop.running.databaseUrl };
  const [tenant] = shop.tenants;
  const told = await runCommand({
    words: ['tenant', 'limits', tenant.tenantId, '--json', ...words],
    environment,
  });
  return JSON.parse(told) as { limits: unknown[] };
}

const ask = (at: 0 | 1, headers: Record<string, string> = {}) => {
  const { tokens } = shop.tenants[at];
  const isKey = headers['x-api-key'] !== undefined;
  return shop.call('GET', '/api/units/', isKey ? { headers } : { token: tokens.manager });
};
const policies = async (at: 0 | 1, headers?: Record<string, string>) =>
  (await ask(at, headers)).headers.get('ratelimit-policy') ?? '';

test('are taken up by a server that runs, for people and keys, and for no other shop', async () => {
  const { tokens } = shop.tenants[0];
  const key = await shop.call('POST', '/api/api-keys/', {
    token: tokens.owner,
    body: { name: 'Books', role: 'manager', capabilities: ['unit_view'] },
  });
  const asKey = { 'x-api-key': key.body.key as string };
  const usual = '"caller";q=5000;w=10, "tenant";q=20000;w=10, "read";q=10000;w=10';
  for (const at of [0, 1] as const) expect(await policies(at)).toBe(usual);
  expect(await policies(0, asKey)).toBe(usual);

  const own = { policy: 'caller', units: 3, seconds: 600 };
  const read = { policy: 'read', units: 50_000, seconds: 60 };
  const words = ['--caller', '3/600', '--read', '50000/60', '--reason', 'a busy partner'];
  expect((await limits(...words)).limits).toEqual([own, read]);
  const changed = '"caller";q=3;w=600, "tenant";q=20000;w=10, "read";q=50000;w=60';
  await expect.poll(() => policies(0), { timeout: TAKEN_UP_MS_MAX }).toBe(changed);
  await expect.poll(() => policies(0, asKey), { timeout: TAKEN_UP_MS_MAX }).toBe(changed);
  await expect.poll(async () => (await ask(0)).status).toBe(429);
  const over = await ask(0);
  expect(over.body).toMatchObject({ code: 'rate_limited' });
  expect(over.headers.get('ratelimit')).toMatch(/^"caller";r=0;t=\d+$/);
  expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(500);
  expect(await policies(1)).toBe(usual);

  // One is taken back, the other stays; the same once more is nothing.
  expect((await limits('--caller', 'default')).limits).toEqual([read]);
  expect((await limits('--caller', 'default')).limits).toEqual([read]);
  await expect.poll(async () => (await ask(0)).status, { timeout: TAKEN_UP_MS_MAX }).toBe(200);
  const written = await shop.sql(
    `SELECT payload->>'reason' AS reason, payload->'data' AS data FROM auth.outbox
     WHERE payload->>'action' = 'TENANT_LIMITS_CHANGED' ORDER BY id`,
  );
  expect(written).toEqual([
    { reason: 'a busy partner', data: { before: { limits: [] }, after: { limits: [own, read] } } },
    { reason: '', data: { before: { limits: [own, read] }, after: { limits: [read] } } },
  ]);
}, 120_000);

test('are refused in words where they are none', async () => {
  for (const text of ['0/10', '10', 'off', '10/3601', '100000001/10', '-5/10', '1/1/1', '']) {
    expect(() => readWanted({ sync: text }), text).toThrow('--sync is units/seconds');
  }
  await expect(limits('--sync', '1/3601')).rejects.toThrow('at most 100000000/3600');
  const { assembly } = shop.running;
  const context = assembly.ownContext(shop.tenants[0].tenantId);
  const twice = { policy: 'sync', units: 1, seconds: 1 } as const;
  await expect(
    assembly.ask(auth.changeTenantLimits, context, { limits: [twice, twice] }),
  ).rejects.toMatchObject({ code: 'input_invalid' });
  const nowhere = assembly.ownContext(randomUUID());
  await expect(
    assembly.ask(auth.changeTenantLimits, nowhere, { limits: [twice] }),
  ).rejects.toMatchObject({ code: 'not_found' });
});

/** Two servers of one installation with one Redis: what they share, and what they do without it. */
import { auth } from '@evertill/contract';
import { makeRedisServer, openCounter, startTestShop } from '@evertill/testing';
import type { RedisServer, TestShop } from '@evertill/testing';
import { realWorld } from '@evertill/kernel';
import { readConfig, serve } from '@evertill/server';
import type { Running } from '@evertill/server';
import { afterAll, beforeAll, expect, test } from 'vitest';

const CALLER_UNITS = 40;

let shop: TestShop;
let redis: RedisServer;
const servers: Running[] = [];
beforeAll(async () => {
  [shop, redis] = [await startTestShop(), await makeRedisServer()];
  for (const _ of [1, 2]) servers.push(await serveWith({}));
});
afterAll(async () => {
  redis.resume();
  for (const server of servers) await server.stop();
  await shop.close();
  await redis.remove();
});

function serveWith(environment: Record<string, string>): Promise<Running> {
  const config = readConfig({
    EVERTILL_HOME: shop.home,
    DATABASE_URL: shop.running.databaseUrl,
    EVERTILL_CONNECTIONS: '4',
    PORT: '0',
    LOG_LEVEL: 'silent',
    EVERTILL_LOG: 'stdout',
    REDIS_URL: redis.url,
    // A crowded machine may answer late; that it is not waited for longer is tested elsewhere.
    EVERTILL_REDIS_DEADLINE_MS: '5000',
    EVERTILL_LIMIT_CALLER: `${CALLER_UNITS}/600`,
    EVERTILL_LIMIT_ADDRESS: 'off',
    ...environment,
  });
  return serve(config, realWorld(), () => undefined);
}

const list = (server: Running | undefined, token: string): Promise<Response> =>
  fetch(`${server?.url}/api/products/`, { headers: { authorization: `Bearer ${token}` } });

test('have one allowance for one caller, and not two', async () => {
  const { tokens } = shop.tenants[0];
  const left = async (at: number): Promise<number> => {
    const told = (await list(servers[at], tokens.cashier)).headers.get('ratelimit') ?? '';
    return Number(/^"caller";r=(\d+);/.exec(told)?.[1]);
  };
  // Both have found it when one goes on counting where the other was.
  await expect.poll(async () => (await left(0)) - (await left(1))).toBe(1);
  const answers = await Promise.all(
    Array.from({ length: 3 * CALLER_UNITS }, (_, at) => list(servers[at % 2], tokens.manager)),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(CALLER_UNITS);
  expect(statuses.filter((status) => status === 429)).toHaveLength(2 * CALLER_UNITS);
  const over = answers.find(({ status }) => status === 429);
  expect(Number(over?.headers.get('retry-after'))).toBeGreaterThan(500);
  expect(over?.headers.get('ratelimit')).toMatch(/^"caller";r=0;t=\d+$/);
  expect(over?.headers.get('ratelimit-policy')).toContain(`"caller";q=${CALLER_UNITS};w=600`);
  expect(await over?.json()).toMatchObject({ code: 'rate_limited' });
  // Somebody else of the same shop is not held up by it.
  expect((await list(servers[1], tokens.owner)).status).toBe(200);
});

test('have one allowance for a shop that has one of its own', async () => {
  const [, { tenantId, tokens }] = shop.tenants;
  const { assembly } = shop.running;
  const limits = [{ policy: 'tenant', units: 20, seconds: 600 } as const];
  await assembly.ask(auth.changeTenantLimits, assembly.ownContext(tenantId), { limits });
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, at) => list(servers[at % 2], tokens.owner)),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
  expect((await list(servers[0], shop.tenants[0].tokens.owner)).status).toBe(200);
  await assembly.ask(auth.changeTenantLimits, assembly.ownContext(tenantId), { limits: [] });
});

test('carry notices to each other, also after Redis was dead', async () => {
  const { tokens } = shop.tenants[0];
  const ear = await fetch(`${servers[1]?.url}/api/notices/`, {
    headers: { authorization: `Bearer ${tokens.owner}` },
  });
  const reader = (ear.body ?? new ReadableStream())
    .pipeThrough(new TextDecoderStream())
    .getReader();
  let said = '';
  const reading = (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) said += part.value;
  })();
  const heard = (): number => said.split('"purchasing"').length - 1;
  const tell = async (): Promise<number> => {
    const response = await fetch(`${servers[0]?.url}/api/suppliers/`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.owner}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Somebody' }),
    });
    expect(response.status).toBe(201);
    return heard();
  };
  // Nobody waits until both have found Redis: what was lost is told again.
  await expect.poll(tell, { timeout: 20_000, interval: 2_000 }).toBeGreaterThan(0);
  await redis.kill();
  const before = await tell();
  await redis.start();
  await expect.poll(tell, { timeout: 30_000, interval: 2_000 }).toBeGreaterThan(before);
  await reader.cancel();
  await reading;
}, 90_000);

test('sell on while it answers nobody, is killed, and comes back empty', async () => {
  const server = await serveWith({
    EVERTILL_REDIS_DEADLINE_MS: '100',
    EVERTILL_LIMIT_CALLER: '1000000/600',
  });
  const call: TestShop['call'] = async (method, route, { token, body, headers } = {}) => {
    const response = await fetch(new URL(route, server.url), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const counter = await openCounter({ ...shop, call });
  const sell = async (times: number): Promise<readonly string[]> => {
    const outcomes: string[] = [];
    for (let count = 0; count < times; count += 1) {
      outcomes.push((await counter.settle('sale', counter.saleOf())).outcome);
    }
    return outcomes;
  };
  const booked = (times: number): readonly string[] => Array<string>(times).fill('APPLIED');
  expect(await sell(5)).toEqual(booked(5));
  const running = sell(60);
  redis.pause();
  expect(await running).toEqual(booked(60));
  await redis.kill();
  expect(await sell(20)).toEqual(booked(20));
  await redis.start();
  expect(await sell(20)).toEqual(booked(20));
  await server.stop();
});

test('lock a name after five wrong passwords at either of them, with Redis dead', async () => {
  await redis.kill();
  const { phones, password } = shop.tenants[1];
  const logIn = async (at: number, word: string): Promise<number> => {
    const response = await fetch(`${servers[at % 2]?.url}/api/token/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ phone_number: phones.cashier, password: word }),
    });
    return response.status;
  };
  const statuses: number[] = [];
  for (let at = 0; at < 6; at += 1) statuses.push(await logIn(at, 'wrong password'));
  expect(statuses).toEqual([401, 401, 401, 401, 401, 423]);
  for (const at of [0, 1]) expect(await logIn(at, password)).toBe(423);
  await redis.start();
});

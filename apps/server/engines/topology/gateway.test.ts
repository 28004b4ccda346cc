/** What the gateway lets through, what it keeps, and whom it asks when a process is gone. */
import { pathsOf } from '@evertill/contract';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { makeRedisServer } from '@evertill/testing';
import type { RedisServer } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildRegister } from '../../../../scripts/build-register.mjs';
import { allOperations } from '../../src/modules.ts';
import { openSplit } from '../../test/deployments.ts';
import type { Split } from '../../test/deployments.ts';
import { openNginx } from '../nginx.ts';

let redis: RedisServer;
let split: Split;
let token: string | undefined;
beforeAll(async () => {
  await buildRegister(fileURLToPath(new URL('../../../../', import.meta.url)));
  redis = await makeRedisServer();
  // What is told in one process is heard in the others through it.
  const surroundings = { REDIS_URL: redis.url, EVERTILL_REDIS_PREFIX: 'gateway' };
  split = await openSplit({ surroundings, replicas: 2, openGateway: openNginx });
  const { body } = await ask('POST', '/api/token/', { body: split.tenant.owner });
  token = body.access;
});
afterAll(async () => {
  await split.stop();
  await redis.remove();
});

interface Asked {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

async function ask(method: string, path: string, { body, headers = {} }: Asked = {}) {
  const response = await fetch(new URL(path, split.url), {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const said: any = isJson ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body: said };
}

test('every operation of the contract is answered, and by nobody who does not know it', async () => {
  const paths = [...new Set(allOperations.flatMap(pathsOf))];
  for (const path of paths) {
    const asked = path.replace(/\{\w+\}/g, randomUUID());
    // No operation has this method: whoever knows the address says which it has.
    const { status, body } = await ask('PROPFIND', asked);
    expect([path, status, body.code]).toEqual([path, 405, 'method_not_allowed']);
  }
});

test('the documents are whole, and the till, the start page and the keys are there', async () => {
  const { body: document } = await ask('GET', '/openapi.json');
  const documented = Object.keys(document.paths as object);
  for (const operation of allOperations) {
    for (const path of pathsOf(operation)) expect(documented).toContain(path);
  }
  for (const path of ['/', '/swagger/', '/redoc', '/register/', '/asyncapi.json']) {
    expect([path, (await ask('GET', path)).status]).toEqual([path, 200]);
  }
  expect((await ask('GET', '/.well-known/jwks.json')).body.keys.length).toBeGreaterThan(0);
  for (const path of ['/health/live', '/health/ready', '/health/ready/orders']) {
    expect((await ask('GET', path)).body).toMatchObject({ status: 'ok' });
  }
});

describe('is not let through', () => {
  test.each(['/peer/auth.standing', '/peer/events/orders', '/metrics', '/api/../peer/x'])(
    '%s',
    async (path) => {
      const { status, body } = await ask('POST', path, { body: {} });
      expect([status, body.code]).toEqual([404, 'route_unknown']);
    },
  );

  test('what nobody could mean, in the words of a door', async () => {
    expect((await ask('GET', '/api/nothing/')).body.code).toBe('route_unknown');
    const large = { sku: 'x'.repeat(1_500_000) };
    const refused = await ask('POST', '/api/products/', { body: large });
    expect([refused.status, refused.body.code]).toEqual([413, 'body_too_large']);
    const larger = { sku: 'x'.repeat(3_000_000) };
    const kept = await ask('POST', '/api/products/', { body: larger });
    expect([kept.status, kept.body.code]).toEqual([413, 'body_too_large']);
  });

  test('an address that a caller says it has', async () => {
    const logIn = (address: string) =>
      ask('POST', '/api/token/', {
        body: { phone_number: '+440000', password: 'wrong' },
        headers: { 'x-forwarded-for': address },
      });
    // Each would be a stranger of its own, with all that a stranger may ask for.
    const left = [];
    for (let last = 1; last <= 8; last += 1) {
      const { headers } = await logIn(`203.0.113.${last}`);
      left.push(Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]));
    }
    expect(Math.max(...left) - Math.min(...left)).toBeGreaterThanOrEqual(3);
  });
});

test('a trace begins here, unless it began before', async () => {
  const begun = await ask('GET', '/api/products/');
  expect(begun.headers.get('x-trace-id')).toMatch(/^[0-9a-f]{32}$/);
  const traceId = 'ab'.repeat(16);
  const headers = { traceparent: `00-${traceId}-${'cd'.repeat(8)}-01` };
  expect((await ask('GET', '/api/products/', { headers })).headers.get('x-trace-id')).toBe(traceId);
});

test('what is new comes through at once, whichever process it happened in', async () => {
  const leaving = new AbortController();
  const response = await fetch(new URL('/api/notices/', split.url), {
    headers: { authorization: `Bearer ${token ?? ''}`, accept: 'text/event-stream' },
    signal: leaving.signal,
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const chunks = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  const hear = async (until: string): Promise<void> => {
    while (!heard.includes(until)) heard += (await chunks?.read())?.value ?? '';
  };
  await hear('retry:');
  const product = { sku: randomUUID(), name: 'Told of', price: 1 };
  const made = await ask('POST', '/api/products/', { body: product });
  expect([made.status, made.body.code]).toEqual([201, undefined]);
  await hear('"catalog"');
  leaving.abort();
});

test('one of two processes dies: what reads is asked of the other, and nobody notices', async () => {
  const [first] = split.servers.get('catalog') ?? [];
  await first?.kill();
  for (let time = 0; time < 40; time += 1) {
    expect((await ask('GET', '/api/products/')).status).toBe(200);
  }
});

test('all processes of a module die: a refusal that says when to come again, and others go on', async () => {
  for (const server of split.servers.get('purchasing') ?? []) await server.kill();
  const { status, headers, body } = await ask('GET', '/api/suppliers/');
  expect([status, headers.get('retry-after'), body.code]).toEqual([503, '2', 'unavailable']);
  expect(body.trace_id).toMatch(/^[0-9a-f]{32}$/);
  expect((await ask('GET', '/api/products/')).status).toBe(200);
});

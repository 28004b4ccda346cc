/** Nothing of a body is read for somebody who may not send it, and nobody may ask without end. */
import { audit, auth, limits, orders } from '@evertill/contract';
import { afterEach, describe, expect, test } from 'vitest';
import {
  Refusal,
  addPeerDoor,
  makeLog,
  memoryRateLimiter,
  networkOf,
  peerTokens,
  rateDefaults,
  realWorld,
} from '../src/index.ts';
import type { Allowances, DoorOptions } from '../src/index.ts';
import { openTestDoor } from './open-test-door.ts';
import type { TestDoor } from './open-test-door.ts';

let door: TestDoor | undefined;
afterEach(async () => {
  await door?.app.close();
  door = undefined;
});

/** `Bearer shop somebody` is somebody of the shop; any other token is not good. */
const callers: DoorOptions['callers'] = {
  callerOf: async (_, { authorization = '' }) => {
    const [, tenantId, userId] = authorization.split(' ');
    if (tenantId === undefined) throw new Refusal('token_missing');
    if (userId === undefined) throw new Refusal('token_invalid');
    return { tenantId, userId, roles: ['owner'], caller: 'user' };
  },
  forget: () => undefined,
};

const neighbours = peerTokens(realWorld(), new Uint8Array(32));

async function openFor(allowances: Allowances = {}, trustedProxies: string[] = []) {
  door = await openTestDoor(() => Promise.resolve({}), {
    callers,
    operations: [auth.logIn, orders.push, orders.listRegisters, audit.listChains],
    limiter: memoryRateLimiter(allowances),
    trustedProxies,
    addRoutes: (app) => {
      addPeerDoor(app, {
        world: realWorld(),
        tokens: neighbours,
        log: makeLog({ level: 'silent', destination: { write: () => undefined } }),
        dispatch: () => Promise.resolve({}),
        inboxes: new Map(),
        operationNames: new Set(['orders.push']),
      });
    },
  });
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`http://127.0.0.1:${door?.port}${path}`, init);
    const text = await response.text();
    const { code } = (text === '' ? {} : JSON.parse(text)) as { code?: string };
    return { status: response.status, code, headers: response.headers };
  };
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    ask(path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  return { ask, post };
}

const somebody = { authorization: 'Bearer shop somebody' };
const push = '/api/sync/push/';
const NOT_JSON = '{"a":';

describe('a body', () => {
  test('is not read before the token: one that is no JSON is refused for the token', async () => {
    const { post } = await openFor();
    expect((await post(push, NOT_JSON)).code).toBe('token_missing');
    const bad = { authorization: 'Bearer nonsense' };
    expect((await post(push, NOT_JSON, bad)).code).toBe('token_invalid');
    expect((await post(push, NOT_JSON, somebody)).code).toBe('body_not_json');
  });

  test('of eight megabytes made to be slow costs a stranger’s request nothing', async () => {
    const { post } = await openFor();
    const hostile = `[${'{"a":[],"\\u0062":0},'.repeat(400_000)}0]`;
    expect(hostile.length).toBeGreaterThan(limits.PUSH_BODY_BYTES_MAX * 0.9);
    expect(hostile.length).toBeLessThan(limits.PUSH_BODY_BYTES_MAX);
    const before = process.cpuUsage();
    const answer = await post(push, hostile);
    const { user } = process.cpuUsage(before);
    expect([answer.status, answer.code]).toEqual([401, 'token_missing']);
    // Both ends of the wire are in this process. Read, it takes more than a second.
    expect(user / 1000).toBeLessThan(400);
  });

  test('for an address where nothing is, is not read either', async () => {
    const { post } = await openFor();
    expect((await post('/api/nothing/', NOT_JSON)).code).toBe('route_unknown');
    expect((await post('/api/registers/', NOT_JSON)).code).toBe('method_not_allowed');
  });

  test('of a neighbour is read for a neighbour only', async () => {
    const { post } = await openFor();
    const knock = async (token: string) =>
      (await post('/peer/orders.push', NOT_JSON, { authorization: `Bearer ${token}` })).code;
    expect(await knock('x')).toBe('token_invalid');
    expect(await knock(await neighbours.sign({ tenantId: null }))).toBe('body_not_json');
  });

  test('is as long as its operation takes, and short where no token is asked for', async () => {
    const { post } = await openFor();
    const long = JSON.stringify({ password: 'x'.repeat(100_000) });
    expect((await post('/api/token/', long)).code).toBe('body_too_large');
    expect((await post('/api/token/', '{}')).status).toBe(200);
    expect((await post(push, long, somebody)).code).toBe('input_invalid');
  });
});

describe('limits', () => {
  const registers = '/api/registers/';

  test('are told with every answer, as draft-ietf-httpapi-ratelimit-headers-10 says', async () => {
    const { ask } = await openFor({
      caller: { units: 5, seconds: 10 },
      tenant: { units: 100, seconds: 10 },
      read: { units: 50, seconds: 20 },
    });
    const { headers } = await ask(registers, { headers: somebody });
    expect(headers.get('ratelimit-policy')).toBe(
      '"caller";q=5;w=10, "tenant";q=100;w=10, "read";q=50;w=20',
    );
    expect(headers.get('ratelimit')).toBe('"caller";r=4;t=10');
  });

  test('end in 429 with Retry-After, and only for whoever reached them', async () => {
    const { ask } = await openFor({ caller: { units: 2, seconds: 10 } });
    const as = (who: string) => ask(registers, { headers: { authorization: `Bearer ${who}` } });
    for (const _ of [1, 2]) expect((await as('shop one')).status).not.toBe(429);
    const over = await as('shop one');
    expect([over.status, over.code]).toEqual([429, 'rate_limited']);
    expect(Number(over.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(Number(over.headers.get('retry-after'))).toBeLessThanOrEqual(10);
    expect(over.headers.get('ratelimit')).toMatch(/^"caller";r=0;t=\d+$/);
    expect((await as('shop two')).status).not.toBe(429);
    expect((await as('other one')).status).not.toBe(429);
  });

  test('of a shop count all its people, and each kind of request by itself', async () => {
    const { ask, post } = await openFor({
      tenant: { units: 3, seconds: 10 },
      sync: { units: 1, seconds: 10 },
    });
    const as = (who: string) => ({ authorization: `Bearer ${who}` });
    expect((await post(push, '{}', as('shop one'))).status).toBe(200);
    expect((await post(push, '{}', as('shop two'))).code).toBe('rate_limited');
    expect((await ask(registers, { headers: as('shop three') })).status).not.toBe(429);
    expect((await ask(registers, { headers: as('shop four') })).code).toBe('rate_limited');
    expect((await ask(registers, { headers: as('other one') })).status).not.toBe(429);
  });

  test('let what reads much weigh as much as ten others', async () => {
    const { ask } = await openFor({ caller: { units: 20, seconds: 10 } });
    const heavy = await ask('/api/audit-logs/verify/', { headers: somebody });
    expect(heavy.headers.get('ratelimit')).toMatch(/^"caller";r=10;t=/);
    const light = await ask(registers, { headers: somebody });
    expect(light.headers.get('ratelimit')).toMatch(/^"caller";r=9;t=/);
  });

  test('of strangers count by address: log-ins, bad tokens, wrong addresses, pages', async () => {
    const { ask, post } = await openFor({ address: { units: 4, seconds: 10 } });
    expect((await post('/api/token/', '{}')).status).toBe(200);
    expect((await ask(registers, { headers: { authorization: 'Bearer x' } })).status).toBe(401);
    expect((await ask('/nothing')).status).toBe(404);
    expect((await ask('/health/live')).status).toBe(200);
    for (const path of ['/nothing', '/health/live', registers]) {
      expect((await ask(path)).status, path).toBe(429);
    }
    // Whoever has a good token is not held up by a neighbour at the same address.
    expect((await ask(registers, { headers: somebody })).status).not.toBe(429);
  });

  test('believe no X-Forwarded-For but that of a proxy they were told of', async () => {
    const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
    const direct = await openFor({ address: { units: 1, seconds: 10 } });
    await direct.ask('/nothing', from('10.0.0.1'));
    expect((await direct.ask('/nothing', from('10.0.0.2'))).status).toBe(429);
    await door?.app.close();
    const proxied = await openFor({ address: { units: 1, seconds: 10 } }, ['127.0.0.0/8']);
    await proxied.ask('/nothing', from('10.0.0.1'));
    expect((await proxied.ask('/nothing', from('10.0.0.2'))).status).toBe(404);
    expect((await proxied.ask('/nothing', from('10.0.0.1'))).status).toBe(429);
  });

  test('as they are when nobody says otherwise never stop a register that empties its queue', async () => {
    const limiter = memoryRateLimiter(rateDefaults);
    // Three hundred thousand sales in ten seconds, by a hundred at a time.
    for (let count = 0; count < 3_000; count += 1) {
      const policies = ['caller', 'tenant', 'sync'] as const;
      const standings = await limiter.take(
        'one',
        policies.map((policy) => [policy, 'one', 1]),
      );
      expect(standings.map(({ isOver }) => isOver)).toEqual([false, false, false]);
    }
  });
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['64:ff9b::192.0.2.7', '64:ff9b:0:0'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

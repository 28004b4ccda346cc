/** How the engine's words become requests, and every end of a call a reply. */
import { expect, test } from 'vitest';
import { httpServer } from '../src/index.ts';
import type { Registration, ServerPort } from '../src/index.ts';
import { emptyPage, registration } from './scripted.ts';
import { virtualWorld } from './virtual-world.ts';

const OPERATION = '00000000-0000-4000-8000-000000000001';
const HASH = 'a'.repeat(64);

interface Seen {
  readonly method: string | undefined;
  readonly path: string;
  readonly key: string | undefined;
  readonly body: unknown;
}

type Answer = Response | Error | 'never';

function bench(...answers: Answer[]) {
  const seen: Seen[] = [];
  const signals: AbortSignal[] = [];
  const world = virtualWorld();
  const fetch = async (url: unknown, init: RequestInit = {}): Promise<Response> => {
    const headers = init.headers as Record<string, string>;
    const body = typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined;
    const path = String(url).replace('http://till.example', '');
    seen.push({ method: init.method, path, key: headers['x-register-key'], body });
    if (init.signal != null) signals.push(init.signal);
    const answer = answers.shift() ?? 'never';
    if (answer === 'never') return new Promise(() => undefined);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const server = httpServer({
    fetch,
    url: 'http://till.example',
    tokens: { access: () => undefined, refresh: async () => undefined },
    world,
  });
  return { server, seen, signals, world };
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers });

const pushed = { seq: 1, id: OPERATION, outcome: 'APPLIED', body_hash: HASH, flags: [] };
const pushAnswer = {
  register_id: registration.registerId,
  epoch: 1,
  last_seq: 1,
  results: [pushed],
};
const push = (server: ServerPort) =>
  server.push({
    registration,
    fencing: 3,
    operations: [
      { seq: 1, id: OPERATION, kind: 'sale', occurredAt: '2026-01-31T09:00:00Z', body: { a: 1 } },
    ],
  });

test('a push names register, life and fencing, and is answered operation by operation', async () => {
  const { server, seen } = bench(
    json({ ...pushAnswer, results: [pushed], more: 'of a newer one' }),
  );
  expect(await push(server)).toEqual({
    kind: 'ok',
    value: {
      registerId: registration.registerId,
      epoch: 1,
      lastSeq: 1,
      results: [
        {
          seq: 1,
          id: OPERATION,
          outcome: 'APPLIED',
          bodyHash: HASH,
          code: '',
          detail: '',
          flags: [],
        },
      ],
    },
  });
  expect(seen).toEqual([
    {
      method: 'POST',
      path: '/api/sync/push/',
      key: 'key',
      body: {
        register_id: registration.registerId,
        epoch: 1,
        fencing: 3,
        operations: [
          {
            seq: 1,
            id: OPERATION,
            kind: 'sale',
            occurred_at: '2026-01-31T09:00:00Z',
            body: { a: 1 },
          },
        ],
      },
    },
  ]);
});

test.each<readonly [string, unknown]>([
  ['no results', { ...pushAnswer, results: [] }],
  ['no object', 'ok'],
  ['a register that is none', { ...pushAnswer, register_id: 'mine' }],
  ['an id with more behind it', { ...pushAnswer, register_id: `${registration.registerId}0` }],
  ['an id with more before it', { ...pushAnswer, register_id: `0${registration.registerId}` }],
  ['a life before the first', { ...pushAnswer, epoch: 0 }],
  ['a number below nothing', { ...pushAnswer, last_seq: -1 }],
  ['half a number', { ...pushAnswer, last_seq: 0.5 }],
  ['the number nought', { ...pushAnswer, results: [{ ...pushed, seq: 0 }] }],
  ['an outcome without a word', { ...pushAnswer, results: [{ ...pushed, outcome: '' }] }],
  ['half a hash', { ...pushAnswer, results: [{ ...pushed, body_hash: 'aa' }] }],
  ['more than a hash', { ...pushAnswer, results: [{ ...pushed, body_hash: `${HASH}a` }] }],
  ['more before a hash', { ...pushAnswer, results: [{ ...pushed, body_hash: `a${HASH}` }] }],
  ['no flags', { ...pushAnswer, results: [{ ...pushed, flags: null }] }],
])('%s is no answer to a push', async (_, answer) => {
  const { server } = bench(json(answer));
  expect(await push(server)).toEqual({ kind: 'strange', status: 200, retryAfterMs: null });
});

test('the first sequence of a register may be nought', async () => {
  const given = { register_id: registration.registerId, epoch: 1, fencing: 1, last_seq: 0 };
  const { server, seen } = bench(json(given), json({ ...given, fencing: 0 }));
  expect(await server.lease(registration)).toEqual({
    kind: 'ok',
    value: { registerId: registration.registerId, epoch: 1, fencing: 1, lastSeq: 0 },
  });
  expect(seen[0]).toMatchObject({
    method: 'POST',
    path: `/api/registers/${registration.registerId}/lease/`,
    key: 'key',
  });
  expect(await server.lease(registration)).toMatchObject({ kind: 'strange' });
});

test('a pull goes on from where it was, also before there is a register', async () => {
  const page = {
    cursor: 'here',
    has_more: false,
    products: [],
    deleted_products: [],
    categories: [],
    deleted_categories: [],
    units: [],
    deleted_units: [],
    price_book: null,
    promotion_set: null,
    rate_sheet: null,
    settings: null,
    staff: [],
    removed_staff: [],
    stock_levels: [],
    customers: [],
    gone_customers: [],
    customers_reset: false,
    return_policy: null,
    sections_missing: [],
  };
  const newer = { ...page, more: 'of a newer one' };
  const { server, seen } = bench(json(newer), json(page), json({ ...page, products: 'many' }));
  const answer = await server.pull({ cursor: undefined, registration: null });
  expect(answer).toEqual({ kind: 'ok', value: emptyPage });
  await server.pull({ cursor: 'here', registration });
  expect(seen.map(({ path, key }) => [path, key])).toEqual([
    ['/api/sync/pull/', undefined],
    ['/api/sync/pull/?cursor=here', 'key'],
  ]);
  const strange = await server.pull({ cursor: 'here', registration });
  expect(strange).toMatchObject({ kind: 'strange' });
});

test('what was decided is asked with the key, and read in our words', async () => {
  const decision = {
    operation: OPERATION,
    decision: 'VOIDED',
    decided_by: registration.tenantId,
    reason: 'rung up twice',
  };
  const { server, seen } = bench(
    json({ decisions: [{ ...decision, more: 'of a newer one' }], more: 1 }),
    json({ decisions: 'none' }),
  );
  const ask = () => server.decided({ registration, operations: [OPERATION] });
  expect(await ask()).toEqual({
    kind: 'ok',
    value: [
      {
        operation: OPERATION,
        decision: 'VOIDED',
        by: registration.tenantId,
        reason: 'rung up twice',
      },
    ],
  });
  expect(seen[0]).toMatchObject({ key: 'key' });
  expect(JSON.stringify(seen[0])).toContain(OPERATION);
  expect(await ask()).toMatchObject({ kind: 'strange' });
});

test('a code becomes a registration', async () => {
  const { registerId, tenantId, name, epoch, deviceKey }: Registration = registration;
  const given = { register_id: registerId, tenant_id: tenantId, name, epoch };
  const { server, seen } = bench(
    json({ ...given, device_key: deviceKey, more: 'of a newer one' }),
    json(given),
  );
  expect(await server.enrol('CODE')).toMatchObject({ kind: 'ok', value: registration });
  expect(seen[0]).toMatchObject({ method: 'POST', body: { enrolment_code: 'CODE' } });
  expect(await server.enrol('CODE')).toMatchObject({ kind: 'strange' });
});

const problem = (code: string, status: number, headers?: Record<string, string>): Response =>
  json({ code, status, detail: 'no', errors: [] }, status, headers);

test('every other end of a call is told apart', async () => {
  const { server } = bench(
    problem('epoch_stale', 409),
    problem('unavailable', 503, { 'retry-after': '7' }),
    new Response('<html>', { status: 502, headers: { 'retry-after': '3' } }),
    new Response('<html>', { status: 511 }),
    new TypeError('fetch failed'),
  );
  const ends = [];
  for (let count = 0; count < 5; count += 1) ends.push(await push(server));
  expect(ends).toEqual([
    {
      kind: 'refused',
      code: 'epoch_stale',
      status: 409,
      detail: 'epoch_stale: no',
      retryAfterMs: null,
    },
    {
      kind: 'refused',
      code: 'unavailable',
      status: 503,
      detail: 'unavailable: no',
      retryAfterMs: 7_000,
    },
    { kind: 'strange', status: 502, retryAfterMs: 3_000 },
    { kind: 'strange', status: 511, retryAfterMs: null },
    { kind: 'silent' },
  ]);
});

test('a push is waited for longer than the server works at it, and then given up', async () => {
  const { server, signals, world } = bench();
  const pushing = push(server);
  await world.pass(64_999);
  expect(signals[0]?.aborted).toBe(false);
  await world.pass(1);
  expect(await pushing).toEqual({ kind: 'silent' });
  expect(signals[0]?.aborted).toBe(true);
});

test.each<readonly [string, (server: ServerPort) => Promise<unknown>]>([
  ['a lease', (server) => server.lease(registration)],
  ['a pull', (server) => server.pull({ cursor: undefined, registration: null })],
  ['a decision', (server) => server.decided({ registration, operations: [] })],
  ['a registration', (server) => server.enrol('CODE')],
])('%s is waited for twenty seconds', async (_, ask) => {
  const { server, signals, world } = bench();
  const asked = ask(server);
  await world.pass(19_999);
  expect(signals[0]?.aborted).toBe(false);
  await world.pass(1);
  expect(await asked).toEqual({ kind: 'silent' });
});

test('nothing waits any longer once there was an answer', async () => {
  const { server, world } = bench(json(pushAnswer));
  await push(server);
  expect(world.waiting()).toBe(0);
});

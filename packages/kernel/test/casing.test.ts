/** Two casings at one door: what is asked, what is done, what is answered and what is refused. */
import { operation, orders, uuid } from '@evertill/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { answerCasingOf, bodyCasingOf } from '../src/casing.ts';
import { answerAnyone, makeDispatch, makeLog, realWorld, refuse } from '../src/index.ts';
import { openTestDoor } from './open-test-door.ts';
import type { TestDoor } from './open-test-door.ts';

const id = '0190a000-0000-7000-8000-000000000001';
const fields = {
  thingId: uuid(),
  unitPrice: z
    .string()
    .regex(/^[0-9.]+$/)
    .meta({ format: 'decimal' }),
  oversellPolicy: z.enum(['BLOCK', 'WARN_FIRST']),
  taxes: z.record(z.string(), z.strictObject({ ratePpm: z.int().max(10) })).optional(),
};
const thing = z.strictObject(fields);
const { thingId, ...others } = fields;
const access = { kind: 'user', capability: 'catalog_view' } as const;
const change = operation({
  name: 'test.change',
  http: { method: 'PATCH', path: '/api/things/{thing_id}/' },
  summary: 'Change a thing.',
  access,
  input: z.strictObject({ thingId, ...z.strictObject(others).partial().shape }),
  output: thing,
  refusals: ['input_invalid'],
});
const list = operation({
  name: 'test.list',
  http: { method: 'GET', path: '/api/things/' },
  summary: 'Things.',
  access,
  input: z.strictObject({
    oversellPolicy: fields.oversellPolicy.optional(),
    isActive: z.boolean().optional(),
    cursor: z.string().optional(),
  }),
  output: z.strictObject({
    items: z.array(thing),
    totalCount: z.int(),
    nextCursor: z.string().nullable(),
  }),
  isList: true,
  refusals: ['input_invalid'],
});
const lock = operation({
  name: 'test.lock',
  http: { method: 'POST', path: '/api/things/{oversell_policy}/lock/' },
  summary: 'Refuse.',
  access,
  input: z.strictObject({ oversellPolicy: fields.oversellPolicy }),
  output: z.strictObject({}),
  refusals: ['account_locked'],
});

const made = {
  thingId: id,
  unitPrice: '8.50',
  oversellPolicy: 'WARN_FIRST',
  taxes: { Food_Vat: { ratePpm: 1 } },
} as const;

let door: TestDoor;
/** What the use cases were given, in order. */
let done: unknown[] = [];
beforeEach(() => {
  done = [];
});
beforeAll(async () => {
  const record = <T>(input: unknown, output: T): Promise<T> => {
    done.push(input);
    return Promise.resolve(output);
  };
  const log = makeLog({ level: 'silent', destination: { write: () => undefined } });
  const answers = [
    answerAnyone(change, (_, input) => record(input, made)),
    answerAnyone(list, (_, input) =>
      record(input, { items: [made], totalCount: 3, nextCursor: 'abc' }),
    ),
    answerAnyone(lock, async (_, input) => {
      await record(input, {});
      return refuse('account_locked', {
        fields: [{ field: 'oversell_policy', message: 'is not liked' }],
        members: { locked_until: '2026-01-02T03:04:05Z' },
      });
    }),
    answerAnyone(orders.push, (_, input) =>
      record(input, { registerId: id, epoch: 1, lastSeq: 0, results: [] }),
    ),
  ];
  const dispatch = makeDispatch([{ name: 'orders', answers, reactions: [] }], {
    world: realWorld(),
    log,
    isOutputChecked: true,
  });
  door = await openTestDoor(dispatch, { operations: answers.map((one) => one.operation) });
});
afterAll(() => door.app.close());

const NEXIS = 'application/json; casing=nexis';

async function ask(method: string, path: string, headers: Record<string, string>, body?: unknown) {
  const response = await fetch(`http://127.0.0.1:${door.port}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
}

describe('the same request in either casing', () => {
  test('has the same effect, and each is answered as it asked', async () => {
    const native = await ask(
      'PATCH',
      `/api/things/${id}/`,
      { 'content-type': 'application/json' },
      { unit_price: 8.5, oversell_policy: 'WARN_FIRST', taxes: { Food_Vat: { rate_ppm: 1 } } },
    );
    const nexis = await ask(
      'PATCH',
      `/api/things/${id}/`,
      { 'content-type': NEXIS, accept: NEXIS },
      { UnitPrice: 8.5, oversellPolicy: 'WarnFirst', taxes: { Food_Vat: { RatePpm: 1 } } },
    );
    const [one, other] = done;
    expect(other).toEqual(one);
    expect(native.body).toEqual({
      thing_id: id,
      unit_price: '8.50',
      oversell_policy: 'WARN_FIRST',
      taxes: { Food_Vat: { rate_ppm: 1 } },
    });
    expect(native.type).toBe('application/json; charset=utf-8');
    expect(nexis.body).toEqual({
      thingId: id,
      unitPrice: '8.50',
      oversellPolicy: 'WarnFirst',
      taxes: { Food_Vat: { ratePpm: 1 } },
    });
    expect(nexis.type).toBe('application/json; casing=nexis; charset=utf-8');
  });

  test('question and answer may differ in it', async () => {
    const body = { unitPrice: '1', oversellPolicy: 'Block' };
    const answer = await ask('PATCH', `/api/things/${id}/`, { 'content-type': NEXIS }, body);
    expect(answer.body).toHaveProperty('unit_price');
    expect(done[0]).toMatchObject({ unitPrice: '1', oversellPolicy: 'BLOCK' });
  });

  test('a query speaks as its answer will', async () => {
    const one = await ask('GET', '/api/things/?oversell_policy=WARN_FIRST&is_active=true', {});
    const path = '/api/things/?oversellPolicy=WarnFirst&IsActive=true';
    const other = await ask('GET', path, { accept: NEXIS });
    expect(done[1]).toEqual(done[0]);
    expect(other.headers.get('link')).toBe(
      '</api/things/?oversellPolicy=WarnFirst&IsActive=true&cursor=abc>; rel="next"',
    );
    expect(other.headers.get('x-total-count')).toBe(one.headers.get('x-total-count'));
    expect(other.body).toEqual([expect.objectContaining({ oversellPolicy: 'WarnFirst' })]);
    const wrong = await ask('GET', path, {});
    expect([wrong.status, wrong.body['detail']]).toEqual([
      400,
      'Not known: oversellPolicy, IsActive',
    ]);
  });

  test('a push of Nexis bodies comes in as the native push', async () => {
    const at = '2026-01-02T03:04:05Z';
    await ask(
      'POST',
      '/api/sync/push/',
      { 'content-type': NEXIS },
      {
        RegisterId: id,
        epoch: 1,
        fencing: 1,
        operations: [
          {
            seq: 1,
            id,
            kind: 'cash_movement',
            occurredAt: at,
            body: { session: id, Kind: 'PayIn', amount: 5, reason: 'x' },
          },
        ],
      },
    );
    expect(done[0]).toMatchObject({
      operations: [{ body: { session: id, kind: 'PAY_IN', amount: '5', reason: 'x' } }],
    });
  });
});

describe('a problem', () => {
  test('has its names and fields in the casing that was asked for; codes stay', async () => {
    const { status, type, body } = await ask('POST', '/api/things/WarnFirst/lock/', {
      accept: NEXIS,
    });
    expect([status, type]).toEqual([423, 'application/problem+json; casing=nexis; charset=utf-8']);
    expect(body).toMatchObject({
      code: 'account_locked',
      lockedUntil: '2026-01-02T03:04:05Z',
      errors: [{ field: 'oversellPolicy', message: 'is not liked' }],
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(body).not.toHaveProperty('trace_id');
  });

  test.each([
    [{ unitPrice: 'x' }, 'unitPrice', 'unitPrice: is not in the expected form'],
    [{ UnitPrice: 'x' }, 'unitPrice', 'unitPrice: is not in the expected form'],
    [{ unit_price: '1' }, 'unit_price', 'Not known: unit_price'],
    [
      { oversellPolicy: 'BLOCK' },
      'oversellPolicy',
      'oversellPolicy: must be one of Block, WarnFirst',
    ],
    [
      { taxes: { unit_price: { ratePpm: 11 } } },
      'taxes.unit_price.ratePpm',
      'taxes.unit_price.ratePpm: must not exceed 10',
    ],
  ])('names the field of %j', async (sent, field, detail) => {
    const headers = { 'content-type': NEXIS, accept: NEXIS };
    const { body } = await ask('PATCH', `/api/things/${id}/`, headers, sent);
    expect(body).toMatchObject({ code: 'input_invalid', detail, errors: [{ field }] });
    expect(done).toEqual([]);
  });

  test('is in it also where nothing is, and where nobody may come in', async () => {
    for (const path of ['/api/nothing/', '/api/things/%zz/']) {
      const { body } = await ask('GET', path, { accept: NEXIS });
      expect(body, path).toMatchObject({ traceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
      const native = await ask('GET', path, {});
      expect(native.body, path).toHaveProperty('trace_id');
    }
  });
});

describe('a casing that nobody knows', () => {
  test('is refused, of an answer and of a body', async () => {
    const path = `/api/things/${id}/`;
    const klingon = 'application/json; casing=klingon';
    const answer = await ask('PATCH', path, { accept: klingon }, undefined);
    expect([answer.status, answer.body['code']]).toEqual([406, 'casing_not_acceptable']);
    const body = await ask('PATCH', path, { 'content-type': klingon }, {});
    expect([body.status, body.body['code']]).toEqual([400, 'casing_unknown']);
    expect(done).toEqual([]);
  });

  test.each([
    [undefined, 'native'],
    ['*/*', 'native'],
    ['text/html', 'native'],
    ['application/json', 'native'],
    ['application/json;casing=nexis', 'nexis'],
    ['application/json; Casing="Nexis"', 'nexis'],
    ['application/problem+json; casing=nexis', 'nexis'],
    ['text/html, application/json; casing=nexis; q=0.5, */*; q=0.1', 'nexis'],
    ['application/json; casing=nexis; q=0.5, application/json', 'native'],
    ['application/json; casing=klingon, */*; q=0.1', 'native'],
    ['application/json; casing=nexis; q=0', 'native'],
    ['application/json; casing=klingon', undefined],
    ['application/json; casing=', undefined],
    ['application/json; casing=toString', undefined],
  ])('Accept: %s means %s', (accept, casing) => {
    expect(answerCasingOf(accept)).toBe(casing);
  });

  test.each([
    [undefined, 'native'],
    ['application/json; charset=utf-8', 'native'],
    ['application/json; charset=utf-8; casing=nexis', 'nexis'],
    ['application/json; casing=camel', undefined],
  ])('Content-Type: %s means %s', (type, casing) => {
    expect(bodyCasingOf(type)).toBe(casing);
  });
});

/** Names in bodies that mean something to JavaScript, or that are there twice, at a real server. */
import { openCounter, startTestShop } from '@evertill/testing';
import type { Body, Counter, Result, Sent, TestShop } from '@evertill/testing';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';

let shop: TestShop;
let counter: Counter;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
});
afterAll(() => shop.close());

/** As text, since objects of JavaScript cannot say all of it. */
async function post(path: string, body: string): Promise<{ status: number; body: Body }> {
  const response = await fetch(new URL(path, shop.running.url), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${shop.tenants[0].tokens.owner}`,
      'content-type': 'application/json',
      'x-register-key': counter.register.deviceKey,
    },
    body,
  });
  return { status: response.status, body: (await response.json()) as Body };
}

function pushOf(operations: readonly Sent[]): string {
  const { registerId, epoch, fencing } = counter.register;
  return JSON.stringify({ register_id: registerId, epoch, fencing, operations });
}

/** The same operation, with something put at the front of its body. */
function spoil(push: string, sent: Sent, extra: string): string {
  const whole = JSON.stringify(sent);
  const begin = `"body":{`;
  return push.replace(whole, () => whole.replace(begin, () => `${begin}${extra},`));
}

// Each as an object would carry it; `polluted` would then be a field of every object there is.
const odd = [
  '"__proto__":{"polluted":"yes"}',
  '"__proto__":{"polluted":"yes","total":"0.01"}',
  '"__proto__":null',
  '"constructor":{"prototype":{"polluted":"yes"}}',
  '"prototype":{"polluted":"yes"}',
  '"\\u005f_proto__":{"polluted":"yes"}',
  '"hasOwnProperty":1',
  '"toString":1',
  '"then":1',
  '"toJSON":1',
];

test.each(odd)('a body with %s is parked alone: its neighbours are booked', async (extra) => {
  const sales = [1, 2, 3].map(() => counter.next('sale', counter.saleOf()));
  const [, second] = sales;
  const push = spoil(pushOf(sales), second as Sent, extra);
  expect(push).toContain(extra);
  const { status, body } = await post('/api/sync/push/', push);
  expect(status, JSON.stringify(body)).toBe(200);
  const results = body['results'] as readonly Result[];
  const [name = ''] = Object.keys(JSON.parse(`{${extra}}`) as object);
  expect(results.map(({ outcome }) => outcome)).toEqual([
    'APPLIED',
    'REJECTED_TERMINAL',
    'APPLIED',
  ]);
  expect(results[1]).toMatchObject({ code: 'input_invalid' });
  // What was kept is what came, under its hash; the same again is the same.
  const [row] = await shop.sql(
    'SELECT body, body_hash, detail FROM orders.unbooked_operations WHERE operation_id = $1',
    [second?.id],
  );
  expect(Object.keys(JSON.parse(row?.['body'] as string) as object)).toContain(name);
  expect(row?.['detail']).toContain(`${name}: is not a known field`);
  const hash = createHash('sha256')
    .update(row?.['body'] as string)
    .digest('hex');
  expect([row?.['body_hash'], results[1]?.body_hash]).toEqual([hash, hash]);
  const again = await post('/api/sync/push/', push);
  expect((again.body['results'] as readonly Result[])[1]).toMatchObject({ body_hash: hash });
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('elsewhere such a name is a field like any other that is not known', async () => {
  const sale = counter.next('sale', counter.saleOf());
  const push = pushOf([sale]);
  const within = JSON.stringify(sale);
  const cases = [
    ['/api/products/', '{"__proto__":{"sku":"X"},"name":"Tea"}', '__proto__'],
    ['/api/products/', '{"constructor":1}', 'constructor'],
    ['/api/sync/push/', `{"__proto__":1,${push.slice(1)}`, '__proto__'],
    [
      '/api/sync/push/',
      push.replace(within, () => `{"__proto__":1,${within.slice(1)}`),
      'operations.0.__proto__',
    ],
  ] as const;
  for (const [path, body, field] of cases) {
    const answer = await post(path, body);
    expect([answer.status, answer.body['code']]).toEqual([400, 'input_invalid']);
    expect(answer.body['errors']).toEqual([{ field, message: 'is not a known field' }]);
  }
  expect((await post('/api/sync/push/', push)).status).toBe(200);
});

test('what is said twice is refused where it stands, and the push can be sent again', async () => {
  const sales = [1, 2].map(() => counter.next('sale', counter.saleOf()));
  const push = pushOf(sales);
  const [, second] = sales;
  for (const extra of ['"total":"0.01"', '"tot\\u0061l":"0.01"']) {
    const { status, body } = await post('/api/sync/push/', spoil(push, second as Sent, extra));
    expect([status, body['code']]).toEqual([400, 'input_invalid']);
    const field = 'operations.1.body.total';
    expect(body['errors']).toEqual([{ field, message: 'is there more than once' }]);
  }
  const { body } = await post('/api/sync/push/', push);
  const results = body['results'] as readonly Result[];
  expect(results.map(({ outcome }) => outcome)).toEqual(['APPLIED', 'APPLIED']);
});

test.each(['2026-02-31T12:00:00Z', '2026-01-01T24:00:00Z', '2016-12-31T23:59:60Z'])(
  'a sale of %s did not happen then',
  async (at) => {
    const change = { occurred_at: at };
    const sale = counter.next('sale', counter.saleOf(), change);
    const { status, body } = await post('/api/sync/push/', pushOf([sale]));
    expect([status, body['code']]).toEqual([400, 'input_invalid']);
    const [flaw] = body['errors'] as readonly Body[];
    expect(flaw?.['field']).toBe('operations.0.occurred_at');
    expect(flaw?.['message']).toMatch(/a day that exists.*no second 60/);
    // Nothing was kept of it: the number is free for the sale as it was.
    const right = { ...sale, occurred_at: '2026-02-28T12:00:00Z' };
    const answer = await post('/api/sync/push/', pushOf([right]));
    expect((answer.body['results'] as readonly Result[])[0]?.outcome).toBe('APPLIED');
  },
);

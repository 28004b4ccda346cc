/**
 * Money collected for an order through a provider that declines, times out, answers late, twice or
 * never. Closing the shop checks every invariant.
 */
import { newUuid, productOf, startTestShop } from '@evertill/testing';
import type { TestAnswer, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let shop: TestShop;
let product: string;
beforeAll(async () => {
  shop = await startTestShop();
  product = await productOf(shop, shop.tenants[0]);
});
afterAll(() => shop.close());

interface Ask {
  readonly body?: object;
  readonly tenant?: 0 | 1;
}

const post = (path: string, { body, tenant = 0 }: Ask = {}): Promise<TestAnswer> =>
  shop.call('POST', path, { token: shop.tenants[tenant].tokens.cashier, body: body ?? {} });
const get = (path: string, tenant: 0 | 1 = 0): Promise<TestAnswer> =>
  shop.call('GET', path, { token: shop.tenants[tenant].tokens.cashier });

/** An order of three things at 1.00, confirmed: it awaits its payment. */
async function confirmedOrder(): Promise<string> {
  const { body } = await post('/api/salesheaders/', { body: { customer: null } });
  const order = body.sales_header_id as string;
  const line = { sales_header: order, product, quantity: '3' };
  const added = await post('/api/salesdetails/', { body: line });
  expect(added.status).toBe(201);
  const confirmed = await post(`/api/salesheaders/${order}/confirm/`);
  expect(confirmed.body).toMatchObject({ status: 'CONFIRMED', remaining_balance: '3.00' });
  return order;
}

const attemptFor = (order: string, account: string, change: object = {}): object => ({
  payment_attempt_id: newUuid(),
  sales_header: order,
  provider: 'SIMULATOR',
  method: 'CARD',
  account,
  ...change,
});
const start = (body: object): Promise<TestAnswer> => post('/api/payment-attempts/', { body });

async function statusOf(order: string): Promise<string> {
  await shop.running.assembly.drain();
  return (await get(`/api/salesheaders/${order}/`)).body.status as string;
}

async function attemptsOf(order: string): Promise<readonly Record<string, unknown>[]> {
  return (await get(`/api/payment-attempts/?sales_header=${order}`)).body as never;
}

describe('a provider that answers at once', () => {
  test('and collects: the order is completed, and its tender names the reference', async () => {
    const order = await confirmedOrder();
    const answer = await start(attemptFor(order, 'approve'));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ status: 'SUCCEEDED', amount: '3.00' });
    expect(await statusOf(order)).toBe('COMPLETED');
    const payments = await get(`/api/sales-payments/?sales_header=${order}`);
    const reference = answer.body.provider_reference as string;
    expect(payments.body).toMatchObject([{ method: 'CARD', amount: '3.00', reference }]);
  });

  test('and declines: the order goes on waiting, and may be tried again', async () => {
    const order = await confirmedOrder();
    const declined = await start(attemptFor(order, 'decline'));
    expect(declined.body).toMatchObject({ status: 'FAILED', failure_code: 'declined' });
    expect(await statusOf(order)).toBe('CONFIRMED');
    await start(attemptFor(order, 'approve'));
    expect(await statusOf(order)).toBe('COMPLETED');
  });
});

test('two parts, by two attempts, complete an order', async () => {
  const order = await confirmedOrder();
  await start(attemptFor(order, 'approve', { amount: '1.00', method: 'MOBILE' }));
  expect(await statusOf(order)).toBe('CONFIRMED');
  await start(attemptFor(order, 'approve'));
  expect(await statusOf(order)).toBe('COMPLETED');
  const amounts = (await attemptsOf(order)).map(({ amount }) => amount);
  expect(amounts.toSorted()).toEqual(['1.00', '2.00']);
});

test.each(['late', 'twice'])('a provider that answers %s collects once', async (account) => {
  const order = await confirmedOrder();
  const answer = await start(attemptFor(order, account));
  expect(answer.body.status).toBe('PENDING');
  await expect.poll(() => statusOf(order), { timeout: 5_000 }).toBe('COMPLETED');
  // Long enough for the second telling.
  await new Promise((resolve) => setTimeout(resolve, 800));
  expect(await attemptsOf(order)).toMatchObject([{ status: 'SUCCEEDED' }]);
  const payments = await get(`/api/sales-payments/?sales_header=${order}`);
  expect(payments.body).toHaveLength(1);
});

test('a provider that collects and never answers: unknown, until it is asked', async () => {
  const order = await confirmedOrder();
  const body = attemptFor(order, 'timeout');
  const silent = await start(body);
  expect(silent.body.status).toBe('UNKNOWN');
  const second = await start(attemptFor(order, 'approve'));
  expect(second.body.code).toBe('payment_exceeds_balance');
  const checked = await post(`/api/payment-attempts/${silent.body.payment_attempt_id}/check/`);
  expect(checked.body.status).toBe('SUCCEEDED');
  expect(await statusOf(order)).toBe('COMPLETED');
  expect((await start(body)).body.status).toBe('SUCCEEDED');
});

test('what never reached the provider fails when it is asked about, and may be tried anew', async () => {
  const order = await confirmedOrder();
  const lost = await start(attemptFor(order, 'lost'));
  expect(lost.body.status).toBe('UNKNOWN');
  await shop.sql(`UPDATE payments.attempts SET check_at = '-infinity' WHERE attempt_id = $1`, [
    lost.body.payment_attempt_id,
  ]);
  await shop.running.assembly.chores.doAll();
  expect(await attemptsOf(order)).toMatchObject([
    { status: 'FAILED', failure_code: 'never_received' },
  ]);
  await start(attemptFor(order, 'approve'));
  expect(await statusOf(order)).toBe('COMPLETED');
});

test('a provider that never says anything: pending, until time is up', async () => {
  const order = await confirmedOrder();
  const { body } = await start(attemptFor(order, 'never'));
  expect(body.status).toBe('PENDING');
  const path = `/api/payment-attempts/${body.payment_attempt_id}/check/`;
  expect((await post(path)).body.status).toBe('PENDING');
  await shop.sql(
    `UPDATE payments.simulated_charges SET settles_at = '-infinity' WHERE attempt_id = $1`,
    [body.payment_attempt_id],
  );
  expect((await post(path)).body).toMatchObject({ status: 'FAILED', failure_code: 'expired' });
  expect(await statusOf(order)).toBe('CONFIRMED');
});

test('a success that comes after a failure is a success: the money was taken', async () => {
  const order = await confirmedOrder();
  const { body } = await start(attemptFor(order, 'late'));
  await shop.sql(
    `UPDATE payments.attempts SET status = 'FAILED', check_at = NULL WHERE attempt_id = $1`,
    [body.payment_attempt_id],
  );
  await expect.poll(() => statusOf(order), { timeout: 5_000 }).toBe('COMPLETED');
});

test('the same attempt sent ten times at once charges once', async () => {
  const order = await confirmedOrder();
  const body = attemptFor(order, 'approve');
  const answers = await Promise.all(Array.from({ length: 10 }, () => start(body)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(await statusOf(order)).toBe('COMPLETED');
  expect(await attemptsOf(order)).toHaveLength(1);
  const other = await start({ ...body, method: 'MOBILE' });
  expect([other.status, other.body.code]).toEqual([409, 'id_reused']);
});

test('ten attempts at once never ask for more than the order owes', async () => {
  const order = await confirmedOrder();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => start(attemptFor(order, 'late', { amount: '1.00' }))),
  );
  const started = answers.filter(({ status }) => status === 201);
  expect(started).toHaveLength(3);
  await expect.poll(() => statusOf(order), { timeout: 5_000 }).toBe('COMPLETED');
});

describe('what is refused', () => {
  const rows = [
    ['an order that is not there', 404, 'not_found', { sales_header: newUuid() }],
    ['more than it owes', 409, 'payment_exceeds_balance', { amount: '3.01' }],
    ['nothing', 400, 'amount_invalid', { amount: '0' }],
    ['finer than the currency', 400, 'amount_invalid', { amount: '0.001' }],
    ['a provider unknown', 400, 'input_invalid', { provider: 'BANK_OF_NOWHERE' }],
    ['a method it does not collect', 400, 'input_invalid', { method: 'CASH' }],
  ] as const;
  test.each(rows)('%s', async (_, status, code, change) => {
    const order = await confirmedOrder();
    const answer = await start(attemptFor(order, 'approve', change));
    expect(answer.body.code).toBe(code);
    expect(answer.status).toBe(code === 'amount_invalid' ? 422 : status);
  });

  test('an order that was paid already', async () => {
    const order = await confirmedOrder();
    await start(attemptFor(order, 'approve'));
    expect(await statusOf(order)).toBe('COMPLETED');
    const again = await start(attemptFor(order, 'approve'));
    expect([again.status, again.body.code]).toEqual([409, 'order_not_payable']);
  });

  test("another shop's order and attempt", async () => {
    const order = await confirmedOrder();
    const { body } = await start(attemptFor(order, 'decline'));
    const theirs = { body: attemptFor(order, 'approve'), tenant: 1 } as const;
    expect((await post('/api/payment-attempts/', theirs)).status).toBe(404);
    expect((await get(`/api/payment-attempts/${body.payment_attempt_id}/`, 1)).status).toBe(404);
    expect((await get('/api/payment-attempts/', 1)).body).toEqual([]);
  });
});

test('providers are listed, and what is simulated says so', async () => {
  const { body } = await get('/api/payment-providers/');
  expect(body).toEqual({
    providers: [
      { provider: 'SIMULATOR', methods: ['CARD', 'MOBILE', 'CRYPTO'], is_simulated: true },
    ],
  });
});

/** Paying for orders: one tender, several at once, change, sessions, and when it becomes a sale. */
import { newUuid, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskOf } from './order-desk.ts';
import type { Desk, Json } from './order-desk.ts';

let shop: TestShop;
let desk: Desk;
beforeAll(async () => {
  shop = await startTestShop();
  desk = deskOf(shop, shop.tenants[0]);
});
afterAll(() => shop.close());

const confirm = (id: unknown) => desk.call('POST', `/api/salesheaders/${String(id)}/confirm/`, {});
const confirmed = async (price: string, at = desk): Promise<unknown> => {
  const header = await at.draft(await at.product(price));
  const id = header['sales_header_id'];
  const answer = await at.call('POST', `/api/salesheaders/${String(id)}/confirm/`, {});
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
  return id;
};
const split = (id: unknown, payments: readonly Json[], more: Json = {}, at = desk) =>
  at.call('POST', '/api/sales-payments/split/', { sales_header: id, payments, ...more });
const session = async (): Promise<string> => {
  const register = await desk.call(
    'POST',
    '/api/registers/',
    { name: `Till ${newUuid()}` },
    'manager',
  );
  const body = { register: register.body.register_id, opening_float: '10.00' };
  const opened = await desk.call('POST', '/api/cash-sessions/', body, 'manager');
  expect(opened, JSON.stringify(opened.body)).toMatchObject({ status: 201 });
  return opened.body.session_id as string;
};

describe('one tender', () => {
  test('lets the balance fall, gives change out of cash, and completes a confirmed order', async () => {
    const id = await confirmed('17.50');
    const first = await desk.pay(id, '10.00');
    expect(first).toMatchObject({
      status: 201,
      body: { amount: '10.00', change: '0.00', remaining_balance: '7.50', status: 'CONFIRMED' },
    });
    expect(await desk.header(id)).toMatchObject({
      remaining_balance: '7.50',
      receipt_number: null,
    });
    const last = await desk.pay(id, '20.00');
    expect(last.body).toMatchObject({
      change: '12.50',
      remaining_balance: '0.00',
      status: 'COMPLETED',
    });
    const sale = await desk.header(id);
    expect(sale).toMatchObject({ status: 'COMPLETED', total_price: '17.50', change: '12.50' });
    expect(sale['receipt_number']).toMatch(/^S-\d{6}$/);
    expect(sale['order_number']).toMatch(/^SO-\d{6}$/);
    const paid = await desk.call('GET', `/api/sales-payments/?sales_header=${String(id)}`);
    expect(paid.body).toHaveLength(2);
    const receipt = await desk.call('GET', `/api/receipts/?sales_header=${String(id)}`);
    expect(receipt.body).toMatchObject([{ total_amount: '17.50' }]);
    const late = await desk.pay(id, '1.00');
    expect(late).toMatchObject({ status: 409, body: { code: 'order_state' } });
  });

  test('on a draft is kept, freezes its lines, and confirming it sells it', async () => {
    const product = await desk.product('6.00');
    const header = await desk.draft(product);
    const id = header['sales_header_id'];
    expect((await desk.pay(id, '6.00')).body).toMatchObject({ status: 'PENDING' });
    const line = { sales_header: id, product, quantity: 1 };
    const more = await desk.call('POST', '/api/salesdetails/', line);
    expect(more).toMatchObject({ status: 409, body: { code: 'order_paid_partly' } });
    const path = `/api/salesheaders/${String(id)}/`;
    expect((await desk.call('PATCH', path, { discount: '0.10' })).body.code).toBe(
      'order_paid_partly',
    );
    expect((await desk.call('DELETE', path, { reason: 'x' })).body.code).toBe('order_paid_partly');
    expect((await confirm(id)).body).toMatchObject({ status: 'COMPLETED' });
    expect((await confirm(id)).body).toMatchObject({ status: 'COMPLETED' });
  });

  test('other than cash may not exceed the balance, and nothing may once it is paid', async () => {
    const id = await confirmed('5.00');
    const tooMuch = await desk.pay(id, '5.01', { method: 'CARD' });
    expect(tooMuch).toMatchObject({ status: 409, body: { code: 'payment_exceeds_balance' } });
    expect((await desk.pay(id, '0.00')).body.code).toBe('amount_invalid');
    expect((await desk.pay(id, '1.001')).body.code).toBe('amount_invalid');
    expect((await desk.pay(id, '1.00', { method: 'SHELLS' })).body.code).toBe('input_invalid');
    const draft = await desk.draft(await desk.product('5.00'));
    await desk.pay(draft['sales_header_id'], '5.00', { method: 'CARD' });
    const again = await desk.pay(draft['sales_header_id'], '5.00');
    expect(again.body.code).toBe('payment_exceeds_balance');
    expect((await desk.pay(newUuid(), '5.00')).body.code).toBe('not_found');
    expect(await desk.header(id)).toMatchObject({ remaining_balance: '5.00' });
  });

  test('sent again under its id is taken once; with another amount it is a conflict', async () => {
    const id = await confirmed('9.00');
    const one = { sales_payment_id: newUuid(), method: 'CARD' };
    const first = await desk.pay(id, '4.00', one);
    expect((await desk.pay(id, '4.00', one)).body).toEqual(first.body);
    const other = await desk.pay(id, '4.50', one);
    expect(other).toMatchObject({ status: 409, body: { code: 'id_reused' } });
    expect(await desk.header(id)).toMatchObject({ remaining_balance: '5.00' });
    const path = `/api/sales-payments/${one.sales_payment_id}/`;
    expect((await desk.call('GET', path)).body).toMatchObject({ amount: '4.00', method: 'CARD' });
  });

  test('an id that a counter sale used for its payment is a conflict too', async () => {
    const sold = await confirmed('2.00');
    const used = (await desk.pay(sold, '2.00')).body.sales_payment_id as string;
    const answer = await desk.pay(await confirmed('2.00'), '2.00', { sales_payment_id: used });
    expect(answer).toMatchObject({ status: 409, body: { code: 'id_reused' } });
  });

  test('two that pay the last of a balance at once: one wins', async () => {
    const id = await confirmed('8.00');
    const both = await Promise.all([1, 2, 3].map(() => desk.pay(id, '8.00', { method: 'CARD' })));
    expect(both.filter(({ status }) => status === 201)).toHaveLength(1);
    const rest = both.filter(({ status }) => status !== 201).map(({ body }) => body.code as string);
    for (const code of rest) expect(['order_state', 'payment_exceeds_balance']).toContain(code);
    expect(await desk.header(id)).toMatchObject({ status: 'COMPLETED' });
  });

  test('cash rounds where coins are large, and settles what rounds to nothing', async () => {
    const theirs = deskOf(shop, shop.tenants[1]);
    const id = await confirmed('10.40', theirs);
    expect((await theirs.pay(id, '10.00')).body).toMatchObject({
      remaining_balance: '0.00',
      status: 'COMPLETED',
    });
    expect(await theirs.header(id)).toMatchObject({ total_price: '10.00', rounding: '-0.40' });
    const small = await confirmed('0.30', theirs);
    expect((await theirs.pay(small, '0')).body).toMatchObject({ status: 'COMPLETED' });
    // A first part in cash does not settle, and a card that follows may not turn it into change.
    const mixed = await confirmed('10.50', theirs);
    expect((await theirs.pay(mixed, '10.50')).body.remaining_balance).toBe('0.50');
    const card = await theirs.pay(mixed, '0.50', { method: 'CARD' });
    expect(card.body.code).toBe('payment_exceeds_balance');
    expect((await theirs.pay(mixed, '0.50')).body).toMatchObject({ status: 'COMPLETED' });
    // Nor may the rounding of cash let a card pay more than is open.
    const rounded = await confirmed('10.50', theirs);
    expect((await theirs.pay(rounded, '10.00')).body.remaining_balance).toBe('0.50');
    const tooMuch = await theirs.pay(rounded, '1.00', { method: 'CARD' });
    expect(tooMuch.body.code).toBe('payment_exceeds_balance');
    const exact = await theirs.pay(rounded, '0.50', { method: 'CARD' });
    expect(exact.body).toMatchObject({ status: 'COMPLETED' });
  });
});

describe('regression 3: a split', () => {
  test('is taken as a whole: the balance falls, change comes out of cash', async () => {
    const id = await confirmed('1750.00');
    const answer = await split(id, [
      { method: 'CASH', amount: 500.0 },
      { method: 'CARD', amount: 1250.0, reference: 'TX-123' },
    ]);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject([
      { method: 'CASH', amount: '500.00', change: '0.00' },
      { method: 'CARD', amount: '1250.00', reference: 'TX-123', remaining_balance: '0.00' },
    ]);
    expect(await desk.header(id)).toMatchObject({ status: 'COMPLETED' });
    const other = await confirmed('30.00');
    const change = await split(other, [
      { method: 'CASH', amount: '20.00' },
      { method: 'CARD', amount: '15.00' },
    ]);
    expect(change.body).toMatchObject([{ change: '5.00' }, { change: '0.00' }]);
  });

  test('regression 2: a bad split is a 4xx, and nothing of it is taken', async () => {
    const id = await confirmed('10.00');
    const bad: readonly [readonly Json[], string][] = [
      [[], 'input_invalid'],
      [[{ method: 'CASH' }], 'input_invalid'],
      [[{ method: 'SHELLS', amount: '1.00' }], 'input_invalid'],
      [[{ method: 'CASH', amount: '-1.00' }], 'input_invalid'],
      [
        [
          { method: 'CASH', amount: '5.00' },
          { method: 'CARD', amount: '10.01' },
        ],
        'payment_exceeds_balance',
      ],
      [
        [
          { method: 'CARD', amount: '5.00' },
          { method: 'CARD', amount: '0' },
        ],
        'amount_invalid',
      ],
      [
        [
          { method: 'CARD', amount: '5.00' },
          { method: 'CARD', amount: '0.001' },
        ],
        'amount_invalid',
      ],
    ];
    for (const [payments, code] of bad) {
      const answer = await split(id, payments);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.body.code).toBe(code);
    }
    const same = { sales_payment_id: newUuid(), method: 'CARD', amount: '1.00' };
    expect((await split(id, [same, same])).body.code).toBe('input_invalid');
    expect(await desk.header(id)).toMatchObject({ remaining_balance: '10.00' });
  });

  test('sent again is taken once; half of it with something else is a conflict', async () => {
    const id = await confirmed('10.00');
    const payments = ['3.00', '4.00'].map((amount) => ({
      sales_payment_id: newUuid(),
      method: 'CARD',
      amount,
    }));
    const first = await split(id, payments);
    expect((await split(id, payments)).body).toEqual(first.body);
    const mixed = [
      payments[0] ?? {},
      { sales_payment_id: newUuid(), method: 'CARD', amount: '1.00' },
    ];
    expect((await split(id, mixed)).body.code).toBe('id_reused');
    expect(await desk.header(id)).toMatchObject({ remaining_balance: '3.00' });
  });
});

describe('the session of a payment', () => {
  test('has to be there and open; its X shows what was paid', async () => {
    const open = await session();
    const id = await confirmed('12.00');
    expect((await desk.pay(id, '2.00', { session: newUuid() })).body.code).toBe('not_found');
    expect((await desk.pay(id, '2.00', { session: open })).status).toBe(201);
    const report = `/api/cash-sessions/${open}/x-report/`;
    expect((await desk.call('GET', report, undefined, 'owner')).body).toMatchObject({
      expected_total: '12.00',
    });
    const last = await split(id, [{ method: 'CASH', amount: '15.00' }], { session: open });
    expect(last.body).toMatchObject([{ change: '5.00', status: 'COMPLETED', session: open }]);
    expect((await desk.call('GET', report, undefined, 'owner')).body).toMatchObject({
      expected_total: '22.00',
      figures: { sales_count: 1, sales_total: '12.00', change_total: '5.00' },
    });
    const other = await confirmed('3.00');
    await desk.pay(other, '1.00', { session: open });
    const path = `/api/cash-sessions/${open}/close/`;
    const closed = await desk.call('POST', path, { closing_total: '23.00' }, 'manager');
    expect(closed, JSON.stringify(closed.body)).toMatchObject({
      status: 200,
      body: { variance: '0.00' },
    });
    const late = await desk.pay(other, '2.00', { session: open });
    expect(late).toMatchObject({ status: 409, body: { code: 'session_closed' } });
    // The deposit is in a printed Z: it cannot be taken out of it any more.
    const cancel = `/api/salesheaders/${String(other)}/cancel/`;
    const given = await desk.call('POST', cancel, { reason: 'changed' }, 'manager');
    expect(given).toMatchObject({ status: 409, body: { code: 'session_closed' } });
    // Paid in another session, the sale belongs there, and the Z stays as it was.
    const next = await session();
    expect((await desk.pay(other, '2.00', { session: next })).body.status).toBe('COMPLETED');
    expect(await desk.header(other)).toMatchObject({ session: next });
    const z = await desk.call('GET', `/api/cash-sessions/${open}/z-report/`, undefined, 'owner');
    expect(z.body).toMatchObject({ supplements_count: 0 });
  });
});

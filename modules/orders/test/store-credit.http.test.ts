/** Store credit over the API: given by refunds, spent by tenders, never more than there is. */
import { newUuid, openCounter, startTestShop } from '@evertill/testing';
import type { Body, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { creditDeskAt } from './credit-desk.ts';
import type { CreditDesk } from './credit-desk.ts';
import { refundAt, said } from './return-desk.ts';

let shop: TestShop;
let desk: CreditDesk;
beforeAll(async () => {
  shop = await startTestShop();
  desk = creditDeskAt(await openCounter(shop));
});
afterAll(() => shop.close());

const POLICY = '/api/return-policy/';

describe('a refund as store credit', () => {
  test('is a code with a balance, for whoever shows it, and an entry for whoever leads', async () => {
    const code = await desk.creditOf('8.50');
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z*~$=]$/);
    const typed = code.toLowerCase().replaceAll('-', ' ');
    expect((await desk.lookUp(typed)).body).toMatchObject({
      code,
      currency: 'GBP',
      balance: '8.50',
      expires_at: null,
      is_spendable: true,
    });
    const ledger = await desk.ledgerOf(code);
    expect(ledger).toMatchObject({ issued: '8.50', spent: '0.00', returned: '0.00' });
    expect(ledger.entries).toMatchObject([{ number: 1, kind: 'ISSUED', amount: '8.50' }]);
    const listed = await desk.ask('GET', '/api/store-credits/?is_open=true&limit=1');
    expect(listed.body).toMatchObject([{ code }]);
    const cashier = await desk.ask('GET', '/api/store-credits/', { role: 'cashier' });
    expect(said(cashier)).toEqual([403, 'capability_missing']);
    await shop.running.assembly.drain();
    const path = `/api/audit-logs/?object_id=${String(ledger['store_credit_id'])}`;
    const { body } = await desk.ask('GET', path);
    expect(body).toMatchObject([{ action: 'STORE_CREDIT_ISSUED', data: { balance: '8.50' } }]);
    expect(JSON.stringify(body)).not.toContain(code);
  });

  test('is nobody else’s: not of another shop, and not by a guess', async () => {
    const code = await desk.creditOf('1.00');
    expect(said(await desk.lookUp(code, 1))).toEqual([404, 'not_found']);
    const { store_credit_id: id } = await desk.ledgerOf(code);
    const there = await desk.ask('GET', `/api/store-credits/${String(id)}/`, { tenant: 1 });
    expect(said(there)).toEqual([404, 'not_found']);
    for (const guess of ['0000-0000-0000-0', 'gift card', code.slice(0, -1)]) {
      expect(said(await desk.lookUp(guess)), guess).toEqual([404, 'not_found']);
    }
  });

  test('the same approval again gives no second one', async () => {
    const sale = await desk.sell();
    const asked = await desk.askRefund(sale, { amount: '2.00', method: 'STORE_CREDIT' });
    const path = refundAt(asked);
    const answers = await Promise.all([desk.approve(path), desk.approve(path), desk.approve(path)]);
    const codes = new Set(answers.map(({ body }) => body.reference as string));
    expect(codes.size).toBe(1);
    const [code = ''] = codes;
    expect((await desk.ledgerOf(code)).entries).toHaveLength(1);
  });

  test('ends when the policy said, and what is given later as it says then', async () => {
    await desk.ask('PUT', POLICY, { body: { store_credit_days: 30 } });
    const code = await desk.creditOf('1.00');
    await desk.ask('PUT', POLICY, { body: { store_credit_days: 0 } });
    const { body } = await desk.lookUp(code);
    const { issued_at } = await desk.ledgerOf(code);
    const days =
      (Date.parse(body.expires_at as string) - Date.parse(String(issued_at))) / 86_400_000;
    expect(days).toBe(30);
    // As if the thirty days were over.
    const end = 'UPDATE orders.store_credits SET expires_at = issued_at WHERE code = $1';
    await shop.sql(end, [code]);
    expect((await desk.lookUp(code)).body).toMatchObject({ balance: '1.00', is_spendable: false });
    const answer = await desk.pay(await desk.due(), '1.00', code);
    expect(said(answer)).toEqual([409, 'store_credit_expired']);
  });
});

describe('paid by store credit', () => {
  test('an order is sold, and the ledger says by what', async () => {
    const code = await desk.creditOf('10.00');
    const order = await desk.due();
    const paid = await desk.pay(order, '8.50', code.toLowerCase());
    expect(paid.body).toMatchObject({ status: 'COMPLETED', remaining_balance: '0.00' });
    expect(await desk.ledgerOf(code)).toMatchObject({
      balance: '1.50',
      entries: [
        { number: 2, kind: 'SPENT', amount: '8.50', balance: '1.50', sales_header: order },
        { number: 1, kind: 'ISSUED' },
      ],
    });
  });

  test('not without a code, by a wrong one, or by more than is left; and then nothing is', async () => {
    const code = await desk.creditOf('5.00');
    const order = await desk.due();
    const unknown = [409, 'store_credit_unknown'];
    for (const reference of [undefined, 'gift', '0000-0000-0000-0']) {
      const answer = await desk.pay(order, '5.00', reference);
      expect(said(answer)).toEqual(unknown);
      expect(answer.body.errors).toMatchObject([{ field: 'reference' }]);
    }
    const over = await desk.pay(order, '5.01', code);
    expect(said(over)).toEqual([409, 'store_credit_overdrawn']);
    expect(over.body.errors).toEqual([{ field: 'reference', message: 'has 5.00 left' }]);
    const split = await desk.ask('POST', '/api/sales-payments/split/', {
      body: {
        sales_header: order,
        payments: [
          { method: 'STORE_CREDIT', amount: '3.00', reference: code },
          { method: 'STORE_CREDIT', amount: '3.00', reference: code },
          { method: 'CASH', amount: '2.50' },
        ],
      },
    });
    expect(said(split)).toEqual([409, 'store_credit_overdrawn']);
    expect(split.body.errors).toMatchObject([{ field: 'payments.1.reference' }]);
    expect(await desk.balanceOf(code)).toBe('5.00');
    const payments = await desk.ask('GET', `/api/sales-payments/?sales_header=${order}`);
    expect(payments.body).toEqual([]);
  });

  test('the same payment again spends nothing', async () => {
    const code = await desk.creditOf('9.00');
    const order = await desk.due();
    const body = {
      sales_payment_id: newUuid(),
      sales_header: order,
      method: 'STORE_CREDIT',
      amount: '4.00',
      reference: code,
    };
    const first = await desk.ask('POST', '/api/sales-payments/', { body });
    const again = await desk.ask('POST', '/api/sales-payments/', { body });
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(await desk.balanceOf(code)).toBe('5.00');
  });

  // Of an order's part nobody waits behind the server's register: they meet at the credit alone.
  test.each(['3.00', '8.50'])('of ten that spend the last %s at once, one does', async (amount) => {
    const code = await desk.creditOf(amount);
    const orders = await Promise.all(Array.from({ length: 10 }, () => desk.due()));
    const answers = await Promise.all(orders.map((order) => desk.pay(order, amount, code)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const others = answers.filter(({ status }) => status !== 201);
    expect(new Set(others.map(({ body }) => body.code as string))).toEqual(
      new Set(['store_credit_overdrawn']),
    );
    expect(await desk.ledgerOf(code)).toMatchObject({ balance: '0.00', spent: amount });
  });
});

describe('what was paid by store credit and is undone', () => {
  const paidOrder = async (code: string): Promise<string> => {
    const order = await desk.due();
    expect((await desk.pay(order, '8.50', code)).body.status).toBe('COMPLETED');
    return order;
  };

  test('a voided sale gives it back', async () => {
    const code = await desk.creditOf('8.50');
    const order = await paidOrder(code);
    const undo = { body: { reason: 'wrong person' } };
    for (const _ of [1, 2]) {
      const voided = await desk.ask('POST', `/api/salesheaders/${order}/void/`, undo);
      expect(voided.body.status).toBe('VOIDED');
    }
    expect(await desk.ledgerOf(code)).toMatchObject({ balance: '8.50', returned: '8.50' });
  });

  test('an order that is given up gives it back', async () => {
    const code = await desk.creditOf('8.50');
    const order = await desk.due();
    expect(said(await desk.pay(order, '3.00', code))).toEqual([201]);
    const gone = await desk.ask('POST', `/api/salesheaders/${order}/cancel/`, {
      body: { reason: 'changed mind' },
    });
    expect(said(gone), JSON.stringify(gone.body)).toEqual([200]);
    expect(await desk.ledgerOf(code)).toMatchObject({ balance: '8.50', returned: '3.00' });
  });

  test('a refund goes back to the credit that paid, also where it is named; the rest is new', async () => {
    const code = await desk.creditOf('6.00');
    const order = await desk.due();
    await desk.pay(order, '6.00', code);
    const cash = { sales_header: order, method: 'CASH', amount: '2.50' };
    expect(said(await desk.ask('POST', '/api/sales-payments/', { body: cash }))).toEqual([201]);
    const refund = async (change: Body) => {
      const asked = await desk.askRefund(order, change);
      return (await desk.approve(refundAt(asked))).body as Record<string, unknown>;
    };
    expect(await refund({ amount: '2.00', method: 'STORE_CREDIT' })).toMatchObject({
      method: 'STORE_CREDIT',
      reference: code,
    });
    expect(await desk.balanceOf(code)).toBe('2.00');
    const last = await refund({ amount: '6.50', method: 'STORE_CREDIT' });
    const path = `/api/sales-payments/?sales_refund=${String(last['refund_id'])}`;
    const payouts = (await desk.ask('GET', path)).body as { reference: string; amount: string }[];
    const others = payouts.filter(({ reference }) => reference !== code);
    expect(others.map(({ amount }) => amount)).toEqual(['2.50']);
    expect(await desk.balanceOf(code)).toBe('6.00');
    expect(await desk.balanceOf(others[0]?.reference ?? '')).toBe('2.50');
  });

  test('to the tenders that it came from is to the credit, too', async () => {
    const code = await desk.creditOf('8.50');
    const order = await paidOrder(code);
    const asked = await desk.askRefund(order, { amount: '8.50' });
    const given = await desk.approve(refundAt(asked));
    expect(given.body).toMatchObject({ method: 'STORE_CREDIT', reference: code });
    expect(await desk.balanceOf(code)).toBe('8.50');
  });
});

test('an exchange takes store credit, and gives what is over as one', async () => {
  const exchange = (sale: string, change: Body) =>
    desk.ask('POST', `/api/salesheaders/${sale}/exchange/`, {
      role: 'owner',
      body: { reason: 'EXCESS', exchange_id: newUuid(), ...change },
    });
  const { product } = desk.counter;
  const code = await desk.creditOf('8.50');
  const bought = await exchange(await desk.sell(), {
    return_items: [{ product, quantity: '1' }],
    new_items: [{ product, quantity: '10' }],
    payments: [{ method: 'STORE_CREDIT', amount: '1.50', reference: code }],
  });
  expect(said(bought), JSON.stringify(bought.body)).toEqual([200]);
  expect(await desk.balanceOf(code)).toBe('7.00');
  const over = await exchange(await desk.sell(), {
    return_items: [{ product, quantity: '1' }],
    new_items: [{ product, quantity: '1' }],
    refund_method: 'STORE_CREDIT',
  });
  const path = `/api/store-credits/?sales_refund=${over.body.refund_id as string}`;
  expect((await desk.ask('GET', path)).body).toMatchObject([{ issued: '7.50', balance: '7.50' }]);
  const refused = await exchange(await desk.sell(), {
    return_items: [{ product, quantity: '1' }],
    new_items: [{ product, quantity: '10' }],
    payments: [{ method: 'STORE_CREDIT', amount: '1.50' }],
  });
  expect(said(refused)).toEqual([409, 'store_credit_unknown']);
});

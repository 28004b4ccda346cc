/** Cash sessions over HTTP: opened, moved, counted, closed; and who may see them. */
import { newUuid, openCounter, startTestShop } from '@evertill/testing';
import type { Counter, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, beside, close, openAt, resultsOf, saleIn, sessionRow } from './session-counter.ts';

let shop: TestShop;
let counter: Counter;
let tills = 0;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
});
afterAll(() => shop.close());

const newTill = (): Promise<Counter> => beside(counter, `Drawer ${(tills += 1)}`);

describe('opening', () => {
  test('a session is open with its float, and sent again it is the same one', async () => {
    const till = await newTill();
    const body = {
      session_id: newUuid(),
      user_client: till.tenant.tenantId,
      register: till.register.registerId,
      opening_float: 50,
    };
    const first = await ask(till, 'POST', '', { body });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      session_id: body.session_id,
      register: body.register,
      status: 'OPEN',
      currency: 'GBP',
      opening_float: '50.00',
      closing_total: null,
      expected_total: null,
      z_number: null,
    });
    const again = await ask(till, 'POST', '', { body });
    expect(again.body).toEqual(first.body);
    const other = await ask(till, 'POST', '', { body: { ...body, opening_float: 51 } });
    expect([other.status, other.body.code]).toEqual([409, 'id_reused']);
  });

  test('regression 4: a register has one open session, also of ten that open at once', async () => {
    const till = await newTill();
    const body = { register: till.register.registerId, opening_float: '1' };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => ask(till, 'POST', '', { body })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
    const codes = answers.filter(({ status }) => status === 409).map((one) => one.body.code);
    expect(new Set(codes)).toEqual(new Set(['session_open_exists']));
  });

  test('without a register it is the server’s own', async () => {
    const { body, status } = await ask(counter, 'POST', '', { body: { opening_float: '0' } });
    expect(status).toBe(201);
    const second = await ask(counter, 'POST', '', { body: { opening_float: '0' } });
    expect(second.body.code).toBe('session_open_exists');
    const [row] = await shop.sql('SELECT kind FROM orders.registers WHERE register_id = $1', [
      body.register,
    ]);
    expect(row).toEqual({ kind: 'SERVER' });
    const closed = await close(counter, body.session_id, { closing_total: '0' });
    expect(closed.body).toMatchObject({ status: 'CLOSED', variance: '0.00', z_number: 1 });
  });

  test('only of this shop, by who asks, at a register that is there, with a sum that is one', async () => {
    const { registerId } = (await newTill()).register;
    const body = { register: registerId, opening_float: '1' };
    const odd = [
      [{ ...body, user_client: newUuid() }, 403, 'tenant_mismatch'],
      [{ ...body, opened_by: newUuid() }, 400, 'input_invalid'],
      [{ ...body, register: newUuid() }, 404, 'not_found'],
      [{ ...body, opening_float: '1.005' }, 422, 'amount_invalid'],
      [{ ...body, opening_float: '-1' }, 400, 'input_invalid'],
      [{ ...body, status: 'CLOSED' }, 400, 'input_invalid'],
    ] as const;
    for (const [sent, status, code] of odd) {
      const answer = await ask(counter, 'POST', '', { body: sent });
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    }
  });
});

/** Two sales, one of them split and with change, a refund, a pay-in and a pay-out. */
async function busyDay(till: Counter): Promise<string> {
  const session = await openAt(till, '100.00');
  const split = [
    { method: 'CARD' as const, amountMinor: 1_000 },
    { method: 'CASH' as const, amountMinor: 2_000 },
  ];
  const sale = saleIn(till, session);
  const splitSale = till.next('sale', { ...till.saleOf({ tenders: split }), session });
  const refund = till.next('refund', { ...till.refundOf(sale.id), session });
  const results = await resultsOf(till, [sale, splitSale, refund]);
  expect(results.map(({ outcome, flags }) => [outcome, flags])).toEqual([
    ['APPLIED', []],
    ['APPLIED', []],
    ['APPLIED', []],
  ]);
  const moved = [
    { kind: 'PAY_IN', amount: '20', reason: 'coins' },
    { kind: 'PAY_OUT', amount: '7.30', reason: 'milk' },
  ];
  for (const body of moved) {
    const answer = await ask(till, 'POST', `${session}/movements/`, { body });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  }
  return session;
}

describe('regression 4: what is expected, and what was counted', () => {
  test('float, cash in and pay-ins, less change, refunds and pay-outs; the variance is kept', async () => {
    const till = await newTill();
    const session = await busyDay(till);
    // 100 + 25.50 + (20.00 - 4.50) - 8.50 + 20 - 7.30
    const expected = '145.20';
    const x = await ask(till, 'GET', `${session}/x-report/`, { role: 'manager' });
    expect(x.body).toMatchObject({ expected_total: expected, parked_count: 0 });
    expect(x.body.figures).toMatchObject({
      sales_count: 2,
      sales_total: '51.00',
      refunds_count: 1,
      refunds_total: '8.50',
      net_total: '42.50',
      change_total: '4.50',
      pay_ins_total: '20.00',
      pay_outs_total: '7.30',
      cash_total: '45.20',
      tenders: [
        { method: 'CASH', received: '45.50', change: '4.50', returned: '8.50', kept: '32.50' },
        { method: 'CARD', received: '10.00', change: '0.00', returned: '0.00', kept: '10.00' },
      ],
      taxes: [{ tax_code: 'STD', total: '42.50', tax: '7.08' }],
      first_receipt: 'R-1',
      last_receipt: 'R-3',
      flagged_count: 0,
    });
    const unexplained = await close(till, session, { closing_total: '145.00' });
    expect([unexplained.status, unexplained.body.code]).toEqual([422, 'variance_reason_missing']);
    const denominations = { '20': 7, '5': 1 };
    const body = { closing_total: '145', denominations, reason: 'twenty pence on the floor' };
    const closed = await close(till, session, body);
    expect(closed.status, JSON.stringify(closed.body)).toBe(200);
    expect(closed.body).toMatchObject({
      status: 'CLOSED',
      closing_total: '145.00',
      expected_total: expected,
      variance: '-0.20',
      variance_reason: 'twenty pence on the floor',
      denominations,
      z_number: 1,
    });
    const row = await sessionRow(shop, session);
    expect(row).toMatchObject({ variance_minor: -20, expected_minor: 14_520 });
  });

  test('regression 2: closed twice it answers the same, or that it is closed; never a fault', async () => {
    const till = await newTill();
    const session = await openAt(till);
    const body = { closing_total: '99.00', reason: 'a pound short' };
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => close(till, session, body)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    const other = await close(till, session, { ...body, closing_total: '100' });
    expect([other.status, other.body.code]).toEqual([409, 'session_closed']);
    expect((await close(till, session, { closing_total: '99' })).body.code).toBe('session_closed');
    const [told] = await shop.sql(
      "SELECT count(*) AS n FROM orders.outbox WHERE type = 'session.closed' AND aggregate_id = $1",
      [session],
    );
    expect(told).toEqual({ n: 1 });
  });

  test('a count that its coins do not come to is refused', async () => {
    const till = await newTill();
    const session = await openAt(till);
    const wrong = { closing_total: '100', denominations: { '50': 1 } };
    expect((await close(till, session, wrong)).body.code).toBe('amount_invalid');
    const odd = { closing_total: '100', denominations: { __proto__x: 1 } };
    expect((await close(till, session, odd)).body.code).toBe('input_invalid');
    const fine = { closing_total: '100', denominations: { '50': 2, '0.01': 0 } };
    expect((await close(till, session, fine)).status).toBe(200);
    expect((await close(till, session, { closing_total: '1.001' })).body.code).toBe(
      'amount_invalid',
    );
  });

  test('regression 4: nothing of a session is edited, and nothing moves in a closed one', async () => {
    const till = await newTill();
    const session = await openAt(till);
    const move = { cash_movement_id: newUuid(), kind: 'PAY_IN', amount: '5', reason: 'coins' };
    const moved = await ask(till, 'POST', `${session}/movements/`, { body: move });
    expect(moved.status).toBe(201);
    await close(till, session, { closing_total: '105' });
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const answer = await ask(till, method, `${session}/`, { body: { opening_float: '1' } });
      expect([answer.status, answer.body.code]).toEqual([405, 'method_not_allowed']);
    }
    const late = { kind: 'PAY_OUT', amount: '5', reason: 'too late' };
    const refused = await ask(till, 'POST', `${session}/movements/`, { body: late });
    expect([refused.status, refused.body.code]).toEqual([409, 'session_closed']);
    const again = await ask(till, 'POST', `${session}/movements/`, { body: move });
    expect(again.body).toEqual(moved.body);
    const sql = 'UPDATE orders.cash_sessions SET closing_minor = 1 WHERE session_id = $1';
    await expect(shop.sql(sql, [session])).rejects.toThrow('closed once');
  });
});

describe('movements', () => {
  test('need a reason, an amount and a session; a taken id is a conflict', async () => {
    const till = await newTill();
    const session = await openAt(till);
    const body = { cash_movement_id: newUuid(), kind: 'PAY_IN', amount: '5', reason: 'coins' };
    const path = `${session}/movements/`;
    const odd = [
      [{ ...body, reason: '' }, 'input_invalid'],
      [{ ...body, kind: 'THEFT' }, 'input_invalid'],
      [{ ...body, amount: '0' }, 'amount_invalid'],
    ] as const;
    for (const [sent, code] of odd) {
      expect((await ask(till, 'POST', path, { body: sent })).body.code).toBe(code);
    }
    expect((await ask(till, 'POST', path, { body })).status).toBe(201);
    const taken = await ask(till, 'POST', path, { body: { ...body, amount: '6' } });
    expect(taken.body.code).toBe('id_reused');
    const unknown = await ask(till, 'POST', `${newUuid()}/movements/`, { body });
    expect(unknown.body.code).toBe('not_found');
    const listed = await ask(till, 'GET', path);
    expect(listed.body).toMatchObject([{ amount: '5.00', kind: 'PAY_IN', flags: [] }]);
  });
});

describe('who sees what', () => {
  test('a cashier own sessions, a manager all, another shop none', async () => {
    const till = await newTill();
    const { registerId } = till.register;
    const body = { register: registerId, opening_float: '5' };
    const opened = await ask(till, 'POST', '', { role: 'manager', body });
    const session = opened.body.session_id as string;
    const listOf = async (role: 'cashier' | 'manager') =>
      (await ask(till, 'GET', `?register=${registerId}&status=OPEN`, { role })).body as unknown[];
    expect(await listOf('manager')).toHaveLength(1);
    expect(await listOf('cashier')).toHaveLength(0);
    const paths = ['', 'x-report/', 'movements/', 'supplements/'].map((one) => `${session}/${one}`);
    for (const path of paths) {
      expect((await ask(till, 'GET', path)).status).toBe(404);
      expect((await ask(till, 'GET', path, { role: 'manager' })).status).toBe(200);
      const elsewhere = { shop, tenant: shop.tenants[1] };
      expect((await ask(elsewhere, 'GET', path, { role: 'owner' })).status).toBe(404);
    }
    expect((await close(till, session, { closing_total: '5' })).status).toBe(404);
    const elsewhere = await ask({ shop, tenant: shop.tenants[1] }, 'POST', `${session}/close/`, {
      role: 'owner',
      body: { closing_total: '5' },
    });
    expect(elsewhere.status).toBe(404);
  });

  test('by the day that the shop’s clock showed', async () => {
    const till = await newTill();
    const session = await openAt(till);
    const { body } = await ask(till, 'GET', `${session}/`);
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London' });
    const today = day.format(new Date(body.opened_at as string));
    const of = async (date: string) => {
      const query = `?date=${date}&register=${till.register.registerId}`;
      return (await ask(till, 'GET', query)).body as unknown[];
    };
    expect(await of(today)).toHaveLength(1);
    expect(await of('2001-02-03')).toHaveLength(0);
    expect((await ask(till, 'GET', '?date=2001-02-30')).status).toBe(400);
  });

  test('what was done stands in the audit chain of the register', async () => {
    const till = await newTill();
    const session = await openAt(till);
    const body = { kind: 'PAY_OUT', amount: '5', reason: 'window cleaner' };
    await ask(till, 'POST', `${session}/movements/`, { body });
    await close(till, session, { closing_total: '96', reason: 'a pound too much' });
    await shop.running.assembly.drain();
    const { body: entries } = await shop.call(
      'GET',
      `/api/audit-logs/?chain_id=register:${till.register.registerId}&ordering=seq`,
      { token: till.tenant.tokens.owner },
    );
    const ofDrawer = (entries as { readonly action: string }[]).slice(1);
    expect(ofDrawer).toMatchObject([
      { action: 'SESSION_OPENED', object_id: session },
      { action: 'PAY_OUT', reason: 'window cleaner', data: { amountMinor: 500 } },
      {
        action: 'SESSION_CLOSED',
        reason: 'a pound too much',
        data: { after: { varianceMinor: 100 } },
      },
    ]);
  });
});

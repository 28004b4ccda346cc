/** Sessions in a register's queue: opened, moved, closed offline; what is odd, what is parked. */
import { flagsOf, lastSeqOf, newUuid, openCounter, startTestShop } from '@evertill/testing';
import type { Body, Counter, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ask,
  beside,
  close,
  moveBody,
  openAt,
  openBody,
  openByQueue,
  resultsOf,
  saleIn,
  sessionRow,
} from './session-counter.ts';

let shop: TestShop;
let counter: Counter;
let tills = 0;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
});
afterAll(() => shop.close());

const newTill = (): Promise<Counter> => beside(counter, `Queue ${(tills += 1)}`);

test('a whole day offline, drained in one push: opened, sold, moved, closed', async () => {
  const till = await newTill();
  const session = newUuid();
  const sent = [
    till.next('session_open', openBody(session)),
    saleIn(till, session),
    saleIn(till, session),
    till.next('cash_movement', moveBody(session)),
    till.next('cash_movement', moveBody(session, { kind: 'PAY_OUT', amount: '1' })),
    till.next('session_close', { session, closing_total: '160', denominations: { '20': 8 } }),
  ];
  const results = await resultsOf(till, sent);
  expect(results.map(({ outcome, flags }) => [outcome, flags])).toEqual(
    sent.map(() => ['APPLIED', []]),
  );
  const again = await resultsOf(till, sent);
  expect(again.map(({ outcome }) => outcome)).toEqual(sent.map(() => 'DUPLICATE'));
  const { body } = await ask(till, 'GET', `${session}/`);
  // A variance without a reason is a fact, too.
  expect(body).toMatchObject({
    status: 'CLOSED',
    expected_total: '160.00',
    closing_total: '160.00',
    variance: '0.00',
    variance_reason: null,
    opened_at: sent[0]?.occurred_at,
    closed_at: sent[5]?.occurred_at,
    z_number: 1,
  });
  expect(await lastSeqOf(till)).toBe(6);
});

describe('what happened is booked, and flagged where it is odd', () => {
  test('a variance without a reason, and coins that do not come to the total', async () => {
    const till = await newTill();
    const session = await openByQueue(till);
    const body = { session, closing_total: '90', denominations: { '50': 1 } };
    const closed = await till.settle('session_close', body);
    expect(closed).toMatchObject({ outcome: 'APPLIED', flags: ['count_differs'] });
    expect(await flagsOf(shop, closed.id)).toEqual(['count_differs']);
    const row = await sessionRow(shop, session);
    expect(row).toMatchObject({ variance_minor: -1_000, variance_reason: null });
  });

  test('sales, refunds and movements of a session that nobody opened here', async () => {
    const till = await newTill();
    const theirs = await openByQueue(await newTill());
    for (const session of [newUuid(), theirs]) {
      const sale = saleIn(till, session);
      const refund = till.next('refund', { ...till.refundOf(sale.id), session });
      const moved = till.next('cash_movement', moveBody(session));
      const sent = [sale, refund, moved];
      const results = await resultsOf(till, sent);
      for (const result of results) {
        expect(result).toMatchObject({ outcome: 'APPLIED', flags: ['session_unknown'] });
        expect(await flagsOf(shop, result.id)).toEqual(['session_unknown']);
      }
      const repeated = await resultsOf(till, sent);
      expect(repeated.map(({ outcome, flags }) => [outcome, flags])).toEqual(
        sent.map(() => ['DUPLICATE', ['session_unknown']]),
      );
    }
    const { body } = await ask(counter, 'GET', `${theirs}/x-report/`, { role: 'manager' });
    expect(body).toMatchObject({ expected_total: '100.00', figures: { sales_count: 0 } });
  });

  test('a drawer that was open a year ago has a clock to look at', async () => {
    const till = await newTill();
    const occurredAt = '2001-01-01T08:00:00Z';
    const sent = till.next('session_open', openBody(newUuid()), { occurred_at: occurredAt });
    expect(await resultsOf(till, [sent])).toMatchObject([
      { outcome: 'APPLIED', flags: ['clock_suspect'] },
    ]);
  });

  test('a close that says what was said before changes nothing', async () => {
    const till = await newTill();
    const session = await openByQueue(till);
    expect((await close(till, session, { closing_total: '100' })).status).toBe(200);
    const z = await ask(till, 'GET', `${session}/z-report/`);
    const same = await till.settle('session_close', { session, closing_total: '100.00' });
    expect(same).toMatchObject({ outcome: 'APPLIED', flags: [] });
    expect((await ask(till, 'GET', `${session}/z-report/`)).body).toEqual(z.body);
  });
});

describe('what cannot be booked is parked, and what is behind it goes on', () => {
  const table: readonly (readonly [string, string, (own: string) => Body, string, string])[] = [
    [
      'a foreign currency',
      'session_open',
      () => openBody(newUuid(), { currency: 'USD' }),
      'REJECTED_TERMINAL',
      'currency_foreign',
    ],
    [
      'a float finer than a penny',
      'session_open',
      () => openBody(newUuid(), { opening_float: '0.001' }),
      'REJECTED_TERMINAL',
      'amount_invalid',
    ],
    [
      'a field of the server’s own',
      'session_open',
      () => openBody(newUuid(), { status: 'OPEN' }),
      'REJECTED_TERMINAL',
      'input_invalid',
    ],
    [
      'another shop',
      'session_open',
      () => openBody(newUuid(), { user_client: newUuid() }),
      'REJECTED_TERMINAL',
      'tenant_mismatch',
    ],
    [
      'a second open session',
      'session_open',
      () => openBody(newUuid()),
      'CONFLICT',
      'session_open_exists',
    ],
    [
      'the id of a session, and another float',
      'session_open',
      (own) => openBody(own, { opening_float: '1' }),
      'CONFLICT',
      'id_reused',
    ],
    [
      'a close of an unknown session',
      'session_close',
      () => ({ session: newUuid(), closing_total: '1' }),
      'REJECTED_TERMINAL',
      'session_unknown',
    ],
    [
      'a close by odd coins',
      'session_close',
      (own) => ({ session: own, closing_total: '1', denominations: { many: 1 } }),
      'REJECTED_TERMINAL',
      'input_invalid',
    ],
    [
      'a movement of nothing',
      'cash_movement',
      (own) => moveBody(own, { amount: '0' }),
      'REJECTED_TERMINAL',
      'amount_invalid',
    ],
    [
      'a movement without a reason',
      'cash_movement',
      (own) => moveBody(own, { reason: '' }),
      'REJECTED_TERMINAL',
      'input_invalid',
    ],
  ];

  test.each(table)('%s', async (_, kind, bodyOf, outcome, code) => {
    const till = await newTill();
    const own = await openByQueue(till);
    const sent = till.next(kind, bodyOf(own));
    expect(await resultsOf(till, [sent])).toMatchObject([{ outcome, code }]);
    expect(await resultsOf(till, [sent])).toMatchObject([{ outcome, code }]);
    expect(await lastSeqOf(till)).toBe(sent.seq);
    expect(await resultsOf(till, [saleIn(till, own)])).toMatchObject([
      { outcome: 'APPLIED', flags: [] },
    ]);
  });

  test('another close of a closed session', async () => {
    const till = await newTill();
    const session = await openByQueue(till);
    await till.settle('session_close', { session, closing_total: '100' });
    const other = await till.settle('session_close', { session, closing_total: '101' });
    expect(other).toMatchObject({ outcome: 'CONFLICT', code: 'session_closed' });
  });

  test('a session of another register: neither opened again nor closed from here', async () => {
    const session = await openByQueue(await newTill());
    const till = await newTill();
    expect(await till.settle('session_open', openBody(session))).toMatchObject({
      outcome: 'CONFLICT',
      code: 'id_reused',
    });
    expect(await till.settle('session_close', { session, closing_total: '1' })).toMatchObject({
      outcome: 'REJECTED_TERMINAL',
      code: 'session_unknown',
    });
  });

  test('regression 15: an id of one kind is no id of another', async () => {
    const till = await newTill();
    const session = newUuid();
    const opened = till.next('session_open', openBody(session));
    await resultsOf(till, [opened]);
    const sale = { ...saleIn(till, session), id: opened.id };
    expect(await resultsOf(till, [sale])).toMatchObject([
      { outcome: 'CONFLICT', code: 'id_reused' },
    ]);
    const body = { cash_movement_id: newUuid(), kind: 'PAY_IN', amount: '5', reason: 'coins' };
    expect((await ask(till, 'POST', `${session}/movements/`, { body })).status).toBe(201);
    const taken = till.next('cash_movement', moveBody(session), { id: body.cash_movement_id });
    expect(await resultsOf(till, [taken])).toMatchObject([
      { outcome: 'CONFLICT', code: 'id_reused' },
    ]);
  });
});

describe('a parked item blocks only what depends on it', () => {
  test('closes and movements wait with it, sales do not, and all come back in their order', async () => {
    const till = await newTill();
    const older = await openAt(till, '0');
    const session = newUuid();
    const opened = till.next('session_open', openBody(session));
    const bound = { depends_on: opened.id };
    const sale = { ...saleIn(till, session), ...bound };
    const moved = { ...till.next('cash_movement', moveBody(session)), ...bound };
    const closed = {
      ...till.next('session_close', { session, closing_total: '135.50' }),
      ...bound,
    };
    const free = till.next('cash_movement', moveBody(older));
    expect(await resultsOf(till, [opened, sale, moved, closed, free])).toMatchObject([
      { outcome: 'CONFLICT', code: 'session_open_exists' },
      { outcome: 'APPLIED', flags: ['session_unknown'] },
      { outcome: 'CONFLICT', code: 'dependency_parked' },
      { outcome: 'CONFLICT', code: 'dependency_parked' },
      { outcome: 'APPLIED', flags: [] },
    ]);
    // A person closes the older session; then each is sent again under a new number.
    await close(till, older, { closing_total: '10' });
    const again = [opened, moved, closed].map(({ kind, body, id }) => ({
      ...till.next(kind, body, { id }),
      ...(id === opened.id ? {} : bound),
    }));
    expect(await resultsOf(till, again)).toMatchObject(
      again.map(() => ({ outcome: 'APPLIED', flags: [] })),
    );
    // What was sold in its name meanwhile is in its drawer.
    const { body } = await ask(till, 'GET', `${session}/`);
    expect(body).toMatchObject({ expected_total: '135.50', variance: '0.00', z_number: 2 });
  });

  test('what waits for a person is counted in the reports of its session', async () => {
    const till = await newTill();
    const session = await openByQueue(till);
    await till.settle('sale', { ...till.saleOf(), session, currency: 'USD' });
    await till.settle('cash_movement', moveBody(session.toUpperCase(), { amount: '0' }));
    const x = await ask(till, 'GET', `${session}/x-report/`, { role: 'manager' });
    expect(x.body).toMatchObject({ parked_count: 2, figures: { sales_count: 0 } });
    await close(till, session, { closing_total: '100' });
    const z = await ask(till, 'GET', `${session}/z-report/`);
    expect(JSON.parse(z.body.document as string)).toMatchObject({ parked_count: 2 });
  });
});

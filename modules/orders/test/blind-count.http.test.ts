/** Whoever counts a drawer does not see what should be in it, until it is counted. */
import { openCounter, startTestShop } from '@evertill/testing';
import type { Counter, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, close, openAt, resultsOf, saleIn } from './session-counter.ts';

let shop: TestShop;
let counter: Counter;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
});
afterAll(() => shop.close());

const xOf = (session: string, role: 'cashier' | 'manager') =>
  ask(counter, 'GET', `${session}/x-report/`, { role });

/** Two sales of 25.50, one in cash and one half by card, and coins from the bank. */
async function busySession(): Promise<string> {
  const session = await openAt(counter, '100.00');
  const payments = [
    { sales_payment_id: crypto.randomUUID(), method: 'CARD', amount: '12.50' },
    { sales_payment_id: crypto.randomUUID(), method: 'CASH', amount: '13.00' },
  ];
  const sent = [saleIn(counter, session), saleIn(counter, session, { payments })];
  const results = await resultsOf(counter, sent);
  expect(results.map(({ outcome }) => outcome)).toEqual(['APPLIED', 'APPLIED']);
  const body = { kind: 'PAY_IN', amount: '20', reason: 'coins' };
  expect((await ask(counter, 'POST', `${session}/movements/`, { body })).status).toBe(201);
  return session;
}

test('a cashier’s X is blind until the count, a leader’s is not', async () => {
  const session = await busySession();
  const led = await xOf(session, 'manager');
  expect(led.body).toMatchObject({
    is_blind: false,
    expected_total: '158.50',
    figures: { sales_total: '51.00', cash_total: '58.50' },
  });
  const seen = await xOf(session, 'cashier');
  expect(seen.status).toBe(200);
  const { figures, ...head } = seen.body;
  expect(head).toMatchObject({ is_blind: true, expected_total: null, opening_float: '100.00' });
  const said = Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== null));
  expect(said).toEqual({
    sales_count: 2,
    refunds_count: 0,
    voids_count: 0,
    pay_ins_count: 1,
    pay_ins_total: '20.00',
    pay_outs_count: 0,
    pay_outs_total: '0.00',
    no_sales_count: 0,
    tenders: [
      { method: 'CARD', received: '12.50', change: '0.00', returned: '0.00', kept: '12.50' },
    ],
    first_receipt: expect.any(String),
    last_receipt: expect.any(String),
    flagged_count: 0,
  });
  const shown = await ask(counter, 'GET', session);
  expect(shown.body).toMatchObject({ expected_total: null, variance: null });
  const listed = await ask(counter, 'GET', '?status=OPEN');
  expect(listed.body).toMatchObject([{ session_id: session, expected_total: null }]);
  const refused = await close(counter, session, { closing_total: '150' });
  expect(JSON.stringify(refused.body)).not.toMatch(/158|8\.50/);
  const closed = await close(counter, session, { closing_total: '150', reason: 'dropped some' });
  expect(closed.body).toMatchObject({ expected_total: '158.50', variance: '-8.50' });
  const z = await ask(counter, 'GET', `${session}/z-report/`);
  expect(z.body).toMatchObject({ corrected_expected_total: '158.50' });
});

test('a key of a leader that was made for less counts blind, too', async () => {
  const session = await openAt(counter, '10.00');
  const key = async (name: string, capabilities: readonly string[]): Promise<string> => {
    const body = { name, role: 'MANAGER', capabilities };
    const made = await shop.call('POST', '/api/api-keys/', {
      token: counter.tenant.tokens.owner,
      body,
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return made.body.key as string;
  };
  const wide = ['session_operate', 'session_view_all'];
  const isBlind = async (apiKey: string): Promise<unknown> => {
    const url = new URL(`/api/cash-sessions/${session}/x-report/`, shop.running.url);
    const response = await fetch(url, { headers: { 'x-api-key': apiKey } });
    return ((await response.json()) as { is_blind: unknown }).is_blind;
  };
  expect(await isBlind(await key('narrow', wide))).toBe(true);
  expect(await isBlind(await key('whole', [...wide, 'session_expected_view']))).toBe(false);
});

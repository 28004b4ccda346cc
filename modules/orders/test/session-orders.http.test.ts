/** Orders paid in the back office, and voids, in the figures of the drawer that they met. */
import { openCounter, startTestShop } from '@evertill/testing';
import type { Body, Counter, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, beside, close, openAt, resultsOf, saleIn } from './session-counter.ts';

let shop: TestShop;
let counter: Counter;
let tills = 0;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
});
afterAll(() => shop.close());

const newTill = (): Promise<Counter> => beside(counter, `Office ${(tills += 1)}`);
const office = (path: string, body: Body) =>
  shop.call('POST', path, { token: counter.tenant.tokens.manager, body });

/** An order of three things at a pound, waiting to be paid. */
async function placedOrder(session: string): Promise<string> {
  const lines = [{ product: counter.product, quantity: '3' }];
  const made = await office('/api/salesheaders/', { lines, session });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const id = made.body.sales_header_id as string;
  expect((await office(`/api/salesheaders/${id}/confirm/`, {})).status).toBe(200);
  return id;
}

const pay = (order: string, session: string, method: string, amount: string) =>
  office('/api/sales-payments/', { sales_header: order, session, method, amount });

test('an order paid at a drawer counts once, where its money was taken', async () => {
  const till = await newTill();
  const session = await openAt(till, '100.00');
  const order = await placedOrder(session);
  expect((await pay(order, session, 'CARD', '1.00')).status).toBe(201);
  expect((await ask(till, 'GET', `${session}/x-report/`, { role: 'manager' })).body).toMatchObject({
    expected_total: '100.00',
    figures: { sales_count: 0, tenders: [{ method: 'CASH' }, { method: 'CARD', kept: '1.00' }] },
  });
  expect((await pay(order, session, 'CASH', '5.00')).status).toBe(201);
  const x = await ask(till, 'GET', `${session}/x-report/`, { role: 'manager' });
  expect(x.body).toMatchObject({
    expected_total: '102.00',
    figures: { sales_count: 1, sales_total: '3.00', change_total: '3.00', flagged_count: 0 },
  });
  const unpaid = await placedOrder(session);
  await close(till, session, { closing_total: '102.00' });
  // Regression 4: no payment after the close.
  const late = await pay(unpaid, session, 'CASH', '3.00');
  expect([late.status, late.body.code]).toEqual([409, 'session_closed']);
});

test('a void takes back what its sale brought, in the session that it names', async () => {
  const till = await newTill();
  const session = await openAt(till, '100.00');
  const tenders = [
    { method: 'CARD' as const, amountMinor: 1_000 },
    { method: 'CASH' as const, amountMinor: 2_000 },
  ];
  const sale = till.next('sale', { ...till.saleOf({ tenders }), session });
  await resultsOf(till, [sale, saleIn(till, session)]);
  const voided = await office(`/api/salesheaders/${sale.id}/void/`, { reason: 'wrong customer' });
  expect(voided.status, JSON.stringify(voided.body)).toBe(200);
  const { body } = await ask(till, 'GET', `${session}/x-report/`, { role: 'manager' });
  expect(body).toMatchObject({
    expected_total: '125.50',
    figures: { sales_count: 2, voids_count: 1, voids_total: '25.50', net_total: '25.50' },
  });
  await close(till, session, { closing_total: '125.50' });
});

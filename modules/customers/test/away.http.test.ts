/** A shop sells while customers, which has a process of its own, does not answer. */
import { customers } from '@evertill/contract';
import { moduleNames, realWorld } from '@evertill/kernel';
import { readConfig, serve } from '@evertill/server';
import type { Running } from '@evertill/server';
import { counterAt, newUuid, openCounter, startTestShop } from '@evertill/testing';
import type { Counter, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deskOf, freshPhone } from './people.ts';

let shop: TestShop;
let lonely: Running;
let counter: Counter;
let call: TestShop['call'];
beforeAll(async () => {
  shop = await startTestShop();
  const settings = {
    EVERTILL_HOME: shop.home,
    DATABASE_URL: shop.running.databaseUrl,
    EVERTILL_CONNECTIONS: '4',
    PORT: '0',
    LOG_LEVEL: 'silent',
    // Nobody listens there.
    EVERTILL_PEER_CUSTOMERS: 'http://localhost:1',
  };
  const modules = moduleNames.filter((name) => name !== 'customers');
  lonely = await serve(readConfig(settings, { modules }), realWorld(), () => undefined);
  call = async (method, route, { token, body, headers } = {}) => {
    const response = await fetch(new URL(route, lonely.url), {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const there = await openCounter(shop);
  counter = counterAt({ ...there, shop: { ...shop, call } });
});
afterAll(async () => {
  await lonely.stop();
  await shop.close();
});

test('a checkout goes on without a customer, and is the same order when they are back', async () => {
  const desk = deskOf({ call }, shop.tenants[0]);
  const checkOut = (who: object, at = desk) =>
    at.ask('POST', '/api/checkout/initialize/', {
      items: [{ product_id: counter.product, qty: 1 }],
      payment_method: 'CASH',
      ...who,
    });
  const body = { sales_header_id: newUuid(), phone: freshPhone() };
  const made = await checkOut(body);
  expect(made, JSON.stringify(made.body)).toMatchObject({
    status: 201,
    body: { customer_id: null, anonymous_customer_id: null },
  });
  const back = deskOf(shop, shop.tenants[0]);
  expect((await checkOut(body, back)).body).toEqual(made.body);
  expect((await checkOut({})).body).toMatchObject({ anonymous_customer_id: null });
  // Whom the caller names is taken as named: nobody can be asked.
  const customer = newUuid();
  expect((await checkOut({ customer })).body).toMatchObject({ customer_id: customer });
});

test('a till’s sales are booked; what speaks of customers comes again, and is settled then', async () => {
  const sale = counter.next('sale', counter.saleOf());
  const create = counter.next('customer_create', { name: 'Later', phone: freshPhone() });
  const after = counter.next('sale', counter.saleOf());
  const { status, body } = await counter.push([sale, create, after]);
  expect(status).toBe(200);
  expect(body.results).toMatchObject([
    { outcome: 'APPLIED' },
    { outcome: 'RETRY_LATER', code: 'unavailable' },
    { outcome: 'RETRY_LATER' },
  ]);
  const there = counterAt({ ...counter, shop });
  const again = await there.push([sale, create, after]);
  expect(again.body.results).toMatchObject([
    { outcome: 'DUPLICATE' },
    { outcome: 'APPLIED' },
    { outcome: 'APPLIED' },
  ]);
  const { assembly } = shop.running;
  const context = assembly.ownContext(shop.tenants[0].tenantId);
  const known = await assembly.ask(customers.knowsCustomer, context, { customerId: create.id });
  expect(known).toEqual({ isLiving: true });
});

/** Checkout: an order made and confirmed in one go; and what a shop lets its cashiers do. */
import { newUuid, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskOf } from './order-desk.ts';
import type { Desk } from './order-desk.ts';

let shop: TestShop;
let desk: Desk;
beforeAll(async () => {
  shop = await startTestShop();
  desk = deskOf(shop, shop.tenants[0]);
});
afterAll(() => shop.close());

describe('regression 1: checkout', () => {
  test('works without a customer, priced by the server, and is the same order again', async () => {
    const product = await desk.product('2.00');
    const body = {
      sales_header_id: newUuid(),
      items: [{ product_id: product, qty: 3 }],
      payment_method: 'CARD',
      terminal_id: 'T-1',
    };
    const made = await desk.call('POST', '/api/checkout/initialize/', body);
    expect(made).toMatchObject({
      status: 201,
      body: { total_price: '6.00', customer_id: null, status: 'CONFIRMED', receipt_number: null },
    });
    expect((await desk.call('POST', '/api/checkout/initialize/', body)).body).toEqual(made.body);
    const cheap = {
      ...body,
      sales_header_id: newUuid(),
      items: [{ product_id: product, qty: 1, price: 1 }],
    };
    const trusted = await desk.call('POST', '/api/checkout/initialize/', cheap);
    expect(trusted.status).toBe(403);
    for (const field of ['card_token', 'mpesa_token']) {
      const answer = await desk.call('POST', '/api/checkout/initialize/', {
        ...body,
        [field]: 'x',
      });
      expect(answer).toMatchObject({ status: 400, body: { code: 'input_invalid' } });
    }
  });
});

describe('the limits of a role', () => {
  test('are those that the owner has set: a cashier may be let override prices and void', async () => {
    const theirs = deskOf(shop, shop.tenants[1]);
    const wide = { price_override: true, void_allowed: true, discount_percent_max: '50' };
    const set = await theirs.call('PATCH', '/api/roles/EMPLOYEE/', wide, 'owner');
    expect(set, JSON.stringify(set.body)).toMatchObject({ status: 200 });
    const product = await theirs.product('10.00');
    const lines = [
      { product, quantity: 1, price_per_unit: '8.00', reason: 'old', discount: '4.00' },
    ];
    const made = await theirs.call('POST', '/api/salesheaders/', { lines });
    expect(made, JSON.stringify(made.body)).toMatchObject({
      status: 201,
      body: { total_price: '4.00' },
    });
    const id = String(made.body.sales_header_id);
    await theirs.call('POST', `/api/salesheaders/${id}/confirm/`, {});
    await theirs.pay(id, '4.00');
    const voided = await theirs.call('POST', `/api/salesheaders/${id}/void/`, { reason: 'wrong' });
    expect(voided.body).toMatchObject({ status: 'VOIDED' });
  });
});

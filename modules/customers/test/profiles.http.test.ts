/** Those whose name nobody knows, who they turn out to be, and what a checkout makes of people. */
import { customers } from '@evertill/contract';
import { newUuid, productOf, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskOf, freshPhone } from './people.ts';
import type { Desk } from './people.ts';

let shop: TestShop;
let desk: Desk;
let product: string;
beforeAll(async () => {
  shop = await startTestShop();
  desk = deskOf(shop, shop.tenants[0]);
  product = await productOf(shop, shop.tenants[0]);
});
afterAll(() => shop.close());

const PROFILES = '/api/anonymousprofiles/';

async function profile(body: object = {}): Promise<string> {
  const made = await desk.ask('POST', PROFILES, body, 'cashier');
  expect(made, JSON.stringify(made.body)).toMatchObject({ status: 201 });
  return made.body.anonymous_customer_id as string;
}

const checkOut = (who: object = {}, role: 'owner' | 'cashier' = 'cashier') =>
  desk.ask(
    'POST',
    '/api/checkout/initialize/',
    { items: [{ product_id: product, qty: 1 }], payment_method: 'CASH', ...who },
    role,
  );

describe('a profile', () => {
  test('is made once, seen again, listed, and taken out of the lists', async () => {
    const anonymous_customer_id = newUuid();
    const first_seen = '2026-01-02T03:04:05.000Z';
    const body = { anonymous_customer_id, first_seen, last_seen: first_seen, visit_count: 2 };
    expect(await profile(body)).toBe(anonymous_customer_id);
    expect(await profile(body)).toBe(anonymous_customer_id);
    const other = await desk.ask('POST', PROFILES, { ...body, visit_count: 3 });
    expect(other).toMatchObject({ status: 409, body: { code: 'id_reused' } });
    const path = `${PROFILES}${anonymous_customer_id}/`;
    const seen = await desk.ask('PATCH', path, { visit_count: 3 });
    expect(seen).toMatchObject({
      status: 200,
      body: {
        ...body,
        visit_count: 3,
        customer: null,
        features_json: {},
        confidence_score: '0',
      },
    });
    const before = { last_seen: '2025-01-01T00:00:00Z' };
    expect(await desk.ask('PUT', path, before)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'last_seen' }] },
    });
    const backwards = { first_seen: '2026-01-03T00:00:00Z', ...before };
    expect((await desk.ask('POST', PROFILES, backwards)).status).toBe(400);
    const list = await desk.ask('GET', `${PROFILES}?is_identified=false&ordering=first_seen`);
    expect(list.body).toEqual([seen.body]);
    expect((await desk.ask('DELETE', path, undefined, 'cashier')).status).toBe(403);
    expect((await desk.ask('DELETE', path)).status).toBe(204);
    expect((await desk.ask('DELETE', path)).status).toBe(204);
    expect((await desk.ask('GET', path)).status).toBe(404);
    expect((await desk.ask('PATCH', path, { visit_count: 4 })).status).toBe(404);
    expect((await desk.ask('DELETE', `${PROFILES}${newUuid()}/`)).status).toBe(404);
    expect((await desk.ask('GET', PROFILES)).body).toEqual([]);
  });
});

describe('who says who it is', () => {
  const identify = (id: string, body: object) =>
    desk.ask('POST', `${PROFILES}${id}/identify/`, body);

  test('becomes a new customer, once', async () => {
    const id = await profile();
    const said = {
      name: 'Nina New',
      phone: freshPhone(),
      marketing_opt_in: true,
      marketing_channels: ['SMS'],
    };
    const first = await identify(id, said);
    expect(first).toMatchObject({ status: 200, body: { is_new: true, customer: said } });
    expect((await identify(id, said)).body).toEqual(first.body);
    expect(await identify(id, { ...said, name: 'Else' })).toMatchObject({
      status: 409,
      body: { code: 'profile_identified' },
    });
    const { customer_id } = first.body;
    expect((await desk.ask('GET', `${PROFILES}${id}/`)).body).toMatchObject({
      customer: customer_id,
      confidence_score: '1',
    });
    const consents = await desk.ask('GET', `/api/customers/${customer_id}/consents/`);
    expect(consents.body).toMatchObject([{ source: 'IDENTIFIED', marketing_opt_in: true }]);
  });

  test('joins the customer with that phone, else that e-mail, who stays as they were', async () => {
    const phone = freshPhone();
    const known = await desk.customer({ name: 'Known Already', phone, email: 'known@example.com' });
    const other = await desk.customer({ name: 'Other One', email: 'other@example.com' });
    for (const [said, who, name] of [
      [{ name: 'X', phone, email: 'other@example.com' }, known, 'Known Already'],
      [{ phone: freshPhone(), email: 'OTHER@example.com' }, other, 'Other One'],
    ] as const) {
      const answer = await identify(await profile(), said);
      expect(answer.body).toMatchObject({ customer_id: who, is_new: false, customer: { name } });
    }
  });

  test.each([
    [{}, 400, 'input_invalid'],
    [{ address: 'here' }, 400, 'input_invalid'],
    [{ phone: 'soon', name: 'X' }, 400, 'input_invalid'],
    [{ name: 'X', user_client: newUuid() }, 403, 'tenant_mismatch'],
  ])('is refused with %j', async (said, status, code) => {
    expect(await identify(await profile(), said)).toMatchObject({ status, body: { code } });
  });

  test('twice at once is one customer', async () => {
    const id = await profile();
    const said = { name: 'Twin', phone: freshPhone() };
    const answers = await Promise.all([1, 2, 3, 4].map(() => identify(id, said)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.customer_id)).size).toBe(1);
  });
});

describe('a checkout', () => {
  test('without anything makes a profile, and ties the next sale to it', async () => {
    const body = { sales_header_id: newUuid() };
    const made = await checkOut(body);
    expect(made).toMatchObject({ status: 201, body: { customer_id: null } });
    const id = String(made.body.anonymous_customer_id);
    expect((await checkOut(body)).body).toEqual(made.body);
    const next = await checkOut({ anonymous_customer_id: id });
    expect(next.body).toMatchObject({ anonymous_customer_id: id, customer_id: null });
    expect((await desk.ask('GET', `${PROFILES}${id}/`)).body).toMatchObject({ visit_count: 2 });
    const sales = await desk.ask('GET', `/api/salesheaders/?anonymous_customer_id=${id}`);
    expect(sales.body).toHaveLength(2);
    const unknown = await checkOut({ anonymous_customer_id: newUuid() });
    expect(unknown).toMatchObject({
      status: 404,
      body: { errors: [{ field: 'anonymous_customer_id' }] },
    });
    const both = await checkOut({ anonymous_customer_id: id, phone: freshPhone() });
    expect(both).toMatchObject({ status: 400, body: { code: 'input_invalid' } });
  });

  test('finds by phone, then by e-mail, and makes whom it does not find, once', async () => {
    const phone = freshPhone();
    const known = await desk.customer({ phone, email: 'pay@example.com' });
    const other = await desk.customer({ email: 'mail@example.com' });
    for (const [who, customer_id] of [
      [{ phone, email: 'mail@example.com' }, known],
      [{ phone: freshPhone(), email: 'MAIL@example.com' }, other],
      [{ email: 'pay@example.com' }, known],
    ] as const) {
      expect((await checkOut(who)).body).toMatchObject({
        customer_id,
        anonymous_customer_id: null,
      });
    }
    const fresh = freshPhone();
    const body = { sales_header_id: newUuid(), phone: fresh, email: 'fresh@example.com' };
    const made = await checkOut(body);
    const { customer_id } = made.body as { customer_id: string };
    expect((await checkOut(body)).body).toEqual(made.body);
    expect((await desk.ask('GET', `/api/customers/${customer_id}/`)).body).toMatchObject({
      name: '',
      phone: fresh,
      email: 'fresh@example.com',
    });
    const bad = await checkOut({ phone: '12 34 56 78 90 12 34 5678' });
    expect(bad, JSON.stringify(bad.body)).toMatchObject({ status: 400 });
  });

  test('of one phone, ten at once, is one customer’s', async () => {
    const phone = freshPhone();
    const answers = await Promise.all(Array.from({ length: 10 }, () => checkOut({ phone })));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map(({ body }) => body.customer_id)).size).toBe(1);
  });

  test('for a customer who is gone, or another shop’s, is refused', async () => {
    const gone = await desk.customer();
    await desk.ask('POST', `/api/customers/${gone}/erase/`, { reason: 'asked' });
    const theirs = await deskOf(shop, shop.tenants[1]).customer();
    for (const customer of [gone, theirs, newUuid()]) {
      const missing = { status: 404, body: { errors: [{ field: 'customer' }] } };
      expect(await checkOut({ customer })).toMatchObject(missing);
      const draft = await desk.ask('POST', '/api/salesheaders/', { customer });
      expect(draft).toMatchObject(missing);
    }
    const { body } = await desk.ask('POST', '/api/salesheaders/', {});
    const path = `/api/salesheaders/${String(body.sales_header_id)}/`;
    expect((await desk.ask('PATCH', path, { customer: gone })).status).toBe(404);
    const living = await desk.customer();
    expect((await desk.ask('PATCH', path, { customer: living })).body.customer).toBe(living);
  });
});

describe('an export', () => {
  test('holds everything: who, what they agreed to, what they bought known and unknown', async () => {
    const unknown = await checkOut();
    const profileId = String(unknown.body.anonymous_customer_id);
    const phone = freshPhone();
    const identified = await desk.ask('POST', `${PROFILES}${profileId}/identify/`, {
      name: 'Ed Export',
      phone,
    });
    const { customer_id } = identified.body as { customer_id: string };
    const known = await checkOut({ phone });
    const path = `/api/customers/${customer_id}/`;
    await desk.ask('PATCH', path, { marketing_opt_in: true });
    expect((await desk.ask('GET', `${path}export/`, undefined, 'cashier')).status).toBe(403);
    const { status, body } = await desk.ask('GET', `${path}export/`, undefined, 'manager');
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({
      customer: { customer_id, name: 'Ed Export', phone },
      consents: [{ marketing_opt_in: true }],
      anonymous_profiles: [{ anonymous_customer_id: profileId }],
      sales_count: 2,
    });
    const sales = body.sales as { sales_header_id: string; lines: unknown[] }[];
    expect(sales.map((sale) => sale.sales_header_id).toSorted()).toEqual(
      [unknown, known].map((one) => String(one.body.sales_header_id)).toSorted(),
    );
    expect(sales.map(({ lines }) => lines)).toMatchObject([[{ product }], [{ product }]]);
    await shop.running.assembly.drain();
    const entries = await desk.ask('GET', `/api/audit-logs/?action=CUSTOMER_EXPORTED`);
    expect(entries.body).toMatchObject([{ object_id: customer_id }]);
    await desk.ask('POST', `${path}erase/`, { reason: 'asked' });
    const after = await desk.ask('GET', `${path}export/`);
    expect(after.body).toMatchObject({ customer: { name: '', phone: null }, sales_count: 2 });
    expect((await desk.ask('GET', `/api/customers/${newUuid()}/export/`)).status).toBe(404);
  });
});

test('neighbours are told who lives, and no stranger is', async () => {
  const { assembly } = shop.running;
  const context = assembly.ownContext(shop.tenants[0].tenantId);
  const customerId = await desk.customer();
  const knows = () => assembly.ask(customers.knowsCustomer, context, { customerId });
  expect(await knows()).toEqual({ isLiving: true });
  await desk.ask('DELETE', `/api/customers/${customerId}/`);
  expect(await knows()).toEqual({ isLiving: false });
});

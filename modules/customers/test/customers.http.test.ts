/** Customers over HTTP: made once, found by what they told us, changed, archived. */
import { newUuid, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskOf, freshPhone } from './people.ts';
import type { Desk } from './people.ts';

let shop: TestShop;
let desk: Desk;
/** A shop in Kenya. */
let theirs: Desk;
beforeAll(async () => {
  shop = await startTestShop();
  desk = deskOf(shop, shop.tenants[0]);
  theirs = deskOf(shop, shop.tenants[1]);
});
afterAll(() => shop.close());

const wanjiru = {
  name: 'Wanjirũ Ann Kamau',
  email: 'Ann@Example.com',
  phone: '0712 345 678',
  address: 'Moi Avenue 12\nNairobi',
  description: 'likes tea',
  marketing_opt_in: true,
  marketing_channels: ['SMS', 'EMAIL'],
};

async function found(who: Desk, query: string): Promise<unknown[]> {
  const { status, body } = await who.ask('GET', `/api/customers/?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return (body as { customer_id: string }[]).map(({ customer_id }) => customer_id);
}

describe('a customer', () => {
  test('is kept as it was told, and the same request makes one', async () => {
    const customer_id = newUuid();
    const body = { ...wanjiru, customer_id, phone: freshPhone(), email: 'first@example.com' };
    const made = await desk.ask('POST', '/api/customers/', body, 'cashier');
    expect(made, JSON.stringify(made.body)).toMatchObject({ status: 201, body });
    expect(made.body).toMatchObject({ status: 'ACTIVE', erased_at: null });
    expect(Date.parse(String(made.body.consent_timestamp))).toBeGreaterThan(0);
    const again = await desk.ask('POST', '/api/customers/', body);
    expect([again.status, again.body]).toEqual([201, made.body]);
    expect((await desk.ask('GET', `/api/customers/${customer_id}/`)).body).toEqual(made.body);
    const other = await desk.ask('POST', '/api/customers/', { ...body, address: 'elsewhere' });
    expect(other).toMatchObject({ status: 409, body: { code: 'id_reused' } });
    const told = await shop.sql(
      `SELECT type, payload FROM customers.outbox WHERE aggregate_id = $1 AND type LIKE 'cust%'`,
      [customer_id],
    );
    expect(told).toEqual([{ type: 'customer.created', payload: { customerId: customer_id } }]);
  });

  test('of another shop is nobody, and its id may be taken', async () => {
    const customer_id = await desk.customer();
    expect((await theirs.ask('GET', `/api/customers/${customer_id}/`)).status).toBe(404);
    expect(await theirs.customer({ customer_id })).toBe(customer_id);
    const foreign = { name: 'X', user_client: shop.tenants[1].tenantId };
    expect(await desk.ask('POST', '/api/customers/', foreign)).toMatchObject({
      status: 403,
      body: { code: 'tenant_mismatch' },
    });
  });

  test.each([
    ['no name', {}],
    ['an empty name', { name: '' }],
    ['no telephone number', { name: 'X', phone: 'call me' }],
    ['a phone of two digits', { name: 'X', phone: '12' }],
    ['a phone longer than any', { name: 'X', phone: '+1234567890123456' }],
    ['no e-mail', { name: 'X', email: 'nobody' }],
    ['a channel unheard of', { name: 'X', marketing_opt_in: true, marketing_channels: ['DOVE'] }],
    ['channels without a yes', { name: 'X', marketing_channels: ['SMS'] }],
    [
      'a yes of tomorrow',
      { name: 'X', marketing_opt_in: true, consent_timestamp: '2999-01-01T00:00:00Z' },
    ],
    ['an unknown field', { name: 'X', loyalty: 1 }],
  ])('with %s is refused', async (_, body) => {
    const answer = await desk.ask('POST', '/api/customers/', body);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({
      status: 400,
      body: { code: 'input_invalid' },
    });
  });

  test('changes in what is sent; what is replaced is emptied, consent aside', async () => {
    const phone = freshPhone();
    const id = await desk.customer({ ...wanjiru, phone, email: 'change@example.com' });
    const path = `/api/customers/${id}/`;
    const changed = await desk.ask('PATCH', path, { name: 'Ann Otieno' }, 'cashier');
    expect(changed).toMatchObject({ status: 200, body: { name: 'Ann Otieno', phone } });
    expect(await found(desk, 'search=otieno')).toEqual([id]);
    expect(await found(desk, `search=kamau&phone=${encodeURIComponent(phone)}`)).toEqual([]);
    const replaced = await desk.ask('PUT', path, { name: 'Ann O.' });
    expect(replaced).toMatchObject({
      status: 200,
      body: { name: 'Ann O.', phone: null, email: null, address: '', marketing_opt_in: true },
    });
    const told = await shop.sql(
      `SELECT payload -> 'data' AS data FROM customers.outbox
       WHERE aggregate_id = $1 AND payload ->> 'action' = 'CUSTOMER_CHANGED' ORDER BY id`,
      [id],
    );
    expect(told.map(({ data }) => data)).toEqual([
      { fields: ['name'] },
      { fields: ['name', 'email', 'phone', 'address', 'description'] },
    ]);
    // The same again changes nothing, and nothing is told.
    expect((await desk.ask('PUT', path, { name: 'Ann O.' })).body).toEqual(replaced.body);
  });

  test('that is archived is out of lists, its number free, and it stays what it was', async () => {
    const phone = freshPhone();
    const id = await desk.customer({ name: 'Archie Moss', phone });
    const path = `/api/customers/${id}/`;
    expect((await desk.ask('DELETE', path, undefined, 'cashier')).status).toBe(403);
    expect((await desk.ask('DELETE', path)).status).toBe(204);
    expect((await desk.ask('DELETE', path)).status).toBe(204);
    expect(await found(desk, 'search=archie')).toEqual([]);
    expect(await found(desk, 'status=ARCHIVED')).toEqual([id]);
    const seen = await desk.ask('GET', path);
    expect(seen).toMatchObject({ status: 200, body: { status: 'ARCHIVED', name: 'Archie Moss' } });
    expect(await desk.ask('PATCH', path, { name: 'Y' })).toMatchObject({
      status: 410,
      body: { code: 'customer_gone' },
    });
    expect(await desk.customer({ phone })).not.toBe(id);
    expect((await desk.ask('DELETE', `/api/customers/${newUuid()}/`)).status).toBe(404);
  });
});

describe('a search', () => {
  test('finds by the beginnings of words, the whole phone and the whole e-mail', async () => {
    const id = await theirs.customer(wanjiru);
    const other = await theirs.customer({ name: 'Wanda Li', phone: '+254799000001' });
    for (const query of [
      'search=wanjiru',
      'search=WANJ',
      'search=kam%20ann',
      'search=0712345678',
      'search=%2B254%20712%20345%20678',
      'search=254712345678',
      'search=ann%40EXAMPLE.com',
      'phone=0712-345-678',
      'email=ANN%40example.com',
    ]) {
      expect(await found(theirs, query), query).toEqual([id]);
    }
    expect(await found(theirs, 'search=wan')).toEqual([other, id]);
    expect(await found(theirs, 'search=li')).toEqual([other]);
    for (const query of ['search=wa', 'search=anjiru', 'search=%21%21', 'search=wan%20x']) {
      expect(await found(theirs, query), query).toEqual([]);
    }
    expect(await found(desk, 'search=wanj&status=ERASED')).toEqual([]);
    expect((await found(theirs, 'marketing_opt_in=true')).length).toBe(1);
  });

  test('goes page by page in the order of age, and in no other', async () => {
    const ids = [await theirs.customer(), await theirs.customer(), await theirs.customer()];
    const seen: unknown[] = [];
    let path: string | undefined = '/api/customers/?ordering=created_at&limit=2';
    while (path !== undefined) {
      const page = await theirs.ask('GET', path);
      seen.push(...(page.body as { customer_id: string }[]).map((one) => one.customer_id));
      path = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1];
    }
    expect(seen.slice(-3)).toEqual(ids);
    expect(new Set(seen).size).toBe(seen.length);
    expect((await theirs.ask('GET', '/api/customers/?ordering=name')).status).toBe(400);
  });
});

describe('a phone number and an e-mail', () => {
  test('lead to one customer each, however they are written', async () => {
    await theirs.customer({ phone: '0733 111 222', email: 'one@example.com' });
    for (const [field, body] of [
      ['phone', { name: 'X', phone: '+254 (0)733-111222' }],
      ['email', { name: 'X', email: 'ONE@example.com' }],
    ] as const) {
      const taken = await theirs.ask('POST', '/api/customers/', body);
      expect(taken).toMatchObject({
        status: 409,
        body: { code: 'name_taken', errors: [{ field }] },
      });
    }
    const id = await theirs.customer();
    const moved = await theirs.ask('PATCH', `/api/customers/${id}/`, { phone: '254733111222' });
    expect(moved).toMatchObject({ status: 409, body: { code: 'name_taken' } });
    await desk.customer({ phone: '0733 111 222' });
  });

  test('wanted by ten at once are one customer’s', async () => {
    const phone = freshPhone();
    const bodies = Array.from({ length: 10 }, (_, one) => ({ name: `Racer ${one}`, phone }));
    const answers = await Promise.all(
      bodies.map((body) => desk.ask('POST', '/api/customers/', body)),
    );
    expect(answers.filter(({ status }) => status === 201).length).toBe(1);
    expect(answers.filter(({ body }) => body.code === 'name_taken').length).toBe(9);
    // The very same request ten times at once is one customer, and one answer.
    const same = { ...bodies[0], customer_id: newUuid(), phone: freshPhone() };
    const first = await Promise.all(bodies.map(() => desk.ask('POST', '/api/customers/', same)));
    expect(first.map(({ status }) => status)).toEqual(first.map(() => 201));
    expect(new Set(first.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  test('swapped by two at once leave both customers whole', async () => {
    const [a, b] = [freshPhone(), freshPhone()];
    const one = await desk.customer({ phone: a });
    const other = await desk.customer({ phone: b });
    const answers = await Promise.all([
      desk.ask('PATCH', `/api/customers/${one}/`, { phone: b }),
      desk.ask('PATCH', `/api/customers/${other}/`, { phone: a }),
    ]);
    for (const { status } of answers) expect([200, 409]).toContain(status);
  });
});

describe('consent', () => {
  test('is written down each time it changes, and never changed after', async () => {
    const id = await desk.customer({ marketing_opt_in: true, marketing_channels: ['SMS'] });
    const path = `/api/customers/${id}/`;
    const at = '2026-01-02T03:04:05.000Z';
    const said = { marketing_channels: ['EMAIL', 'SMS', 'SMS'], consent_timestamp: at };
    expect((await desk.ask('PATCH', path, said)).body).toMatchObject({
      marketing_channels: ['SMS', 'EMAIL'],
      consent_timestamp: at,
    });
    await desk.ask('PATCH', path, said);
    const no = await desk.ask('PATCH', path, { marketing_opt_in: false });
    expect(no.body).toMatchObject({ marketing_opt_in: false, marketing_channels: [] });
    const { body } = await desk.ask('GET', `${path}consents/`, undefined, 'cashier');
    expect(body).toMatchObject([
      { consent_number: 1, marketing_opt_in: true, marketing_channels: ['SMS'], source: 'API' },
      { consent_number: 2, occurred_at: at },
      { consent_number: 3, marketing_opt_in: false, marketing_channels: [] },
    ]);
    expect((await desk.ask('GET', `/api/customers/${newUuid()}/consents/`)).status).toBe(404);
    await expect(shop.sql('UPDATE customers.consents SET marketing_opt_in = true')).rejects.toThrow(
      'append-only',
    );
  });

  test('that nobody was asked for is none', async () => {
    const id = await desk.customer();
    expect((await desk.ask('GET', `/api/customers/${id}/`)).body).toMatchObject({
      marketing_opt_in: false,
      consent_timestamp: null,
    });
    expect((await desk.ask('GET', `/api/customers/${id}/consents/`)).body).toEqual([]);
  });
});

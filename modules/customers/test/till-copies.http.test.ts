/** What tills copy of customers: as much as the shop says, no more, and until it is forgotten. */
import { enrolRegister, newUuid, startTestShop } from '@evertill/testing';
import type { Body, TestRegister, TestShop, TestTenant } from '@evertill/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let shop: TestShop;
let tenant: TestTenant;
let register: TestRegister;
beforeAll(async () => {
  shop = await startTestShop();
  [tenant] = shop.tenants;
  register = await enrolRegister(shop, tenant, 'Till');
});
afterAll(() => shop.close());

const ask = (method: string, path: string, body?: Body) =>
  shop.call(method, path, { token: tenant.tokens.owner, ...(body === undefined ? {} : { body }) });

/** Customers as a till keeps them, pull after pull. */
function tillCopy(headers: Record<string, string> = { 'x-register-key': register.deviceKey }) {
  const kept = new Map<string, Body>();
  let cursor: string | undefined;
  const missing: string[] = [];
  const pull = async (): Promise<void> => {
    for (let isMore = true; isMore;) {
      const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { body, status } = await shop.call('GET', `/api/sync/pull/?limit=2${query}`, {
        token: tenant.tokens.cashier,
        headers,
      });
      if (status !== 200) throw new Error(JSON.stringify(body));
      if (body.customers_reset) kept.clear();
      for (const one of body.customers as Body[]) kept.set(one['customer_id'] as string, one);
      for (const id of body.gone_customers as string[]) kept.delete(id);
      missing.push(...(body.sections_missing as string[]));
      cursor = body.cursor as string;
      isMore = body.has_more as boolean;
    }
  };
  return { kept, pull, missing, cursor: () => cursor };
}

async function make(name: string, phone?: string): Promise<string> {
  const customer_id = newUuid();
  const contact = phone === undefined ? {} : { phone };
  const made = await ask('POST', '/api/customers/', { customer_id, name, ...contact });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return customer_id;
}

test('a till is told names and the ends of numbers, what changed, and whom to forget', async () => {
  const copy = tillCopy();
  const ann = await make('Ann Story', '+447700900111');
  const ben = await make('Ben Tale');
  const cat = await make('Cat Fable', '+447700900333');
  await expect.poll(async () => (await copy.pull(), copy.kept.size)).toBe(3);
  expect(copy.kept.get(ann)).toEqual({
    customer_id: ann,
    name: 'Ann Story',
    phone: null,
    phone_end: '0111',
  });
  expect(copy.kept.get(ben)).toMatchObject({ phone_end: '' });
  await ask('PATCH', `/api/customers/${ben}/`, { name: 'Ben Saga' });
  await ask('POST', `/api/customers/${ann}/erase/`, { reason: 'asked to' });
  await ask('DELETE', `/api/customers/${cat}/`);
  await expect.poll(async () => (await copy.pull(), copy.kept.size)).toBe(1);
  expect(copy.kept.get(ben)).toMatchObject({ name: 'Ben Saga' });
});

test('under another setting a till forgets what it had, and is told everything anew', async () => {
  const dora = await make('Dora Myth', '+447700900444');
  const copy = tillCopy();
  const path = '/api/customer-till-copies/';
  await expect.poll(async () => (await copy.pull(), copy.kept.has(dora))).toBe(true);
  expect((await ask('GET', path)).body).toEqual({ kept: 'MASKED' });
  expect((await ask('PUT', path, { kept: 'WHOLE' })).body).toEqual({ kept: 'WHOLE' });
  await copy.pull();
  expect(copy.kept.get(dora)).toMatchObject({ phone: '+447700900444', phone_end: '0444' });
  await ask('PUT', path, { kept: 'NONE' });
  await copy.pull();
  expect(copy.kept.size).toBe(0);
  await make('Eve Secret');
  await copy.pull();
  expect(copy.kept.size).toBe(0);
  await ask('PUT', path, { kept: 'MASKED' });
  await expect.poll(async () => (await copy.pull(), copy.kept.size)).toBe(3);
});

test('who is no enrolled device is told nobody', async () => {
  const copy = tillCopy({});
  await copy.pull();
  expect([copy.kept.size, copy.missing.includes('CUSTOMERS')]).toEqual([0, true]);
});

test('a till is told how long things may come back, once', async () => {
  const pull = async (cursor?: string): Promise<Body> =>
    (
      await shop.call('GET', `/api/sync/pull/${cursor === undefined ? '' : `?cursor=${cursor}`}`, {
        token: tenant.tokens.cashier,
      })
    ).body;
  const first = await pull();
  expect(first['return_policy']).toEqual({ allow_window_days: 30, receipt_required: false });
  const again = await pull(first['cursor'] as string);
  expect(again['return_policy']).toBe(null);
  await ask('PUT', '/api/return-policy/', { allow_window_days: 14 });
  const changed = await pull(again['cursor'] as string);
  expect(changed['return_policy']).toMatchObject({ allow_window_days: 14 });
});

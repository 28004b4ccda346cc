/** Who listens hears that something of their shop is new, soon after it is, and of no other. */
import { NOTICES_PATH } from '@evertill/contract';
import { openCounter, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listenTo } from './notice-ear.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop();
});
afterAll(() => shop.close());

const patience = { timeout: 10_000, interval: 20 };

async function makeProduct(at: 0 | 1): Promise<void> {
  const made = await shop.call('POST', '/api/products/', {
    token: shop.tenants[at].tokens.owner,
    body: { sku: `N-${Math.random()}`, name: 'News', price: '1' },
  });
  expect(made.status).toBe(201);
}

test('says what kind of thing is new, to each listener of the shop and to nobody else', async () => {
  const [one, other] = shop.tenants;
  const here = await listenTo(shop.running.url, one.tokens.cashier);
  const too = await listenTo(shop.running.url, one.tokens.manager);
  const there = await listenTo(shop.running.url, other.tokens.owner);
  expect(here.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(here.response.headers.get('x-accel-buffering')).toBe('no');
  await makeProduct(0);
  await expect.poll(() => here.topics, patience).toEqual([['catalog']]);
  await expect.poll(() => too.topics, patience).toEqual([['catalog']]);
  // What only reads, and what was refused, is no news.
  await shop.call('GET', '/api/products/', { token: one.tokens.owner });
  await shop.call('POST', '/api/products/', { token: one.tokens.owner, body: {} });
  const supplier = { token: other.tokens.owner, body: { name: 'Somebody' } };
  expect((await shop.call('POST', '/api/suppliers/', supplier)).status).toBe(201);
  await expect.poll(() => there.topics, patience).toEqual([['purchasing']]);
  expect(here.topics).toEqual([['catalog']]);
  for (const ear of [here, too, there]) ear.close();
});

test('tells of many sales once in a while', async () => {
  const ear = await listenTo(shop.running.url, shop.tenants[0].tokens.owner);
  const counter = await openCounter(shop);
  await expect.poll(() => ear.topics.length, patience).toBeGreaterThan(0);
  const before = ear.topics.length;
  const beginMs = performance.now();
  for (let sold = 0; sold < 20; sold += 1) await counter.settle('sale', counter.saleOf());
  const windows = Math.ceil((performance.now() - beginMs) / 250) + 1;
  await expect.poll(() => ear.topics.at(-1), patience).toEqual(['sales']);
  expect(ear.topics.length - before).toBeLessThanOrEqual(windows);
  ear.close();
});

test('turns away whoever has no token, and one who listens too often; a closed one is gone', async () => {
  const { url } = shop.running;
  for (const headers of [{}, { authorization: 'Bearer nonsense' }]) {
    expect((await fetch(new URL(NOTICES_PATH, url), { headers })).status).toBe(401);
  }
  const { manager } = shop.tenants[1].tokens;
  const inUrl = await fetch(new URL(`${NOTICES_PATH}?access_token=${manager}`, url));
  expect(inUrl.status).toBe(401);
  const ears = await Promise.all(Array.from({ length: 10 }, () => listenTo(url, manager)));
  const eleventh = await listenTo(url, manager);
  expect(eleventh.response.status).toBe(429);
  expect(eleventh.response.headers.get('retry-after')).toBe('60');
  ears[0]?.close();
  await expect
    .poll(async () => {
      const again = await listenTo(url, manager);
      again.close();
      return again.response.status;
    }, patience)
    .toBe(200);
  for (const ear of ears) ear.close();
});

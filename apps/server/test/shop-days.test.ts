/** A shop where it is another day than in UTC: every filter by days speaks of the shop's. */
import { shopDay, shopDayOf } from '@evertill/domain';
import { openCounter, startTestShop } from '@evertill/testing';
import type { Body, Counter, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

const HOUR_MS = 3_600_000;

/** At any hour one of the two is on another day than UTC: fourteen hours ahead, eleven behind. */
const timeZone = new Date().getUTCHours() >= 10 ? 'Pacific/Kiritimati' : 'Pacific/Pago_Pago';

let shop: TestShop;
let counter: Counter;
beforeAll(async () => {
  shop = await startTestShop();
  const token = shop.tenants[0].tokens.owner;
  const changed = await shop.call('PATCH', '/api/tenant/', {
    token,
    body: { time_zone: timeZone },
  });
  expect(changed.status, JSON.stringify(changed.body)).toBe(200);
  counter = await openCounter(shop);
});
afterAll(() => shop.close());

const ask = (method: string, path: string, body?: Body) =>
  shop.call(method, path, {
    token: counter.tenant.tokens.owner,
    ...(body === undefined ? {} : { body }),
  });

/** The shop's day of an instant, and the day of UTC, which is another. */
function daysOf(instant: string): readonly [string, string] {
  const days = [shopDayOf(Date.parse(instant), timeZone), instant.slice(0, 10)] as const;
  expect(days[0]).not.toBe(days[1]);
  return days;
}

test('movements, and what they come to', async () => {
  const { product } = counter;
  await shop.running.assembly.drain();
  const made = await ask('POST', '/api/stock-movements/initial/', { product, quantity: '5' });
  const [here, elsewhere] = daysOf(made.body.created_at as string);
  const on = (day: string) => `start_date=${day}&end_date=${day}`;
  expect((await ask('GET', `/api/stock-movements/?${on(here)}`)).body).toHaveLength(1);
  expect((await ask('GET', `/api/stock-movements/?${on(elsewhere)}`)).body).toHaveLength(0);
  const summary = async (day: string) =>
    (await ask('GET', `/api/stock-movements/summary/?${on(day)}`)).body.total_movements as number;
  expect([await summary(here), await summary(elsewhere)]).toEqual([1, 0]);
});

test('cash sessions', async () => {
  const { registerId } = counter.register;
  const body = { register: registerId, opening_float: '1' };
  const opened = await ask('POST', '/api/cash-sessions/', body);
  const [here, elsewhere] = daysOf(opened.body.opened_at as string);
  expect((await ask('GET', `/api/cash-sessions/?date=${here}`)).body).toHaveLength(1);
  expect((await ask('GET', `/api/cash-sessions/?date=${elsewhere}`)).body).toHaveLength(0);
});

test('what was sold today begins with the shop’s own midnight', async () => {
  const { fromMs } = shopDay(shopDayOf(Date.now(), timeZone), timeZone);
  for (const atMs of [fromMs - HOUR_MS, fromMs - 1, fromMs]) {
    const occurred_at = new Date(atMs).toISOString();
    const answer = await counter.push([counter.next('sale', counter.saleOf(), { occurred_at })]);
    expect(answer.body.results[0].outcome).toBe('APPLIED');
  }
  expect((await ask('GET', '/api/sales/today/')).body).toEqual({ total_sales: '25.50' });
});

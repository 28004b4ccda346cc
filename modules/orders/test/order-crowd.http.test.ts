/** Many at once on the same few orders: nothing breaks, and every invariant holds at the end. */
import { newUuid, startTestShop } from '@evertill/testing';
import type { TestAnswer, TestRole, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deskOf } from './order-desk.ts';
import type { Desk, Json } from './order-desk.ts';

const SEED = 7;
const ROUNDS = 40;
const AT_ONCE = 6;

let shop: TestShop;
let desk: Desk;
beforeAll(async () => {
  shop = await startTestShop();
  desk = deskOf(shop, shop.tenants[0]);
});
// Closing runs every invariant: lines make totals, payments make balances, stock adds up.
afterAll(() => shop.close());

/** The same walk for the same seed. */
function walkOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

test('a crowd of cashiers and managers at the same orders', { timeout: 120_000 }, async () => {
  const below = walkOf(SEED);
  const product = await desk.product('3.00', { oversell_policy: 'BLOCK' }, '40');
  const drafts = [];
  for (let count = 0; count < 8; count += 1) drafts.push(await desk.draft(product, '2'));
  const ids = drafts.map((one) => String(one['sales_header_id']));
  const roles: readonly TestRole[] = ['cashier', 'manager', 'owner'];
  const act = (): Promise<TestAnswer> => {
    const id = ids[below(ids.length)] ?? '';
    const role = roles[below(roles.length)] ?? 'owner';
    const header = `/api/salesheaders/${id}/`;
    const does: readonly (() => Promise<TestAnswer>)[] = [
      () =>
        desk.call('POST', '/api/salesdetails/', { sales_header: id, product, quantity: 1 }, role),
      () => desk.call('PATCH', header, { discount: '0.50' }, role),
      () => desk.call('POST', `${header}confirm/`, {}, role),
      () => desk.call('POST', `${header}confirm/`, {}, role),
      () => desk.pay(id, '2.00', {}, role),
      () => desk.pay(id, '4.00', { method: 'CARD' }, role),
      () => desk.pay(id, '50.00', {}, role),
      () => desk.call('POST', `${header}cancel/`, { reason: 'crowd' }, role),
      () => desk.call('POST', `${header}void/`, { reason: `crowd ${newUuid()}` }, role),
      () => desk.call('GET', header, undefined, role),
    ];
    return (does[below(does.length)] ?? does[0])?.() ?? Promise.reject(new Error('nothing to do'));
  };
  const seen = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, act));
    for (const { status, body } of answers) {
      expect(status, JSON.stringify(body)).toBeLessThan(500);
      const kind = status < 300 ? 'done' : String((body as Json)['code']);
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }
  }
  // The walk has been everywhere: it is no test of a crowd that was refused at the door.
  expect(seen.get('done')).toBeGreaterThan(ROUNDS);
  expect([...seen.keys()]).toEqual(expect.arrayContaining(['order_state', 'done']));
  const { body } = await desk.call('GET', '/api/salesheaders/?limit=100', undefined, 'owner');
  const statuses = new Set((body as Json[]).map((one) => one['status']));
  expect(statuses.size).toBeGreaterThan(1);
});

test('an order at a location is kept and taken there', async () => {
  const made = await desk.call(
    'POST',
    '/api/locations/',
    { name: 'Depot', code: 'DEP' },
    'manager',
  );
  expect(made, JSON.stringify(made.body)).toMatchObject({ status: 201 });
  const location = made.body.location_id as string;
  const product = await desk.product('1.00', {}, '5');
  const header = await desk.draft(product, '2', { location });
  const id = String(header['sales_header_id']);
  const atDepot = async (): Promise<Json | undefined> => {
    await shop.running.assembly.drain();
    const { body } = await desk.call('GET', `/api/stock-levels/?product=${product}`);
    return (body as Json[]).find((one) => one['location'] === location);
  };
  const confirmed = await desk.call('POST', `/api/salesheaders/${id}/confirm/`, {});
  expect(confirmed, JSON.stringify(confirmed.body)).toMatchObject({ status: 200 });
  expect(await atDepot()).toMatchObject({ reserved: '2', on_hand: '0' });
  expect((await desk.pay(id, '2.00')).body.status).toBe('COMPLETED');
  expect(await atDepot()).toMatchObject({ reserved: '0', on_hand: '-2' });
  expect(await desk.header(id)).toMatchObject({ location });
  // The server's register stands there no longer for the next sale.
  const main = await desk.draft(product);
  const mainId = String(main['sales_header_id']);
  await desk.call('POST', `/api/salesheaders/${mainId}/confirm/`, {});
  await desk.pay(mainId, '1.00');
  expect(await desk.header(mainId)).toMatchObject({ location: null });
  expect(await atDepot()).toMatchObject({ on_hand: '-2' });
});

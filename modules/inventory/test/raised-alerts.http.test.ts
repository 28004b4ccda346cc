/** Alerts that a person raises: one of a type at a place, in its own words, never lost. */
import { newUuid } from '@evertill/testing';
import type { TestRole } from '@evertill/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStockRoom } from './stock-room.ts';
import type { StockRoom } from './stock-room.ts';

let room: StockRoom;
beforeAll(async () => {
  room = await openStockRoom();
});
afterAll(() => room.shop.close());

const raise = (body: object, role?: TestRole) =>
  room.call(
    'POST',
    '/api/stock-alerts/',
    { alert_type: 'LOW_STOCK', message: 'Nearly gone', ...body },
    role,
  );
const at = (alertId: unknown) => `/api/stock-alerts/${alertId as string}/`;
const alertsOf = async (product: string) =>
  (await room.call('GET', `/api/stock-alerts/?product=${product}`)).body as object[];
const toldLow = (product: string) => room.eventsOf('inventory.low_stock', product);

test('it is raised once, in the words of whoever raised it', async () => {
  const product = await room.productWith('9', { minQuantity: '3' });
  const body = { alert_id: newUuid(), product };
  const made = await raise(body);
  expect([made.status, made.body]).toMatchObject([
    201,
    { ...body, message: 'Nearly gone', on_hand: '9', threshold: null, is_active: true },
  ]);
  expect(made.body.raised_by).toMatch(/-/);
  expect((await raise(body)).body).toEqual(made.body);
  expect((await raise({ ...body, message: 'Gone' })).body.code).toBe('id_reused');
  const second = await raise({ product });
  expect([second.status, second.body.code]).toEqual([409, 'alert_active']);
  expect((await raise({ product, alert_type: 'OVERSTOCK' })).status).toBe(201);
  expect(await toldLow(product)).toEqual([]);
  expect((await raise({ product, alert_id: newUuid() }, 'cashier')).status).toBe(403);
  expect((await raise({ product: newUuid() })).status).toBe(404);
  expect((await raise({ product, message: '' })).body.code).toBe('input_invalid');
});

test('of two at once, one is raised', async () => {
  const product = await room.productWith('9');
  const answers = await Promise.all([1, 2, 3, 4].map(() => raise({ product })));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
});

test('a crossing takes its place and is told of, and recovery resolves it', async () => {
  const product = await room.productWith('9', { minQuantity: '3' });
  const { body: mine } = await raise({ product });
  await room.adjust(product, '-6');
  expect((await room.call('GET', at(mine.alert_id))).body.is_active).toBe(false);
  expect(await alertsOf(product)).toMatchObject([
    { is_active: true, raised_by: null, threshold: '3' },
    { is_active: false },
  ]);
  expect(await toldLow(product)).toHaveLength(1);
  expect((await raise({ product })).body.code).toBe('alert_active');
  const other = await room.productWith('2', { minQuantity: '3' });
  const { body: late } = await raise({ product: other });
  await room.adjust(other, '5');
  expect((await room.call('GET', at(late.alert_id))).body.is_active).toBe(false);
});

test('a crossing that comes at the same moment is told of all the same', async () => {
  for (let round = 0; round < 5; round += 1) {
    const product = await room.productWith('9', { minQuantity: '3' });
    await Promise.all([raise({ product }), room.adjust(product, '-6')]);
    expect(await toldLow(product)).toHaveLength(1);
  }
});

test('it is said in other words and acknowledged; what it is about stays', async () => {
  const product = await room.productWith('3', { minQuantity: '3' });
  const { body: alert } = await raise({ product, alert_type: 'OVERSTOCK' });
  const path = at(alert.alert_id);
  const change = (body: object, role?: TestRole) => room.call('PATCH', path, body, role);
  const seen = await change({ is_acknowledged: true });
  expect(seen.body).toMatchObject({ is_acknowledged: true, is_active: true });
  expect(seen.body.acknowledged_by).toMatch(/-/);
  const again = await change({ is_acknowledged: true, message: 'Ordered' }, 'owner');
  expect(again.body).toEqual({ ...seen.body, message: 'Ordered' });
  expect((await change({ is_acknowledged: false })).body).toMatchObject({
    acknowledged_by: null,
    acknowledged_at: null,
  });
  const put = (body: object) => room.call('PUT', path, { product, message: 'New', ...body });
  expect((await put({ alert_type: 'OVERSTOCK' })).body.message).toBe('New');
  expect((await put({ alert_type: 'LOW_STOCK' })).body.code).toBe('input_invalid');
  expect((await change({ product: newUuid() })).body.code).toBe('input_invalid');
  expect((await change({ message: 'x' }, 'cashier')).status).toBe(403);
  const [, { tokens }] = room.shop.tenants;
  const foreign = { token: tokens.owner, body: { message: 'x' } };
  expect((await room.shop.call('PATCH', path, foreign)).status).toBe(404);
});

test('deleting it resolves it, with the reason, and it stays written', async () => {
  const product = await room.productWith('3');
  const { body: alert } = await raise({ product });
  const path = at(alert.alert_id);
  const remove = (role?: TestRole) => room.call('DELETE', path, { reason: 'New ones came' }, role);
  expect((await remove('cashier')).status).toBe(403);
  expect((await remove()).status).toBe(204);
  expect((await remove()).status).toBe(204);
  expect((await remove('owner')).body.code).toBe('alert_resolved');
  expect((await room.call('GET', path)).body).toMatchObject({
    is_active: false,
    resolution_reason: 'New ones came',
    message: 'Nearly gone',
  });
  expect((await room.call('PATCH', path, { message: 'x' })).body.code).toBe('alert_resolved');
  expect((await raise({ product })).status).toBe(201);
  expect((await room.call('DELETE', at(newUuid()))).status).toBe(404);
});

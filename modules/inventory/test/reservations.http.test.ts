/** Stock is promised to one order at a time, for a while, and sold or given back once. */
import { newUuid, openCounter } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { later, longAgo, openStockRoom } from './stock-room.ts';
import type { StockRoom } from './stock-room.ts';

let room: StockRoom;
beforeAll(async () => {
  room = await openStockRoom();
});
afterAll(() => room.shop.close());

const some = (product: string, quantity = '1') => ({ items: [{ product, quantity }] });
const linesOf = async (orderId: string) =>
  (await room.call('GET', `/api/sales-reservations/?sales_header=${orderId}`)).body as Record<
    string,
    unknown
  >[];

describe('regression 12: two online orders of the last unit', () => {
  test.each([2, 16])('of %i at once, one wins', async (count) => {
    const product = await room.productWith('1', { oversell_policy: 'BLOCK' });
    const asked = Array.from({ length: count }, () => room.reserve(some(product)));
    const codes = await Promise.all(asked);
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect(codes.filter((code) => code === 'insufficient_stock')).toHaveLength(count - 1);
    expect(await room.level(product)).toMatchObject({
      on_hand: '1',
      reserved: '1',
      available: '0',
    });
  });

  test('with two things each, in opposite order, nobody is stuck and nothing is promised twice', async () => {
    const two = [
      await room.productWith('5', { oversell_policy: 'BLOCK' }),
      await room.productWith('5', { oversell_policy: 'BLOCK' }),
    ];
    const items = two.map((product) => ({ product, quantity: '1' }));
    const asked = Array.from({ length: 14 }, (_, index) =>
      room.reserve({ items: index % 2 === 0 ? items : items.toReversed() }),
    );
    const codes = await Promise.all(asked);
    expect(codes.filter((code) => code === undefined)).toHaveLength(5);
    for (const product of two) expect((await room.level(product)).available).toBe('0');
  });

  test('where the owner warns or allows, more may be promised than is there', async () => {
    for (const oversell_policy of ['WARN', 'ALLOW']) {
      const product = await room.productWith('1', { oversell_policy });
      expect(await room.reserve(some(product, '3'))).toBeUndefined();
      expect((await room.level(product)).available).toBe('-2');
    }
  });
});

describe('regression 20: a reservation that runs out', () => {
  test('gives back what it held exactly once, and on hand never changes', async () => {
    const product = await room.productWith('4', { oversell_policy: 'BLOCK' });
    const reservationId = newUuid();
    await room.reserve({ reservationId, ...some(product, '3'), expiresAt: longAgo });
    expect(await room.level(product)).toMatchObject({ on_hand: '4', reserved: '3' });
    const { chores } = room.shop.running.assembly;
    await Promise.all([
      chores.doAll(),
      chores.doAll(),
      chores.doAll(),
      room.release(reservationId),
    ]);
    await chores.doAll();
    expect(await room.level(product)).toMatchObject({
      on_hand: '4',
      reserved: '0',
      available: '4',
    });
    const [line] = await linesOf(reservationId);
    expect(line).toMatchObject({ is_active: false, quantity: '3', product });
  });

  test('is told of once, when nobody gave it back before', async () => {
    const product = await room.productWith('1');
    const [gone, kept, extended] = [newUuid(), newUuid(), newUuid()];
    await room.reserve({ reservationId: gone, ...some(product), expiresAt: longAgo });
    await room.reserve({ reservationId: kept, ...some(product), expiresAt: later });
    await room.reserve({ reservationId: extended, ...some(product), expiresAt: longAgo });
    await room.reserve({ reservationId: extended, ...some(product), expiresAt: later });
    const { chores } = room.shop.running.assembly;
    await Promise.all([chores.doAll(), chores.doAll()]);
    await room.release(gone);
    const told = (id: string) => room.eventsOf('inventory.reservation.expired', id);
    expect(await told(gone)).toEqual([{ payload: { reservationId: gone } }]);
    expect(await told(kept)).toEqual([]);
    expect(await told(extended)).toEqual([]);
    expect((await room.level(product)).reserved).toBe('2');
  });
});

describe('a reservation', () => {
  test('asked for again is the same; with other items they take its place; refused, it stays', async () => {
    const product = await room.productWith('5', { oversell_policy: 'BLOCK' });
    const other = await room.productWith('1', { oversell_policy: 'BLOCK' });
    const reservationId = newUuid();
    const both = { items: [...some(product, '2').items, ...some(product, '1').items] };
    for (let again = 0; again < 2; again += 1) {
      expect(await room.reserve({ reservationId, ...both })).toBeUndefined();
    }
    expect((await room.level(product)).reserved).toBe('3');
    const more = { items: [...some(product, '5').items, ...some(other, '2').items] };
    expect(await room.reserve({ reservationId, ...more })).toBe('insufficient_stock');
    expect((await room.level(product)).reserved).toBe('3');
    // All five: the three it holds itself are not in its way.
    expect(await room.reserve({ reservationId, ...some(product, '5') })).toBeUndefined();
    expect((await room.level(product)).reserved).toBe('5');
    const lines = await linesOf(reservationId);
    const active = lines.map((line) => [line['quantity'], line['is_active']]).toSorted();
    expect(active).toEqual([
      ['3', false],
      ['5', true],
    ]);
    await room.release(reservationId);
    await room.release(reservationId);
    expect((await room.level(product)).reserved).toBe('0');
    expect(await room.reserve({ reservationId, ...some(product, '5') })).toBeUndefined();
    expect((await room.level(product)).reserved).toBe('5');
  });

  test('is consumed by the sale of its order, once, with the movement', async () => {
    const product = await room.productWith('5', { oversell_policy: 'BLOCK' });
    const counter = await openCounter(room.shop);
    const lines = [{ product, unitPriceMinor: 100, quantityMilli: 2000 }];
    const sale = counter.next('sale', counter.saleOf({ lines }));
    await room.reserve({ reservationId: sale.id, ...some(product, '2') });
    expect((await room.level(product)).available).toBe('3');
    await counter.push([sale]);
    await room.shop.running.assembly.drain();
    expect(await room.level(product)).toEqual({
      product,
      location: expect.any(String) as string,
      on_hand: '3',
      reserved: '0',
      available: '3',
    });
    await room.release(sale.id);
    expect(await room.reserve({ reservationId: sale.id, ...some(product, '2') })).toBeUndefined();
    expect(await room.reserve({ reservationId: sale.id, ...some(product, '1') })).toBe('id_reused');
    expect((await room.level(product)).available).toBe('3');
  });

  test('of what nobody knows, or of nothing, is refused', async () => {
    expect(await room.reserve(some(newUuid()))).toBe('not_found');
    const product = await room.productWith('1');
    expect(await room.reserve(some(product, '0'))).toBe('amount_invalid');
    const location = newUuid();
    const items = [{ product, quantity: '1', location }];
    expect(await room.reserve({ items })).toBe('not_found');
    expect(await room.reserve({ items: [] })).toBe('input_invalid');
  });

  test('of a product made a moment ago needs no event', async () => {
    const body = { sku: 'JUST-NOW', name: 'Just now', price: '1.00', oversell_policy: 'BLOCK' };
    const { body: made } = await room.call('POST', '/api/products/', body);
    expect(await room.reserve(some(made.product_id as string))).toBe('insufficient_stock');
  });
});

test('the list narrows by product and by whether it holds', async () => {
  const product = await room.productWith('9');
  const [one, other] = [newUuid(), newUuid()];
  await room.reserve({ reservationId: one, ...some(product, '2') });
  await room.reserve({ reservationId: other, ...some(product, '3') });
  await room.release(other);
  const listed = async (query: string): Promise<string[]> => {
    const { body } = await room.call('GET', `/api/sales-reservations/?product=${product}${query}`);
    return (body as { sales_header: string }[]).map((line) => line.sales_header).toSorted();
  };
  expect(await listed('')).toEqual([one, other].toSorted());
  expect(await listed('&is_active=true')).toEqual([one]);
  expect(await listed('&is_active=false')).toEqual([other]);
  const [line] = await linesOf(one);
  const path = `/api/sales-reservations/${line?.['reservation_id'] as string}/`;
  expect((await room.call('GET', path)).body).toEqual(line);
  expect((await room.call('GET', `/api/sales-reservations/${newUuid()}/`)).status).toBe(404);
});

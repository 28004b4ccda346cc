/** A product has a place at a location: registered once, emptied, taken off the list. */
import { newUuid } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { later, openStockRoom } from './stock-room.ts';
import type { StockRoom } from './stock-room.ts';

let room: StockRoom;
let location: string;
beforeAll(async () => {
  room = await openStockRoom();
  location = await newLocation('Back');
});
afterAll(() => room.shop.close());

async function newLocation(name: string): Promise<string> {
  const { body } = await room.call('POST', '/api/locations/', { name, code: name });
  return body.location_id as string;
}

const register = (body: object, role?: 'cashier' | 'owner') =>
  room.call('POST', '/api/location-stocks/', { location, ...body }, role);
const at = (plsId: string) => `/api/location-stocks/${plsId}/`;
const listed = async (product: string) =>
  (await room.call('GET', `/api/location-stocks/?product=${product}`)).body as object[];
const movementsOf = async (product: string) =>
  (await room.call('GET', `/api/stock-movements/?product=${product}`)).body as object[];
const unplaced = () => room.productWith('', { minQuantity: '2' });

describe('a product registered at a location', () => {
  test('opens with an INITIAL movement, and the same request gets the same answer', async () => {
    const product = await unplaced();
    const body = { product, quantity: 7, min_quantity: '3', user_client: tenantId() };
    const made = await register(body);
    expect([made.status, made.body]).toMatchObject([
      201,
      { product, location, quantity: '7', min_quantity: '3', max_quantity: null },
    ]);
    expect((await register(body)).body).toEqual(made.body);
    expect(await movementsOf(product)).toMatchObject([
      { movement_type: 'INITIAL', quantity: '7', location },
    ]);
    const other = await register({ ...body, quantity: '8' });
    expect([other.status, other.body.code]).toEqual([409, 'location_stock_exists']);
  });

  test('is registered once, also by two at once', async () => {
    const product = await unplaced();
    const body = { product, quantity: '5' };
    const same = await Promise.all([register(body), register(body), register(body)]);
    expect(same.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(await movementsOf(product)).toHaveLength(1);
    const second = await unplaced();
    const different = await Promise.all(
      ['1', '2', '3'].map((max_quantity) => register({ product: second, max_quantity })),
    );
    expect(different.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
  });

  test('without a quantity, or with none, has nothing there, and moves nothing', async () => {
    const [first, second] = [await unplaced(), await unplaced()];
    expect((await register({ product: first })).body.quantity).toBe('0');
    expect((await register({ product: second, quantity: 0 })).body.quantity).toBe('0');
    expect([...(await movementsOf(first)), ...(await movementsOf(second))]).toEqual([]);
  });

  test('that moved there before is there', async () => {
    const product = await room.productWith('4');
    const [main] = (await listed(product)) as { location: string }[];
    const again = await register({ product, location: main?.location });
    expect(again.body.code).toBe('location_stock_exists');
  });

  test('is no cashier’s to register, nor in another shop’s name', async () => {
    const product = await unplaced();
    const [, other] = room.shop.tenants;
    expect((await register({ product }, 'cashier')).status).toBe(403);
    const foreign = await register({ product, user_client: other.tenantId });
    expect(foreign.body.code).toBe('tenant_mismatch');
    expect((await register({ product: newUuid() })).status).toBe(404);
    expect((await register({ product, location: newUuid() })).status).toBe(404);
    expect((await register({ product, quantity: '-1' })).body.code).toBe('input_invalid');
    expect((await register({ product, quantity: '0.0001' })).body.code).toBe('amount_invalid');
    expect(await listed(product)).toEqual([]);
  });
});

describe('a place', () => {
  test('is said again as it is; what is on hand only movements change', async () => {
    const product = await unplaced();
    const { body: made } = await register({ product, quantity: '7' });
    const path = at(made.pls_id as string);
    const put = (body: object) => room.call('PUT', path, { product, location, ...body });
    expect((await put({ quantity: '7.000', max_quantity: '9' })).body).toMatchObject({
      quantity: '7',
      max_quantity: '9',
    });
    const moved = await put({ quantity: '8' });
    expect([moved.status, moved.body.code]).toEqual([409, 'stock_quantity_fixed']);
    expect(moved.body.errors[0]).toMatchObject({ field: 'quantity' });
    expect((await put({ product: newUuid() })).body.code).toBe('input_invalid');
    expect((await put({ location: newUuid() })).body.code).toBe('input_invalid');
    expect((await room.call('PUT', path, { product })).body.code).toBe('input_invalid');
    const [, { tokens }] = room.shop.tenants;
    const foreign = { token: tokens.owner, body: { product, location } };
    expect((await room.shop.call('PUT', path, foreign)).status).toBe(404);
  });

  test('goes when it is empty and nothing is promised, and comes back by itself', async () => {
    const product = await unplaced();
    const { body: made } = await register({ product, quantity: '3', min_quantity: '3' });
    const path = at(made.pls_id as string);
    const remove = () => room.call('DELETE', path);
    expect((await remove()).body.code).toBe('stock_not_empty');
    await room.adjust(product, '-3', { location });
    const reservationId = newUuid();
    const items = [{ product, location, quantity: '1' }];
    expect(await room.reserve({ reservationId, items, expiresAt: later })).toBe(undefined);
    expect((await remove()).body.code).toBe('stock_not_empty');
    await room.release(reservationId);
    expect((await room.call('DELETE', path, undefined, 'cashier')).status).toBe(403);
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
    expect((await room.call('GET', path)).status).toBe(404);
    expect(await listed(product)).toEqual([]);
    const { body: alerts } = await room.call('GET', `/api/stock-alerts/?product=${product}`);
    expect((alerts as { is_active: boolean }[]).filter((one) => one.is_active)).toEqual([]);
    await room.adjust(product, '2', { location });
    expect(await listed(product)).toMatchObject([{ quantity: '2', min_quantity: null }]);
    await room.call('PATCH', path, { min_quantity: '1' });
    await room.adjust(product, '-2', { location });
    expect(await listed(product)).toMatchObject([{ quantity: '0', min_quantity: '1' }]);
  });

  test('that was given up is registered anew, but opened only once', async () => {
    const product = await unplaced();
    const body = { product, quantity: '3' };
    const { body: made } = await register(body);
    await room.adjust(product, '-3', { location });
    await room.call('DELETE', at(made.pls_id as string));
    expect((await register(body)).body.code).toBe('stock_initial_exists');
    expect((await register({ product, max_quantity: '5' })).body).toMatchObject({
      pls_id: made.pls_id,
      quantity: '0',
      max_quantity: '5',
    });
  });
});

const tenantId = () => room.shop.tenants[0].tenantId;

describe('created_by in a body', () => {
  const me = async (role: 'manager' | 'owner') =>
    (await room.call('GET', '/api/clients/me/', undefined, role)).body.user_client_id as string;

  test('is whoever asks, and nobody else', async () => {
    const product = await room.productWith('4');
    const [main] = (await listed(product)) as { location: string }[];
    const where = { from_location: main?.location, to_location: location };
    const transfer = { product, ...where, quantity: '1' };
    const write = (created_by: string) =>
      room.call('POST', '/api/stock-transfers/', { ...transfer, created_by });
    const made = await write((await me('manager')).toUpperCase());
    expect([made.status, made.body.created_by]).toEqual([201, await me('manager')]);
    const refused = await write(await me('owner'));
    expect(refused.body).toMatchObject({
      code: 'input_invalid',
      errors: [{ field: 'created_by' }],
    });
    const path = `/api/stock-transfers/${made.body.transfer_id as string}/`;
    const change = (created_by: string, role: 'manager' | 'owner') =>
      room.call('PUT', path, { ...transfer, created_by }, role);
    expect((await change(await me('manager'), 'owner')).body.created_by).toBe(await me('manager'));
    expect((await change(newUuid(), 'owner')).body.code).toBe('input_invalid');
    const adjustment = { product, adjustment_type: 'OTHER', quantity_adjusted: '1', reason: 'x' };
    const adjust = (created_by: string) =>
      room.call('POST', '/api/stock-adjustments/', { ...adjustment, created_by });
    expect((await adjust(await me('owner'))).body.code).toBe('input_invalid');
    expect((await adjust(await me('manager'))).status).toBe(201);
  });
});

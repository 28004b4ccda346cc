/** Locations, and what goes from one to another: once, and never more than is there. */
import { newUuid } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStockRoom } from './stock-room.ts';
import type { StockRoom } from './stock-room.ts';

let room: StockRoom;
let main: string;
let back: string;
beforeAll(async () => {
  room = await openStockRoom();
  const { body } = await room.call('GET', '/api/locations/');
  main = body[0].location_id as string;
  const made = await room.call('POST', '/api/locations/', { name: 'Back', code: 'BACK' });
  back = made.body.location_id as string;
});
afterAll(() => room.shop.close());

const locations = '/api/locations/';
const transfers = '/api/stock-transfers/';
const codeOf = async (asked: Promise<{ status: number; body: { code?: string } }>) => {
  const { status, body } = await asked;
  return [status, body.code];
};

describe('a location', () => {
  test('the main one is there from the first day, may be renamed, and stays', async () => {
    const { body } = await room.call('GET', `${locations}${main}/`);
    expect(body).toMatchObject({ name: 'Main', code: 'MAIN', is_main: true, is_active: true });
    const named = await room.call('PATCH', `${locations}${main}/`, { name: 'Shop floor' });
    expect(named.body).toMatchObject({ name: 'Shop floor', code: 'MAIN' });
    const change = room.call('PATCH', `${locations}${main}/`, { is_active: false });
    expect(await codeOf(change)).toEqual([409, 'location_in_use']);
    const gone = room.call('DELETE', `${locations}${main}/`);
    expect(await codeOf(gone)).toEqual([409, 'location_in_use']);
  });

  test('is made, made again, changed, replaced and given up', async () => {
    const body = { location_id: newUuid(), name: 'Attic', code: 'ATT', address: 'Up' };
    const made = await room.call('POST', locations, body);
    expect([made.status, made.body.address]).toEqual([201, 'Up']);
    expect((await room.call('POST', locations, body)).body).toEqual(made.body);
    const other = room.call('POST', locations, { ...body, name: 'Loft' });
    expect(await codeOf(other)).toEqual([409, 'id_reused']);
    for (const taken of [
      { name: 'Attic', code: 'X' },
      { name: 'X', code: 'ATT' },
    ]) {
      expect(await codeOf(room.call('POST', locations, taken))).toEqual([409, 'name_taken']);
    }
    const path = `${locations}${body.location_id}/`;
    const taken = room.call('PATCH', path, { code: 'BACK' });
    expect(await codeOf(taken)).toEqual([409, 'name_taken']);
    expect(await codeOf(room.call('PUT', path, { name: 'Loft' }))).toEqual([400, 'input_invalid']);
    const put = await room.call('PUT', path, { name: 'Loft', code: 'LOFT' });
    expect(put.body).toMatchObject({ name: 'Loft', code: 'LOFT', address: 'Up' });
    expect((await room.call('DELETE', path)).status).toBe(204);
    expect(await codeOf(room.call('GET', path))).toEqual([404, 'not_found']);
    expect(await codeOf(room.call('POST', locations, body))).toEqual([409, 'id_reused']);
    const again = await room.call('POST', locations, { name: 'Loft', code: 'LOFT' });
    expect(again.status).toBe(201);
    const { body: listed } = await room.call('GET', `${locations}?search=lo`);
    expect((listed as { name: string }[]).map(({ name }) => name)).toEqual(['Loft', 'Shop floor']);
  });

  test('that holds something is not given up, and one given up takes nothing', async () => {
    const { body } = await room.call('POST', locations, { name: 'Van', code: 'VAN' });
    const path = `${locations}${body.location_id as string}/`;
    const product = await room.productWith('');
    const initial = { product, location: body.location_id as string, quantity: '2' };
    expect((await room.call('POST', '/api/stock-movements/initial/', initial)).status).toBe(201);
    expect(await codeOf(room.call('DELETE', path))).toEqual([409, 'location_in_use']);
    await room.adjust(product, '-2', { location: body.location_id });
    expect((await room.call('DELETE', path)).status).toBe(204);
    const late = room.call('POST', '/api/stock-movements/initial/', initial);
    expect(await codeOf(late)).toEqual([404, 'not_found']);
  });

  test('is a leader’s to make, of one shop only', async () => {
    const body = { name: 'Yard', code: 'YARD' };
    expect((await room.call('POST', locations, body, 'cashier')).status).toBe(403);
    const token = room.shop.tenants[1].tokens.owner;
    const theirs = await room.shop.call('POST', locations, {
      token,
      body: { ...body, code: 'MAIN' },
    });
    expect(theirs.body.code).toBe('name_taken');
    expect((await room.shop.call('GET', `${locations}${back}/`, { token })).status).toBe(404);
    const foreign = { ...body, user_client: room.shop.tenants[1].tenantId };
    expect(await codeOf(room.call('POST', locations, foreign))).toEqual([403, 'tenant_mismatch']);
  });
});

describe('a transfer', () => {
  const between = (product: string, change: object = {}) => ({
    transfer_id: newUuid(),
    product,
    from_location: main,
    to_location: back,
    quantity: '3',
    reference: 'T-1',
    reason: 'moved',
    ...change,
  });
  const at = async (product: string): Promise<Record<string, string>> => {
    const { body } = await room.call('GET', `/api/location-stocks/?product=${product}`);
    const rows = body as { location: string; quantity: string }[];
    return Object.fromEntries(rows.map(({ location, quantity }) => [location, quantity]));
  };

  test('regression 9: is applied once, however many ask at once', async () => {
    const product = await room.productWith('10');
    const body = between(product);
    const made = await room.call('POST', transfers, body);
    expect(made.body).toMatchObject({ is_applied: false, quantity: '3', reference: 'T-1' });
    expect((await room.call('POST', transfers, body)).body).toEqual(made.body);
    expect(await at(product)).toEqual({ [main]: '10' });
    const path = `${transfers}${body.transfer_id}/`;
    const asked = Array.from({ length: 8 }, () => codeOf(room.call('POST', `${path}apply/`)));
    const answers = await Promise.all(asked);
    expect(answers.filter(([status]) => status === 200)).toHaveLength(1);
    const others = answers.filter(([status]) => status !== 200);
    expect(others).toEqual(others.map(() => [409, 'transfer_applied']));
    expect(await at(product)).toEqual({ [main]: '7', [back]: '3' });
    expect((await room.call('GET', path)).body).toMatchObject({ is_applied: true });
    const late = [room.call('PATCH', path, { reason: 'late' }), room.call('DELETE', path)];
    for (const answer of late) expect(await codeOf(answer)).toEqual([409, 'transfer_applied']);
    const moved = await room.call(
      'GET',
      `/api/stock-movements/?product=${product}&movement_type=TRANSFER`,
    );
    expect((moved.body as { quantity: string }[]).map((one) => one.quantity).toSorted()).toEqual([
      '-3',
      '3',
    ]);
  });

  test('of more than is available is refused, and nothing has moved', async () => {
    const product = await room.productWith('5');
    await room.reserve({ items: [{ product, quantity: '3' }] });
    const body = between(product);
    await room.call('POST', transfers, body);
    const path = `${transfers}${body.transfer_id}/`;
    expect(await codeOf(room.call('POST', `${path}apply/`))).toEqual([409, 'insufficient_stock']);
    expect(await at(product)).toEqual({ [main]: '5' });
    const changed = await room.call('PATCH', path, { quantity: '2' });
    expect(changed.body).toMatchObject({ quantity: '2', reason: 'moved' });
    expect((await room.call('POST', `${path}apply/`)).status).toBe(200);
    expect(await at(product)).toEqual({ [main]: '3', [back]: '2' });
  });

  test('there and back at once, many times, loses nothing and stops nobody', async () => {
    const product = await room.productWith('20');
    await room.adjust(product, '20', { location: back });
    const there = Array.from({ length: 6 }, () => between(product, { quantity: '1' }));
    const home = there.map((one) => ({
      ...one,
      transfer_id: newUuid(),
      from_location: back,
      to_location: main,
    }));
    const all = [...there, ...home];
    for (const body of all) await room.call('POST', transfers, body);
    const applied = all.map((one) => room.call('POST', `${transfers}${one.transfer_id}/apply/`));
    expect((await Promise.all(applied)).map(({ status }) => status)).toEqual(all.map(() => 200));
    expect(await at(product)).toEqual({ [main]: '20', [back]: '20' });
  });

  test('is withdrawn before it is applied, and its id stays taken', async () => {
    const product = await room.productWith('5');
    const body = between(product);
    await room.call('POST', transfers, body);
    const path = `${transfers}${body.transfer_id}/`;
    const { transfer_id: _id, ...rest } = body;
    const put = await room.call('PUT', path, { ...rest, quantity: '1' });
    expect(put.body).toMatchObject({ quantity: '1' });
    expect((await room.call('DELETE', path)).status).toBe(204);
    expect(await codeOf(room.call('POST', `${path}apply/`))).toEqual([404, 'not_found']);
    expect(await codeOf(room.call('GET', path))).toEqual([404, 'not_found']);
    expect(await codeOf(room.call('POST', transfers, body))).toEqual([409, 'id_reused']);
    const { body: listed } = await room.call('GET', `${transfers}?product=${product}`);
    expect(listed).toEqual([]);
  });

  test.each([
    ['to where it is', () => ({ to_location: main }), 400, 'input_invalid'],
    ['to nowhere', () => ({ to_location: newUuid() }), 404, 'not_found'],
    ['of nothing', () => ({ quantity: '0' }), 422, 'amount_invalid'],
    ['of what is not there', () => ({ product: newUuid() }), 404, 'not_found'],
  ])('%s is refused', async (_, change, status, code) => {
    const product = await room.productWith('5');
    const body = between(product, change());
    expect(await codeOf(room.call('POST', transfers, body))).toEqual([status, code]);
  });
});

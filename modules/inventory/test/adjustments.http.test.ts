/** An adjustment may be changed, withdrawn or rejected until it is decided, and never after. */
import { newUuid } from '@evertill/testing';
import type { TestRole } from '@evertill/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openStockRoom } from './stock-room.ts';
import type { StockRoom } from './stock-room.ts';

let room: StockRoom;
let product: string;
beforeAll(async () => {
  room = await openStockRoom();
});
beforeEach(async () => {
  product = await room.productWith('10');
});
afterAll(() => room.shop.close());

const adjustments = '/api/stock-adjustments/';

async function ask(change: object = {}, role: TestRole = 'manager'): Promise<string> {
  const adjustment = {
    adjustment_id: newUuid(),
    product,
    adjustment_type: 'THEFT',
    quantity_adjusted: '-2',
    reason: 'missing',
    ...change,
  };
  const { status } = await room.call('POST', adjustments, adjustment, role);
  expect(status).toBe(201);
  return `${adjustments}${adjustment.adjustment_id}/`;
}

const codeOf = async (asked: Promise<{ status: number; body: { code?: string } }>) => {
  const { status, body } = await asked;
  return [status, body.code];
};
const decided = [409, 'adjustment_decided'];

describe('regression 11: a decided adjustment', () => {
  const ends = ['approve/', 'reject/'];
  test.each(ends)('is frozen after %s', async (end) => {
    const path = await ask();
    const body = end === 'reject/' ? { reason: 'found again' } : undefined;
    expect((await room.call('POST', `${path}${end}`, body, 'owner')).status).toBe(200);
    const all = { product, adjustment_type: 'OTHER', quantity_adjusted: '-9', reason: 'x' };
    expect(await codeOf(room.call('PATCH', path, { quantity_adjusted: '-9' }))).toEqual(decided);
    expect(await codeOf(room.call('PUT', path, all))).toEqual(decided);
    expect(await codeOf(room.call('DELETE', path))).toEqual(decided);
    // Regression 2: decided twice is a no, not a fault.
    expect(await codeOf(room.call('POST', `${path}approve/`))).toEqual(decided);
    expect(await codeOf(room.call('POST', `${path}reject/`, { reason: 'no' }))).toEqual(decided);
    const onHand = end === 'reject/' ? '10' : '8';
    expect((await room.level(product)).on_hand).toBe(onHand);
  });

  test('regression 2: approved and rejected at once, it is one of them', async () => {
    const path = await ask();
    const reason = { reason: 'no' };
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, () => room.call('POST', `${path}approve/`, undefined, 'owner')),
      ...Array.from({ length: 4 }, () => room.call('POST', `${path}reject/`, reason)),
    ]);
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    const { body } = await room.call('GET', path);
    expect(body.is_approved).toBe(!body.is_rejected);
    expect((await room.level(product)).on_hand).toBe(body.is_approved === true ? '8' : '10');
  });

  test('whoever changed it has made it, and may not approve it', async () => {
    const path = await ask({}, 'owner');
    const changed = await room.call('PATCH', path, { quantity_adjusted: '-5' });
    expect(changed.body).toMatchObject({ quantity_adjusted: '-5', reason: 'missing' });
    const own = room.call('POST', `${path}approve/`);
    expect(await codeOf(own)).toEqual([403, 'approver_is_creator']);
    expect((await room.call('POST', `${path}approve/`, undefined, 'owner')).status).toBe(200);
    expect((await room.level(product)).on_hand).toBe('5');
  });
});

describe('a pending adjustment', () => {
  const pending = async (): Promise<string[]> => {
    const { body } = await room.call('GET', `${adjustments}pending/?product=${product}`);
    return (body as { adjustment_id: string }[]).map(
      (one) => `${adjustments}${one.adjustment_id}/`,
    );
  };

  test('is listed as such until somebody decides', async () => {
    const [one, other, third] = [await ask(), await ask(), await ask()];
    expect((await pending()).toSorted()).toEqual([one, other, third].toSorted());
    await room.call('POST', `${one}approve/`, undefined, 'owner');
    const rejected = await room.call('POST', `${other}reject/`, { reason: 'found' });
    expect(rejected.body).toMatchObject({ is_rejected: true, rejection_reason: 'found' });
    expect((await room.call('GET', other)).body).toEqual(rejected.body);
    expect(await pending()).toEqual([third]);
    const { body } = await room.call('GET', `${adjustments}?product=${product}&is_rejected=true`);
    expect(body).toHaveLength(1);
  });

  test('is replaced whole, and withdrawn', async () => {
    const path = await ask();
    expect(await codeOf(room.call('PUT', path, { reason: 'x' }))).toEqual([400, 'input_invalid']);
    const other = await room.productWith('1');
    const all = { adjustment_type: 'OTHER', quantity_adjusted: '4', reason: 'x' };
    const put = await room.call('PUT', path, { ...all, product: other });
    expect(put.body).toMatchObject({ product: other, quantity_adjusted: '4' });
    expect((await room.call('DELETE', path)).status).toBe(204);
    for (const [method, end] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', 'approve/'],
    ] as const) {
      expect(await codeOf(room.call(method, `${path}${end}`))).toEqual([404, 'not_found']);
    }
    const id = path.slice(adjustments.length, -1);
    const again = { adjustment_id: id, product, ...all };
    expect(await codeOf(room.call('POST', adjustments, again))).toEqual([409, 'id_reused']);
    expect((await room.level(other)).on_hand).toBe('1');
  });

  test('is not a cashier’s to change or decide', async () => {
    const path = await ask();
    const reason = { reason: 'x' };
    const asked = [
      room.call('PATCH', path, reason, 'cashier'),
      room.call('DELETE', path, undefined, 'cashier'),
      room.call('POST', `${path}reject/`, reason, 'cashier'),
    ];
    for (const one of asked) expect(await codeOf(one)).toEqual([403, 'capability_missing']);
  });
});

describe('what is damaged', () => {
  test('leaves the shelf as a movement of its own type', async () => {
    const path = await ask({ adjustment_type: 'DAMAGE', quantity_adjusted: '-3' });
    await room.call('POST', `${path}approve/`, undefined, 'owner');
    const { body } = await room.call('GET', `/api/stock-movements/?product=${product}`);
    const types = (body as { movement_type: string }[]).map((one) => one.movement_type);
    expect(types.toSorted()).toEqual(['DAMAGE', 'INITIAL']);
  });

  test('never arrives, whichever way it is asked for', async () => {
    const wrong = { product, adjustment_type: 'DAMAGE', quantity_adjusted: '3', reason: 'x' };
    const refused = [422, 'amount_invalid'];
    expect(await codeOf(room.call('POST', adjustments, wrong))).toEqual(refused);
    const path = await ask({ quantity_adjusted: '3' });
    const change = room.call('PATCH', path, { adjustment_type: 'DAMAGE' });
    expect(await codeOf(change)).toEqual(refused);
  });
});

test('every decision is told to the audit, with before and after', async () => {
  const path = await ask();
  await room.call('PATCH', path, { quantity_adjusted: '-1' });
  await room.call('POST', `${path}reject/`, { reason: 'no' });
  const told = await room.eventsOf('audit.events', path.slice(adjustments.length, -1));
  const actions = told.map((row) => row['payload'] as { action: string; data: object });
  expect(actions.map(({ action }) => action)).toEqual([
    'STOCK_ADJUSTMENT_CHANGED',
    'STOCK_ADJUSTMENT_REJECTED',
  ]);
  expect(actions[0]?.data).toMatchObject({
    before: { quantityAdjusted: '-2' },
    after: { quantityAdjusted: '-1' },
  });
});

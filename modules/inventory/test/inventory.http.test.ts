/** Stock follows what is sold and given back, once, and corrections need a second person. */
import type { Event } from '@evertill/contract';
import { startTestShop } from '@evertill/testing';
import type { TestRole, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newUuid, openCounter, productOf } from '@evertill/testing';
import type { Counter } from '@evertill/testing';

let shop: TestShop;
let counter: Counter;
let product: string;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
});
beforeEach(async () => {
  product = await productOf(shop, shop.tenants[0]);
});
afterAll(() => shop.close());

const as = (role: TestRole, tenant = 0) => ({ token: shop.tenants[tenant]?.tokens[role] });

async function onHand(of = product): Promise<string | undefined> {
  const { body } = await shop.call('GET', `/api/stock-levels/?product=${of}`, as('cashier'));
  return (body as { on_hand: string }[])[0]?.on_hand;
}

function correction(change: object = {}) {
  return {
    adjustment_id: newUuid(),
    product,
    adjustment_type: 'PHYSICAL_COUNT',
    quantity_adjusted: '12.5',
    reason: 'counted',
    ...change,
  };
}

const create = (body: object, role: TestRole = 'manager') =>
  shop.call('POST', '/api/stock-adjustments/', { ...as(role), body });
const approve = (id: string, role: TestRole, tenant = 0) =>
  shop.call('POST', `/api/stock-adjustments/${id}/approve/`, as(role, tenant));

describe('regression 11: a correction', () => {
  test('moves nothing until somebody else approves it, and then once', async () => {
    const body = correction();
    expect((await create(body)).status).toBe(201);
    expect(await onHand()).toBeUndefined();
    expect((await approve(body.adjustment_id, 'manager')).body.code).toBe('approver_is_creator');
    // Every wire to the database is open: else those who ask at once would stand in a queue.
    await Promise.all(Array.from({ length: 12 }, () => onHand()));
    const asked = Array.from({ length: 12 }, () => approve(body.adjustment_id, 'owner'));
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses).toEqual(statuses.map(() => 200));
    expect(await onHand()).toBe('12.5');
    // Regression 2: decided twice is a no, not a fault.
    const late = await approve(body.adjustment_id, 'manager');
    expect([late.status, late.body.code]).toEqual([409, 'adjustment_decided']);
  });

  test('of the owner may be approved by the owner', async () => {
    const body = correction({ quantity_adjusted: '-3' });
    await create(body, 'owner');
    expect((await approve(body.adjustment_id, 'owner')).status).toBe(200);
    expect(await onHand()).toBe('-3');
  });

  test('sent again is the first one; with another content it is a conflict', async () => {
    const body = correction();
    const first = await create(body);
    const again = await create(body);
    expect([again.status, again.body]).toEqual([201, first.body]);
    const other = await create({ ...body, quantity_adjusted: '1' });
    expect([other.status, other.body.code]).toEqual([409, 'id_reused']);
  });

  test('is not a cashier’s, and regression 13: not another shop’s', async () => {
    const body = correction();
    expect((await create(body, 'cashier')).body.code).toBe('capability_missing');
    await create(body);
    expect((await approve(body.adjustment_id, 'cashier')).body.code).toBe('capability_missing');
    const foreign = await approve(body.adjustment_id, 'owner', 1);
    const missing = await approve(newUuid(), 'owner', 1);
    expect([foreign.status, foreign.body.code]).toEqual([404, 'not_found']);
    expect(foreign.body.detail).toBe(missing.body.detail);
  });

  test.each([
    [{ quantity_adjusted: '0' }, 422, 'amount_invalid'],
    [{ quantity_adjusted: '0.0001' }, 422, 'amount_invalid'],
    [{ quantity_adjusted: '1000000001' }, 422, 'amount_invalid'],
    [{ quantity_adjusted: 'x' }, 400, 'input_invalid'],
    [{ product: '00000000-0000-4000-8000-000000000000' }, 404, 'not_found'],
    [{ user_client: '00000000-0000-4000-8000-000000000000' }, 403, 'tenant_mismatch'],
    [{ is_approved: true }, 400, 'input_invalid'],
  ])('with %j is refused: %i %s', async (change, status, code) => {
    const answer = await create(correction(change));
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('may name its own shop, in capitals too, and ids in capitals are the same ids', async () => {
    const body = correction({ user_client: shop.tenants[0].tenantId.toUpperCase() });
    expect((await create(body)).status).toBe(201);
    expect((await approve(body.adjustment_id.toUpperCase(), 'owner')).status).toBe(200);
    const [entry] = await shop.sql(
      `SELECT payload ->> 'objectId' AS id FROM inventory.outbox WHERE aggregate_id = $1`,
      [body.adjustment_id],
    );
    expect(entry?.['id']).toBe(body.adjustment_id);
  });
});

describe('regression 10: what is sold leaves the shelf, what is fit to be sold comes back', () => {
  test('a sale of two lines of one product, a refund restocked and one not', async () => {
    const lines = [1_000, 2_500].map((quantityMilli) => ({
      product,
      unitPriceMinor: 100,
      quantityMilli,
    }));
    const sale = counter.next('sale', counter.saleOf({ lines }));
    const refundOf = (isRestocked: boolean) => {
      const body = counter.refundOf(sale.id);
      const [line] = body['lines'] as object[];
      const own = { product, quantity: '1', is_restocked: isRestocked };
      return counter.next('refund', { ...body, lines: [{ ...line, ...own }] });
    };
    await counter.push([sale, refundOf(true), refundOf(false)]);
    await shop.running.assembly.drain();
    expect(await onHand()).toBe('-2.5');
    const path = `/api/stock-movements/?product=${product}`;
    const { body } = await shop.call('GET', path, as('cashier'));
    const moved = (body as { movement_type: string; quantity: string; new_stock: string }[])
      .map((one) => [one.movement_type, one.quantity])
      .toSorted();
    expect(moved).toEqual([
      ['RETURN', '1'],
      ['SALE', '-1'],
      ['SALE', '-2.5'],
    ]);
  });

  test('a sale that is voided puts everything back', async () => {
    const lines = [1_000, 2_500].map((quantityMilli) => ({
      product,
      unitPriceMinor: 100,
      quantityMilli,
    }));
    const sale = counter.next('sale', counter.saleOf({ lines }));
    await counter.push([sale]);
    await shop.running.assembly.drain();
    expect(await onHand()).toBe('-3.5');
    const body = { sales_header: sale.id, reason: 'wrong customer' };
    const undone = await counter.settle('void', body, { role: 'manager' });
    expect(undone.outcome).toBe('APPLIED');
    await shop.running.assembly.drain();
    expect(await onHand()).toBe('0');
  });

  test('regression 19: a sale that is told twice has left the shelf once', async () => {
    const lines = [{ product, unitPriceMinor: 100, quantityMilli: 4_000 }];
    const sale = counter.next('sale', counter.saleOf({ lines }));
    await counter.push([sale]);
    await shop.running.assembly.drain();
    const [row] = await shop.sql(`SELECT * FROM orders.outbox WHERE aggregate_id = $1`, [sale.id]);
    const { tenantId } = shop.tenants[0];
    const event: Event = {
      id: row?.['event_id'] as string,
      type: 'order.completed',
      tenantId,
      aggregateId: sale.id,
      occurredAt: sale.occurred_at,
      traceparent: null,
      payload: row?.['payload'] as Event['payload'],
    };
    const deliver = shop.running.assembly.inboxes.get('inventory');
    const again = { tenantId, source: 'orders', events: [event, event] };
    await Promise.all([deliver?.(again), deliver?.(again)]);
    expect(await onHand()).toBe('-4');
  });
});

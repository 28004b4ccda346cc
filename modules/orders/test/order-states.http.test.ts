/** Confirming, cancelling, running out of time, and what providers collect. */
import type { Event } from '@evertill/contract';
import { newUuid, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskOf } from './order-desk.ts';
import type { Desk, Json } from './order-desk.ts';

let shop: TestShop;
let desk: Desk;
beforeAll(async () => {
  shop = await startTestShop();
  desk = deskOf(shop, shop.tenants[0]);
});
afterAll(() => shop.close());

const act = (id: unknown, verb: string, body: Json = {}, role: 'cashier' | 'manager' = 'cashier') =>
  desk.call('POST', `/api/salesheaders/${String(id)}/${verb}/`, body, role);
const levelOf = async (product: string): Promise<Json> => {
  await shop.running.assembly.drain();
  const { body } = await desk.call('GET', `/api/stock-levels/?product=${product}`);
  const { on_hand, reserved, available } = (body as Json[])[0] ?? {};
  return { on_hand, reserved, available };
};
const level = (onHand: string, reserved: string, available: string): Json => ({
  on_hand: onHand,
  reserved,
  available,
});
const blocked = (stock: string): Promise<string> =>
  desk.product('3.00', { oversell_policy: 'BLOCK' }, stock);

describe('regression 8: confirm and cancel', () => {
  test('confirm reserves once, cancel gives back once, and on-hand never moves', async () => {
    const product = await blocked('5');
    const id = (await desk.draft(product, '2'))['sales_header_id'];
    expect(await levelOf(product)).toEqual(level('5', '0', '5'));
    const confirmed = await act(id, 'confirm');
    expect(confirmed.body).toMatchObject({ status: 'CONFIRMED', remaining_balance: '6.00' });
    expect(Date.parse(confirmed.body.expires_at as string)).toBeGreaterThan(
      Date.parse('2020-01-01'),
    );
    expect((await act(id, 'confirm')).body).toEqual(confirmed.body);
    expect(await levelOf(product)).toEqual(level('5', '2', '3'));
    expect((await act(id, 'cancel', { reason: 'no' })).body).toMatchObject({ status: 'CANCELLED' });
    expect((await act(id, 'cancel', { reason: 'no' })).body).toMatchObject({ status: 'CANCELLED' });
    expect(await levelOf(product)).toEqual(level('5', '0', '5'));
    expect((await act(id, 'confirm')).body.code).toBe('order_state');
  });

  test('what is sold leaves the stock once, and its reservation with it', async () => {
    const product = await blocked('5');
    const id = (await desk.draft(product, '2'))['sales_header_id'];
    await act(id, 'confirm');
    expect((await desk.pay(id, '6.00')).body.status).toBe('COMPLETED');
    expect(await levelOf(product)).toEqual(level('3', '0', '3'));
    expect((await act(id, 'cancel')).body.code).toBe('order_state');
  });

  test('an empty draft is not confirmed, and a line may not be changed after', async () => {
    const empty = await desk.call('POST', '/api/salesheaders/', {});
    expect((await act(empty.body.sales_header_id, 'confirm')).body.code).toBe('order_empty');
    expect((await act(newUuid(), 'confirm')).body.code).toBe('not_found');
    const product = await blocked('5');
    const id = (await desk.draft(product))['sales_header_id'];
    await act(id, 'confirm');
    const line = { sales_header: id, product, quantity: 1 };
    expect((await desk.call('POST', '/api/salesdetails/', line)).body.code).toBe('order_state');
    const path = `/api/salesheaders/${String(id)}/`;
    expect((await desk.call('DELETE', path, { reason: 'x' })).body.code).toBe('order_state');
    expect((await desk.call('PATCH', path, { note: 'at the door' })).status).toBe(200);
  });

  test('an order without a price is sold when it is confirmed', async () => {
    const header = await desk.draft(await desk.product('0.00'));
    expect((await act(header['sales_header_id'], 'confirm')).body.status).toBe('COMPLETED');
  });
});

describe('stock', () => {
  test('regression 2: insufficient stock is a 409, and the draft stays', async () => {
    const product = await blocked('1');
    const id = (await desk.draft(product, '2'))['sales_header_id'];
    const answer = await act(id, 'confirm');
    expect(answer).toMatchObject({ status: 409, body: { code: 'insufficient_stock' } });
    expect(await desk.header(id)).toMatchObject({ status: 'PENDING' });
    expect(await levelOf(product)).toEqual(level('1', '0', '1'));
  });

  test('regression 12: two concurrent confirmations of the last unit: one wins', async () => {
    const product = await blocked('1');
    const drafts = await Promise.all([1, 2, 3, 4].map(() => desk.draft(product)));
    const answers = await Promise.all(drafts.map((one) => act(one['sales_header_id'], 'confirm')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of answers.filter((one) => one.status !== 200)) {
      expect([status, body.code]).toEqual([409, 'insufficient_stock']);
    }
    expect(await levelOf(product)).toEqual(level('1', '1', '0'));
  });

  test('one order confirmed many times at once is reserved once', async () => {
    const product = await blocked('9');
    const id = (await desk.draft(product, '2'))['sales_header_id'];
    const answers = await Promise.all([1, 2, 3].map(() => act(id, 'confirm')));
    for (const { status } of answers) expect(status).toBe(200);
    expect(await levelOf(product)).toEqual(level('9', '2', '7'));
  });

  test('of a draft line is reserved for days, follows its changes, and is let go', async () => {
    const product = await blocked('5');
    const id = (await desk.draft(product, '2'))['sales_header_id'];
    const { body } = await desk.call('GET', `/api/salesdetails/?sales_header=${String(id)}`);
    const path = `/api/salesdetails/${String((body as Json[])[0]?.['sales_detail_id'])}/`;
    const kept = await desk.call('POST', `${path}reserve/`, { expiry_days: 2 });
    expect(kept).toMatchObject({ status: 201, body: { reservation_id: id } });
    expect(await levelOf(product)).toEqual(level('5', '2', '3'));
    await desk.call('PATCH', path, { quantity: '4' });
    expect(await levelOf(product)).toEqual(level('5', '4', '1'));
    await desk.call('DELETE', path, {});
    expect(await levelOf(product)).toEqual(level('5', '0', '5'));
    const other = (await desk.draft(product, '6'))['sales_header_id'];
    const lines = await desk.call('GET', `/api/salesdetails/?sales_header=${String(other)}`);
    const one = `/api/salesdetails/${String((lines.body as Json[])[0]?.['sales_detail_id'])}/reserve/`;
    expect((await desk.call('POST', one, {})).body.code).toBe('insufficient_stock');
  });
});

describe('time', () => {
  const runOut = async (id: unknown): Promise<void> => {
    const past = '2020-01-01T00:00:00Z';
    await shop.sql('UPDATE orders.orders SET expires_at = $2 WHERE order_id = $1', [id, past]);
    await shop.sql('UPDATE inventory.reservations SET expires_at = $2 WHERE reservation_id = $1', [
      id,
      past,
    ]);
    await shop.running.assembly.chores.doAll();
  };

  test('ends an order that nobody paid, and its stock is free again once', async () => {
    const product = await blocked('5');
    const id = (await desk.draft(product, '2'))['sales_header_id'];
    await act(id, 'confirm');
    await runOut(id);
    expect(await levelOf(product)).toEqual(level('5', '0', '5'));
    expect(await desk.header(id)).toMatchObject({ status: 'EXPIRED', expires_at: null });
    expect((await desk.pay(id, '6.00')).body.code).toBe('order_state');
    expect((await act(id, 'cancel')).body.code).toBe('order_state');
  });

  test('does not end what something was paid on', async () => {
    const id = (await desk.draft(await blocked('5'), '2'))['sales_header_id'];
    await act(id, 'confirm');
    await desk.pay(id, '1.00');
    await runOut(id);
    await shop.running.assembly.drain();
    expect(await desk.header(id)).toMatchObject({ status: 'CONFIRMED', remaining_balance: '5.00' });
  });

  test('run out is no end for who has paid: a late payment revives the order', async () => {
    const id = (await desk.draft(await blocked('5'), '2'))['sales_header_id'];
    await act(id, 'confirm');
    await runOut(id);
    await collected(id, 600);
    expect(await desk.header(id)).toMatchObject({ status: 'COMPLETED' });
  });
});

/** Told as payments tells it, and delivered a second time. */
async function collected(id: unknown, amountMinor: number, more: Json = {}): Promise<void> {
  const { assembly } = shop.running;
  const [{ tenantId }] = shop.tenants;
  const payload = {
    paymentAttemptId: newUuid(),
    orderId: String(id),
    amountMinor,
    currency: 'GBP',
    method: 'CARD',
    provider: 'SIMULATOR',
    reference: 'ref-1',
    ...more,
  };
  await assembly.databases.get('payments')?.inTransaction({ tenantId }, async (tx) => {
    tx.tell({ type: 'payment.completed', aggregateId: String(id), payload });
  });
  await assembly.drain();
  const [told] = await shop.sql(
    `SELECT event_id, occurred_at FROM payments.outbox
     WHERE payload ->> 'paymentAttemptId' = $1`,
    [payload.paymentAttemptId],
  );
  const event = {
    id: String(told?.['event_id']),
    type: 'payment.completed',
    tenantId,
    aggregateId: String(id),
    occurredAt: (told?.['occurred_at'] as Date).toISOString(),
    traceparent: null,
    payload,
  } as Event<'payment.completed'>;
  await assembly.inboxes.get('orders')?.({ tenantId, source: 'payments', events: [event, event] });
}

describe('what a provider collected', () => {
  const whyOf = async (id: unknown): Promise<unknown[]> => {
    const path = `/api/unmatched-payments/?sales_header=${String(id)}`;
    const { body } = await desk.call('GET', path, undefined, 'manager');
    return (body as Json[]).map((one) => one['why']);
  };

  test('is a tender of its order, counted once, and completes it', async () => {
    const id = (await desk.draft(await desk.product('6.00')))['sales_header_id'];
    await act(id, 'confirm');
    await collected(id, 200);
    expect(await desk.header(id)).toMatchObject({ status: 'CONFIRMED', remaining_balance: '4.00' });
    await collected(id, 400);
    expect(await desk.header(id)).toMatchObject({
      status: 'COMPLETED',
      cashier: expect.any(String),
    });
    expect(await whyOf(id)).toEqual([]);
  });

  test('waits for a person when no order can take it', async () => {
    const unknown = newUuid();
    await collected(unknown, 100);
    expect(await whyOf(unknown)).toEqual(['order_unknown']);
    const id = (await desk.draft(await desk.product('6.00')))['sales_header_id'];
    await act(id, 'confirm');
    await collected(id, 601);
    await collected(id, 600, { currency: 'KES' });
    expect(await whyOf(id)).toEqual(['amount_differs', 'amount_differs']);
    await act(id, 'cancel');
    await collected(id, 600);
    expect(await whyOf(id)).toHaveLength(3);
    const sold = (await desk.draft(await desk.product('1.00')))['sales_header_id'];
    await act(sold, 'confirm');
    await desk.pay(sold, '1.00');
    await collected(sold, 100);
    expect(await whyOf(sold)).toEqual(['order_settled']);
    const { body } = await desk.call('GET', '/api/unmatched-payments/', undefined, 'cashier');
    expect(body.code).toBe('capability_missing');
  });

  test('goes to a person when its sale is voided: nobody hands it back over the counter', async () => {
    const id = (await desk.draft(await desk.product('6.00')))['sales_header_id'];
    await act(id, 'confirm');
    await collected(id, 600);
    expect((await act(id, 'void', { reason: 'wrong' }, 'manager')).body.status).toBe('VOIDED');
    expect(await whyOf(id)).toEqual(['order_voided']);
  });

  test('of two orders at once is taken by both, in whatever order it came', async () => {
    const [one, other] = [
      await desk.draft(await desk.product('1.00')),
      await desk.draft(await desk.product('1.00')),
    ].map((draft) => draft['sales_header_id']);
    for (const id of [one, other]) await act(id, 'confirm');
    await Promise.all([collected(one, 100), collected(other, 50), collected(other, 50)]);
    for (const id of [one, other]) {
      expect(await desk.header(id)).toMatchObject({ status: 'COMPLETED' });
    }
  });

  test('goes to a person when its order is cancelled; cash goes back, and both need a leader', async () => {
    const id = (await desk.draft(await desk.product('6.00')))['sales_header_id'];
    await act(id, 'confirm');
    await collected(id, 200);
    await desk.pay(id, '1.00');
    expect((await act(id, 'cancel')).body.code).toBe('void_needs_manager');
    const given = await act(id, 'void', { reason: 'changed her mind' }, 'manager');
    expect(given.body).toMatchObject({ status: 'CANCELLED' });
    expect(await whyOf(id)).toEqual(['order_cancelled']);
  });
});

/** Voids: who may, until when, and what stands beside the sale afterwards. */
import { newUuid, openCounter, startTestShop } from '@evertill/testing';
import type { Counter, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskOf } from './order-desk.ts';
import type { Desk, Json } from './order-desk.ts';

let shop: TestShop;
let desk: Desk;
let till: Counter;
beforeAll(async () => {
  shop = await startTestShop();
  desk = deskOf(shop, shop.tenants[0]);
  till = await openCounter(shop);
});
afterAll(() => shop.close());

const undo = (id: unknown, body: Json, role: 'cashier' | 'manager' = 'manager') =>
  desk.call('POST', `/api/salesheaders/${String(id)}/void/`, body, role);

async function sold(price = '5.00', stock?: string): Promise<{ id: unknown; product: string }> {
  const product = await desk.product(price, {}, stock);
  const header = await desk.draft(product);
  const id = header['sales_header_id'];
  await desk.call('POST', `/api/salesheaders/${String(id)}/confirm/`, {});
  expect((await desk.pay(id, price)).body.status).toBe('COMPLETED');
  return { id, product };
}

const countered = async (change: Json = {}): Promise<string> => {
  const sale = till.next('sale', { ...till.saleOf(), ...change });
  const { body } = await till.push([sale]);
  expect(body.results).toMatchObject([{ outcome: 'APPLIED' }]);
  return sale.id;
};

describe('regression 5: a void', () => {
  test('by a cashier is refused; by a manager it is audited with who and why', async () => {
    const { id } = await sold();
    const refused = await undo(id, { reason: 'wrong' }, 'cashier');
    expect(refused).toMatchObject({ status: 403, body: { code: 'void_needs_manager' } });
    const forged = await undo(id, { reason: 'wrong', approval: 'mine' }, 'cashier');
    expect(forged).toMatchObject({ status: 403, body: { code: 'approval_invalid' } });
    expect(await desk.header(id)).toMatchObject({ status: 'COMPLETED' });
    expect((await undo(id, {})).body.code).toBe('input_invalid');
    expect((await undo(id, { reason: 'wrong' })).body).toMatchObject({ status: 'VOIDED' });
    expect((await undo(id, { reason: 'wrong' })).body).toMatchObject({ status: 'VOIDED' });
    expect((await undo(id, { reason: 'other' })).body.code).toBe('order_state');
    await shop.running.assembly.drain();
    const path = `/api/audit-logs/?action=VOID&object_id=${String(id)}`;
    const entries = (await desk.call('GET', path, undefined, 'owner')).body as Json[];
    expect(entries).toMatchObject([{ reason: 'wrong', user: expect.any(String) }]);
  });

  test('puts the goods back, and takes the sale out of the day', async () => {
    const today = async (): Promise<number> =>
      Number((await desk.call('GET', '/api/sales/today/', undefined, 'owner')).body.total_sales);
    const before = await today();
    const { id, product } = await sold('5.00', '3');
    const onHand = async (): Promise<unknown> => {
      await shop.running.assembly.drain();
      const { body } = await desk.call('GET', `/api/stock-levels/?product=${product}`);
      return (body as Json[])[0]?.['on_hand'];
    };
    expect(await onHand()).toBe('2');
    expect(await today()).toBe(before + 5);
    await undo(id, { reason: 'wrong' });
    expect(await onHand()).toBe('3');
    expect(await today()).toBe(before);
    const list = await desk.call('GET', '/api/salesheaders/?status=VOIDED', undefined, 'owner');
    expect((list.body as Json[]).map((one) => one['sales_header_id'])).toContain(id);
  });

  test('is for a sale of which nothing went back, and a refund after it is flagged', async () => {
    const refunded = await countered();
    await till.settle('refund', till.refundOf(refunded));
    expect((await undo(refunded, { reason: 'wrong' })).body.code).toBe('order_state');
    const voided = await countered();
    expect((await undo(voided, { reason: 'wrong' })).body.status).toBe('VOIDED');
    const late = await till.settle('refund', till.refundOf(voided));
    expect(late).toMatchObject({ outcome: 'APPLIED' });
    expect(late.flags).toContain('sale_voided');
    expect(await desk.header(voided)).toMatchObject({ status: 'VOIDED' });
  });

  test('and a refund at the same moment: the void is first or it is refused', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await countered();
      const [answer, refund] = await Promise.all([
        undo(id, { reason: 'wrong' }),
        till.settle('refund', till.refundOf(id)),
      ]);
      expect(refund.outcome).toBe('APPLIED');
      const isVoided = answer.status === 200;
      expect(isVoided || answer.body.code === 'order_state').toBe(true);
      expect(refund.flags.includes('sale_voided')).toBe(isVoided);
    }
  });

  test('is for its day, and for its session: then it is a refund', async () => {
    const yesterday = new Date(Date.parse('2026-01-02T12:00:00Z')).toISOString();
    const sale = till.next('sale', till.saleOf(), { occurred_at: yesterday });
    expect((await till.push([sale])).body.results).toMatchObject([{ outcome: 'APPLIED' }]);
    const late = await undo(sale.id, { reason: 'wrong' });
    expect(late).toMatchObject({ status: 409, body: { code: 'void_too_late' } });
    const session = newUuid();
    const open = { session, currency: 'GBP', opening_float: '0.00' };
    expect(await till.settle('session_open', open)).toMatchObject({ outcome: 'APPLIED' });
    const [kept, gone] = [await countered({ session }), await countered({ session })];
    expect((await undo(kept, { reason: 'wrong' })).body.status).toBe('VOIDED');
    const report = `/api/cash-sessions/${session}/x-report/`;
    expect((await desk.call('GET', report, undefined, 'owner')).body).toMatchObject({
      expected_total: '25.50',
      figures: { voids_count: 1, voids_total: '25.50', net_total: '25.50' },
    });
    const closing = { session, closing_total: '25.50' };
    expect(await till.settle('session_close', closing)).toMatchObject({ outcome: 'APPLIED' });
    const after = await undo(gone, { reason: 'wrong' });
    expect(after).toMatchObject({ status: 409, body: { code: 'session_closed' } });
  });
});

describe('a void in the queue of a register', () => {
  test('is booked for who may; from a cashier it waits for a manager', async () => {
    const id = await countered();
    const body = { sales_header: id, reason: 'wrong' };
    expect(await till.settle('void', body)).toMatchObject({
      outcome: 'REJECTED_NEEDS_MANAGER',
      code: 'void_needs_manager',
    });
    const booked = till.next('void', body);
    const answer = await till.push([booked], { role: 'manager' });
    expect(answer.body.results).toMatchObject([{ outcome: 'APPLIED', flags: [] }]);
    const again = await till.push([booked], { role: 'manager' });
    expect(again.body.results).toMatchObject([{ outcome: 'DUPLICATE' }]);
    expect(await desk.header(id)).toMatchObject({ status: 'VOIDED' });
    expect(await till.settle('void', body, { role: 'manager' })).toMatchObject({
      outcome: 'CONFLICT',
      code: 'order_state',
    });
  });

  test('of a sale that nobody knows, or of another shop, is rejected', async () => {
    const unknown = { sales_header: newUuid(), reason: 'wrong' };
    expect(await till.settle('void', unknown, { role: 'manager' })).toMatchObject({
      outcome: 'REJECTED_TERMINAL',
      code: 'sale_not_found',
    });
    const foreign = { ...unknown, user_client: shop.tenants[1].tenantId };
    expect(await till.settle('void', foreign, { role: 'manager' })).toMatchObject({
      code: 'tenant_mismatch',
    });
  });
});

/** Goods back and goods out in one transaction, and what is between them collected or paid out. */
import { storeCreditCode } from '@evertill/domain';
import { newUuid, openCounter, startTestShop } from '@evertill/testing';
import type { Body, Counter, TestAnswer, TestRole, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deskOf } from './order-desk.ts';
import { deskAt, said } from './return-desk.ts';
import type { ReturnDesk } from './return-desk.ts';

let shop: TestShop;
let counter: Counter;
let desk: ReturnDesk;
/** Products at five, at eight and a half, and at twelve. */
let five: string;
let same: string;
let twelve: string;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
  desk = deskAt(counter);
  const { product } = deskOf(shop, counter.tenant);
  five = await product('5.00');
  same = await product('8.50');
  twelve = await product('12.00');
});
afterAll(() => shop.close());

const exchange = (sale: string, change: Body = {}, role: TestRole = 'manager') =>
  desk.ask('POST', `/api/salesheaders/${sale}/exchange/`, {
    role,
    body: {
      exchange_id: newUuid(),
      return_items: [{ product: counter.product, quantity: '1' }],
      new_items: [{ product: same, quantity: '1' }],
      reason: 'WRONG_ITEM',
      ...change,
    },
  });

async function tendersOf(answer: TestAnswer): Promise<{ back: unknown[]; out: unknown[] }> {
  const of = async (filter: string): Promise<unknown[]> => {
    const { body } = await desk.ask('GET', `/api/sales-payments/?${filter}`);
    return (body as Body[]).map((one) => [one['method'], one['amount'], one['reference']]).sort();
  };
  return {
    back: await of(`sales_refund=${answer.body.refund_id as string}`),
    out: await of(`sales_header=${answer.body.exchange_order_id as string}`),
  };
}

const named = (answer: TestAnswer): string => `exchange:${answer.body.exchange_id as string}`;

test('for the same price nothing is paid; both sides are facts, and the stock moves', async () => {
  const sale = await desk.sell();
  const answer = await exchange(sale);
  expect(answer.body).toMatchObject({
    original_order_id: sale,
    refunded_total: '8.50',
    new_order_total: '8.50',
    net_delta: '0.00',
    net_direction: 'EVEN',
    change: '0.00',
  });
  const tender = ['OTHER', '8.50', named(answer)];
  expect(await tendersOf(answer)).toEqual({ back: [tender], out: [tender] });
  const order = await desk.ask('GET', `/api/salesheaders/${answer.body.exchange_order_id}/`);
  expect(order.body).toMatchObject({ status: 'COMPLETED', total_price: '8.50', flags: [] });
  const refund = await desk.ask('GET', `/api/sales-refunds/${answer.body.refund_id}/`);
  expect(refund.body).toMatchObject({
    amount: '8.50',
    tax: '1.42',
    lines: [{ sale_line_number: 1, quantity: '1', is_restocked: true }],
  });
  expect(await desk.statusOf(sale)).toBe('PARTIALLY_REFUNDED');
  await shop.running.assembly.drain();
  const moved = await shop.sql(
    `SELECT type, quantity_milli::int AS milli FROM inventory.stock_movements
     WHERE source_id = ANY ($1) ORDER BY type`,
    [[answer.body.refund_id, answer.body.exchange_order_id]],
  );
  expect(moved).toEqual([
    { type: 'RETURN', milli: 1000 },
    { type: 'SALE', milli: -1000 },
  ]);
});

test('for something dearer the rest is collected, exactly; cash may give change', async () => {
  const sale = await desk.sell();
  const dearer = { new_items: [{ product: twelve, quantity: '1' }] };
  const differs = [409, 'tender_differs'];
  const cash = (amount: string) => ({ ...dearer, payments: [{ method: 'CASH', amount }] });
  const card = (amount: string) => ({ ...dearer, payments: [{ method: 'CARD', amount }] });
  for (const body of [dearer, cash('3.49'), card('3.51')]) {
    expect(said(await exchange(sale, body))).toEqual(differs);
  }
  const answer = await exchange(sale, cash('5.00'));
  expect(answer.body).toMatchObject({
    refunded_total: '8.50',
    new_order_total: '12.00',
    net_delta: '3.50',
    net_direction: 'COLLECT',
    change: '1.50',
  });
  expect(await tendersOf(answer)).toEqual({
    back: [['OTHER', '8.50', named(answer)]],
    out: [
      ['CASH', '5.00', null],
      ['OTHER', '8.50', named(answer)],
    ],
  });
  expect(said(await exchange(sale, card('3.50')))).toEqual([200]);
});

test('for something cheaper the rest is paid out, to its tenders or to the one named', async () => {
  const cheaper = { new_items: [{ product: five, quantity: '1' }] };
  const sale = await desk.sell({ tenders: [{ method: 'CARD', amountMinor: 2550 }] });
  const paid = { ...cheaper, payments: [{ method: 'CASH', amount: '1.00' }] };
  expect(said(await exchange(sale, paid))).toEqual([409, 'tender_differs']);
  const answer = await exchange(sale, cheaper);
  expect(answer.body).toMatchObject({
    net_delta: '-3.50',
    net_direction: 'REFUND',
    change: '0.00',
  });
  expect((await tendersOf(answer)).back).toEqual([
    ['CARD', '3.50', null],
    ['OTHER', '5.00', named(answer)],
  ]);
  const credit = await exchange(sale, { ...cheaper, refund_method: 'STORE_CREDIT' });
  expect((await tendersOf(credit)).back).toContainEqual([
    'STORE_CREDIT',
    '3.50',
    storeCreditCode(credit.body.refund_id as string),
  ]);
});

test('sent again, or many times at once, it happens once', async () => {
  const sale = await desk.sell();
  const id = newUuid();
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => exchange(sale, { exchange_id: id })),
  );
  for (const answer of answers) expect(answer.body).toEqual(answers[0]?.body);
  const rows = await shop.sql('SELECT FROM orders.refunds WHERE sale_id = $1', [sale]);
  expect(rows).toHaveLength(1);
  const other = { exchange_id: id, notes: 'other' };
  expect(said(await exchange(sale, other))).toEqual([409, 'id_reused']);
  expect(said(await exchange(await desk.sell(), { exchange_id: id }))).toEqual([409, 'id_reused']);
});

test('no more comes back than was sold, however it is named', async () => {
  const sale = await desk.sell();
  const one = { product: counter.product, quantity: '2' };
  const two = { sales_detail: `${sale}:1`, quantity: '1.5' };
  expect(said(await exchange(sale, { return_items: [one, two] }))).toEqual([
    409,
    'refund_exceeds_sale',
  ]);
  await desk.askRefund(sale, { amount: '20.00' });
  expect(said(await exchange(sale))).toEqual([409, 'refund_exceeds_sale']);
  const nothing = { return_items: [{ quantity: '1' }] };
  expect(said(await exchange(sale, nothing))).toEqual([400, 'input_invalid']);
  expect(said(await exchange(newUuid()))).toEqual([404, 'not_found']);
  const unknown = { new_items: [{ product: newUuid(), quantity: '1' }] };
  expect(said(await exchange(sale, unknown))).toEqual([404, 'not_found']);
  const body = { is_active: false };
  const retired = await deskOf(shop, counter.tenant).product('1.00');
  await desk.ask('PATCH', `/api/products/${retired}/`, { body });
  const gone = { new_items: [{ product: retired, quantity: '1' }] };
  expect(said(await exchange(sale, gone))).toEqual([409, 'product_not_sold']);
});

test('a cashier needs a leader, who binds the approval to this sale', async () => {
  const sale = await desk.sell();
  expect(said(await exchange(sale, {}, 'cashier'))).toEqual([403, 'exchange_needs_manager']);
  const other = await desk.letPass('EXCHANGE', newUuid());
  const wrong = [403, 'approval_invalid'];
  expect(said(await exchange(sale, { approval: other }, 'cashier'))).toEqual(wrong);
  const small = await desk.letPass('EXCHANGE', sale, { amount_max: '8.49' });
  expect(said(await exchange(sale, { approval: small }, 'cashier'))).toEqual(wrong);
  const approval = await desk.letPass('EXCHANGE', sale, { amount_max: '8.50' });
  expect(said(await exchange(sale, { approval }, 'cashier'))).toEqual([200]);
  expect(said(await exchange(sale, { approval }, 'cashier'))).toEqual(wrong);
});

test('in shillings: what cash was rounded by is nobody’s loss', async () => {
  const till = await openCounter(shop, shop.tenants[1]);
  const office = deskAt(till);
  const cheap = await deskOf(shop, till.tenant).product('3.30');
  const lines = [{ product: till.product, unitPriceMinor: 1040, quantityMilli: 1000 }];
  // 10.40 asked, ten paid: the credit is ten.
  const sale = await office.sell({ lines, tenders: [{ method: 'CASH', amountMinor: 1000 }] });
  const answer = await office.ask('POST', `/api/salesheaders/${sale}/exchange/`, {
    body: {
      return_items: [{ product: till.product, quantity: '1' }],
      new_items: [{ product: cheap, quantity: '1' }],
      reason: 'OTHER',
    },
  });
  // Of the 6.70 that is over, cash pays six: no more than is left.
  expect(answer.body).toMatchObject({ new_order_total: '3.30', net_direction: 'REFUND' });
  const [refund] = await shop.sql(
    'SELECT total_minor::int AS total, rounding_minor::int AS rounding FROM orders.refunds WHERE sale_id = $1',
    [sale],
  );
  expect(refund).toEqual({ total: 1000, rounding: -40 });
});

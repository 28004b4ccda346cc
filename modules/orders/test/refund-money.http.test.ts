/** Money that goes back over the back office: asked for, kept, approved, paid out. */
import { storeCreditCode } from '@evertill/domain';
import { newUuid, openCounter, startTestShop } from '@evertill/testing';
import type { Body, Counter, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskAt, refundAt, returnAt, said } from './return-desk.ts';
import type { ReturnDesk } from './return-desk.ts';
import { beside, close, openAt } from './session-counter.ts';

let shop: TestShop;
let counter: Counter;
let desk: ReturnDesk;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
  desk = deskAt(counter);
});
afterAll(() => shop.close());

const exceeds = [409, 'refund_exceeds_sale'];
const decided = [409, 'return_decided'];

async function paidOut(refund: string): Promise<readonly unknown[]> {
  const { body } = await desk.ask('GET', `/api/sales-payments/?sales_refund=${refund}`);
  return (body as { method: string; amount: string }[])
    .map(({ method, amount }) => [method, amount])
    .sort();
}

test('regression 21: a refund tells order.refunded, and never a negative completion', async () => {
  const sale = await desk.sell();
  const asked = await desk.askRefund(sale, { notes: 'a scratch', reason: 'DAMAGED' });
  expect(said(asked)).toEqual([201]);
  expect(asked.body).toMatchObject({ status: 'PENDING', is_approved: false, receipt_number: null });
  const told = (): Promise<readonly Body[]> =>
    shop.sql('SELECT type, payload FROM orders.outbox WHERE aggregate_id = $1 ORDER BY id', [sale]);
  expect(await told()).toHaveLength(1);
  const approved = await desk.approve(refundAt(asked));
  expect(approved.body).toMatchObject({
    refund_id: asked.body.refund_id,
    status: 'APPROVED',
    is_approved: true,
    amount: '8.50',
    tax: '1.42',
    method: 'CASH',
    notes: 'a scratch',
    lines: [],
  });
  expect(approved.body.receipt_number).toMatch(/^S-\d{6}$/);
  const [completed, refunded, ...more] = await told();
  expect(more).toEqual([]);
  expect(completed).toMatchObject({ type: 'order.completed', payload: { totalMinor: 2550 } });
  expect(refunded).toMatchObject({
    type: 'order.refunded',
    payload: { orderId: sale, totalMinor: 850, taxMinor: 142, items: [] },
  });
  expect(await paidOut(asked.body.refund_id as string)).toEqual([['CASH', '8.50']]);
  await shop.running.assembly.drain();
  const path = `/api/audit-logs/?action=REFUND&object_id=${asked.body.refund_id as string}`;
  expect((await desk.ask('GET', path)).body).toMatchObject([
    { before_data: { refunded: '0.00' }, after_data: { refunded: '8.50' }, reason: 'DAMAGED' },
  ]);
  expect(await desk.statusOf(sale)).toBe('PARTIALLY_REFUNDED');
});

test('regression 2: a refund decided twice is a no, and pays once', async () => {
  const sale = await desk.sell();
  const asked = await desk.askRefund(sale);
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      desk.approve(refundAt(asked), index % 2 ? 'owner' : 'manager'),
    ),
  );
  const codes = answers.map(said);
  expect(codes.filter(([status]) => status === 200)).toHaveLength(4);
  expect(codes.filter(([, code]) => code === 'return_decided')).toHaveLength(4);
  expect(await paidOut(asked.body.refund_id as string)).toHaveLength(1);
  const change = { body: { amount: '1.00' } };
  expect(said(await desk.ask('PATCH', refundAt(asked), change))).toEqual(decided);
  expect(said(await desk.ask('DELETE', refundAt(asked)))).toEqual(decided);
  const body = { reason: 'x' };
  expect(said(await desk.ask('POST', `${refundAt(asked)}reject/`, { body }))).toEqual(decided);
});

describe('the cap is hard', () => {
  test('what is asked for, paid out, and paid out by counters is all counted', async () => {
    const sale = await desk.sell();
    expect(said(await desk.askRefund(sale, { amount: '25.51' }))).toEqual(exceeds);
    const first = await desk.askRefund(sale, { amount: '10.00' });
    expect((await counter.settle('refund', counter.refundOf(sale))).flags).toEqual([]);
    const over = await desk.askRefund(sale, { amount: '7.01' });
    expect(said(over)).toEqual(exceeds);
    expect(over.body.errors).toEqual([{ field: 'amount', message: 'may be 7.00 at most' }]);
    const second = await desk.askRefund(sale, { amount: '7.00' });
    // Another 8.50 over the counter: of the 17.00 asked for, only 8.50 is left.
    await counter.settle('refund', counter.refundOf(sale));
    expect(said(await desk.approve(refundAt(first)))).toEqual(exceeds);
    expect(said(await desk.approve(refundAt(second)))).toEqual([200]);
    const last = await counter.settle('refund', counter.refundOf(sale));
    expect(last.flags).toContain('refund_exceeds_sale');
  });

  test('ten ask for the last of it at once: one gets it', async () => {
    const sale = await desk.sell();
    // Its money was held before, so that they do not meet on making the row of it.
    await desk.ask('DELETE', refundAt(await desk.askRefund(sale)));
    const asked = await Promise.all(
      Array.from({ length: 10 }, () => desk.askRefund(sale, { amount: '25.50' })),
    );
    const codes = asked.map(said);
    expect(codes.filter(([status]) => status === 201)).toHaveLength(1);
    expect(codes.filter(([, code]) => code === 'refund_exceeds_sale')).toHaveLength(9);
  });

  test('all of the money back, in steps, takes all of the tax, and the sale is refunded', async () => {
    const sale = await desk.sell();
    const taxes: string[] = [];
    for (const amount of ['0.01', '9.99', '15.50']) {
      const asked = await desk.askRefund(sale, { amount });
      taxes.push((await desk.approve(refundAt(asked))).body.tax as string);
    }
    expect(taxes).toEqual(['0.00', '1.67', '2.58']);
    expect(await desk.statusOf(sale)).toBe('REFUNDED');
  });
});

describe('where it goes', () => {
  const tenders = [
    { method: 'CARD' as const, amountMinor: 1000 },
    { method: 'CASH' as const, amountMinor: 2000 },
  ];

  test('back to the tenders that it came from, less change', async () => {
    const sale = await desk.sell({ tenders });
    const asked = await desk.askRefund(sale, { amount: '5.10' });
    const approved = await desk.approve(refundAt(asked));
    expect(approved.body).toMatchObject({ method: null, amount: '5.10' });
    expect(await paidOut(asked.body.refund_id as string)).toEqual([
      ['CARD', '2.00'],
      ['CASH', '3.10'],
    ]);
    const rest = await desk.askRefund(sale, { amount: '20.40' });
    await desk.approve(refundAt(rest));
    expect(await paidOut(rest.body.refund_id as string)).toEqual([
      ['CARD', '8.00'],
      ['CASH', '12.40'],
    ]);
  });

  test('or to the one that is named, store credit too', async () => {
    const sale = await desk.sell({ tenders });
    const body = { method: 'STORE_CREDIT', reference: 'card 7', amount: '25.50' };
    const asked = await desk.askRefund(sale, body);
    expect(asked.body).toMatchObject({ method: 'STORE_CREDIT', reference: 'card 7' });
    // Which credit it is, is not for who asked to say.
    expect((await desk.approve(refundAt(asked))).body).toMatchObject({
      method: 'STORE_CREDIT',
      reference: storeCreditCode(asked.body.refund_id as string),
    });
    expect(await paidOut(asked.body.refund_id as string)).toEqual([['STORE_CREDIT', '25.50']]);
    expect(said(await desk.askRefund(sale, { method: 'BANK' }))).toEqual([400, 'input_invalid']);
  });

  test('cash in coins that exist, and never more than was paid', async () => {
    const till = await openCounter(shop, shop.tenants[1]);
    const office = deskAt(till);
    const lines = [{ product: till.product, unitPriceMinor: 1040, quantityMilli: 1000 }];
    // 10.40 in shillings: ten were paid.
    const sale = await office.sell({ lines, tenders: [{ method: 'CASH', amountMinor: 1000 }] });
    expect(said(await office.askRefund(sale, { amount: '10.40' }))).toEqual(exceeds);
    const asked = await office.askRefund(sale, { amount: '4.60', method: 'CASH' });
    const paid = await office.approve(refundAt(asked));
    expect(paid.body).toMatchObject({ amount: '5.00', rounding: '0.40' });
    const rest = await office.askRefund(sale, { amount: '5.00', method: 'CASH' });
    expect((await office.approve(refundAt(rest))).body).toMatchObject({ amount: '5.00' });
    expect(said(await office.askRefund(sale, { amount: '0.01' }))).toEqual(exceeds);
  });
});

test('for goods that came back no more is given than they are worth, less the fee', async () => {
  const sale = await desk.sell();
  await desk.ask('PUT', '/api/return-policy/', { body: { restock_fee_bps: 1000 } });
  const goods = await desk.askReturn(sale);
  const named = { sales_return: goods.body.sales_return_id as string };
  const asked = await desk.askRefund(sale, { ...named, amount: '7.00' });
  expect(said(await desk.approve(refundAt(asked)))).toEqual([409, 'return_not_approved']);
  await desk.approve(returnAt(goods));
  expect((await desk.approve(refundAt(asked))).body).toMatchObject({ amount: '7.00', tax: '1.17' });
  const over = await desk.askRefund(sale, { ...named, amount: '0.66' });
  expect(said(await desk.approve(refundAt(over)))).toEqual(exceeds);
  const change = { body: { amount: '0.65' }, role: 'cashier' } as const;
  await desk.ask('PATCH', refundAt(over), change);
  expect(said(await desk.approve(refundAt(over)))).toEqual([200]);
  const listed = await desk.ask('GET', `/api/sales-refunds/?sales_return=${named.sales_return}`);
  expect(listed.body).toHaveLength(2);
  const other = await desk.sell();
  expect(said(await desk.askRefund(other, named))).toEqual([404, 'not_found']);
  await desk.ask('PUT', '/api/return-policy/', { body: { restock_fee_bps: 0 } });
});

test('the list shows refunds of counters, of the back office, and those only asked for', async () => {
  const sale = await desk.sell();
  const given = await counter.settle('refund', counter.refundOf(sale));
  const paid = await desk.askRefund(sale, { amount: '1.00' });
  await desk.approve(refundAt(paid));
  const open = await desk.askRefund(sale, { amount: '2.00', method: 'CARD' });
  const no = await desk.askRefund(sale, { amount: '3.00' });
  const body = { reason: 'no receipt' };
  await desk.ask('POST', `${refundAt(no)}reject/`, { body });
  const gone = await desk.askRefund(sale, { amount: '4.00' });
  expect(said(await desk.ask('DELETE', refundAt(gone), { role: 'cashier' }))).toEqual([204]);
  const list = async (filter = ''): Promise<readonly unknown[]> => {
    const path = `/api/sales-refunds/?sales_header=${sale}&ordering=occurred_at${filter}`;
    const answer = await desk.ask('GET', path, { role: 'cashier' });
    return answer.body.map((one: Body) => [one['refund_id'], one['status'], one['amount']]);
  };
  const rows = [
    [given.id, 'APPROVED', '8.50'],
    [paid.body.refund_id, 'APPROVED', '1.00'],
    [open.body.refund_id, 'PENDING', '2.00'],
    [no.body.refund_id, 'REJECTED', '3.00'],
  ];
  expect((await list()).toSorted()).toEqual(rows.toSorted());
  expect(await list('&status=PENDING')).toEqual([rows[2]]);
  expect(await list('&is_approved=true')).toEqual(rows.slice(0, 2));
  expect((await desk.ask('GET', `/api/sales-refunds/${given.id}/`)).body).toMatchObject({
    refund_id: given.id,
    approved_by: null,
    method: 'CASH',
    lines: [{ quantity: '1' }],
  });
  expect(said(await desk.ask('GET', refundAt(gone)))).toEqual([404, 'not_found']);
});

test('sent again is the first one; changed and put, it is what it says', async () => {
  const sale = await desk.sell();
  const body = { refund_id: newUuid(), amount: '2.00' };
  const first = await desk.askRefund(sale, body);
  expect((await desk.askRefund(sale, body)).body).toEqual(first.body);
  expect(said(await desk.askRefund(sale, { ...body, amount: '3.00' }))).toEqual([409, 'id_reused']);
  expect(said(await desk.askRefund(sale, { refund_id: sale }))).toEqual([409, 'id_reused']);
  const put = { sales_header: sale, amount: '25.50', method: 'CARD', reason: 'EXCESS' };
  const changed = await desk.ask('PUT', refundAt(first), { body: put, role: 'cashier' });
  expect(changed.body).toMatchObject({ amount: '25.50', method: 'CARD', reason: 'EXCESS' });
  const over = { body: { amount: '25.51' } };
  expect(said(await desk.ask('PATCH', refundAt(first), over))).toEqual(exceeds);
  const own = await desk.askRefund(sale, { amount: '0.00' });
  expect(said(own)).toEqual([422, 'amount_invalid']);
});

test('whoever asked may not approve, but for the owner; other shops see nothing', async () => {
  const sale = await desk.sell();
  const own = await desk.askRefund(sale, { amount: '1.00' }, 'manager');
  expect(said(await desk.approve(refundAt(own)))).toEqual([403, 'approver_is_creator']);
  expect(said(await desk.approve(refundAt(own), 'cashier'))).toEqual([403, 'capability_missing']);
  const missing = [404, 'not_found'];
  expect(said(await desk.ask('GET', refundAt(own), { role: 'cashier' }))).toEqual(missing);
  const foreign = { tenant: 1, role: 'owner' } as const;
  expect(said(await desk.ask('GET', refundAt(own), foreign))).toEqual(missing);
  expect(said(await desk.ask('POST', `${refundAt(own)}approve/`, foreign))).toEqual(missing);
  expect(said(await desk.approve(refundAt(own), 'owner'))).toEqual([200]);
});

test('a refund that names a cash session needs it open, and is in its cash', async () => {
  const at = await beside(counter, 'Refunds');
  const session = await openAt(at, '50.00');
  const sale = await desk.sell();
  const asked = await desk.askRefund(sale, { amount: '5.00', session });
  expect(said(await desk.approve(refundAt(asked)))).toEqual([200]);
  const later = await desk.askRefund(sale, { amount: '1.00', session });
  const closed = await close(at, session, { closing_total: '45.00' });
  expect(closed.body).toMatchObject({ expected_total: '45.00', variance: '0.00' });
  expect(said(await desk.approve(refundAt(later)))).toEqual([409, 'session_closed']);
  const nowhere = await desk.askRefund(sale, { amount: '1.00', session: newUuid() });
  expect(said(nowhere)).toEqual([404, 'not_found']);
});

/** Goods that come back over the back office: asked for, kept, approved, put on the shelf. */
import { newUuid, openCounter, productOf, startTestShop } from '@evertill/testing';
import type { Counter, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskAt, returnAt, said } from './return-desk.ts';
import type { ReturnDesk } from './return-desk.ts';

let shop: TestShop;
let counter: Counter;
let desk: ReturnDesk;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
  desk = deskAt(counter);
});
afterAll(() => shop.close());

async function movements(product = counter.product): Promise<readonly unknown[]> {
  await shop.running.assembly.drain();
  return shop.sql(
    `SELECT type, quantity_milli::int AS milli, reason FROM inventory.stock_movements
     WHERE product_id = $1 AND type = 'RETURN' ORDER BY movement_id`,
    [product],
  );
}

describe('regression 10: what comes back', () => {
  test('is never more than what was sold and is not back, pending ones counted', async () => {
    const sale = await desk.sell();
    const first = await desk.askReturn(sale, { quantity: '2' });
    expect(said(first)).toEqual([201]);
    expect(first.body).toMatchObject({ status: 'PENDING', is_approved: false, is_restocked: true });
    const over = await desk.askReturn(sale, { quantity: '1.5' });
    expect(said(over)).toEqual([409, 'refund_exceeds_sale']);
    expect(over.body.errors).toEqual([{ field: 'quantity', message: 'may be 1 at most' }]);
    expect(said(await desk.askReturn(sale))).toEqual([201]);
    expect(said(await desk.askReturn(sale, { quantity: '0.001' }))).toEqual([
      409,
      'refund_exceeds_sale',
    ]);
  });

  test('moves stock on approval only, once, and at its share of the price', async () => {
    const before = (await movements()).length;
    const sale = await desk.sell();
    const asked = await desk.askReturn(sale);
    expect(await movements()).toHaveLength(before);
    const approved = await desk.approve(returnAt(asked));
    expect(said(approved)).toEqual([200]);
    expect(approved.body).toMatchObject({ status: 'APPROVED', is_approved: true });
    expect(approved.body.lines).toEqual([
      { sales_detail: `${sale}:1`, quantity: '1', total: '8.50', tax: '1.42' },
    ]);
    expect((await movements()).slice(before)).toEqual([
      { type: 'RETURN', milli: 1000, reason: 'EXCESS' },
    ]);
    expect(await desk.statusOf(sale)).toBe('PARTIALLY_REFUNDED');
  });

  test('damaged, or not to be restocked, does not come back to the shelf', async () => {
    const before = (await movements()).length;
    const sale = await desk.sell();
    const damaged = await desk.askReturn(sale, { reason: 'DAMAGED' });
    expect(damaged.body.is_restocked).toBe(false);
    const kept = await desk.askReturn(sale, { is_restocked: false });
    for (const asked of [damaged, kept]) {
      expect(said(await desk.approve(returnAt(asked)))).toEqual([200]);
    }
    expect(await movements()).toHaveLength(before);
  });

  test('meets the refunds of counters on one counter', async () => {
    const sale = await desk.sell();
    const asked = await desk.askReturn(sale, { quantity: '2' });
    // The counter gives two pieces back: what happened is never refused.
    for (let times = 0; times < 2; times += 1) {
      const { flags } = await counter.settle('refund', counter.refundOf(sale));
      expect(flags).not.toContain('refund_exceeds_sale');
    }
    expect(said(await desk.approve(returnAt(asked)))).toEqual([409, 'refund_exceeds_sale']);
    const change = { body: { quantity: '1' }, role: 'cashier' } as const;
    expect(said(await desk.ask('PATCH', returnAt(asked), change))).toEqual([200]);
    expect(said(await desk.approve(returnAt(asked)))).toEqual([200]);
    const late = await counter.settle('refund', counter.refundOf(sale));
    expect(late).toMatchObject({ outcome: 'APPLIED', flags: ['refund_exceeds_sale'] });
  });

  test('ten ask for the last piece at once: one gets it', async () => {
    const sale = await desk.sell({
      lines: [{ product: counter.product, unitPriceMinor: 850, quantityMilli: 1000 }],
    });
    const asked = await Promise.all(Array.from({ length: 10 }, () => desk.askReturn(sale)));
    const codes = asked.map(said);
    expect(codes.filter(([status]) => status === 201)).toHaveLength(1);
    expect(codes.filter(([, code]) => code === 'refund_exceeds_sale')).toHaveLength(9);
  });

  test('ten approvals at once, and counters beside them: the stock moves once', async () => {
    const product = await productOf(shop, counter.tenant);
    const sale = await desk.sell({ lines: [{ product, unitPriceMinor: 500 }] });
    const asked = await desk.askReturn(sale, { product });
    const roles = Array.from({ length: 10 }, (_, index) => (index % 2 ? 'owner' : 'manager'));
    const answers = await Promise.all(
      roles.map((role) => desk.approve(returnAt(asked), role as 'owner')),
    );
    const codes = answers.map(said);
    // Whoever won has the answer five times; the other person is too late, five times.
    expect(codes.filter(([status]) => status === 200)).toHaveLength(5);
    expect(codes.filter(([, code]) => code === 'return_decided')).toHaveLength(5);
    expect(await movements(product)).toHaveLength(1);
  });
});

test('regression 2: a return decided twice is a no, not a fault', async () => {
  const sale = await desk.sell();
  const asked = await desk.askReturn(sale);
  const first = await desk.approve(returnAt(asked));
  expect((await desk.approve(returnAt(asked))).body).toEqual(first.body);
  expect(said(await desk.approve(returnAt(asked), 'owner'))).toEqual([409, 'return_decided']);
  const no = { body: { reason: 'x' } };
  expect(said(await desk.ask('POST', `${returnAt(asked)}reject/`, no))).toEqual([
    409,
    'return_decided',
  ]);
  for (const [method, body] of [['PATCH', { quantity: '1' }], ['DELETE']] as const) {
    const call = body === undefined ? {} : { body };
    expect(said(await desk.ask(method, returnAt(asked), call))).toEqual([409, 'return_decided']);
  }
});

test('whoever asked may not approve, but for the owner; a cashier never', async () => {
  const sale = await desk.sell();
  const own = await desk.askReturn(sale, {}, 'manager');
  expect(said(await desk.approve(returnAt(own)))).toEqual([403, 'approver_is_creator']);
  expect(said(await desk.approve(returnAt(own), 'cashier'))).toEqual([403, 'capability_missing']);
  const owners = await desk.askReturn(sale, {}, 'owner');
  expect(said(await desk.approve(returnAt(owners), 'owner'))).toEqual([200]);
});

test('what is rejected or withdrawn is free again', async () => {
  const sale = await desk.sell();
  const no = await desk.askReturn(sale, { quantity: '3' });
  const body = { reason: 'it was worn' };
  const rejected = await desk.ask('POST', `${returnAt(no)}reject/`, { body });
  expect(rejected.body).toMatchObject({ status: 'REJECTED', rejection_reason: 'it was worn' });
  expect((await desk.ask('POST', `${returnAt(no)}reject/`, { body })).body).toEqual(rejected.body);
  const second = await desk.askReturn(sale, { quantity: '3' });
  expect(said(await desk.ask('DELETE', returnAt(second), { role: 'cashier' }))).toEqual([204]);
  expect(said(await desk.ask('GET', returnAt(second)))).toEqual([404, 'not_found']);
  expect(said(await desk.ask('DELETE', returnAt(second)))).toEqual([404, 'not_found']);
  const id = second.body.sales_return_id as string;
  const again = await desk.askReturn(sale, { sales_return_id: id, quantity: '3' });
  expect(said(again)).toEqual([409, 'id_reused']);
  expect(said(await desk.askReturn(sale, { quantity: '3' }))).toEqual([201]);
  const listed = await desk.ask('GET', `/api/sales-returns/?sales_header=${sale}`);
  expect(listed.body.map((one: { status: string }) => one.status)).toEqual(['PENDING', 'REJECTED']);
  const approved = `/api/sales-returns/?sales_header=${sale}&is_approved=true`;
  expect((await desk.ask('GET', approved)).body).toEqual([]);
});

test('sent again is the first one; changed and put, it is what it says', async () => {
  const sale = await desk.sell();
  const id = newUuid();
  const body = { sales_return_id: id, quantity: '2', notes: 'the box is open' };
  const first = await desk.askReturn(sale, body);
  expect((await desk.askReturn(sale, body)).body).toEqual(first.body);
  expect(said(await desk.askReturn(sale, { ...body, quantity: '1' }))).toEqual([409, 'id_reused']);
  const other = await desk.sell();
  expect(said(await desk.askReturn(other, body))).toEqual([409, 'id_reused']);
  const path = returnAt(first);
  const put = {
    sales_header: sale,
    product: counter.product,
    quantity: '3',
    reason: 'DAMAGED',
    notes: null,
  };
  const changed = await desk.ask('PUT', path, { body: put, role: 'cashier' });
  expect(changed.body).toMatchObject({
    quantity: '3',
    reason: 'DAMAGED',
    notes: null,
    is_restocked: false,
    lines: [{ quantity: '3' }],
  });
  const { product: _product, ...less } = put;
  expect(said(await desk.ask('PUT', path, { body: less }))).toEqual([400, 'input_invalid']);
  expect(said(await desk.ask('PATCH', path, { body: { quantity: '4' } }))).toEqual([
    409,
    'refund_exceeds_sale',
  ]);
});

test('a product on several lines goes back to them in order, or to the one named', async () => {
  const { product } = counter;
  const sale = await desk.sell({
    lines: [
      { product, unitPriceMinor: 850, quantityMilli: 1000 },
      { product: await productOf(shop, counter.tenant), unitPriceMinor: 100 },
      { product, unitPriceMinor: 700, quantityMilli: 2000 },
    ],
  });
  const named = await desk.askReturn(sale, { sales_detail: `${sale}:3`, quantity: '0.5' });
  expect(named.body.lines).toMatchObject([{ sales_detail: `${sale}:3`, quantity: '0.5' }]);
  const spread = await desk.askReturn(sale, { quantity: '2' });
  expect(spread.body.lines).toMatchObject([
    { sales_detail: `${sale}:1`, quantity: '1' },
    { sales_detail: `${sale}:3`, quantity: '1' },
  ]);
  const approved = await desk.approve(returnAt(spread));
  expect(approved.body.lines.map((line: { total: string }) => line.total)).toEqual([
    '8.50',
    '7.00',
  ]);
  const missing = [`${sale}:2`, `${sale}:9`, `${newUuid()}:1`, 'x', newUuid()];
  for (const detail of missing) {
    const answer = await desk.askReturn(sale, { sales_detail: detail });
    expect(said(answer), detail).toEqual([404, 'not_found']);
  }
});

test.each([
  [{ quantity: '0' }, 422, 'amount_invalid'],
  [{ quantity: '0.0001' }, 422, 'amount_invalid'],
  [{ quantity: '-1' }, 400, 'input_invalid'],
  [{ reason: 'MOOD' }, 400, 'input_invalid'],
  [{ is_approved: true }, 400, 'input_invalid'],
  [{ product: '00000000-0000-4000-8000-000000000000' }, 404, 'not_found'],
  [{ sales_header: '00000000-0000-4000-8000-000000000000' }, 404, 'not_found'],
  [{ user_client: '00000000-0000-4000-8000-000000000000' }, 403, 'tenant_mismatch'],
])('a return with %j is refused: %i %s', async (change, status, code) => {
  const sale = await desk.sell();
  expect(said(await desk.askReturn(sale, change))).toEqual([status, code]);
});

test('regression 13: a return of another shop, and of another cashier, is missing', async () => {
  const sale = await desk.sell();
  const asked = await desk.askReturn(sale, {}, 'manager');
  const missing = [404, 'not_found'];
  for (const call of [{ tenant: 1, role: 'owner' }, { role: 'cashier' }] as const) {
    expect(said(await desk.ask('GET', returnAt(asked), call))).toEqual(missing);
    expect(said(await desk.ask('DELETE', returnAt(asked), call))).toEqual(missing);
    const body = { quantity: '1' };
    expect(said(await desk.ask('PATCH', returnAt(asked), { ...call, body }))).toEqual(missing);
  }
  const foreign = { tenant: 1, role: 'owner' } as const;
  expect(said(await desk.ask('POST', `${returnAt(asked)}approve/`, foreign))).toEqual(missing);
  const theirs = { sales_header: sale, product: counter.product, quantity: '1', reason: 'OTHER' };
  const answer = await desk.ask('POST', '/api/sales-returns/', { ...foreign, body: theirs });
  expect(said(answer)).toEqual(missing);
});

test('of a voided sale nothing comes back, and what is asked back is not voided', async () => {
  const sale = await desk.sell();
  const asked = await desk.askReturn(sale);
  const voiding = { body: { reason: 'a mistake' } };
  const path = `/api/salesheaders/${sale}/void/`;
  expect(said(await desk.ask('POST', path, voiding))).toEqual([409, 'order_state']);
  await desk.ask('DELETE', returnAt(asked));
  expect(said(await desk.ask('POST', path, voiding))).toEqual([200]);
  expect(said(await desk.askReturn(sale))).toEqual([409, 'order_state']);
  expect(said(await desk.askRefund(sale))).toEqual([409, 'order_state']);
});

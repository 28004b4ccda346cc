/** Leaders' approvals: single-use, for a while, for one thing; and the queue that carries them. */
import { newUuid, openCounter, startTestShop } from '@evertill/testing';
import type { Body, Counter, Result, Sent, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskOf } from './order-desk.ts';
import { line } from './outcome-row.ts';
import { deskAt, said } from './return-desk.ts';
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

const unsold = (change: Body = {}): Body => {
  const body = counter.refundOf(newUuid());
  const lines = [{ ...line(body), sale_line_number: undefined }];
  return { ...body, sales_header: null, lines, ...change };
};
const discounted = (change: Body = {}): Body => ({
  ...counter.saleOf({ discountMinor: 1000 }),
  ...change,
});
const pushed = async (sent: Sent): Promise<Result> =>
  (await counter.push([sent])).body.results[0] as Result;
const parked = { outcome: 'REJECTED_NEEDS_MANAGER', code: 'approval_invalid' };

describe('regression 26: an override token', () => {
  test('is used once, in the queue or anywhere', async () => {
    const id = newUuid();
    const approval = await desk.letPass('REFUND_WITHOUT_SALE', id, { amount_max: '8.50' });
    const first = counter.next('refund', unsold({ approval }), { id });
    expect(await pushed(first)).toMatchObject({ outcome: 'APPLIED', flags: [] });
    expect(await pushed(first)).toMatchObject({ outcome: 'DUPLICATE' });
    const second = counter.next('refund', unsold({ approval }));
    expect(await pushed(second)).toMatchObject(parked);
  });

  test('is bound to the operation, to the action and to the amount', async () => {
    const other = await desk.letPass('REFUND_WITHOUT_SALE', newUuid());
    expect(await counter.settle('refund', unsold({ approval: other }))).toMatchObject(parked);
    for (const [action, change] of [
      ['DISCOUNT', {}],
      ['REFUND_WITHOUT_SALE', { amount_max: '8.49' }],
    ] as const) {
      const id = newUuid();
      const approval = await desk.letPass(action, id, change);
      const sent = counter.next('refund', unsold({ approval }), { id });
      expect(await pushed(sent), action).toMatchObject(parked);
    }
    expect(await counter.settle('refund', unsold({ approval: 'made up' }))).toMatchObject(parked);
  });

  test('expires', async () => {
    const id = newUuid();
    const given = await desk.ask('POST', '/api/approvals/', {
      body: { action: 'REFUND_WITHOUT_SALE', subject: id, reason: 'x' },
    });
    const lastsMs = Date.parse(given.body.expires_at as string) - Date.now();
    expect(lastsMs).toBeGreaterThan(14 * 60_000);
    expect(lastsMs).toBeLessThanOrEqual(15 * 60_000);
    await shop.sql(
      `UPDATE orders.approvals SET expires_at = given_at - interval '1 second'
       WHERE approval_id = $1`,
      [given.body.approval_id],
    );
    const approval = given.body.token as string;
    const sent = counter.next('refund', unsold({ approval }), { id });
    expect(await pushed(sent)).toMatchObject(parked);
  });

  test('is of one shop', async () => {
    const id = newUuid();
    const { body } = await desk.ask('POST', '/api/approvals/', {
      tenant: 1,
      body: { action: 'REFUND_WITHOUT_SALE', subject: id, reason: 'x' },
    });
    const sent = counter.next('refund', unsold({ approval: body.token as string }), { id });
    expect(await pushed(sent)).toMatchObject(parked);
  });

  test('by ten at once is used by one', async () => {
    const sale = await desk.sell();
    const approval = await desk.letPass('EXCHANGE', sale);
    const { product } = deskOf(shop, counter.tenant);
    const cheap = await product('1.00');
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        desk.ask('POST', `/api/salesheaders/${sale}/exchange/`, {
          role: 'cashier',
          body: {
            return_items: [{ product: counter.product, quantity: '0.2' }],
            new_items: [{ product: cheap, quantity: '1' }],
            reason: 'OTHER',
            approval,
          },
        }),
      ),
    );
    const codes = answers.map(said);
    expect(codes.filter(([status]) => status === 200)).toHaveLength(1);
    expect(codes.filter(([, code]) => code === 'approval_invalid')).toHaveLength(9);
  });
});

describe('a discount beyond the cashier', () => {
  test('is booked with an approval for that sale, among other sales', async () => {
    const id = newUuid();
    const approval = await desk.letPass('DISCOUNT', id, { amount_max: '10.00' });
    const run = [
      counter.next('sale', counter.saleOf()),
      counter.next('sale', discounted({ approval }), { id }),
      counter.next('sale', discounted()),
      counter.next('sale', discounted({ approval: 'made up' })),
      counter.next('sale', counter.saleOf()),
    ];
    const first = await counter.push(run);
    const results = first.body.results as readonly Result[];
    expect(results.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['APPLIED', undefined],
      ['APPLIED', undefined],
      ['REJECTED_NEEDS_MANAGER', 'discount_needs_manager'],
      ['REJECTED_NEEDS_MANAGER', 'approval_invalid'],
      ['APPLIED', undefined],
    ]);
    const again = (await counter.push(run)).body.results as readonly Result[];
    expect(again.map(({ outcome }) => outcome)).toEqual([
      'DUPLICATE',
      'DUPLICATE',
      'REJECTED_NEEDS_MANAGER',
      'REJECTED_NEEDS_MANAGER',
      'DUPLICATE',
    ]);
  });

  test('is not used up where the cashier may give it anyway', async () => {
    const id = newUuid();
    const approval = await desk.letPass('DISCOUNT', id);
    const small = counter.next(
      'sale',
      { ...counter.saleOf({ discountMinor: 10 }), approval },
      { id },
    );
    expect(await pushed(small)).toMatchObject({ outcome: 'APPLIED' });
    const [row] = await shop.sql('SELECT used_at FROM orders.approvals WHERE subject_id = $1', [
      id,
    ]);
    expect(row).toEqual({ used_at: null });
  });

  test('on a draft takes the same tokens', async () => {
    const { product, call } = deskOf(shop, counter.tenant);
    const id = newUuid();
    const lines = [{ product: await product('10.00'), quantity: '1' }];
    const body = { sales_header_id: id, lines, discount: '5.00' };
    const approval = await desk.letPass('DISCOUNT', id);
    expect(
      said(await call('POST', '/api/salesheaders/', { ...body, approval: 'made up' })),
    ).toEqual([403, 'approval_invalid']);
    const made = await call('POST', '/api/salesheaders/', { ...body, approval });
    expect(said(made)).toEqual([201]);
  });
});

test('a cashier voids an own sale with an approval, and the audit has both', async () => {
  const { id } = await counter.settle('sale', counter.saleOf());
  const approval = await desk.letPass('VOID', id, { amount_max: '25.50' });
  const path = `/api/salesheaders/${id}/void/`;
  const voiding = { body: { reason: 'a mistake', approval }, role: 'cashier' } as const;
  expect(said(await desk.ask('POST', path, voiding))).toEqual([200]);
  await shop.running.assembly.drain();
  const { body } = await desk.ask('GET', '/api/audit-logs/?action=APPROVAL_USED&ordering=-seq');
  const [entry] = body as { user: string; data: Body }[];
  expect(entry?.data).toMatchObject({ action: 'VOID', subject: id, usedBy: entry?.user });
});

test('an approval is a leader’s, its token is shown once and kept by nobody', async () => {
  const body = { approval_id: newUuid(), action: 'VOID', subject: newUuid(), reason: 'x' };
  expect(said(await desk.ask('POST', '/api/approvals/', { body, role: 'cashier' }))).toEqual([
    403,
    'capability_missing',
  ]);
  const first = await desk.ask('POST', '/api/approvals/', { body });
  expect(first.body.token).toMatch(/^[\w-]{43}$/);
  // Sent again it has a fresh token, and the first one ends.
  const again = await desk.ask('POST', '/api/approvals/', { body });
  expect(again.body.approval_id).toBe(body.approval_id);
  expect(again.body.token).not.toBe(first.body.token);
  expect(said(await desk.ask('POST', '/api/approvals/', { body, role: 'owner' }))).toEqual([
    409,
    'id_reused',
  ]);
  const other = { body: { ...body, reason: 'y' } };
  expect(said(await desk.ask('POST', '/api/approvals/', other))).toEqual([409, 'id_reused']);
  const finer = { body: { ...body, approval_id: newUuid(), amount_max: '0.001' } };
  expect(said(await desk.ask('POST', '/api/approvals/', finer))).toEqual([422, 'amount_invalid']);
  const rows = await shop.sql('SELECT row_to_json(a)::text AS row FROM orders.approvals a');
  const told = await shop.sql('SELECT payload::text AS row FROM orders.outbox');
  const all = [...rows, ...told].map(({ row }) => row).join();
  for (const token of [first.body.token, again.body.token]) expect(all).not.toContain(token);
});

test('the audit says who gave it and who used it', async () => {
  const id = newUuid();
  const approval = await desk.letPass('REFUND_WITHOUT_SALE', id);
  await pushed(counter.next('refund', unsold({ approval }), { id }));
  await shop.running.assembly.drain();
  const entryOf = async (action: string) => {
    const { body } = await desk.ask('GET', `/api/audit-logs/?action=${action}&ordering=-seq`);
    return (body as { data: Body; user: string; reason: string }[]).find(
      ({ data }) => data['subject'] === id,
    );
  };
  const given = await entryOf('APPROVAL_GIVEN');
  const used = await entryOf('APPROVAL_USED');
  expect([given?.reason, used?.reason]).toEqual(['a regular', 'a regular']);
  expect(used?.data).toMatchObject({ givenBy: given?.user, usedBy: used?.user, amountMinor: 850 });
  expect(used?.user).not.toBe(given?.user);
});

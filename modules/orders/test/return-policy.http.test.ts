/** How long things may come back, and who lets them pass later. */
import { receiptLinkToken } from '@evertill/domain';
import { newUuid, openCounter, startTestShop } from '@evertill/testing';
import type { Body, Counter, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskAt, refundAt, returnAt, said } from './return-desk.ts';
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

const day = 24 * 3600 * 1000;
const daysAgo = (days: number) => ({
  occurred_at: new Date(Date.now() - days * day).toISOString(),
});
const POLICY = '/api/return-policy/';

test('the policy has defaults, is changed by leaders, and the audit says how', async () => {
  const before = {
    allow_window_days: 30,
    restock_fee_bps: 0,
    receipt_required: false,
    store_credit_days: 0,
  };
  expect((await desk.ask('GET', POLICY, { role: 'cashier' })).body).toEqual(before);
  const body = { allow_window_days: 7 };
  expect(said(await desk.ask('PUT', POLICY, { body, role: 'cashier' }))).toEqual([
    403,
    'capability_missing',
  ]);
  const after = { ...before, allow_window_days: 7 };
  expect((await desk.ask('PUT', POLICY, { body })).body).toEqual(after);
  expect((await desk.ask('GET', POLICY)).body).toEqual(after);
  await shop.running.assembly.drain();
  const logs = await desk.ask('GET', '/api/audit-logs/?action=RETURN_POLICY_CHANGED');
  expect(logs.body).toMatchObject([
    { before_data: { allowWindowDays: 30 }, after_data: { allowWindowDays: 7 } },
  ]);
});

test('after its time a sale comes back only with an approval for that sale', async () => {
  await desk.ask('PUT', POLICY, { body: { allow_window_days: 7 } });
  const late = await desk.sell({}, daysAgo(10));
  const over = [409, 'return_window_over'];
  expect(said(await desk.askReturn(late, {}, 'owner'))).toEqual(over);
  expect(said(await desk.askRefund(late))).toEqual(over);
  const other = await desk.letPass('RETURN_WINDOW', newUuid());
  expect(said(await desk.askReturn(late, { approval: other }))).toEqual([403, 'approval_invalid']);
  const approval = await desk.letPass('RETURN_WINDOW', late);
  const id = newUuid();
  const asked = await desk.askReturn(late, { sales_return_id: id, approval });
  expect(said(asked)).toEqual([201]);
  // The token is used up, and the same request has its answer all the same.
  expect((await desk.askReturn(late, { sales_return_id: id, approval })).body).toEqual(asked.body);
  expect(said(await desk.askReturn(late, { approval }))).toEqual([403, 'approval_invalid']);
  expect(said(await desk.approve(returnAt(asked)))).toEqual([200]);
  const capped = await desk.letPass('RETURN_WINDOW', late, { amount_max: '5.00' });
  expect(said(await desk.askRefund(late, { approval: capped }))).toEqual([403, 'approval_invalid']);
  const some = await desk.askRefund(late, { amount: '5.00', approval: capped });
  expect(said(await desk.approve(refundAt(some)))).toEqual([200]);
});

test('a counter that gave it back anyway is flagged; in time it is not', async () => {
  await desk.ask('PUT', POLICY, { body: { allow_window_days: 7 } });
  const late = await desk.sell({}, daysAgo(8));
  const fresh = await desk.sell({}, daysAgo(6));
  const flagsOf = async (sale: string) =>
    (await counter.settle('refund', counter.refundOf(sale))).flags;
  expect(await flagsOf(late)).toEqual(['return_window_over']);
  expect(await flagsOf(fresh)).toEqual([]);
  await desk.ask('PUT', POLICY, { body: { allow_window_days: 0 } });
  const ancient = await desk.sell({}, daysAgo(29));
  expect(await flagsOf(ancient)).toEqual([]);
  expect(said(await desk.askReturn(ancient))).toEqual([201]);
});

describe('where the receipt has to be shown', () => {
  const missing = [409, 'receipt_required'];
  const numberOf = async (sale: string): Promise<string> =>
    (await desk.ask('GET', `/api/salesheaders/${sale}/`)).body.receipt_number as string;
  const exchange = (sale: string, change: Body = {}) =>
    desk.ask('POST', `/api/salesheaders/${sale}/exchange/`, {
      role: 'owner',
      body: {
        return_items: [{ product: counter.product, quantity: '1' }],
        new_items: [{ product: counter.product, quantity: '1' }],
        reason: 'EXCESS',
        ...change,
      },
    });
  beforeAll(async () => {
    const body = { allow_window_days: 0, receipt_required: true };
    await desk.ask('PUT', POLICY, { body });
  });
  afterAll(() => desk.ask('PUT', POLICY, { body: { receipt_required: false } }));

  test('its number, or its token as people type it, is the receipt', async () => {
    const sale = await desk.sell();
    const receipt_number = await numberOf(sale);
    const token = receiptLinkToken(sale).toLowerCase();
    for (const shown of [receipt_number, `${token.slice(0, 8)}-${token.slice(8)}`]) {
      expect(said(await desk.askReturn(sale, { receipt_number: shown }))).toEqual([201]);
      const some = { receipt_number: shown, amount: '1.00' };
      expect(said(await desk.askRefund(sale, some))).toEqual([201]);
    }
    const other = await desk.sell();
    const sold = { receipt_number: await numberOf(other) };
    expect(said(await exchange(other, { ...sold, refund_method: 'CASH' }))).toEqual([200]);
  });

  test('without it, or with another’s, nothing is asked for; a refund of taken goods needs none', async () => {
    const sale = await desk.sell();
    const theirs = receiptLinkToken(await desk.sell());
    for (const change of [{}, { receipt_number: theirs }, { receipt_number: 'R' }]) {
      expect(said(await desk.askReturn(sale, change, 'owner'))).toEqual(missing);
      expect(said(await desk.askRefund(sale, change))).toEqual(missing);
      expect(said(await exchange(sale, change))).toEqual(missing);
    }
    const taken = await desk.askReturn(sale, { receipt_number: await numberOf(sale) });
    const { sales_return_id } = taken.body;
    const refund = await desk.askRefund(sale, { sales_return: sales_return_id, amount: '1.00' });
    expect(said(refund)).toEqual([201]);
  });

  test('a leader lets it pass, once and for that sale', async () => {
    const sale = await desk.sell();
    const wrong = await desk.letPass('RETURN_WINDOW', sale);
    const bad = [403, 'approval_invalid'];
    expect(said(await desk.askReturn(sale, { receipt_approval: wrong }))).toEqual(bad);
    const receipt_approval = await desk.letPass('RETURN_WITHOUT_RECEIPT', sale);
    expect(said(await desk.askReturn(sale, { receipt_approval }))).toEqual([201]);
    expect(said(await desk.askReturn(sale, { receipt_approval }))).toEqual(bad);
    const other = await desk.letPass('RETURN_WITHOUT_RECEIPT', sale);
    expect(said(await desk.askRefund(sale, { receipt_approval: other }))).toEqual([201]);
  });

  test('a counter’s refund is booked, and flagged unless it says what was shown', async () => {
    const flagsOf = async (showing: (sale: string) => Body) => {
      const sale = await desk.sell();
      return (await counter.settle('refund', counter.refundOf(sale, showing(sale)))).flags;
    };
    expect(await flagsOf(() => ({}))).toEqual(['receipt_missing']);
    expect(await flagsOf(() => ({ sale_receipt_number: 'R' }))).toEqual(['receipt_missing']);
    const shown = (sale: string) => ({ sale_receipt_number: receiptLinkToken(sale) });
    expect(await flagsOf(shown)).toEqual([]);
  });
});

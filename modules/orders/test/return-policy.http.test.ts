/** How long things may come back, and who lets them pass later. */
import { newUuid, openCounter, startTestShop } from '@evertill/testing';
import type { Counter, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
  const before = { allow_window_days: 30, restock_fee_bps: 0, receipt_required: false };
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

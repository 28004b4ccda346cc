/** Leaders' words on what is no sale: a drawer opened, a sale undone; and words that wait. */
import { derivedId } from '@evertill/kernel';
import { newUuid, openCounter, startTestShop } from '@evertill/testing';
import type { Body, Counter, Result, Sent, TestAnswer, TestRole } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { said } from './return-desk.ts';

let shop: TestShop;
let counter: Counter;
const PIN = '7294';
beforeAll(async () => {
  shop = await startTestShop();
  // Before anything is pushed: what a counter knows of a shop it remembers for ten seconds.
  await shop.call('PATCH', '/api/roles/EMPLOYEE/', {
    token: shop.tenants[0].tokens.owner,
    body: { no_sale_allowed: false },
  });
  counter = await openCounter(shop);
  await shop.call('POST', `/api/clients/${idOf('manager')}/set-pin/`, {
    token: counter.tenant.tokens.owner,
    body: { pin: PIN },
  });
});
afterAll(() => shop.close());

const idOf = (role: TestRole): string => derivedId(counter.tenant.tenantId, role);
const secondsAgo = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();

const give = (subject: string): Promise<TestAnswer> =>
  shop.call('POST', '/api/approvals/by-pin/', {
    token: counter.tenant.tokens.cashier,
    headers: { 'x-register-key': counter.register.deviceKey },
    body: { approver: idOf('manager'), pin: PIN, action: 'DISCOUNT', subject, reason: 'x' },
  });
const word = (change: Body = {}): Body => ({
  action: 'DISCOUNT',
  approver: idOf('manager'),
  approved_at: secondsAgo(1),
  ...change,
});
const discounted = (approvals: readonly Body[]): Body => ({
  ...counter.saleOf({ discountMinor: 1000 }),
  approvals,
});
const pushed = async (sent: Sent, role: TestRole = 'cashier'): Promise<Result> =>
  (await counter.push([sent], { role })).body.results[0] as Result;
const wordsAt = (id: string): Promise<Record<string, unknown>[]> =>
  shop.sql('SELECT action, way, is_fit FROM orders.operation_approvals WHERE operation_id = $1', [
    id,
  ]);

async function isParked(id: string): Promise<boolean> {
  const token = counter.tenant.tokens.manager;
  const { body } = await shop.call('GET', '/api/sync/parked/?limit=100', { token });
  return (body as Body[]).some((one) => one['id'] === id);
}

test('a drawer opened without a sale moves nothing, is counted, and keeps the word that let it', async () => {
  const till = await openCounter(shop);
  const session = newUuid();
  await till.settle('session_open', { session, currency: 'GBP', opening_float: '100.00' });
  const opened = { session, kind: 'NO_SALE', amount: '0.00', reason: 'Change money' };
  const good = { ...opened, approvals: [word({ action: 'NO_SALE' })] };
  const done = await till.settle('cash_movement', good);
  expect([done.outcome, done.flags, await wordsAt(done.id)]).toMatchObject([
    'APPLIED',
    [],
    [{ action: 'NO_SALE', way: 'DEVICE', is_fit: true }],
  ]);
  const bare = await till.settle('cash_movement', opened);
  expect(bare).toMatchObject({ outcome: 'APPLIED', flags: ['approval_missing'] });
  const paid = await till.settle('cash_movement', { ...opened, amount: '1.00' });
  expect(paid).toMatchObject({ outcome: 'REJECTED_TERMINAL', code: 'amount_invalid' });
  const token = counter.tenant.tokens.owner;
  const at = `/api/cash-sessions/${session}`;
  const x = await shop.call('GET', `${at}/x-report/`, { token });
  expect(x.body).toMatchObject({ expected_total: '100.00', figures: { no_sales_count: 2 } });
  const closing = { session, closing_total: '100.00' };
  expect(await till.settle('session_close', closing)).toMatchObject({ outcome: 'APPLIED' });
  const z = await shop.call('GET', `${at}/z-report/`, { token });
  expect(JSON.parse(z.body.document).figures.no_sales_count).toBe(2);
  const late = await till.settle('cash_movement', good);
  expect(late.flags).toContain('session_closed');
  await shop.running.assembly.drain();
  const { body } = await shop.call('GET', '/api/audit-logs/?action=NO_SALE', { token });
  expect(body).toHaveLength(3);
  const made = { kind: 'NO_SALE', amount: '0.00', reason: 'x' };
  const asked = await shop.call('POST', `${at}/movements/`, { token, body: made });
  expect(said(asked)).toEqual([400, 'input_invalid']);
});

test('a void in the queue passes by a leader’s word, which is kept with it', async () => {
  const undo = async (change: Body = {}): Promise<[Result, string]> => {
    const { id: sale } = await counter.settle('sale', counter.saleOf());
    const body = { sales_header: sale, reason: 'wrong', cashier: idOf('cashier') };
    return [await counter.settle('void', { ...body, ...change }), sale];
  };
  const [bare] = await undo();
  expect(bare).toMatchObject({ outcome: 'REJECTED_NEEDS_MANAGER', code: 'void_needs_manager' });
  const [done, sale] = await undo({ approvals: [word({ action: 'VOID' })] });
  expect([done.outcome, done.flags, await wordsAt(done.id)]).toMatchObject([
    'APPLIED',
    [],
    [{ action: 'VOID', way: 'DEVICE', is_fit: true }],
  ]);
  const [row] = await shop.sql('SELECT * FROM orders.voids WHERE sale_id = $1', [sale]);
  expect(row).toMatchObject({ approved_by: idOf('manager'), voided_by: idOf('cashier') });
  const [unfit] = await undo({ approvals: [word({ action: 'VOID', approver: idOf('cashier') })] });
  expect(unfit).toMatchObject({ outcome: 'APPLIED', flags: ['approval_unfit'] });
  const { id: sold } = await counter.settle('sale', counter.saleOf());
  const body = { sales_header: sold, reason: 'wrong', cashier: idOf('cashier') };
  const sent = counter.next('void', body);
  expect(await pushed(sent, 'manager')).toMatchObject({ flags: ['approval_missing'] });
});

test('a word of the server is good for what waited an hour for its money', async () => {
  const sent = counter.next('sale', {});
  const token = (await give(sent.id)).body.token as string;
  await shop.sql(
    `UPDATE orders.approvals SET expires_at = expires_at - interval '1 hour',
       given_at = given_at - interval '1 hour' WHERE subject_id = $1`,
    [sent.id],
  );
  const laidAside = discounted([word({ token, approved_at: secondsAgo(3600) })]);
  expect(await pushed({ ...sent, body: laidAside })).toMatchObject({ flags: [] });
});

test('a sale that waits for a word is settled by one that comes almost a day later', async () => {
  // They were leaders then, too.
  await shop.sql("UPDATE auth.users SET created_at = created_at - interval '2 days'");
  const then = { occurred_at: secondsAgo(20 * 3600) };
  const bare = counter.saleOf({ discountMinor: 1000 });
  const waiting = counter.next('sale', bare, then);
  expect(await pushed(waiting)).toMatchObject({
    ...{ outcome: 'REJECTED_NEEDS_MANAGER', code: 'discount_needs_manager' },
  });
  expect(await isParked(waiting.id)).toBe(true);
  // What a till sends at "Change and send": another operation of that time, and who decided.
  const given = word();
  const amended = counter.next('sale', { ...bare, approvals: [given] }, then);
  const decided = counter.next('decision', {
    ...{ operation: waiting.id, decision: 'AMENDED', amended_by: amended.id },
    decided_by: idOf('manager'),
  });
  const { results } = (await counter.push([amended, decided])).body as { results: Result[] };
  expect(results).toMatchObject([
    { outcome: 'APPLIED', flags: [] },
    { outcome: 'APPLIED', flags: [] },
  ]);
  expect(await isParked(waiting.id)).toBe(false);
  const [kept] = await shop.sql(
    `SELECT way, is_fit, approved_at FROM orders.operation_approvals WHERE operation_id = $1`,
    [amended.id],
  );
  expect(kept).toMatchObject({ way: 'DEVICE', is_fit: true });
  expect((kept?.['approved_at'] as Date).toISOString()).toBe(given['approved_at']);
});

test('a word of a time that has not come settles nothing without a flag, however late', async () => {
  const then = { occurred_at: secondsAgo(20 * 3600) };
  const early = discounted([word({ approved_at: secondsAgo(-600) })]);
  expect(await pushed(counter.next('sale', early, then))).toMatchObject({
    ...{ outcome: 'APPLIED', flags: ['approval_unfit'] },
  });
});

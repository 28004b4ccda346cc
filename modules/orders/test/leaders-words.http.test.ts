/** Leaders' words at a till: by PIN, checked by the server, or by the device while offline. */
import { derivedId } from '@evertill/kernel';
import { flagsOf, newUuid, openCounter, startTestShop } from '@evertill/testing';
import type { Body, Counter, Result, Sent, TestAnswer, TestRole } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { line } from './outcome-row.ts';
import { said } from './return-desk.ts';

let shop: TestShop;
let counter: Counter;
let other: Counter;
const PIN = '7294';
beforeAll(async () => {
  shop = await startTestShop();
  // Before anything is pushed: what a counter knows of a shop it remembers for ten seconds.
  await shop.call('PATCH', '/api/roles/EMPLOYEE/', {
    token: shop.tenants[0].tokens.owner,
    body: { refund_amount_max: '5.00', pay_out_amount_max: '15.00' },
  });
  counter = await openCounter(shop);
  other = await openCounter(shop);
  const token = counter.tenant.tokens.owner;
  for (const role of ['manager', 'cashier'] as const) {
    const path = `/api/clients/${idOf(role)}/set-pin/`;
    await shop.call('POST', path, { token, body: { pin: PIN } });
  }
});
afterAll(() => shop.close());

const idOf = (role: TestRole): string => derivedId(counter.tenant.tenantId, role);
const secondsAgo = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();

function give(subject: string, change: Body = {}, at = counter): Promise<TestAnswer> {
  const body = { approver: idOf('manager'), pin: PIN, action: 'DISCOUNT', subject, reason: 'x' };
  return shop.call('POST', '/api/approvals/by-pin/', {
    token: at.tenant.tokens.cashier,
    headers: { 'x-register-key': at.register.deviceKey },
    body: { ...body, ...change },
  });
}

const word = (change: Body = {}): Body => ({
  action: 'DISCOUNT',
  approver: idOf('manager'),
  approved_at: secondsAgo(1),
  ...change,
});
const discounted = (approvals?: readonly Body[], change: Body = {}): Body => ({
  ...counter.saleOf({ discountMinor: 1000 }),
  ...(approvals === undefined ? {} : { approvals }),
  ...change,
});
const pushed = async (sent: Sent, role: TestRole = 'cashier'): Promise<Result> =>
  (await counter.push([sent], { role })).body.results[0] as Result;
const wordsAt = (id: string): Promise<Record<string, unknown>[]> =>
  shop.sql(
    `SELECT action, way, is_fit, approver FROM orders.operation_approvals
     WHERE operation_id = $1 ORDER BY word_number`,
    [id],
  );

describe('a word by PIN, checked by the server', () => {
  test('lets one operation pass at that till, and is kept with it', async () => {
    const sent = counter.next('sale', {});
    const given = await give(sent.id, { amount_max: '10.00' });
    expect(said(given)).toEqual([201]);
    const token = given.body.token as string;
    const result = await pushed({ ...sent, body: discounted([word({ token })]) });
    expect([result.outcome, result.flags]).toEqual(['APPLIED', []]);
    const fit = { action: 'DISCOUNT', way: 'SERVER', is_fit: true, approver: idOf('manager') };
    expect(await wordsAt(sent.id)).toEqual([fit]);
    const again = await pushed(counter.next('sale', discounted([word({ token })])));
    expect([again.outcome, again.flags]).toEqual(['APPLIED', ['approval_unfit']]);
    const list = await shop.call('GET', '/api/approved-operations/?is_fit=false', {
      token: counter.tenant.tokens.manager,
    });
    expect(list.body).toMatchObject([{ operation: again.id, way: 'SERVER', is_fit: false }]);
  });

  test('is not good at another till, nor for more, nor with another name to it', async () => {
    for (const [change, at] of [
      [{}, other],
      [{ amount_max: '9.99' }, counter],
      [{ action: 'PRICE_OVERRIDE' }, counter],
    ] as const) {
      const sent = counter.next('sale', {});
      const { body } = await give(sent.id, change, at);
      const token = body.token as string;
      const result = await pushed({ ...sent, body: discounted([word({ token })]) });
      expect(result, JSON.stringify(change)).toMatchObject({ flags: ['approval_unfit'] });
    }
    const sent = counter.next('sale', {});
    const token = (await give(sent.id)).body.token as string;
    const named = word({ token, approver: idOf('owner') });
    expect(await pushed({ ...sent, body: discounted([named]) })).toMatchObject({
      flags: ['approval_unfit'],
    });
  });

  test('counts when the thing happened, however late it is sent', async () => {
    const sent = counter.next('sale', {});
    const { body } = await give(sent.id);
    await shop.sql(
      `UPDATE orders.approvals SET expires_at = $2::timestamptz + interval '1 millisecond'
       WHERE approval_id = $1`,
      [body.approval_id, sent.occurred_at],
    );
    const token = body.token as string;
    const sale = discounted([word({ token, approved_at: sent.occurred_at })]);
    expect(await pushed({ ...sent, body: sale })).toMatchObject({ flags: [] });
    const next = counter.next('sale', {});
    const given = await give(next.id);
    await shop.sql(
      'UPDATE orders.approvals SET expires_at = $2::timestamptz WHERE approval_id = $1',
      [given.body.approval_id, next.occurred_at],
    );
    const ended = discounted([word({ token: given.body.token as string })]);
    expect(await pushed({ ...next, body: ended })).toMatchObject({ flags: ['approval_unfit'] });
  });

  test('is refused where the PIN is wrong, its owner leads nobody, or it is no till of ours', async () => {
    const id = newUuid();
    expect(said(await give(id, { pin: '1357' }))).toEqual([403, 'pin_wrong']);
    expect(said(await give(id, { approver: idOf('cashier') }))).toEqual([403, 'approver_may_not']);
    const nobody = await shop.call('POST', '/api/approvals/by-pin/', {
      token: counter.tenant.tokens.cashier,
      headers: { 'x-register-key': 'made up' },
      body: { approver: idOf('manager'), pin: PIN, action: 'VOID', subject: id, reason: 'x' },
    });
    expect(said(nobody)).toEqual([403, 'register_key_invalid']);
  });

  test('is locked after five wrong ones, and the audit has every try, but no PIN', async () => {
    const owner = idOf('owner');
    const tries = [];
    for (let time = 0; time < 6; time += 1) {
      tries.push(said(await give(newUuid(), { approver: owner, pin: '8642' })));
    }
    expect(tries).toEqual([...Array(5).fill([403, 'pin_wrong']), [423, 'account_locked']]);
    await shop.running.assembly.drain();
    const { body } = await shop.call('GET', '/api/audit-logs/?action=APPROVAL_REFUSED', {
      token: counter.tenant.tokens.manager,
    });
    const entries = (body as { data: Body; reason: string }[]).filter(
      ({ data }) => data['approver'] === owner,
    );
    expect(entries.map(({ reason }) => reason).sort()).toEqual([
      'account_locked',
      ...Array(5).fill('pin_wrong'),
    ]);
    const told = await shop.sql('SELECT payload::text AS row FROM orders.outbox');
    expect(told.map(({ row }) => row).join()).not.toContain('8642');
  });
});

describe('a word that the device took while the line was down', () => {
  test('is booked with what it lets pass, and kept as the device’s', async () => {
    const { id, outcome, flags } = await counter.settle('sale', discounted([word()]));
    expect([outcome, flags]).toEqual(['APPLIED', []]);
    expect(await wordsAt(id)).toMatchObject([{ way: 'DEVICE', is_fit: true }]);
  });

  test.each([
    ['of somebody who leads nobody', () => ({ approver: idOf('cashier') })],
    ['of nobody', () => ({ approver: newUuid() })],
    ['of last week', () => ({ approved_at: secondsAgo(25 * 3600) })],
    ['from later than the sale', () => ({ approved_at: secondsAgo(-600) })],
  ])('%s is flagged, and the sale is booked', async (_, change) => {
    const { id, outcome, flags } = await counter.settle('sale', discounted([word(change())]));
    expect([outcome, flags]).toEqual(['APPLIED', ['approval_unfit']]);
    expect(await wordsAt(id)).toMatchObject([{ is_fit: false }]);
  });

  test('is judged by what they were then', async () => {
    const token = counter.tenant.tokens.owner;
    const person = { client_name: 'Once', phone_number: '+447700900123', role: 'MANAGER' };
    const made = await shop.call('POST', '/api/clients/', {
      token,
      body: { ...person, password: 'long enough 1' },
    });
    const approver = made.body.user_client_id as string;
    const then = secondsAgo(0);
    await shop.call('PATCH', `/api/clients/${approver}/`, { token, body: { role: 'EMPLOYEE' } });
    const spoken = discounted([word({ approver, approved_at: then })]);
    const before = counter.next('sale', spoken, { occurred_at: then });
    expect(await pushed(before)).toMatchObject({ flags: [] });
    const after = counter.next('sale', discounted([word({ approver })]));
    expect(await pushed(after)).toMatchObject({ flags: ['approval_unfit'] });
  });

  test('lets a refund pass beyond its limit, without its sale, or after its time', async () => {
    const token = counter.tenant.tokens.owner;
    const sale = await counter.settle('sale', counter.saleOf());
    const refund = counter.refundOf(sale.id);
    const bare = await counter.settle('refund', refund);
    expect(bare).toMatchObject({ outcome: 'REJECTED_NEEDS_MANAGER', code: 'refund_needs_manager' });
    const approvals = [word({ action: 'REFUND' })];
    expect(await counter.settle('refund', { ...refund, approvals })).toMatchObject({
      outcome: 'APPLIED',
      flags: [],
    });
    const lines = [{ ...line(refund), sale_line_number: undefined }];
    const unsold = { ...counter.refundOf(newUuid()), sales_header: null, lines };
    const other = { ...unsold, approvals: [word({ action: 'REFUND' })] };
    expect(await counter.settle('refund', other)).toMatchObject({ flags: ['approval_missing'] });
    const right = { ...unsold, approvals: [word({ action: 'REFUND_WITHOUT_SALE' })] };
    expect(await counter.settle('refund', right)).toMatchObject({ flags: [] });
    await shop.call('PUT', '/api/return-policy/', { token, body: { allow_window_days: 1 } });
    const old = counter.next('sale', counter.saleOf(), { occurred_at: secondsAgo(3 * 86_400) });
    await pushed(old);
    const late = counter.refundOf(old.id);
    const by = { role: 'manager' } as const;
    const isLate = { flags: ['return_window_over'] };
    expect(await counter.settle('refund', late, by)).toMatchObject(isLate);
    const older = counter.next('sale', counter.saleOf(), { occurred_at: secondsAgo(4 * 86_400) });
    await pushed(older);
    const let_ = { ...counter.refundOf(older.id), approvals: [word({ action: 'RETURN_WINDOW' })] };
    expect(await counter.settle('refund', let_, by)).toMatchObject({ flags: [] });
    await shop.call('PUT', '/api/return-policy/', { token, body: { allow_window_days: 0 } });
  });
});

test('a discount beyond who stood there is flagged, whoever is logged in at the till', async () => {
  const cashier = idOf('cashier');
  const bare = counter.next('sale', discounted(undefined, { cashier }));
  expect(await pushed(bare, 'manager')).toMatchObject({ flags: ['approval_missing'] });
  const own = counter.next('sale', discounted(undefined, { cashier: idOf('manager') }));
  expect(await pushed(own, 'manager')).toMatchObject({ flags: [] });
  expect(await flagsOf(shop, own.id)).toEqual([]);
});

test('cash paid out keeps the word that let it', async () => {
  const session = newUuid();
  await counter.settle('session_open', { session, currency: 'GBP', opening_float: '100.00' });
  const paid = { session, kind: 'PAY_OUT', amount: '20.00', reason: 'Milk' };
  const good = { ...paid, approvals: [word({ action: 'PAY_OUT' })] };
  const done = await counter.settle('cash_movement', good);
  expect([done.outcome, done.flags, await wordsAt(done.id)]).toMatchObject([
    'APPLIED',
    [],
    [{ action: 'PAY_OUT', is_fit: true }],
  ]);
  expect(await counter.settle('cash_movement', paid)).toMatchObject({
    outcome: 'APPLIED',
    flags: ['approval_missing'],
  });
  const little = await counter.settle('cash_movement', { ...paid, amount: '15.00' });
  expect(little.flags).toEqual([]);
  const leaders = { ...paid, cashier: idOf('manager') };
  expect(await counter.settle('cash_movement', leaders)).toMatchObject({ flags: [] });
  const bad = { ...paid, approvals: [word({ action: 'PAY_OUT', approver: newUuid() })] };
  expect(await counter.settle('cash_movement', bad)).toMatchObject({ flags: ['approval_unfit'] });
});

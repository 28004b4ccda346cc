/** What people decide about parked operations: by a register's queue, and in the back office. */
import { startTestShop } from '@evertill/testing';
import type { TestRole, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Body, Counter, Result, Sent } from '@evertill/testing';
import { flagsOf, newUuid, openCounter } from '@evertill/testing';

let shop: TestShop;
let counter: Counter;
let people: Readonly<Record<TestRole, string>>;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
  people = await peopleOf();
});
afterAll(() => shop.close());

async function peopleOf(): Promise<Readonly<Record<TestRole, string>>> {
  const { phones, tokens } = counter.tenant;
  const { body } = await shop.call('GET', '/api/clients/', { token: tokens.owner });
  const idOf = (role: TestRole): string => {
    const one = (body as Body[]).find(({ phone_number: phone }) => phone === phones[role]);
    return one?.['user_client_id'] as string;
  };
  return { owner: idOf('owner'), manager: idOf('manager'), cashier: idOf('cashier') };
}

/** A sale that no server books: its currency is another's. */
async function parkSale(at = counter): Promise<Sent> {
  const sale = at.next('sale', { ...at.saleOf(), currency: 'USD' });
  const { body } = await at.push([sale]);
  expect(body.results).toMatchObject([{ outcome: 'REJECTED_TERMINAL', code: 'currency_foreign' }]);
  return sale;
}

async function decideAtTill(operation: string, change: Body = {}): Promise<Result> {
  const decided = { operation, decision: 'VOIDED', decided_by: people.manager, reason: 'undone' };
  return counter.settle('decision', { ...decided, ...change });
}

async function isListed(id: string): Promise<boolean> {
  const token = counter.tenant.tokens.manager;
  const { body } = await shop.call('GET', '/api/sync/parked/?limit=500', { token });
  return (body as Body[]).some((one) => one['id'] === id);
}

async function decisionsOn(operation: string): Promise<readonly Body[]> {
  const token = counter.tenant.tokens.manager;
  const answer = await shop.call('GET', `/api/sync/decisions/?operation=${operation}`, { token });
  expect(answer.status).toBe(200);
  return answer.body as Body[];
}

describe('by the queue of a register', () => {
  test('a leader’s word ends the waiting, is kept with who and why, and comes twice for nothing', async () => {
    const { id } = await parkSale();
    expect(await isListed(id)).toBe(true);
    const body = {
      operation: id,
      decision: 'VOIDED',
      decided_by: people.manager,
      reason: 'undone',
    };
    const sent = counter.next('decision', body);
    for (const outcome of ['APPLIED', 'DUPLICATE']) {
      const answer = await counter.push([sent]);
      expect(answer.body.results).toMatchObject([{ outcome, flags: [] }]);
    }
    expect(await isListed(id)).toBe(false);
    const { registerId: register } = counter.register;
    expect(await decisionsOn(id)).toMatchObject([
      {
        ...{ decision_id: sent.id, register, decision: 'VOIDED', decided_by: people.manager },
        ...{ reason: 'undone', way: 'REGISTER', is_fit: true, amended_by: null },
      },
    ]);
  });

  test.each([
    ['a cashier', () => ({ decided_by: people.cashier })],
    ['somebody unknown', () => ({ decided_by: newUuid() })],
    ['a leader without a reason', () => ({ reason: ' ' })],
    ['nobody knows what stands in for it', () => ({ decision: 'AMENDED' })],
  ])('%s is kept, and ends nothing', async (_, change) => {
    const { id } = await parkSale();
    const { outcome, id: decision } = await decideAtTill(id, change());
    expect(outcome).toBe('APPLIED');
    expect(await flagsOf(shop, decision)).toEqual(['approval_unfit']);
    expect(await isListed(id)).toBe(true);
    expect(await decisionsOn(id)).toMatchObject([{ is_fit: false }]);
    // Whoever leads says it again.
    await decideAtTill(id);
    expect(await isListed(id)).toBe(false);
  });

  test('what was amended waits no more; what is behind it is booked', async () => {
    const { id, body } = await parkSale();
    const amended = counter.next('sale', { ...body, currency: counter.book.currency });
    expect((await counter.push([amended])).body.results).toMatchObject([{ outcome: 'APPLIED' }]);
    const change = { decision: 'AMENDED', amended_by: amended.id, decided_by: people.cashier };
    const { reason: _, ...said } = { reason: '', operation: id, ...change };
    expect((await counter.settle('decision', said)).outcome).toBe('APPLIED');
    expect(await isListed(id)).toBe(false);
  });

  test('a stand-in waits for what it stands for, and no longer', async () => {
    const operation = newUuid();
    const body = { operation, kind: 'sale', body_hash: 'f'.repeat(64) };
    const { id } = await counter.settle('withheld', body);
    expect(await isListed(id)).toBe(true);
    await decideAtTill(operation);
    expect(await isListed(id)).toBe(false);
    const booked = newUuid();
    const other = await counter.settle('withheld', { ...body, operation: booked });
    expect(await isListed(other.id)).toBe(true);
    const sale = counter.next('sale', counter.saleOf(), { id: booked });
    expect((await counter.push([sale])).body.results).toMatchObject([{ outcome: 'APPLIED' }]);
    expect(await isListed(other.id)).toBe(false);
  });

  test('what hung on a decided operation hangs on it no more', async () => {
    const session = newUuid();
    const opening = { session, cashier: people.cashier, currency: 'USD', opening_float: '1.00' };
    const opened = counter.next('session_open', opening);
    await counter.push([opened]);
    const paid = { session, cashier: people.cashier, kind: 'PAY_IN', amount: '1.00', reason: 'x' };
    const bound = { ...counter.next('cash_movement', paid), depends_on: opened.id };
    expect((await counter.push([bound])).body.results).toMatchObject([
      { code: 'dependency_parked' },
    ]);
    await decideAtTill(opened.id, { decision: 'ACCEPTED' });
    const again = { ...bound, ...counter.next('cash_movement', paid, { id: bound.id }) };
    expect((await counter.push([again])).body.results).toMatchObject([
      { outcome: 'APPLIED', flags: ['session_unknown'] },
    ]);
  });

  test('one that fits no schema is parked like anything else', async () => {
    const { outcome, code } = await decideAtTill(newUuid(), { decision: 'FORGOTTEN' });
    expect([outcome, code]).toEqual(['REJECTED_TERMINAL', 'input_invalid']);
  });
});

describe('in the back office', () => {
  const decide = (id: string, body: Body, role: TestRole = 'manager') =>
    shop.call('POST', `/api/sync/parked/${id}/decide/`, {
      token: counter.tenant.tokens[role],
      body: { register: counter.register.registerId, ...body },
    });

  test('a leader ends it, the till hears of it, and nobody decides again', async () => {
    const { id } = await parkSale();
    const body = { decision_id: newUuid(), decision: 'VOIDED', reason: 'the device is lost' };
    const accepted = await decide(id, { ...body, decision: 'ACCEPTED' });
    expect(accepted.body).toMatchObject({ code: 'input_invalid' });
    const made = await decide(id, body);
    expect([made.status, made.body]).toMatchObject([
      201,
      { operation: id, way: 'OFFICE', decided_by: people.manager, reason: body.reason },
    ]);
    expect(await isListed(id)).toBe(false);
    const again = await decide(id, body);
    expect([again.status, again.body]).toEqual([201, made.body]);
    const other = await decide(id, { ...body, reason: 'another' });
    expect(other.body).toMatchObject({ code: 'id_reused' });
    const late = await decide(id, { decision: 'VOIDED', reason: 'late' }, 'owner');
    expect([late.status, late.body]).toMatchObject([409, { code: 'parked_settled' }]);
    const { deviceKey } = counter.register;
    const heard = await shop.call('POST', '/api/sync/decided/', {
      token: counter.tenant.tokens.cashier,
      headers: { 'x-register-key': deviceKey },
      body: { operations: [id, newUuid()] },
    });
    expect(heard.body).toEqual({
      decisions: [
        { operation: id, decision: 'VOIDED', reason: body.reason, decided_by: people.manager },
      ],
    });
  });

  test('what was asked for and is no fact is accepted', async () => {
    const opening = { session: newUuid(), currency: 'USD', opening_float: '1.00' };
    const { id } = await counter.settle('session_open', opening);
    const refused = await decide(id, { decision: 'VOIDED', reason: 'x' });
    expect(refused.body).toMatchObject({ code: 'input_invalid' });
    expect((await decide(id, { decision: 'ACCEPTED', reason: 'x' })).status).toBe(201);
    expect(await isListed(id)).toBe(false);
  });

  test('a cashier may not, another register’s is not there, and what was booked waits for nobody', async () => {
    const { id } = await parkSale();
    const word = { decision: 'VOIDED', reason: 'x' };
    expect((await decide(id, word, 'cashier')).body).toMatchObject({ code: 'capability_missing' });
    const elsewhere = await openCounter(shop);
    const register = elsewhere.register.registerId;
    expect((await decide(id, { ...word, register })).body).toMatchObject({ code: 'not_found' });
    const owner = shop.tenants[1].tokens.owner;
    const stranger = await shop.call('POST', `/api/sync/parked/${id}/decide/`, {
      token: owner,
      body: { register: counter.register.registerId, ...word },
    });
    expect(stranger.body).toMatchObject({ code: 'not_found' });
    const headers = { 'x-register-key': elsewhere.register.deviceKey };
    const asked = { token: counter.tenant.tokens.cashier, body: { operations: [id] } };
    const heard = await shop.call('POST', '/api/sync/decided/', { ...asked, headers });
    expect(heard.body).toEqual({ decisions: [] });
    const keyless = { ...asked, headers: { 'x-register-key': 'nobody' } };
    const unknown = await shop.call('POST', '/api/sync/decided/', keyless);
    expect(unknown.body).toMatchObject({ code: 'register_key_invalid' });
    const opened = newUuid();
    const early = counter.next('refund', counter.refundOf(opened), {});
    await counter.push([early]);
    const sale = counter.next('sale', counter.saleOf(), { id: opened });
    await counter.push([sale]);
    const again = counter.next('refund', early.body, { id: early.id });
    expect((await counter.push([again])).body.results).toMatchObject([{ outcome: 'APPLIED' }]);
    expect((await decide(early.id, word)).body).toMatchObject({ code: 'parked_settled' });
  });

  test('two at once decide once', async () => {
    const { id } = await parkSale();
    const word = { decision: 'VOIDED', reason: 'x' };
    const answers = await Promise.all([decide(id, word), decide(id, word, 'owner')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });
});

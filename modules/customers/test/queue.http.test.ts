/** Customers made and changed by registers that were offline: each operation settled once. */
import { customers } from '@evertill/contract';
import { enrolRegister, counterAt, newUuid, openCounter, startTestShop } from '@evertill/testing';
import type { Counter, Result, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskOf, freshPhone } from './people.ts';
import type { Desk } from './people.ts';

let shop: TestShop;
let desk: Desk;
let counter: Counter;
beforeAll(async () => {
  shop = await startTestShop();
  desk = deskOf(shop, shop.tenants[0]);
  counter = await openCounter(shop);
});
afterAll(() => shop.close());

const results = async (
  at: Counter,
  operations: Parameters<Counter['push']>[0],
): Promise<Result[]> => {
  const { status, body } = await at.push(operations);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.results as Result[];
};

const anotherTill = async (): Promise<Counter> => {
  const register = await enrolRegister(shop, shop.tenants[0], `Till ${newUuid()}`);
  return counterAt({ ...counter, register });
};

describe('a customer of a register’s queue', () => {
  test('is made under the id of the operation, before the sale that names them', async () => {
    const body = { name: 'Quentin Queue', phone: freshPhone(), marketing_opt_in: true };
    const create = counter.next('customer_create', body);
    const update = counter.next('customer_update', { customer: create.id, address: 'Dock 3' });
    const sale = counter.next('sale', counter.saleOf());
    const named = { ...sale, body: { ...sale.body, customer: create.id }, depends_on: create.id };
    const answers = await results(counter, [create, update, named]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['APPLIED', 'APPLIED', 'APPLIED']);
    expect((await desk.ask('GET', `/api/customers/${create.id}/`)).body).toMatchObject({
      ...body,
      address: 'Dock 3',
    });
    const consents = await desk.ask('GET', `/api/customers/${create.id}/consents/`);
    expect(consents.body).toMatchObject([{ source: 'REGISTER', occurred_at: create.occurred_at }]);
    const again = await results(counter, [create, update, named]);
    expect(again.map(({ outcome }) => outcome)).toEqual(['DUPLICATE', 'DUPLICATE', 'DUPLICATE']);
    expect(again.map(({ body_hash }) => body_hash)).toEqual(answers.map((one) => one.body_hash));
    const exported = await desk.ask('GET', `/api/customers/${create.id}/export/`);
    expect(exported.body).toMatchObject({ sales: [{ sales_header_id: sale.id }] });
    // The same request by the API is the same customer.
    const alone = await desk.ask('POST', '/api/customers/', { ...body, customer_id: create.id });
    expect(alone).toMatchObject({ status: 201, body: { address: 'Dock 3' } });
  });

  test('keeps neither body nor hash where orders could be read', async () => {
    const create = counter.next('customer_create', { name: 'Hush Hush' });
    const [answer] = await results(counter, [create]);
    const sql = 'SELECT body_hash FROM orders.booked_operations WHERE operation_id = $1';
    const [row] = await shop.sql(sql, [create.id]);
    expect(row?.['body_hash']).not.toBe(answer?.body_hash);
    expect(row?.['body_hash']).toMatch(/^[0-9a-f]{64}$/);
  });

  test('under an id that carried another body, or another kind, is a conflict', async () => {
    const create = counter.next('customer_create', { name: 'One Body' });
    await results(counter, [create]);
    const [same] = await results(counter, [{ ...create, body: { name: 'Other Body' } }]);
    expect(same).toMatchObject({ outcome: 'CONFLICT', code: 'id_reused' });
    const later = counter.next('customer_create', { name: 'Third' }, { id: create.id });
    expect(await results(counter, [later])).toMatchObject([{ code: 'id_reused' }]);
    const change = { customer: create.id, name: 'X' };
    const kind = counter.next('customer_update', change, { id: create.id });
    expect(await results(counter, [kind])).toMatchObject([{ code: 'id_reused' }]);
    expect((await desk.ask('GET', `/api/customers/${create.id}/`)).body.name).toBe('One Body');
  });

  test('is refused where the phone exists, the edit is old, the customer gone or unknown', async () => {
    const phone = freshPhone();
    const id = await desk.customer({ name: 'Edith Edit', phone });
    const gone = await desk.customer({ name: 'Gone' });
    await desk.ask('POST', `/api/customers/${gone}/erase/`, { reason: 'asked' });
    const old = { occurred_at: '2026-01-01T00:00:00Z' };
    const foreign = shop.tenants[1].tenantId;
    const operations = [
      counter.next('customer_create', { name: 'X', phone }),
      counter.next('customer_update', { customer: id, name: 'Old Edit' }, old),
      counter.next('customer_update', { customer: gone, name: 'X' }),
      counter.next('customer_update', { customer: newUuid(), name: 'X' }),
      counter.next('customer_create', { name: 'X', user_client: foreign }),
      counter.next('customer_create', { name: 'X', phone: '+1' }),
      counter.next('customer_create', { name: 'X', marketing_channels: ['SMS'] }),
    ];
    const answers = await results(counter, operations);
    expect(answers.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['CONFLICT', 'name_taken'],
      ['CONFLICT', 'edit_outdated'],
      ['REJECTED_TERMINAL', 'customer_gone'],
      ['REJECTED_TERMINAL', 'not_found'],
      ['REJECTED_TERMINAL', 'tenant_mismatch'],
      ['REJECTED_TERMINAL', 'input_invalid'],
      ['REJECTED_TERMINAL', 'input_invalid'],
    ]);
    // What was refused is refused the same, also when the reason is gone.
    await desk.ask('PATCH', `/api/customers/${id}/`, { phone: null });
    const again = await results(counter, operations);
    expect(again.map(({ code }) => code)).toEqual(answers.map(({ code }) => code));
    expect((await desk.ask('GET', `/api/customers/${id}/`)).body.name).toBe('Edith Edit');
    const parked = await desk.ask('GET', '/api/sync/parked/?limit=1000');
    const kept = (parked.body as { id: string; body: string }[]).filter(({ id: one }) =>
      operations.some((operation) => operation.id === one),
    );
    expect(kept.map(({ body }) => body)).toEqual(operations.map(() => '{}'));
  });

  test('waits for what it depends on, which is parked', async () => {
    const first = counter.next('customer_create', { name: 'X', shoe: 44 });
    const second = counter.next('customer_update', { customer: first.id, name: 'Y' });
    const operations = [first, { ...second, depends_on: first.id }];
    expect(await results(counter, operations)).toMatchObject([
      { code: 'input_invalid' },
      { outcome: 'CONFLICT', code: 'dependency_parked' },
    ]);
  });
});

describe('settled once', () => {
  const settled = async (id: string) =>
    shop.sql('SELECT code FROM customers.settled_operations WHERE operation_id = $1', [id]);

  test('also when the answer was lost between customers and the sequence', async () => {
    const create = counter.next('customer_create', { name: 'Lost Answer', phone: freshPhone() });
    const { assembly } = shop.running;
    // What orders would have asked before it crashed: the hash it asks with is the operation's.
    const [dry] = await results(await anotherTill(), [
      { ...create, seq: 1, id: newUuid(), body: { name: 'Lost Answer' } },
    ]);
    expect(dry?.outcome).toBe('APPLIED');
    const { createHash } = await import('node:crypto');
    const text = JSON.stringify(create.body, Object.keys(create.body).toSorted());
    const bodyHash = createHash('sha256').update(text).digest('hex');
    const context = assembly.ownContext(shop.tenants[0].tenantId);
    const asked = await assembly.ask(customers.settleOperation, context, {
      operationId: create.id,
      bodyHash,
      occurredAt: create.occurred_at,
      create: create.body as { name: string },
    });
    expect(asked.code).toBe('');
    const [answer] = await results(counter, [create]);
    expect(answer).toMatchObject({ outcome: 'APPLIED', body_hash: bodyHash });
    expect(await settled(create.id)).toEqual([{ code: '' }]);
  });

  test('when the same push comes four times at once', async () => {
    const till = await anotherTill();
    const operations = [
      till.next('customer_create', { name: 'Crowd One', phone: freshPhone() }),
      till.next('customer_create', { name: 'Crowd Two', phone: freshPhone() }),
    ];
    const answers = await Promise.all([1, 2, 3, 4].map(() => results(till, operations)));
    const outcomes = answers.map((all) => all.map(({ outcome }) => outcome));
    expect(outcomes.flat().filter((one) => one === 'APPLIED').length).toBe(2);
    expect(new Set(outcomes.flat())).toEqual(new Set(['APPLIED', 'DUPLICATE']));
    for (const { id } of operations) expect(await settled(id)).toEqual([{ code: '' }]);
  });

  test('and not at all by a register that may not push', async () => {
    const till = await anotherTill();
    const create = till.next('customer_create', { name: 'No Pass' });
    const refused = await till.push([create], { deviceKey: 'wrong' });
    expect(refused).toMatchObject({ status: 403, body: { code: 'register_key_invalid' } });
    const gap = till.next('customer_create', { name: 'Gap' });
    expect(await results(till, [gap])).toMatchObject([{ outcome: 'RETRY_LATER' }]);
    for (const { id } of [create, gap]) {
      expect(await settled(id)).toEqual([]);
      expect((await desk.ask('GET', `/api/customers/${id}/`)).status).toBe(404);
    }
  });

  test('of whom was forgotten since, is never made again', async () => {
    const till = await anotherTill();
    const create = till.next('customer_create', { name: 'Forget Me', phone: freshPhone() });
    await results(till, [create]);
    await desk.ask('POST', `/api/customers/${create.id}/erase/`, { reason: 'asked' });
    const [again] = await results(till, [create]);
    expect(again?.outcome).toBe('CONFLICT');
    const anew = till.next('customer_create', create.body, { id: create.id });
    expect((await results(till, [anew]))[0]?.outcome).toBe('CONFLICT');
    expect((await desk.ask('GET', `/api/customers/${create.id}/`)).body).toMatchObject({
      status: 'ERASED',
      name: '',
    });
  });
});

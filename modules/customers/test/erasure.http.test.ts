/** What was moved or changed does not open, and whoever is forgotten is gone. */
import { newUuid, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskOf, freshPhone } from './people.ts';
import type { Desk } from './people.ts';

let shop: TestShop;
let desk: Desk;
beforeAll(async () => {
  shop = await startTestShop();
  desk = deskOf(shop, shop.tenants[0]);
});
afterAll(() => shop.close());

describe('what was moved does not open', () => {
  const unreadable = { status: 409, body: { code: 'customer_unreadable' } };

  test.each([
    ['the name of another customer', 'sealed_name'],
    ['the phone of another customer', 'sealed_phone'],
  ])('%s', async (_, column) => {
    const one = await desk.customer({ name: 'Owner Of It', phone: freshPhone() });
    const other = await desk.customer({ name: 'Thief Of It', phone: freshPhone() });
    const kept = await shop.sql(
      `SELECT ${column} AS it FROM customers.customers
      WHERE customer_id = $1`,
      [other],
    );
    const put = `UPDATE customers.customers SET ${column} = (SELECT ${column}
      FROM customers.customers WHERE customer_id = $2) WHERE customer_id = $1`;
    await shop.sql(put, [other, one]);
    const answer = await desk.ask('GET', `/api/customers/${other}/`);
    expect(answer).toMatchObject(unreadable);
    expect(await desk.ask('PATCH', `/api/customers/${other}/`, { name: 'Z' })).toMatchObject(
      unreadable,
    );
    expect(JSON.stringify(answer.body)).not.toContain('Owner');
    // The others are shown, and this one says what became of it.
    const { body } = await desk.ask('GET', '/api/customers/?limit=2');
    expect(body).toMatchObject([
      { customer_id: other, status: 'UNREADABLE', name: '', phone: null },
      { customer_id: one, status: 'ACTIVE', name: 'Owner Of It' },
    ]);
    await shop.sql(`UPDATE customers.customers SET ${column} = $2 WHERE customer_id = $1`, [
      other,
      kept[0]?.['it'],
    ]);
    expect((await desk.ask('GET', `/api/customers/${other}/`)).status).toBe(200);
  });

  test('a field under another field, a key under another customer, a changed byte', async () => {
    const one = await desk.customer({ name: 'Swap Me', address: 'A street' });
    const other = await desk.customer({ name: 'And Me' });
    const path_ = `/api/customers/${one}/`;
    const keep = await shop.sql(
      `SELECT c.*, k.sealed_key FROM customers.customers c JOIN customers.subject_keys k
       USING (tenant_id, customer_id) WHERE customer_id = $1`,
      [one],
    );
    const set = (column: string, value: unknown): Promise<unknown> =>
      shop.sql(`UPDATE customers.customers SET ${column} = $2 WHERE customer_id = $1`, [
        one,
        value,
      ]);
    await set('sealed_name', keep[0]?.['sealed_address']);
    expect(await desk.ask('GET', path_)).toMatchObject(unreadable);
    const bytes = Buffer.from(keep[0]?.['sealed_name'] as Buffer);
    bytes[bytes.length - 1] = bytes.readUInt8(bytes.length - 1) ^ 1;
    await set('sealed_name', bytes);
    expect(await desk.ask('GET', path_)).toMatchObject(unreadable);
    await set('sealed_name', Buffer.from('short'));
    expect(await desk.ask('GET', path_)).toMatchObject(unreadable);
    await set('sealed_name', keep[0]?.['sealed_name']);
    const setKey = `UPDATE customers.subject_keys SET sealed_key = $2 WHERE customer_id = $1`;
    const [foreign] = await shop.sql(
      'SELECT sealed_key FROM customers.subject_keys WHERE customer_id = $1',
      [other],
    );
    await shop.sql(setKey, [one, foreign?.['sealed_key']]);
    expect(await desk.ask('GET', path_)).toMatchObject(unreadable);
    await shop.sql(setKey, [one, keep[0]?.['sealed_key']]);
    expect(await desk.ask('GET', path_)).toMatchObject({ status: 200, body: { name: 'Swap Me' } });
  });

  test('and whoever does not open can still be forgotten', async () => {
    const id = await desk.customer({ name: 'Broken One' });
    await shop.sql(`UPDATE customers.customers SET sealed_name = 'x' WHERE customer_id = $1`, [id]);
    const erased = await desk.ask('POST', `/api/customers/${id}/erase/`, { reason: 'asked' });
    expect(erased).toMatchObject({ status: 200, body: { status: 'ERASED' } });
  });
});

describe('erasure', () => {
  test('destroys the key, the index and the name; the sales stay, and it may be asked again', async () => {
    const phone = freshPhone();
    const id = await desk.customer({ name: 'Forget Menot', phone, marketing_opt_in: true });
    const path_ = `/api/customers/${id}/`;
    expect((await desk.ask('POST', `${path_}erase/`, { reason: 'x' }, 'cashier')).status).toBe(403);
    for (const reason of ['Mr Menot asked', `caller ${phone.slice(1)}`]) {
      const named = await desk.ask('POST', `${path_}erase/`, { reason });
      expect(named).toMatchObject({ status: 400, body: { errors: [{ field: 'reason' }] } });
    }
    const body = { reason: 'asked by letter of 3 May' };
    const erased = await desk.ask('POST', `${path_}erase/`, body, 'manager');
    expect(erased).toMatchObject({
      status: 200,
      body: { status: 'ERASED', name: '', phone: null, email: null, marketing_opt_in: false },
    });
    expect((await desk.ask('POST', `${path_}erase/`, { reason: 'again' })).body).toEqual(
      erased.body,
    );
    expect((await desk.ask('GET', path_)).body).toEqual(erased.body);
    for (const table of ['subject_keys', 'blind_index']) {
      expect(await shop.sql(`SELECT FROM customers.${table} WHERE customer_id = $1`, [id])).toEqual(
        [],
      );
    }
    const told = await shop.sql(
      `SELECT type, payload FROM customers.outbox WHERE aggregate_id = $1
         AND (type = 'customer.erased' OR payload ->> 'action' = 'CUSTOMER_ERASED') ORDER BY id`,
      [id],
    );
    expect(told).toMatchObject([
      { type: 'customer.erased', payload: { customerId: id } },
      { type: 'audit.events', payload: { objectId: id, reason: body.reason } },
    ]);
    expect(await desk.ask('PATCH', path_, { name: 'Back' })).toMatchObject({ status: 410 });
    const consents = await desk.ask('GET', `${path_}consents/`);
    expect(consents.body).toMatchObject([{ marketing_opt_in: true }, { source: 'ERASURE' }]);
    expect(await desk.customer({ phone })).not.toBe(id);
    const anew = await desk.ask('POST', '/api/customers/', { customer_id: id, name: 'X' });
    expect(anew).toMatchObject({ status: 410, body: { code: 'customer_gone' } });
    const gone = await desk.ask('POST', `/api/customers/${newUuid()}/erase/`, { reason: 'x' });
    expect(gone.status).toBe(404);
  });

  test('and an edit at once leave no name behind', async () => {
    const id = await desk.customer({ name: 'Race Me', phone: freshPhone() });
    const path_ = `/api/customers/${id}/`;
    const answers = await Promise.all([
      desk.ask('PATCH', path_, { name: 'Race Again' }),
      desk.ask('POST', `${path_}erase/`, { reason: 'asked' }),
      desk.ask('POST', `${path_}erase/`, { reason: 'asked' }),
      desk.ask('PATCH', path_, { phone: freshPhone() }),
    ]);
    for (const { status } of answers) expect([200, 410]).toContain(status);
    expect((await desk.ask('GET', path_)).body).toMatchObject({ status: 'ERASED', name: '' });
  });
});

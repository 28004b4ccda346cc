/**
 * What is promised about people: nothing of them stands anywhere in clear, what was moved does not
 * open, and whoever is forgotten is gone. The server writes its log into a file here, at the level
 * that says most.
 */
import { customers } from '@evertill/contract';
import { realWorld, rotateLocalSealingKeys } from '@evertill/kernel';
import { checkInvariants, readConfig, serve } from '@evertill/server';
import type { Running } from '@evertill/server';
import { counterAt, enrolRegister, newUuid, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { readFile, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { deskOf, freshPhone } from './people.ts';
import type { Desk } from './people.ts';

let shop: TestShop;
let desk: Desk;
const started: Running[] = [];
beforeAll(async () => {
  shop = await startTestShop();
  desk = deskOf(shop, shop.tenants[0]);
});
afterEach(async () => {
  for (const running of started.splice(0)) await running.stop();
});
afterAll(() => shop.close());

/** Another server of the same shop, with this home and everything written into its log. */
async function serveFrom(home: string): Promise<{ readonly running: Running; readonly desk: Desk }> {
  const config = readConfig(
    {
      EVERTILL_HOME: home,
      DATABASE_URL: shop.running.databaseUrl,
      EVERTILL_CONNECTIONS: '4',
      PORT: '0',
      LOG_LEVEL: 'trace',
      EVERTILL_LIMIT_HEAVY: 'off',
    },
    {},
  );
  const running = await serve(config, realWorld(), () => undefined);
  started.push(running);
  const call: TestShop['call'] = async (method, route, { token, body } = {}) => {
    const response = await fetch(new URL(route, running.url), {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed: unknown = text === '' ? '' : JSON.parse(text);
    return { status: response.status, headers: response.headers, body: parsed };
  };
  return { running, desk: deskOf({ call }, shop.tenants[0]) };
}

/** Every row of every table as text, and every file of the home but the keys. */
async function everythingWritten(home: string): Promise<string> {
  const tables = await shop.sql(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c
     JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const rows: Record<string, unknown>[] = [];
  for (const { name } of tables) {
    rows.push(...(await shop.sql(`SELECT t::text AS line FROM ${String(name)} t`)));
  }
  const files = (await readdir(home)).filter((name) => !name.includes('key'));
  const texts = await Promise.all(files.map((name) => readFile(path.join(home, name), 'utf8')));
  expect(tables.length).toBeGreaterThan(60);
  return [...rows.map(({ line }) => String(line)), ...texts].join('\n');
}

describe('nothing in clear', () => {
  test('of a name, a number, an e-mail, an address: not in a log, an event, the audit, a table', async () => {
    const { running, desk: own } = await serveFrom(shop.home);
    const canary = {
      name: 'Zebulon Canaryman',
      phone: '+254 798 765 432',
      email: 'canary.bird@cage.example',
      address: 'Canary Wharf 77',
      description: 'sings like a canary',
    };
    const customer_id = newUuid();
    const path_ = `/api/customers/${customer_id}/`;
    await own.ask('POST', '/api/customers/', { ...canary, customer_id });
    await own.ask('POST', '/api/customers/', { ...canary, name: 'Other Canaryman' });
    await own.ask('POST', '/api/customers/', { ...canary, phone: 'canary call', extra: canary });
    await own.ask('PATCH', path_, { name: 'Zebedee Canaryman' });
    await own.ask('PATCH', path_, { email: 'canary.two@cage.example', phone: canary.phone });
    for (const word of ['canaryman', '%2B254798765432', 'canary.bird%40cage.example']) {
      expect((await own.ask('GET', `/api/customers/?search=${word}`)).status).toBe(200);
    }
    expect((await own.ask('GET', `${path_}export/`)).body.customer.name).toBe('Zebedee Canaryman');
    const profile = await own.ask('POST', '/api/anonymousprofiles/', {});
    const profileId = String(profile.body.anonymous_customer_id);
    await own.ask('POST', `/api/anonymousprofiles/${profileId}/identify/`, {
      name: 'Third Canaryman',
      phone: '+254798765433',
    });
    await checkOutAs(own, { phone: '+254798765434', email: 'canary.three@cage.example' });
    await pushCanaries(customer_id);
    await running.assembly.drain();
    const clear = /canary|zebulon|zebedee|98.?765.?43[234]|254798|cage\.example/i;
    const written = await everythingWritten(shop.home);
    expect(written.length).toBeGreaterThan(10_000);
    expect(written.split('\n').filter((line) => clear.test(line))).toEqual([]);
    // Nor as bytes, which PostgreSQL shows in hexadecimal.
    for (const word of ['anary', 'Zebulon', 'Zebedee', '798 765', '25479876543', 'cage.']) {
      expect(written).not.toContain(Buffer.from(word).toString('hex'));
    }
    // Nor any hash of it that could be guessed from.
    const { createHash } = await import('node:crypto');
    for (const value of [canary.phone, '+254798765432', canary.email, canary.name]) {
      for (const kind of ['sha256', 'sha1', 'md5']) {
        expect(written).not.toContain(createHash(kind).update(value).digest('hex'));
      }
    }
  });

  async function checkOutAs(own: Desk, who: object): Promise<void> {
    const product = await own.ask('POST', '/api/products/', { name: 'Seed', price: '1.00' });
    const items = [{ product_id: product.body.product_id as string, qty: 1 }];
    const body = { items, payment_method: 'CASH', ...who };
    const made = await own.ask('POST', '/api/checkout/initialize/', body);
    expect(made, JSON.stringify(made.body)).toMatchObject({ status: 201 });
    expect(made.body.customer_id).toEqual(expect.any(String));
  }

  /** By a till's queue: done, refused, unreadable, of a kind unheard of. */
  async function pushCanaries(customer: string): Promise<void> {
    const [tenant] = shop.tenants;
    const register = await enrolRegister(shop, tenant, `Till ${newUuid()}`);
    const counter = counterAt({ shop, tenant, register, book: {} as never, product: '' });
    const outcomes = [
      await counter.settle('customer_create', { name: 'Fourth Canaryman', phone: '+254798765434' }),
      await counter.settle('customer_create', { name: 'Fifth Canaryman' }),
      await counter.settle('customer_update', { customer, name: 'Sixth Canaryman' }),
      await counter.settle('customer_update', { customer: newUuid(), name: 'No Canaryman' }),
      await counter.settle('customer_create', { name: 'Seventh Canaryman', shoe: 'canary' }),
      await counter.settle('customer_sing', { name: 'Eighth Canaryman' }),
    ];
    expect(outcomes.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['CONFLICT', 'name_taken'],
      ['APPLIED', undefined],
      ['APPLIED', undefined],
      ['REJECTED_TERMINAL', 'not_found'],
      ['REJECTED_TERMINAL', 'input_invalid'],
      ['REJECTED_TERMINAL', 'kind_unknown'],
    ]);
  }
});

describe('what was moved does not open', () => {
  const unreadable = { status: 409, body: { code: 'customer_unreadable' } };

  test.each([
    ['the name of another customer', 'sealed_name'],
    ['the phone of another customer', 'sealed_phone'],
  ])('%s', async (_, column) => {
    const one = await desk.customer({ name: 'Owner Of It', phone: freshPhone() });
    const other = await desk.customer({ name: 'Thief Of It', phone: freshPhone() });
    const kept = await shop.sql(`SELECT ${column} AS it FROM customers.customers
      WHERE customer_id = $1`, [other]);
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
      shop.sql(`UPDATE customers.customers SET ${column} = $2 WHERE customer_id = $1`, [one, value]);
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
      expect(
        await shop.sql(`SELECT FROM customers.${table} WHERE customer_id = $1`, [id]),
      ).toEqual([]);
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

describe('the key that is not in the database', () => {
  const lost = { status: 503, body: { code: 'keys_unavailable' } };

  test('turned round, everything opens; lost, it says so, and the shop sells on', async () => {
    const id = await desk.customer({ name: 'Key Keeper' });
    const [tenant] = shop.tenants;
    const file = path.join(shop.home, 'customer-keys.json');
    const sealedBy = async (): Promise<unknown> =>
      (await shop.sql('SELECT sealed_key FROM customers.tenant_keys WHERE tenant_id = $1', [
        tenant.tenantId,
      ]))[0]?.['sealed_key'];
    const before = await sealedBy();
    const kid = await rotateLocalSealingKeys(file, realWorld());
    const { assembly } = shop.running;
    const rewrap = () =>
      assembly.ask(customers.rewrapKey, assembly.ownContext(tenant.tenantId), {});
    expect(await rewrap()).toEqual({ isRewrapped: true });
    expect(await rewrap()).toEqual({ isRewrapped: false });
    expect(await sealedBy()).not.toBe(before);
    expect(await sealedBy()).toContain(kid);
    const { running, desk: fresh } = await serveFrom(shop.home);
    expect((await fresh.ask('GET', `/api/customers/${id}/`)).body.name).toBe('Key Keeper');
    await running.stop();
    started.splice(0);

    await rename(file, `${file}.away`);
    const { running: keyless, desk: poor } = await serveFrom(shop.home);
    for (const [method, route, body] of [
      ['GET', `/api/customers/${id}/`],
      ['GET', '/api/customers/'],
      ['POST', '/api/customers/', { name: 'X' }],
      ['PATCH', `/api/customers/${id}/`, { name: 'X' }],
      ['GET', `/api/customers/${id}/export/`],
    ] as const) {
      const answer = await poor.ask(method, route, body);
      expect(answer, `${method} ${route}`).toMatchObject(lost);
      expect(answer.headers.get('retry-after')).toBe('60');
    }
    // Whoever only opens makes no other key in the place of the one that is lost.
    expect(await readdir(shop.home)).not.toContain('customer-keys.json');
    const product = await poor.ask('POST', '/api/products/', { name: 'Key ring', price: '1.00' });
    const items = [{ product_id: product.body.product_id as string, qty: 1 }];
    const body = { items, payment_method: 'CASH', phone: freshPhone() };
    const sold = await poor.ask('POST', '/api/checkout/initialize/', body);
    expect(sold).toMatchObject({ status: 201, body: { customer_id: null } });
    const erased = await poor.ask('POST', `/api/customers/${id}/erase/`, { reason: 'asked' });
    expect(erased).toMatchObject({ status: 200, body: { status: 'ERASED' } });
    await keyless.stop();
    started.splice(0);
    await rename(`${file}.away`, file);
    expect(await checkInvariants(shop.running.databaseUrl)).toEqual([]);
  });
});

/**
 * What is promised about people: nothing of them stands anywhere in clear. The server writes its
 * log into a file here, at the level that says most.
 */
import { counterAt, enrolRegister, newUuid, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveFrom } from './people.ts';
import type { Desk } from './people.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop();
});
afterAll(() => shop.close());

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
    const { running, desk: own } = await serveFrom(shop, shop.home);
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
    await running.stop();
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

/** `evertill keys rewrap`: of one shop alone, and of all; whoever names none is told so. */
import { realWorld, rotateLocalSealingKeys } from '@evertill/kernel';
import { startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from './server-process.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop();
});
afterAll(() => shop.close());

const rewrap = (...words: string[]): Promise<string> =>
  runCommand({
    words: ['keys', 'rewrap', ...words],
    environment: { EVERTILL_HOME: shop.home, DATABASE_URL: shop.running.databaseUrl },
  });
const figures = async (...words: string[]): Promise<unknown> =>
  JSON.parse(await rewrap(...words, '--json'));

/** Which key wraps that of each shop that has one. */
async function wrappedBy(): Promise<Readonly<Record<string, string>>> {
  const rows = await shop.sql('SELECT tenant_id, sealed_key FROM customers.tenant_keys');
  return Object.fromEntries(
    rows.map((row) => [row['tenant_id'], String(row['sealed_key']).split('.')[1]]),
  ) as Record<string, string>;
}

test('the key of one shop is wrapped anew, the others wait, and everything opens', async () => {
  const [one, other] = shop.tenants;
  const made = await Promise.all(
    shop.tenants.map(({ tokens: { owner: token } }, at) =>
      shop.call('POST', '/api/customers/', { token, body: { name: `Customer ${at}` } }),
    ),
  );
  const before = await wrappedBy();
  const old = before[one.tenantId] ?? '';
  expect(before).toEqual({ [one.tenantId]: old, [other.tenantId]: old });
  const kid = await rotateLocalSealingKeys(path.join(shop.home, 'customer-keys.json'), realWorld());
  expect(kid).not.toBe(old);

  expect(await figures('--tenant', one.tenantId)).toEqual({ shops: 1, anew: 1 });
  expect(await wrappedBy()).toEqual({ [one.tenantId]: kid, [other.tenantId]: old });
  // However it is spelled, it is the same shop; again is nothing.
  expect(await figures('--tenant', one.tenantId.toUpperCase())).toEqual({ shops: 1, anew: 0 });
  expect(await figures()).toEqual({ shops: 2, anew: 1 });
  expect(await wrappedBy()).toEqual({ [one.tenantId]: kid, [other.tenantId]: kid });
  for (const [at, { tokens }] of shop.tenants.entries()) {
    const route = `/api/customers/${made[at]?.body.customer_id as string}/`;
    const { body } = await shop.call('GET', route, { token: tokens.owner });
    expect(body.name).toBe(`Customer ${at}`);
  }
});

test.each(['0a000000-0000-4000-8000-00000000000a', 'x', ''])(
  'the id of no shop is refused, and not answered with nought: %j',
  async (id) => {
    await expect(rewrap('--tenant', id)).rejects.toThrow('is the id of no shop');
  },
);

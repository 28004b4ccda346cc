/** The key that wraps a shop's: turned round, lost, and put back. */
import { customers } from '@evertill/contract';
import { realWorld, rotateLocalSealingKeys } from '@evertill/kernel';
import { checkInvariants } from '@evertill/server';
import { startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskOf, freshPhone, serveFrom } from './people.ts';
import type { Desk } from './people.ts';

let shop: TestShop;
let desk: Desk;
beforeAll(async () => {
  shop = await startTestShop();
  desk = deskOf(shop, shop.tenants[0]);
});
afterAll(() => shop.close());

describe('the key that is not in the database', () => {
  const lost = { status: 503, body: { code: 'keys_unavailable' } };

  test('turned round, everything opens; lost, it says so, and the shop sells on', async () => {
    const id = await desk.customer({ name: 'Key Keeper' });
    const [tenant] = shop.tenants;
    const file = path.join(shop.home, 'customer-keys.json');
    const sealedBy = async (): Promise<unknown> =>
      (
        await shop.sql('SELECT sealed_key FROM customers.tenant_keys WHERE tenant_id = $1', [
          tenant.tenantId,
        ])
      )[0]?.['sealed_key'];
    const before = await sealedBy();
    const kid = await rotateLocalSealingKeys(file, realWorld());
    const { assembly } = shop.running;
    const rewrap = () =>
      assembly.ask(customers.rewrapKey, assembly.ownContext(tenant.tenantId), {});
    expect(await rewrap()).toEqual({ isRewrapped: true });
    expect(await rewrap()).toEqual({ isRewrapped: false });
    expect(await sealedBy()).not.toBe(before);
    expect(await sealedBy()).toContain(kid);
    const { running, desk: fresh } = await serveFrom(shop, shop.home);
    expect((await fresh.ask('GET', `/api/customers/${id}/`)).body.name).toBe('Key Keeper');
    await running.stop();

    await rename(file, `${file}.away`);
    const { running: keyless, desk: poor } = await serveFrom(shop, shop.home);
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
    await rename(`${file}.away`, file);
    expect(await checkInvariants(shop.running.databaseUrl)).toEqual([]);
  });
});

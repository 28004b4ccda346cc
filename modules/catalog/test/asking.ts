/** Asks a test shop as somebody who works there, and makes goods that nobody has yet. */
import { newId, realWorld } from '@evertill/kernel';
import type { TestAnswer, TestRole, TestShop, TestTenant } from '@evertill/testing';

export const newUuid = (): string => newId(realWorld());

export type Ask = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
  role?: TestRole,
) => Promise<TestAnswer>;

export function askerOf(shop: TestShop, tenant: TestTenant): Ask {
  return (method, path, body, role = 'owner') =>
    shop.call(method, path, { token: tenant.tokens[role], body });
}

let made = 0;

export function goods(changes: object = {}) {
  made += 1;
  return {
    product_id: newUuid(),
    name: `Goods ${made}`,
    sku: `G-${made}`,
    price: '1.00',
    ...changes,
  };
}

/** The code of a refusal, and the field it is about. */
export function refusalOf({ status, body }: TestAnswer): unknown[] {
  return [status, body.code, body.errors?.[0]?.field];
}

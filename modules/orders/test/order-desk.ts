/** A desk for tests: drafts, lines, payments over HTTP, with the ids that came back. */
import type { TestAnswer, TestRole, TestShop, TestTenant } from '@evertill/testing';

export type Json = Record<string, unknown>;

export interface Desk {
  readonly shop: TestShop;
  readonly tenant: TestTenant;
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    role?: TestRole,
  ) => Promise<TestAnswer>;
  /** A product of a price, with stock if it says how many. */
  readonly product: (price: string, more?: Json, stock?: string) => Promise<string>;
  /** A draft of one line; answers the header. */
  readonly draft: (product: string, quantity?: string, more?: Json) => Promise<Json>;
  readonly header: (id: unknown) => Promise<Json>;
  readonly pay: (id: unknown, amount: string, more?: Json, role?: TestRole) => Promise<TestAnswer>;
}

let products = 0;

export function deskOf(shop: TestShop, tenant: TestTenant): Desk {
  const call: Desk['call'] = (method, path, body, role = 'cashier') =>
    shop.call(method, path, {
      token: tenant.tokens[role],
      ...(body === undefined ? {} : { body }),
    });
  const ok = async (answered: Promise<TestAnswer>): Promise<Json> => {
    const { status, body } = await answered;
    if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
    return body as Json;
  };
  return {
    shop,
    tenant,
    call,
    product: async (price, more = {}, stock) => {
      products += 1;
      const body = { sku: `DESK-${products}`, name: `Good ${products}`, price, ...more };
      const made = await ok(call('POST', '/api/products/', body, 'manager'));
      const product = made['product_id'] as string;
      if (stock !== undefined) await stockUp(call, ok, { product, stock });
      return product;
    },
    draft: (product, quantity = '1', more = {}) =>
      ok(call('POST', '/api/salesheaders/', { lines: [{ product, quantity }], ...more })),
    header: (id) => ok(call('GET', `/api/salesheaders/${String(id)}/`, undefined, 'owner')),
    pay: (id, amount, more = {}, role = 'cashier') =>
      call(
        'POST',
        '/api/sales-payments/',
        { sales_header: id, method: 'CASH', amount, ...more },
        role,
      ),
  };
}

async function stockUp(
  call: Desk['call'],
  ok: (answered: Promise<TestAnswer>) => Promise<Json>,
  { product, stock }: { readonly product: string; readonly stock: string },
): Promise<void> {
  const adjusted = await ok(
    call(
      'POST',
      '/api/stock-adjustments/',
      { product, adjustment_type: 'CORRECTION', quantity_adjusted: stock, reason: 'a count' },
      'manager',
    ),
  );
  const path = `/api/stock-adjustments/${String(adjusted['adjustment_id'])}/approve/`;
  await ok(call('POST', path, {}, 'owner'));
}

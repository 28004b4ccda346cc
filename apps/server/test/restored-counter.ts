/** A counter of a test shop that talks to another server from now on: the restored one. */
import { counterAt } from '@evertill/testing';
import type { Counter, TestShop } from '@evertill/testing';

export interface Lease {
  readonly fencing: number;
  readonly last_seq: number;
}

/** With the lease it had before. */
export function facing(url: string, counter: Counter): Counter {
  return counterAt({ ...counter, shop: { ...counter.shop, call: callerOf(url) } });
}

/** With a lease of that server. */
export async function movedTo(url: string, counter: Counter): Promise<Counter> {
  const there = facing(url, counter);
  const { fencing } = await leaseOf(there);
  return counterAt({ ...there, register: { ...there.register, fencing } });
}

export async function leaseOf({ shop, tenant, register }: Counter): Promise<Lease> {
  const path = `/api/registers/${register.registerId}/lease/`;
  const { body } = await shop.call('POST', path, {
    token: tenant.tokens.cashier,
    headers: { 'x-register-key': register.deviceKey },
    body: {},
  });
  return body;
}

function callerOf(url: string): TestShop['call'] {
  return async (method, route, { token, body, headers } = {}) => {
    const response = await fetch(new URL(route, url), {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
}

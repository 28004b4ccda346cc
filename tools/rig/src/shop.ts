/** The demo shop as a register sees it: who logs in, what is sold, at which prices. */
import { codecOf, priceBookOf, priceBookView } from '@evertill/contract';
import { minorOf } from '@evertill/domain';
import type { PriceBook } from '@evertill/domain';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mustAnswer } from './http-call.ts';
import type { Call } from './http-call.ts';

export interface Good {
  readonly product: string;
  readonly sku: string;
  readonly name: string;
  readonly unitPriceMinor: number;
}

export interface Shop {
  readonly tenantId: string;
  readonly book: PriceBook;
  readonly goods: readonly Good[];
  /** A token of the cashier. `renew` logs in again, unless somebody just did. */
  readonly token: () => string;
  readonly ownerToken: () => string;
  readonly renew: (expired: string) => Promise<void>;
  readonly makeRegister: (name: string) => Promise<RegisterPass>;
}

export interface RegisterPass {
  readonly registerId: string;
  readonly epoch: number;
  readonly deviceKey: string;
}

interface Login {
  readonly phone_number: string;
  readonly password: string;
}

interface DemoTenant {
  readonly tenant_id: string;
  readonly owner: Login;
  readonly cashier: Login;
  readonly enrolment_code: string;
}

const DEMO_MS_MAX = 60_000;

/** The first of the demo shops, or the one at `place`. */
export async function openShop(call: Call, home: string, place = 0): Promise<Shop> {
  const tenant = await untilDemoShop(home, place);
  const logIn = async (login: Login): Promise<string> => {
    const request = { method: 'POST', path: '/api/token/', body: login } as const;
    return (await mustAnswer<{ access: string }>(call, request)).access;
  };
  let ownerToken = await logIn(tenant.owner);
  let token = await logIn(tenant.cashier);
  return {
    tenantId: tenant.tenant_id,
    book: await readBook(call, token),
    goods: await readGoods(call, token),
    token: () => token,
    ownerToken: () => ownerToken,
    renew: async (expired) => {
      if (token === expired) token = await logIn(tenant.cashier).catch(() => token);
      if (ownerToken === expired) ownerToken = await logIn(tenant.owner).catch(() => ownerToken);
    },
    makeRegister: (name) => makeRegister(call, ownerToken, name),
  };
}

/** The server is ready before its demo shops are: a shop is there when its register has a code. */
async function untilDemoShop(home: string, place: number): Promise<DemoTenant> {
  const limit = Date.now() + DEMO_MS_MAX;
  for (;;) {
    const text = await readFile(path.join(home, 'demo.json'), 'utf8').catch(() => '{"tenants":[]}');
    const { tenants } = JSON.parse(text) as { readonly tenants: readonly DemoTenant[] };
    const tenant = tenants[place];
    if (tenant !== undefined && tenant.enrolment_code !== '') return tenant;
    if (Date.now() > limit) throw new Error('there is no demo shop');
    await sleep(50);
  }
}

async function readBook(call: Call, token: string): Promise<PriceBook> {
  const path = '/api/price-books/current/';
  const wire = await mustAnswer(call, { method: 'GET', path, token });
  return priceBookOf(codecOf(priceBookView).read(wire).value as never);
}

async function readGoods(call: Call, token: string): Promise<Good[]> {
  const path = '/api/products/';
  const found = await mustAnswer<
    { product_id: string; sku: string; name: string; price: string; currency: string }[]
  >(call, { method: 'GET', path, token });
  return found.map(({ product_id: product, sku, name, price, currency }) => {
    return { product, sku, name, unitPriceMinor: minorOf(price, currency) ?? 0 };
  });
}

async function makeRegister(call: Call, token: string, name: string): Promise<RegisterPass> {
  const made = await mustAnswer<{ enrolment_code: string }>(call, {
    method: 'POST',
    path: '/api/registers/',
    token,
    body: { name },
  });
  const enrolled = await mustAnswer<{ register_id: string; epoch: number; device_key: string }>(
    call,
    {
      method: 'POST',
      path: '/api/registers/enrol/',
      body: { enrolment_code: made.enrolment_code },
    },
  );
  const { register_id: registerId, epoch, device_key: deviceKey } = enrolled;
  return { registerId, epoch, deviceKey };
}

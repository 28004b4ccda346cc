/** Everything that a shop does, done once, with what came of it; for looking at it in trouble. */
import { codecOf, priceBookOf, priceBookView } from '@evertill/contract';
import type { PriceBook } from '@evertill/domain';
import type { CapabilityName } from '../../src/resilience.ts';
import { refundBodyOf, saleBodyOf } from '@evertill/testing';
import { randomUUID } from 'node:crypto';
import type { Split } from '../../test/deployments.ts';

export interface Done {
  /** 0 when nothing came back. */
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
  readonly retryAfter: string | null;
  readonly ms: number;
}

export interface Trade {
  /** `account` is what the payment provider is to do. */
  readonly doings: Readonly<Record<CapabilityName, (account: string) => Promise<Done>>>;
  /** An order that is confirmed and waits for its payment; answers its id. */
  readonly confirmedOrder: () => Promise<string>;
  readonly product: string;
  readonly charge: (order: string, account: string, attempt?: string) => Promise<Done>;
  readonly ask: Ask;
  /** That nobody has asked for a customer yet. */
  readonly otherShop: OtherShop;
}

export interface OtherShop {
  readonly makeCustomer: () => Promise<Done>;
  readonly makeProduct: () => Promise<Done>;
  readonly pull: () => Promise<Done>;
}

type Ask = (method: string, path: string, body?: unknown, key?: string) => Promise<Done>;
/** Fifteen seconds to be let in and fifteen for what is asked, at the worst. */
const ANSWER_MS_MAX = 45_000;

/** In a shop that trades already: a till is enrolled, goods are there, one of each was done. */
export async function openTrade({ url, tenant, otherTenant }: Split): Promise<Trade> {
  let token = '';
  const ask: Ask = (method, path, body, key) => askAt({ url, method, path, body, key, token });
  const must = async (asked: Promise<Done>): Promise<Done['body']> => {
    const { status, body } = await asked;
    if (status < 200 || status > 299) throw new Error(`${status}: ${JSON.stringify(body)}`);
    return body;
  };
  token = (await must(ask('POST', '/api/token/', tenant.owner))).access;
  const made = await must(
    ask('POST', '/api/products/', { sku: 'TRADE-1', name: 'A mug', price: '8.50' }),
  );
  const product = made.product_id as string;
  const view = await must(ask('GET', '/api/price-books/current/'));
  const book = priceBookOf(codecOf(priceBookView).read(view).value as never);
  const till = await openTill({ ask, must, code: tenant.enrolment_code, product, book });
  const confirmedOrder = async (): Promise<string> => {
    const body = { lines: [{ product, quantity: '1' }] };
    const order = (await must(ask('POST', '/api/salesheaders/', body))).sales_header_id as string;
    await must(ask('POST', `/api/salesheaders/${order}/confirm/`, {}));
    return order;
  };
  const charge: Trade['charge'] = (order, account, attempt = randomUUID()) =>
    ask('POST', '/api/payment-attempts/', {
      ...{ payment_attempt_id: attempt, sales_header: order, provider: 'SIMULATOR' },
      ...{ method: 'CARD', account },
    });
  const waiting: string[] = [];
  while (waiting.length < 4) waiting.push(await confirmedOrder());
  const unique = (): string => randomUUID().slice(0, 8);
  return {
    ...{ confirmedOrder, charge, ask, product },
    otherShop: await openOtherShop({ url, tenant: otherTenant }),
    doings: {
      sell: () => till.sell(),
      refund: () => till.refund(),
      logIn: () => ask('POST', '/api/token/', tenant.cashier),
      pull: () => ask('GET', '/api/sync/pull/?limit=10', undefined, till.deviceKey),
      order: () => makeOrder(ask, product),
      // One that was confirmed while all was well.
      card: (account) => {
        const order = waiting[0] ?? '';
        // Whatever is not declined may have taken the money: nobody else pays for that one.
        if (account !== 'decline') waiting.shift();
        return charge(order, account);
      },
      product: () => ask('POST', '/api/products/', { sku: unique(), name: 'Another', price: '1' }),
      stock: () => ask('GET', `/api/stock-levels/?product=${product}`),
      supplier: () => ask('POST', '/api/suppliers/', { name: `Supplier ${unique()}` }),
      customer: () => ask('POST', '/api/customers/', { name: `Customer ${unique()}` }),
      day: () => ask('GET', '/api/sales/today/'),
      audit: () => ask('GET', '/api/audit-logs/?limit=5'),
    },
  };
}

async function openOtherShop({ url, tenant }: Pick<Split, 'url' | 'tenant'>): Promise<OtherShop> {
  const { owner, enrolment_code } = tenant;
  const open = { url, token: '', key: undefined };
  const entered = await askAt({ ...open, method: 'POST', path: '/api/token/', body: owner });
  const shop = { ...open, token: String(entered.body.access) };
  const path = '/api/registers/enrol/';
  const enrolled = await askAt({ ...shop, method: 'POST', path, body: { enrolment_code } });
  const key = String(enrolled.body.device_key);
  const make = (noun: string, body: object): Promise<Done> =>
    askAt({ ...shop, method: 'POST', path: `/api/${noun}/`, body });
  return {
    makeCustomer: () => make('customers', { name: 'Somebody else' }),
    makeProduct: () =>
      make('products', { sku: randomUUID().slice(0, 8), name: 'A jug', price: '1' }),
    pull: () =>
      askAt({ ...shop, key, method: 'GET', path: '/api/sync/pull/?limit=10', body: undefined }),
  };
}

/** Both steps; the first that fails is what came of it. */
async function makeOrder(ask: Ask, product: string): Promise<Done> {
  const made = await ask('POST', '/api/salesheaders/', { lines: [{ product, quantity: '1' }] });
  if (made.status !== 201) return made;
  const path = `/api/salesheaders/${String(made.body.sales_header_id)}/confirm/`;
  const confirmed = await ask('POST', path, {});
  return { ...confirmed, ms: made.ms + confirmed.ms };
}

interface TillNeeds {
  readonly ask: Ask;
  readonly must: (asked: Promise<Done>) => Promise<Done['body']>;
  readonly code: string;
  readonly product: string;
  readonly book: PriceBook;
}

/** Sends one operation at a time, and the same one again until it is settled, as a till does. */
async function openTill({ ask, must, code, product, book }: TillNeeds) {
  const enrolled = await must(ask('POST', '/api/registers/enrol/', { enrolment_code: code }));
  const { register_id, device_key, epoch } = enrolled;
  const path = `/api/registers/${String(register_id)}/lease/`;
  const { fencing } = await must(ask('POST', path, {}, device_key));
  let seq = 0;
  let unsettled: object | undefined;
  const send = async (kind: string, body: () => object): Promise<Done> => {
    if (unsettled === undefined) {
      seq += 1;
      const occurred_at = new Date().toISOString();
      unsettled = { seq, id: randomUUID(), kind, occurred_at, body: body() };
    }
    const pushed = { register_id, epoch, fencing, operations: [unsettled] };
    const done = await ask('POST', '/api/sync/push/', pushed, device_key);
    const outcome = done.body?.results?.[0]?.outcome;
    if (outcome === 'APPLIED' || outcome === 'DUPLICATE') unsettled = undefined;
    // What the till is told to send again later is what everybody else is told by 503.
    if (outcome === 'RETRY_LATER') return { ...done, status: 503, retryAfter: '1' };
    return done;
  };
  const saleBody = (): object =>
    saleBodyOf({ book, receiptNumber: `T-${seq}`, lines: [{ product, unitPriceMinor: 850 }] });
  const first = { seq: 1, id: randomUUID(), kind: 'sale', body: saleBody() };
  seq = 1;
  unsettled = { ...first, occurred_at: new Date().toISOString() };
  await must(send('sale', saleBody));
  return {
    deviceKey: String(device_key),
    sell: () => send('sale', saleBody),
    refund: () =>
      send('refund', () =>
        refundBodyOf({
          ...{ book, receiptNumber: `T-${seq}`, saleId: first.id },
          line: { product, quantityMilli: 1, totalMinor: 1, taxMinor: 0 },
        }),
      ),
  };
}

interface Asked {
  readonly url: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly key: string | undefined;
  readonly token: string;
}

async function askAt({ url, method, path, body, key, token }: Asked): Promise<Done> {
  const begin = performance.now();
  const isOpen = token === '' || path === '/api/token/';
  try {
    const response = await fetch(new URL(path, url), {
      method,
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
      headers: {
        ...(isOpen ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'x-register-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return {
      status: response.status,
      body: isJson ? JSON.parse(text) : text,
      retryAfter: response.headers.get('retry-after'),
      ms: performance.now() - begin,
    };
  } catch (error) {
    return { status: 0, body: String(error), retryAfter: null, ms: performance.now() - begin };
  }
}

/** The typed client against a server of one answer after another. */
import { auth, catalog, orders } from '@evertill/contract';
import { expect, test } from 'vitest';
import { ApiProblem, NoAnswer, StrangeAnswer } from './answers.ts';
import { makeClient } from './client.ts';
import type { TokenSource } from './token-renewal.ts';

const TENANT = '6ba7b810-9dad-51d1-80b4-00c04fd430c8';
const PRODUCT = '6ba7b811-9dad-51d1-80b4-00c04fd430c8';

interface Seen {
  readonly url: string;
  readonly method: string | undefined;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

type Answer = Response | Error | ((seen: Seen) => Response);

function serverOf(...answers: Answer[]) {
  const seen: Seen[] = [];
  const fetch = async (url: unknown, init: RequestInit = {}): Promise<Response> => {
    await Promise.resolve();
    const body = typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined;
    const headers = init.headers as Record<string, string>;
    const request = { url: String(url), method: init.method, headers, body };
    seen.push(request);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    if (typeof answer === 'function') return answer(request);
    return answer ?? new Response('', { status: 599 });
  };
  return { seen, fetch: fetch as typeof globalThis.fetch, url: 'http://till.example:8000' };
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers });

const problem = (code: string, status: number, headers?: Record<string, string>): Response =>
  json({ code, status, detail: 'no', trace_id: 'abc', errors: [] }, status, headers);

function tokenOf(number: number): string {
  const payload = btoa(JSON.stringify({ tid: TENANT, number })).replace(/=+$/, '');
  return `e30.${payload}.signature`;
}

function countingTokens(): TokenSource & { refreshes: number } {
  const source = {
    refreshes: 0,
    access: () => tokenOf(source.refreshes),
    refresh: async () => {
      await Promise.resolve();
      source.refreshes += 1;
    },
  };
  return source;
}

test('path, query and body are built in wire names', async () => {
  const server = serverOf(json([]), json({}), json({}, 201), json({}));
  const client = makeClient({ ...server, tokens: countingTokens() });
  const saleFilter = { registerId: PRODUCT, isFlagged: true, limit: 5 };
  await client.call(orders.listSales, saleFilter);
  await client.call(catalog.findProduct, { productId: PRODUCT });
  await client.call(catalog.createProduct, { sku: 'A/1', name: 'é', price: '1.50' });
  await client.call(orders.lease, { registerId: PRODUCT }, { registerKey: 'k' });
  const [list, find, create, lease] = server.seen;
  expect(list?.url).toBe(
    `${server.url}/api/salesheaders/?limit=5&register_id=${PRODUCT}&is_flagged=true`,
  );
  expect(list?.body).toBeUndefined();
  expect(find?.url).toBe(`${server.url}/api/products/${PRODUCT}/`);
  expect(create).toMatchObject({ method: 'POST', body: { sku: 'A/1', name: 'é', price: '1.50' } });
  expect(lease).toMatchObject({ url: `${server.url}/api/registers/${PRODUCT}/lease/`, body: {} });
  expect(lease?.headers).toMatchObject({
    'x-register-key': 'k',
    'x-tenant-id': TENANT,
    authorization: `Bearer ${tokenOf(0)}`,
  });
});

test('answers come in code names; a list brings its count and the way on', async () => {
  const link = '</api/products/?limit=1&cursor=abc%3D>; rel="next"';
  const headers = { 'x-total-count': '7', link };
  const wire = [{ product_id: PRODUCT, min_quantity: 1, minQuantity: 2.5, newer_field: 1 }];
  const server = serverOf(json(wire, 200, headers), json([], 200, { 'x-total-count': '0' }));
  const client = makeClient(server);
  expect(await client.call(catalog.listProducts, {})).toEqual({
    items: [{ productId: PRODUCT, minQuantity: '2.5' }],
    totalCount: 7,
    nextCursor: 'abc=',
  });
  const last = await client.call(catalog.listProducts, {});
  expect(last).toEqual({ items: [], totalCount: 0, nextCursor: null });
});

test('a no is an ApiProblem; anything that is not from us is something else', async () => {
  const server = serverOf(
    problem('rate_limited', 429, { 'retry-after': '12' }),
    json({ code: 'not_one_of_ours' }, 400),
    new Response('<html>', { status: 502, headers: { 'retry-after': '3' } }),
    new Response('<html>', { status: 200 }),
    new TypeError('fetch failed'),
  );
  const ask = () => makeClient(server).call(orders.listRegisters, {});
  await expect(ask()).rejects.toMatchObject({
    name: 'ApiProblem',
    code: 'rate_limited',
    status: 429,
    retryAfterSeconds: 12,
    traceId: 'abc',
  });
  await expect(ask()).rejects.toMatchObject({ name: 'StrangeAnswer', status: 400 });
  await expect(ask()).rejects.toMatchObject({ status: 502, retryAfterSeconds: 3 });
  await expect(ask()).rejects.toBeInstanceOf(StrangeAnswer);
  await expect(ask()).rejects.toBeInstanceOf(NoAnswer);
});

test('many calls with a spent token refresh it once, and are asked again', async () => {
  const tokens = countingTokens();
  const answer = ({ headers }: Seen): Response =>
    headers['authorization'] === `Bearer ${tokenOf(0)}` ? problem('token_invalid', 401) : json([]);
  const server = serverOf(...Array.from({ length: 6 }, () => answer));
  const client = makeClient({ ...server, tokens });
  await Promise.all([1, 2, 3].map(() => client.call(orders.listRegisters, {})));
  expect(tokens.refreshes).toBe(1);
  expect(server.seen).toHaveLength(6);
});

test('a token that is refused again is not refreshed for ever', async () => {
  const tokens = countingTokens();
  const server = serverOf(problem('token_invalid', 401), problem('token_invalid', 401));
  const client = makeClient({ ...server, tokens });
  await expect(client.call(orders.listRegisters, {})).rejects.toBeInstanceOf(ApiProblem);
  expect(tokens.refreshes).toBe(1);
});

test('a wrong password refreshes nothing, and public calls carry no token', async () => {
  const tokens = countingTokens();
  const server = serverOf(problem('credentials_invalid', 401));
  const client = makeClient({ ...server, tokens, url: () => server.url });
  const login = { phoneNumber: '+441', password: 'x' };
  await expect(client.call(auth.logIn, login)).rejects.toMatchObject({ status: 401 });
  expect(tokens.refreshes).toBe(0);
  expect(server.seen[0]?.headers).not.toHaveProperty('authorization');
  expect(server.seen[0]).toMatchObject({
    url: `${server.url}/api/token/`,
    body: { phone_number: '+441', password: 'x' },
  });
});

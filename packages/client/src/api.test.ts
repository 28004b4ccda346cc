/** The client that is made from the OpenAPI document, against a server of a few answers. */
import { expect, test } from 'vitest';
import { ApiProblem, NoAnswer, StrangeAnswer } from './answers.ts';
import { openApi } from './api.ts';
import { isTransient } from './patience.ts';

const TENANT = '6ba7b810-9dad-51d1-80b4-00c04fd430c8';
const PRODUCT = '6ba7b811-9dad-51d1-80b4-00c04fd430c8';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}
type Answer = Response | Error | ((seen: Seen) => Response);

function serverOf(...answers: Answer[]) {
  const seen: Seen[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    const { method, url, headers } = request;
    const one = { method, url, headers, body: await request.text() };
    seen.push(one);
    const answer = answers.shift() ?? new Response('', { status: 599 });
    if (answer instanceof Error) throw answer;
    return typeof answer === 'function' ? answer(one) : answer;
  };
  const url = 'http://till.example:8000';
  return { seen, fetch: fetch as typeof globalThis.fetch, url };
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
const problem = (code: string, status: number, headers = {}): Response =>
  json({ code, status, detail: 'no', trace_id: 'abc' }, status, headers);
const tokenOf = (number: number): string =>
  `e30.${btoa(JSON.stringify({ tid: TENANT, number })).replace(/=+$/, '')}.s`;

function countingTokens() {
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

test('asks in the names of the wire, as whom it is for, and is typed by the document', async () => {
  const server = serverOf(
    json([{ product_id: PRODUCT, name: 'Mug' }], 200, { 'x-total-count': '7' }),
    json({ product_id: PRODUCT }, 201),
    new Response(null, { status: 204 }),
  );
  const api = openApi({ ...server, tokens: countingTokens() });
  const { data = [], response } = await api.GET('/api/products/', {
    params: { query: { limit: 2, ordering: '-created_at' } },
  });
  const names: readonly string[] = data.map(({ name }) => name);
  expect([names, response.headers.get('x-total-count')]).toEqual([['Mug'], '7']);
  await api.POST('/api/products/', { body: { sku: 'MUG', name: 'Mug', price: 8.5 } });
  const path = { product_id: PRODUCT };
  await api.DELETE('/api/products/{product_id}/', { params: { path } });
  // @ts-expect-error The document knows no such address.
  const unknown = () => api.GET('/api/nothing/');
  // @ts-expect-error A product has a name.
  const nameless = () => api.POST('/api/products/', { body: { sku: 'MUG', price: '1' } });
  expect([unknown, nameless]).toHaveLength(2);
  const [list, create, archive] = server.seen;
  expect(list?.url).toBe(`${server.url}/api/products/?limit=2&ordering=-created_at`);
  expect(list?.headers.get('authorization')).toBe(`Bearer ${tokenOf(0)}`);
  expect(list?.headers.get('x-tenant-id')).toBe(TENANT);
  expect(create?.body).toBe('{"sku":"MUG","name":"Mug","price":8.5}');
  expect([archive?.method, archive?.url]).toEqual([
    'DELETE',
    `${server.url}/api/products/${PRODUCT}/`,
  ]);
});

test('renews a spent token once for all who found it spent, and sends the same body again', async () => {
  const tokens = countingTokens();
  const answer = ({ headers }: Seen): Response =>
    headers.get('authorization') === `Bearer ${tokenOf(0)}`
      ? problem('token_invalid', 401)
      : json({ product_id: PRODUCT }, 201);
  const server = serverOf(...Array.from({ length: 6 }, () => answer));
  const api = openApi({ ...server, tokens });
  const body = { sku: 'MUG', name: 'Mug', price: '8.50' };
  await Promise.all([1, 2, 3].map(() => api.POST('/api/products/', { body })));
  expect(tokens.refreshes).toBe(1);
  expect(server.seen.map((one) => JSON.parse(one.body) as unknown)).toEqual(Array(6).fill(body));
});

test('throws a no, no answer, and what is not from us, in the words of patience', async () => {
  const tokens = countingTokens();
  const server = serverOf(
    problem('rate_limited', 429, { 'retry-after': '12' }),
    problem('credentials_invalid', 401),
    new Response('<html>', { status: 502 }),
    new TypeError('fetch failed'),
  );
  const api = openApi({ ...server, tokens });
  const ask = () => api.GET('/api/registers/');
  const limited = await ask().catch((error: unknown) => error);
  expect(limited).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 12 });
  expect(isTransient(limited)).toBe(true);
  await expect(ask()).rejects.toBeInstanceOf(ApiProblem);
  expect(tokens.refreshes).toBe(0);
  await expect(ask()).rejects.toBeInstanceOf(StrangeAnswer);
  await expect(ask()).rejects.toBeInstanceOf(NoAnswer);
});

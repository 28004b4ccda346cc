/** Who may knock where: each role at each door, foreign ids, and the list of doors itself. */
import { mayDo, pathsOf } from '@evertill/contract';
import type { Operation } from '@evertill/contract';
import { newId, realWorld } from '@evertill/kernel';
import { allOperations } from '@evertill/server';
import { enrolRegister, newUuid, startTestShop, testRoles } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let shop: TestShop;
/** Ids that exist in the other shop, by the name of the parameter that takes them. */
let foreign: Readonly<Record<string, string>>;
beforeAll(async () => {
  shop = await startTestShop();
  const [, theirs] = shop.tenants;
  const token = theirs.tokens.owner;
  const register = await enrolRegister(shop, theirs);
  const made = await shop.call('POST', '/api/products/', {
    token,
    body: { sku: 'MUG', name: 'Mug', price: '8.50' },
  });
  const product = made.body.product_id as string;
  const adjustment = await shop.call('POST', '/api/stock-adjustments/', {
    token,
    body: { product, adjustment_type: 'OTHER', quantity_adjusted: '1', reason: 'x' },
  });
  foreign = {
    product_id: product,
    register_id: register.registerId,
    adjustment_id: adjustment.body.adjustment_id as string,
  };
});
afterAll(() => shop.close());

const users = allOperations.filter(({ http, access }) => http && access.kind === 'user');
const named = users.map((operation) => [operation.name, operation] as const);

function addressOf({ http }: Operation, ids: Readonly<Record<string, string>> = {}): string {
  const path = http?.path ?? '';
  return path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? newId(realWorld()));
}

describe.each(testRoles)('a %s', (role) => {
  test.each(named)('at %s gets in by capability alone', async (_, operation) => {
    const { http, access } = operation;
    if (http === undefined || access.kind !== 'user') return;
    const isPost = http.method !== 'GET';
    const answer = await shop.call(http.method, addressOf(operation), {
      token: shop.tenants[0].tokens[role],
      headers: { 'x-roles': 'owner', 'x-user-roles': 'owner' },
      ...(isPost ? { body: {} } : {}),
    });
    const isRefused = answer.status === 403 && answer.body.code === 'capability_missing';
    expect(isRefused, JSON.stringify(answer.body)).toBe(!mayDo([role], access.capability));
    if (!isRefused && !isPost && operation.isList === true && !isNarrowed(operation)) {
      expect(answer.status).toBe(200);
    }
  });
});

/** A list that must be told of what. */
const isNarrowed = ({ name, http }: Operation): boolean =>
  name === 'orders.listSaleLines' || http?.path.includes('{') === true;

/** What those want that look at the body first. */
const bodies: Readonly<Record<string, object>> = {
  'catalog.replaceProduct': { name: 'x', price: '1' },
  'catalog.addBarcode': { barcode: 'x' },
  'inventory.rejectAdjustment': { reason: 'x' },
  'inventory.replaceAdjustment': {
    product: '00000000-0000-4000-8000-000000000000',
    adjustment_type: 'OTHER',
    quantity_adjusted: '1',
    reason: 'x',
  },
};

describe('regression 13: what belongs to another shop is as missing as what nobody has', () => {
  const addressed = named.filter(([, { http }]) =>
    /\{(?:product|register|adjustment)_id\}/.test(http?.path ?? ''),
  );
  test.each(addressed)('%s', async (_, operation) => {
    const { http } = operation;
    if (http === undefined) return;
    const isPost = http.method !== 'GET';
    const body = bodies[operation.name] ?? {};
    const call = { token: shop.tenants[0].tokens.owner, ...(isPost ? { body } : {}) };
    const theirs = await shop.call(http.method, addressOf(operation, foreign), call);
    const nobodys = await shop.call(http.method, addressOf(operation), call);
    expect([theirs.status, theirs.body.code]).toEqual([404, 'not_found']);
    const { trace_id: _one, ...problem } = theirs.body as Record<string, unknown>;
    expect(nobodys.body).toMatchObject(problem);
  });
});

test('no token, a token of nothing, and a named shop that is not the token’s', async () => {
  const { tokens } = shop.tenants[0];
  const other = shop.tenants[1].tenantId;
  const ask = async (token?: string, headers: Record<string, string> = {}) => {
    const answer = await shop.call('GET', '/api/products/', { token, headers });
    return [answer.status, answer.body.code, answer.headers.get('www-authenticate')];
  };
  expect(await ask()).toEqual([401, 'token_missing', 'Bearer']);
  expect(await ask('x')).toEqual([401, 'token_invalid', 'Bearer']);
  expect(await ask(tokens.owner, { 'x-tenant-id': other })).toEqual([403, 'tenant_mismatch', null]);
  expect(await ask(tokens.owner, { 'tenant-id': other })).toEqual([403, 'tenant_mismatch', null]);
  const own = shop.tenants[0].tenantId.toUpperCase();
  expect(await ask(tokens.owner, { 'x-tenant-id': own })).toEqual([200, undefined, null]);
});

test('S35: the document says every address there is, and no more', async () => {
  const { body } = await shop.call('GET', '/openapi.json');
  const paths = body.paths as Record<string, Record<string, unknown>>;
  const said = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const there = allOperations.flatMap((operation) =>
    pathsOf(operation).map((path) => `${operation.http?.method ?? ''} ${path}`),
  );
  expect(said.toSorted()).toEqual(there.toSorted());
});

describe('questions for neighbours', () => {
  const peers = allOperations.filter(({ access }) => access.kind === 'peer');
  test.each(peers.map(({ name }) => name))('%s is not there for users', async (name) => {
    const token = shop.tenants[0].tokens.owner;
    for (const path of [`/api/${name}/`, `/${name}`]) {
      expect((await shop.call('POST', path, { token, body: {} })).status).toBe(404);
    }
    const knocked = await shop.call('POST', `/peer/${name}`, { token, body: {} });
    expect([knocked.status, knocked.body.code]).toEqual([401, 'token_invalid']);
    const { peers: signer } = shop.running.assembly;
    const service = await signer.sign({ tenantId: shop.tenants[0].tenantId });
    const asUser = await shop.call('GET', '/api/products/', { token: service });
    expect([asUser.status, asUser.body.code]).toEqual([401, 'token_invalid']);
  });

  test('a delivery that is none is refused', async () => {
    const { tenantId } = shop.tenants[0];
    const token = await shop.running.assembly.peers.sign({ tenantId });
    for (const body of [{}, { source: 1, events: [] }, { source: 'orders', events: 'x' }]) {
      const answer = await shop.call('POST', '/peer/events/inventory', { token, body });
      expect([answer.status, answer.body.code]).toEqual([400, 'input_invalid']);
    }
  });
});

/** A push that fits in everything, with a body deeper than any stack. */
function deepPush(levels: number): string {
  const id = newId(realWorld());
  const body = `{"x":${'['.repeat(levels)}${']'.repeat(levels)}}`;
  const at = '2026-01-02T03:04:05Z';
  const sent = `{"seq":1,"id":"${id}","kind":"sale","occurred_at":"${at}","body":${body}}`;
  return `{"register_id":"${id}","epoch":1,"fencing":1,"operations":[${sent}]}`;
}

// method, path, headers, body  →  status, code
const knocks = [
  ['GET', '/api/nothing/', {}, undefined, 404, 'route_unknown'],
  ['GET', '/nothing', {}, undefined, 404, 'route_unknown'],
  ['DELETE', '/api/products/', {}, undefined, 405, 'method_not_allowed'],
  ['PUT', '/api/products/', {}, undefined, 405, 'method_not_allowed'],
  ['OPTIONS', '/api/products/', {}, undefined, 405, 'method_not_allowed'],
  ['GET', `/api/products/${'x'.repeat(500)}/`, {}, undefined, 404, 'route_unknown'],
  ['GET', '/api/products/%zz/', {}, undefined, 404, 'route_unknown'],
  ['POST', '/api/products/', { 'content-type': 'text/plain' }, 'x', 415, 'media_type_unsupported'],
  ['POST', '/api/products/', { 'content-type': 'text/xml' }, '<x/>', 415, 'media_type_unsupported'],
  ['POST', '/api/products/', {}, '{', 400, 'body_not_json'],
  ['POST', '/api/products/', {}, '', 400, 'body_not_json'],
  ['POST', '/api/products/', {}, '[]', 400, 'input_invalid'],
  ['POST', '/api/products/', {}, 'null', 400, 'input_invalid'],
  ['POST', '/api/salesheaders/', {}, 'null', 400, 'input_invalid'],
  ['POST', '/api/products/', {}, '"x"', 400, 'input_invalid'],
  ['POST', '/api/products/', {}, '{"__proto__":{"x":1}}', 400, 'input_invalid'],
  ['POST', '/api/products/', {}, '{"sku":"A","name":"x","sku":"B"}', 400, 'input_invalid'],
  ['POST', '/api/nothing/', {}, '{"a":1,"a":2}', 404, 'route_unknown'],
  ['POST', '/api/products/', {}, '{"tenant_id":"x"}', 400, 'input_invalid'],
  ['POST', '/api/products/', {}, '['.repeat(200_000), 400, 'body_not_json'],
  ['POST', '/api/sync/push/', {}, deepPush(100_000), 400, 'input_invalid'],
  ['GET', '/api/products/?cursor=WyJuYW1lIiwieCIsInkiXQ', {}, undefined, 400, 'input_invalid'],
  ['GET', '/api/products/?limit=1001', {}, undefined, 400, 'input_invalid'],
  ['GET', '/api/products/?limit=1&limit=2', {}, undefined, 400, 'input_invalid'],
  ['GET', '/api/products/?surprise=1', {}, undefined, 400, 'input_invalid'],
  ['GET', '/api/price-books/2147483648/', {}, undefined, 400, 'input_invalid'],
  ['GET', '/api/price-books/2147483647/', {}, undefined, 404, 'not_found'],
] as const;

test.each(knocks)('%s %s %j: %s', async (method, path, headers, body, status, code) => {
  const response = await fetch(new URL(path, shop.running.url), {
    method,
    headers: {
      authorization: `Bearer ${shop.tenants[0].tokens.owner}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const problem = (await response.json()) as { code: string; trace_id: string };
  expect([response.status, problem.code]).toEqual([status, code]);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect(problem.trace_id).toMatch(/^[0-9a-f]{32}$/);
});

test('HEAD answers as GET does, without a body', async () => {
  const headers = { authorization: `Bearer ${shop.tenants[0].tokens.owner}` };
  const url = new URL('/api/products/', shop.running.url);
  const response = await fetch(url, { method: 'HEAD', headers });
  expect([response.status, await response.text()]).toEqual([200, '']);
});

describe('what is only ever added to', () => {
  const records = ['receipts', 'sales-payments', 'stock-movements'];
  const changes = ['PUT', 'PATCH', 'DELETE'];
  test.each(records.flatMap((one) => changes.map((method) => [method, one] as const)))(
    '%s /api/%s/{id}/ is told what may be done instead',
    async (method, record) => {
      const response = await fetch(new URL(`/api/${record}/${newUuid()}/`, shop.running.url), {
        method,
        headers: { authorization: `Bearer ${shop.tenants[0].tokens.owner}` },
      });
      const problem = (await response.json()) as { code: string; detail: string };
      expect([response.status, problem.code]).toEqual([405, 'method_not_allowed']);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(response.headers.get('allow')).toBe('GET, HEAD');
      expect(problem.detail).toBe('What is here answers GET, HEAD.');
    },
  );

  test('where nothing is, nothing is allowed', async () => {
    const response = await fetch(new URL('/api/nothing/', shop.running.url), { method: 'PUT' });
    expect([response.status, response.headers.get('allow')]).toEqual([404, null]);
  });
});

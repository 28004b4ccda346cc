/** Thousands of odd requests at every door there is: each is answered, none breaks anything. */
import { isRefusalCode, refusals } from '@evertill/contract';
import type { Operation, RefusalCode } from '@evertill/contract';
import { newId, realWorld } from '@evertill/kernel';
import { allOperations } from '@evertill/server';
import { enrolRegister, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestsTo } from './requests.ts';
import type { OddRequest } from './requests.ts';

const SEED = 7_007;
const EACH = 215;
const AT_ONCE = 16;

let shop: TestShop;
let ids: readonly string[];
let headersOf: readonly (() => Record<string, string>)[];
beforeAll(async () => {
  shop = await startTestShop();
  const [ours, theirs] = shop.tenants;
  const made = [];
  for (const tenant of shop.tenants) {
    const body = { sku: 'MUG', name: 'Mug', price: '8.50' };
    const { body: product } = await shop.call('POST', '/api/products/', {
      token: tenant.tokens.owner,
      body,
    });
    const register = await enrolRegister(shop, tenant);
    made.push(product.product_id as string, register.registerId, tenant.tenantId);
  }
  ids = [...made, newId(realWorld()), '00000000-0000-0000-0000-000000000000'];
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  headersOf = [
    () => ({}),
    () => bearer('garbage'),
    () => bearer('a.b.c'),
    () => bearer(ours.tokens.cashier),
    () => bearer(ours.tokens.manager),
    () => bearer(ours.tokens.owner),
    () => bearer(theirs.tokens.owner),
    () => ({ ...bearer(ours.tokens.owner), 'x-tenant-id': theirs.tenantId }),
    // Regression 24: roles come from the token alone.
    () => ({ ...bearer(ours.tokens.cashier), 'x-roles': 'owner', 'x-user-role': 'owner' }),
  ];
});
afterAll(() => shop.close());

const seen = new Map<string, number>();
let sent = 0;

async function send(operation: Operation, request: OddRequest, who: number): Promise<void> {
  sent += 1;
  const { method, path, headers, body } = request;
  const mayCarry = method !== 'GET' && method !== 'HEAD' && body !== undefined;
  const response = await fetch(new URL(path, shop.running.url), {
    method,
    headers: { ...headers, ...headersOf[who]?.() },
    ...(mayCarry ? { body } : {}),
  });
  const text = await response.text();
  const shown = `${method} ${path} ${body ?? ''}`.slice(0, 600) + `\n→ ${response.status} ${text}`;
  expectAnswered(operation, response, { text, shown });
  if (response.ok) return;
  const code = method === 'HEAD' ? 'input_invalid' : expectProblem(text, shown);
  const isSpoilt = method !== operation.http?.method || !path.startsWith(stemOf(operation));
  if (!isSpoilt) expect([...operation.refusals, ...ofTheDoor], shown).toContain(code);
  seen.set(code, (seen.get(code) ?? 0) + 1);
}

/** What the door itself may answer, whatever the operation. */
const ofTheDoor: readonly RefusalCode[] = [
  'body_not_json',
  'body_too_large',
  'media_type_unsupported',
  'route_unknown',
  'method_not_allowed',
  'input_invalid',
  'token_missing',
  'token_invalid',
  'capability_missing',
  'tenant_mismatch',
];

const stemOf = ({ http }: Operation): string => (http?.path ?? '').split('{')[0] ?? '';

const innards =
  /node_modules|\.ts:\d|\bat [\w.<>]+ \(|SELECT |INSERT INTO|relation "|syntax error|duplicate key|violates|PostgreSQL|pg_/;

function expectAnswered(
  { http }: Operation,
  response: Response,
  { text, shown }: { readonly text: string; readonly shown: string },
): void {
  expect(response.status, shown).toBeLessThan(500);
  expect(text, shown).not.toMatch(innards);
  if (response.status === 204) return;
  const type = response.headers.get('content-type') ?? '';
  const json = 'application/json';
  const wanted = response.ok ? [json, http?.produces ?? json] : ['application/problem+json'];
  expect(
    wanted.some((one) => type.startsWith(one)),
    `${type} ${shown}`,
  ).toBe(true);
}

function expectProblem(text: string, shown: string): RefusalCode {
  const problem = JSON.parse(text) as { code: string; status: number; trace_id: string };
  if (!isRefusalCode(problem.code)) throw new Error(`no such code: ${shown}`);
  expect(refusals[problem.code].status, shown).toBe(problem.status);
  expect(problem.trace_id, shown).toMatch(/^[0-9a-f]{32}$/);
  return problem.code;
}

const reachable = allOperations.filter(({ http }) => http !== undefined);
/** A password costs a tenth of a second of one core, on purpose. */
const costly: ReadonlySet<string> = new Set([
  'auth.logIn',
  'auth.refresh',
  'auth.logInOperator',
  'auth.createClient',
  'auth.setPassword',
]);

test('every operation answers whatever comes, from anybody, and says no in our words', async () => {
  const failures: string[] = [];
  const queue = reachable.flatMap((operation) => {
    const numRuns = costly.has(operation.name) ? 40 : EACH;
    const requests = fc.sample(requestsTo(operation, ids), { numRuns, seed: SEED });
    return requests.map((request, index) => ({ operation, request, index }));
  });
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const { operation, request, index } = next;
      await send(operation, request, index % headersOf.length).catch((error: unknown) => {
        failures.push(String(error).slice(0, 1_500));
      });
    }
  });
  await Promise.all(workers);
  expect(failures.slice(0, 5)).toEqual([]);
  expect(sent).toBeGreaterThan(5_000);
  const codes: RefusalCode[] = [
    'token_missing',
    'token_invalid',
    'tenant_mismatch',
    'capability_missing',
    'input_invalid',
    'not_found',
    'body_not_json',
    'media_type_unsupported',
    'method_not_allowed',
    'route_unknown',
  ];
  expect([...seen.keys()]).toEqual(expect.arrayContaining(codes));
});

test('a body beyond the limit, with and without its length told, is refused', async () => {
  const token = shop.tenants[0].tokens.owner;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ name: 'x'.repeat(1_100_000) });
  const url = new URL('/api/products/', shop.running.url);
  const whole = await fetch(url, { method: 'POST', headers, body });
  expect([whole.status, ((await whole.json()) as { code: string }).code]).toEqual([
    413,
    'body_too_large',
  ]);
});

/**
 * Odd requests at every door there is: each is answered, none breaks anything.
 *
 * How many, and which: EVERTILL_FUZZ_REQUESTS and EVERTILL_FUZZ_SEED, as `npm run fuzz` sets them.
 */
import type { Operation } from '@evertill/contract';
import { newId, realWorld } from '@evertill/kernel';
import { allOperations } from '@evertill/server';
import { startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bearer, operatorOf } from './callers.ts';
import type { HeaderFields } from './callers.ts';
import { judge } from './fuzz-answers.ts';
import { furnish } from './furnished-shop.ts';
import type { FurnishedShop } from './furnished-shop.ts';
import { requestsTo } from './requests.ts';
import type { FuzzSource, OddRequest } from './requests.ts';
import { thingOf, validRequest } from './valid-requests.ts';

const REQUESTS = Number(process.env['EVERTILL_FUZZ_REQUESTS'] ?? 6_000);
const SEED = Number(process.env['EVERTILL_FUZZ_SEED'] ?? 7_007);
const AT_ONCE = 16;
/** Of each operation in one go, so that they are mixed, and a long run needs no more memory. */
const ROUND = 40;
const FAILURES_MAX = 20;
const PATIENCE_MS = 60_000 + REQUESTS * 30;

let shop: TestShop;
let ours: FurnishedShop;
let theirs: FurnishedShop;
let callers: readonly HeaderFields[];
beforeAll(async () => {
  shop = await startTestShop();
  const [our, their] = shop.tenants;
  ours = await furnish(shop, our);
  theirs = await furnish(shop, their);
  const { cashier, manager, owner } = our.tokens;
  callers = [
    ...[cashier, manager, owner, owner, owner, manager, their.tokens.owner].map(bearer),
    {},
    bearer('a.b.c'),
    { ...bearer(owner), 'x-tenant-id': their.tenantId },
    // Regression 24: roles come from the token alone.
    { ...bearer(cashier), 'x-roles': 'owner', 'x-user-role': 'owner' },
    bearer(await operatorOf(shop)),
  ];
}, 120_000);
afterAll(() => shop.close(), PATIENCE_MS);

const nobodys = [newId(realWorld()), '00000000-0000-0000-0000-000000000000'];

/** Ids for a field: mostly what it refers to here. Nobody who asks is ended by them. */
function idsFor(name: string): readonly string[] {
  if (name === 'tenant_id') return nobodys;
  const { owner_id: _one, ...mine } = ours.things;
  const { owner_id: _other, ...foreign } = theirs.things;
  const isId = (id: string): boolean => /^[0-9a-f-]{36}$/.test(id);
  const own = thingOf(mine, name);
  const kin = Object.keys(mine).filter((key) => name !== '' && key.endsWith(stemOf(name)));
  return [
    ...(own === undefined ? [] : Array<string>(12).fill(own)),
    ...kin.map((key) => mine[key] ?? ''),
    ...(name === '' ? [...Object.values(mine), ...Object.values(foreign)] : []),
    thingOf(foreign, name) ?? nobodys[0] ?? '',
    ...nobodys,
  ].filter(isId);
}

const stemOf = (name: string): string => name.replace(/_id$/, '').split('_').at(-1) ?? name;

async function send({ method, path, headers, body }: OddRequest, caller: HeaderFields) {
  const mayCarry = method !== 'GET' && method !== 'HEAD' && body !== undefined;
  const response = await fetch(new URL(path, shop.running.url), {
    method,
    headers: { ...headers, ...caller },
    ...(mayCarry ? { body } : {}),
  });
  return { response, text: await response.text() };
}

const reachable = allOperations.filter(({ http }) => http !== undefined);
/** A password costs a tenth of a second of one core, on purpose. */
const costly: ReadonlySet<string> = new Set([
  'auth.logIn',
  'auth.refresh',
  'auth.logInOperator',
  'auth.createClient',
  'auth.setPassword',
  'auth.addTenant',
]);

interface Shot {
  readonly operation: Operation;
  readonly request: OddRequest;
  readonly caller: HeaderFields;
}

function roundOf(number: number, each: number): readonly Shot[] {
  return reachable.flatMap((operation) => {
    const numRuns = costly.has(operation.name) ? Math.ceil(each / 10) : each;
    const ids = operation.name === 'auth.suspendTenant' ? () => nobodys : idsFor;
    const known = validRequest(operation, ours);
    const path = 'tenant_id' in known.path ? { tenant_id: nobodys[0] ?? '' } : known.path;
    const source: FuzzSource = { idsFor: ids, valid: { ...known, path } };
    const requests = fc.sample(requestsTo(operation, source), { numRuns, seed: SEED + number });
    return requests.map((request, index) => {
      const caller = callers[(index + number) % callers.length] ?? {};
      return { operation, request, caller };
    });
  });
}

/** The same, in an order that the seed tells. */
function mixed(shots: readonly Shot[], seed: number): Shot[] {
  const dice = fc.sample(fc.nat(), { numRuns: shots.length, seed });
  return shots
    .map((shot, index) => ({ shot, dice: dice[index] ?? 0 }))
    .sort((one, other) => one.dice - other.dice)
    .map(({ shot }) => shot);
}

const seen = new Map<string, number>();
const failures: string[] = [];
let sent = 0;

async function fire(shots: Shot[]): Promise<void> {
  const worker = async (): Promise<void> => {
    for (let shot = shots.pop(); shot !== undefined; shot = shots.pop()) {
      if (failures.length >= FAILURES_MAX || sent >= REQUESTS) return;
      sent += 1;
      try {
        const word = judge(shot.operation, shot.request, await send(shot.request, shot.caller));
        seen.set(word, (seen.get(word) ?? 0) + 1);
      } catch (error) {
        failures.push(String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

test(
  'every operation answers whatever comes, from anybody, and says no in our words',
  async () => {
    const each = Math.min(ROUND, Math.ceil(REQUESTS / reachable.length) + 5);
    for (let round = 0; sent < REQUESTS && failures.length < FAILURES_MAX; round += 1) {
      await fire(mixed(roundOf(round, each), SEED + round));
    }
    const told = [...seen].sort(([, one], [, other]) => other - one);
    console.log(
      `${sent} requests of seed ${SEED}: ${told.map((pair) => pair.join(' ')).join(', ')}`,
    );
    expect(failures).toEqual([]);
    const words = ['done', 'token_missing', 'token_invalid', 'tenant_mismatch', 'input_invalid'];
    const more = ['capability_missing', 'not_found', 'body_not_json', 'media_type_unsupported'];
    const rest = ['method_not_allowed', 'route_unknown', 'name_taken'];
    expect([...seen.keys()]).toEqual(expect.arrayContaining([...words, ...more, ...rest]));
  },
  PATIENCE_MS,
);

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

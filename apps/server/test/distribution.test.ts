/**
 * Whether a distributed PostgreSQL could do what this one does: every function and every statement
 * is one tenant's, and so one node's. The statements are those of a furnished shop, and of one
 * request to each operation there is.
 */
import {
  isPure,
  judgeFunction,
  judgeStatement,
  onCoordinator,
  ownCalls,
  readCatalogue,
} from '@evertill/citus';
import type { Catalogue } from '@evertill/citus';
import { moduleNames } from '@evertill/kernel';
import { allOperations } from '@evertill/server';
import { startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { loadModule, parseSync } from 'libpg-query';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bearer } from './callers.ts';
import { furnish } from './furnished-shop.ts';
import { send } from './sending.ts';
import { validRequest } from './valid-requests.ts';

let shop: TestShop;
let catalogue: Catalogue;
const sent = new Set<string>();
type Query = (...given: unknown[]) => unknown;
const client = pg.Client.prototype as unknown as { query: Query };
const honest = client.query;

const isModules = (user = ''): boolean => moduleNames.some((name) => user.endsWith(`_${name}`));

beforeAll(async () => {
  await loadModule();
  client.query = function noted(this: pg.Client, ...given: unknown[]) {
    const [asked] = given as [string | { readonly text: string }];
    if (isModules(this.user)) sent.add(typeof asked === 'string' ? asked : asked.text);
    return honest.apply(this, given);
  };
  shop = await startTestShop();
  const furnished = await furnish(shop, shop.tenants[0]);
  const owner = bearer(shop.tenants[0].tokens.owner);
  for (const operation of allOperations) {
    if (operation.http === undefined || operation.access.kind === 'operator') continue;
    await send(shop, operation, validRequest(operation, furnished), owner);
  }
  await shop.running.assembly.drain();
  client.query = honest;
  const own = new pg.Client({ connectionString: shop.running.databaseUrl });
  await own.connect();
  catalogue = await readCatalogue(own);
  await own.end();
}, 120_000);
afterAll(async () => {
  client.query = honest;
  await shop.close();
});

/** Functions that a tenant's node has, and may run there. */
const callable = (): ReadonlySet<string> =>
  new Set(
    catalogue.functions
      .filter((one) => one.firstArgument === 'p_tenant uuid' || isPure(one))
      .map(({ name }) => name),
  );

test('every function is one tenant’s, or goes from tenant to tenant by name', () => {
  const known = {
    distributed: new Set(catalogue.distributed),
    numbered: new Set(catalogue.numbered),
    callable: callable(),
  };
  const found = catalogue.functions
    .filter((one) => !one.isTrigger && !isPure(one))
    .flatMap((one) => judgeFunction(one, known).map((flaw) => `${one.name}: ${flaw}`));
  expect(found).toEqual([]);
  expect(catalogue.functions.length).toBeGreaterThan(50);
});

/**
 * Not yet right for a cluster, and none of them on the path of a sale: several rows at once from
 * arrays, which Citus turns into a COPY that row security refuses. The list may only shrink.
 */
const notYet = [
  'auth.lockouts',
  'catalog.average_costs',
  'customers.blind_index',
  'orders.flags',
  'orders.order_lines',
  'orders.order_payments',
  'orders.payments',
  'orders.products',
  'orders.refund_lines',
  'orders.refunded_lines',
  'orders.refunded_money',
  'orders.sales_return_lines',
  'orders.unmatched_payments',
].map((table) => `${table} is filled by INSERT … SELECT, which becomes a COPY`);

test('every statement is one tenant’s', () => {
  const known = {
    distributed: new Set(catalogue.distributed),
    numbered: new Set(catalogue.numbered),
    tenantNames: new Set<string>(),
    isDelegated: false,
  };
  const coordinators = (name: string): boolean =>
    Object.hasOwn(onCoordinator, name.split('.')[1] ?? '');
  const found = [...sent].flatMap((text) => {
    const tree = parseSync(text);
    const strangers = ownCalls(tree, known.distributed).filter(
      (name) => !callable().has(name) && !coordinators(name),
    );
    return [...judgeStatement(tree, known), ...strangers.map((name) => `${name} is nobody’s`)];
  });
  expect(found.filter((flaw) => !notYet.includes(flaw))).toEqual([]);
  expect(sent.size).toBeGreaterThan(400);
});

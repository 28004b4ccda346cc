/**
 * The header `Idempotency-Key`, at every operation that makes something: the id of what is made,
 * and so the same request twice is one thing, and one answer.
 */
import { codecOf, codeName } from '@evertill/contract';
import type { Operation } from '@evertill/contract';
import { allOperations } from '@evertill/server';
import { newUuid, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearer, operatorOf } from './callers.ts';
import type { HeaderFields } from './callers.ts';
import { furnish } from './furnished-shop.ts';
import type { FurnishedShop } from './furnished-shop.ts';
import { rowHashes } from './row-hashes.ts';
import { send } from './sending.ts';
import type { Told } from './sending.ts';
import { validRequest } from './valid-requests.ts';
import type { ValidRequest } from './valid-requests.ts';

let shop: TestShop;
let ours: FurnishedShop;
let operator: HeaderFields;
beforeAll(async () => {
  shop = await startTestShop();
  ours = await furnish(shop, shop.tenants[0]);
  operator = bearer(await operatorOf(shop));
}, 120_000);
afterAll(() => shop.close());

const makers = allOperations
  .filter(({ http, ownId }) => http !== undefined && ownId !== undefined)
  .map((operation) => [operation.name, operation] as const);

function isIdRequired({ input, ownId = '' }: Operation): boolean {
  const required = (codecOf(input).schema['required'] ?? []) as readonly string[];
  return required.includes(ownId);
}
const open = makers.filter(([, operation]) => !isIdRequired(operation));
const closed = makers.filter(([, operation]) => isIdRequired(operation));

const ask = (operation: Operation, request: ValidRequest, key: string): Promise<Told> => {
  const who = operation.access.kind === 'operator' ? operator : bearer(ours.tenant.tokens.owner);
  return send(shop, operation, request, { ...who, 'idempotency-key': key });
};

/** What is shown once, for nobody keeps it. */
const secrets: ReadonlySet<string> = new Set(['key', 'enrolment_code', 'expires_at', 'token']);

function withoutSecrets({ text }: Told): unknown {
  const body = JSON.parse(text) as object;
  if (Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => !secrets.has(name)));
}

/** Who lost the secret gets a fresh one in the place of the first: as many rows, other hashes. */
const givesAnew: ReadonlySet<string> = new Set([
  'orders.giveApproval',
  'orders.giveApprovalByPin',
  'orders.createRegister',
]);
const secretTables = ['orders.approvals', 'orders.registers', 'orders.enrolment_codes'];

function countsOf(rows: Readonly<Record<string, string>>): readonly unknown[] {
  return secretTables.map((table) => [table, rows[table]?.split(':')[0]]);
}

/** The sweep of payments looks after attempts by itself: how many there are is what we ask. */
const movesByItself = 'payments.attempts';

const settled = async (): Promise<Readonly<Record<string, string>>> => {
  await shop.running.assembly.drain();
  const rows = await rowHashes(shop, ours.tenant.tenantId);
  return { ...rows, [movesByItself]: rows[movesByItself]?.split(':')[0] ?? '' };
};

describe('sent twice under one key, it is made once', () => {
  test.each(open)('%s', async (_, operation) => {
    const request = validRequest(operation, ours);
    const key = newUuid();
    const first = await ask(operation, request, key);
    expect(first.status, first.text).toBe(operation.http?.success ?? 200);
    const [field = ''] = (operation.ownId ?? '').split('.');
    if (operation.ownId === field) {
      const made = codecOf(operation.output).read(JSON.parse(first.text)).value as object;
      expect(Object.entries(made)).toContainEqual([codeName(field), key]);
    }
    const before = await settled();
    const again = await ask(operation, request, `"${key.toUpperCase()}"`);
    expect(again.status, again.text).toBe(first.status);
    expect(withoutSecrets(again)).toEqual(withoutSecrets(first));
    const after = await settled();
    if (givesAnew.has(operation.name)) expect(countsOf(after)).toEqual(countsOf(before));
    else expect(after).toEqual(before);
  });
});

describe('a key that the body contradicts is refused', () => {
  test.each(closed)('%s', async (_, operation) => {
    const told = await ask(operation, validRequest(operation, ours), newUuid());
    expect([told.status, told.code]).toEqual([400, 'input_invalid']);
    expect(told.text).toContain('Idempotency-Key');
  });

  test('and so is one that is no UUID, or names what is something else', async () => {
    const operation = operationOf('catalog.createCategory');
    const request = validRequest(operation, ours);
    const key = newUuid();
    const other = { ...request, fields: { ...request.fields, category_id: newUuid() } };
    for (const [sent, name] of [
      [other, key],
      [request, 'the-first-one'],
      [request, ''],
    ] as const) {
      const told = await ask(operation, sent, name);
      expect([told.status, told.code], name).toEqual([400, 'input_invalid']);
    }
    expect((await ask(operation, request, key)).status).toBe(201);
    const changed = { ...request, fields: { ...request.fields, name: `Other ${key}` } };
    const told = await ask(operation, changed, key);
    expect([told.status, told.code]).toEqual([409, 'id_reused']);
  });

  test('one that the body says too is the same request', async () => {
    const operation = operationOf('catalog.createCategory');
    const request = validRequest(operation, ours);
    const key = newUuid();
    const first = await ask(operation, request, key);
    const named = { ...request, fields: { ...request.fields, category_id: key } };
    expect((await ask(operation, named, key)).text).toBe(first.text);
  });
});

test('money that is sent ten times at once under one key is taken once', async () => {
  const operation = operationOf('orders.takePayment');
  const request = validRequest(operation, ours);
  const key = newUuid();
  const all = await Promise.all(Array.from({ length: 10 }, () => ask(operation, request, key)));
  expect(new Set(all.map(({ status }) => status))).toEqual(new Set([201]));
  const rows = await shop.sql('SELECT FROM orders.order_payments WHERE payment_id = $1', [key]);
  expect(rows).toHaveLength(1);
});

function operationOf(name: string): Operation {
  const found = allOperations.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

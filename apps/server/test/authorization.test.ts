/**
 * Who gets in where: every operation, asked by everybody there is. What must come is computed from
 * the contract's words alone, and who may what stands in a file, so that a change of it shows.
 */
import { capabilities } from '@evertill/contract';
import type { Operation } from '@evertill/contract';
import { allOperations } from '@evertill/server';
import { newUuid, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  bearer,
  enrolmentOf,
  insidersOf,
  operatorOf,
  peoplesOwn,
  strangersOf,
  suspendedOf,
} from './callers.ts';
import type { HeaderFields, Insider } from './callers.ts';
import { furnish } from './furnished-shop.ts';
import type { FurnishedShop } from './furnished-shop.ts';
import { send } from './sending.ts';
import type { Told } from './sending.ts';
import { validRequest } from './valid-requests.ts';

let shop: TestShop;
let ours: FurnishedShop;
let insiders: readonly Insider[];
let operator: HeaderFields;
let enrolment: HeaderFields;
let strangers: Readonly<Record<string, HeaderFields>>;
let suspended: Readonly<Record<string, HeaderFields>>;
beforeAll(async () => {
  shop = await startTestShop();
  const [tenant] = shop.tenants;
  const token = await operatorOf(shop);
  operator = bearer(token);
  ours = await furnish(shop, tenant);
  insiders = await insidersOf(shop, tenant);
  strangers = await strangersOf(shop, tenant);
  suspended = await suspendedOf(shop, token);
  enrolment = await enrolmentOf(shop, token);
}, 120_000);
afterAll(() => shop.close());

const reachable = allOperations.filter(({ http }) => http !== undefined);
const of = (kind: Operation['access']['kind']) =>
  reachable
    .filter(({ access }) => access.kind === kind)
    .map((operation) => [operation.name, operation] as const);

type Answer = readonly [number, string];
const noToken: Answer = [401, 'token_missing'];
const badToken: Answer = [401, 'token_invalid'];
const noCapability: Answer = [403, 'capability_missing'];
const otherTenant: Answer = [403, 'tenant_mismatch'];
const closed: Answer = [503, 'tenant_suspended'];

/** Asks with these headers, and holds the answer against this one; `in` is any but a no entry. */
async function ask(
  operation: Operation,
  [who, headers]: readonly [string, HeaderFields],
  wanted: Answer | 'in',
): Promise<void> {
  const told = await send(shop, operation, validRequest(operation, ours), headers);
  const words = `${who} at ${operation.name}: ${told.status} ${told.text.slice(0, 300)}`;
  if (wanted === 'in') expect(isIn(told), words).toBe(true);
  else expect([told.status, told.code], words).toEqual(wanted);
}

const noEntries = ['token_missing', 'token_invalid', 'capability_missing', 'tenant_mismatch'];
const isIn = ({ status, code }: Told): boolean =>
  status < 500 && (code === undefined || !noEntries.includes(code));

function answerTo({ access }: Operation, { who, role, only }: Insider): Answer | 'in' {
  if (access.kind !== 'user') throw new Error('not of the shop');
  const { capability } = access;
  const holders: readonly string[] = capabilities[capability];
  const isKeys = !who.includes('key') || !peoplesOwn.has(capability);
  return isKeys && holders.includes(role) && only?.includes(capability) !== false
    ? 'in'
    : noCapability;
}

const elsewhere = (): readonly (readonly [string, HeaderFields])[] => {
  const { tokens } = shop.tenants[0];
  const { tenantId } = shop.tenants[1];
  const [key] = insiders.slice(-2).map(({ headers }) => headers);
  return [
    ['the owner who names another shop', { ...bearer(tokens.owner), 'x-tenant-id': tenantId }],
    ['the owner who names it otherwise', { ...bearer(tokens.owner), 'tenant-id': tenantId }],
    ['a cashier who names nobody’s shop', { ...bearer(tokens.cashier), 'tenant-id': newUuid() }],
    ['a key that names another shop', { ...key, 'x-tenant-id': tenantId }],
  ];
};

describe('regression 24: at an operation of a shop', () => {
  test.each(of('user'))('%s', async (_, operation) => {
    const { access } = operation;
    const mayEnrol = access.kind === 'user' && access.isForEnrolment === true;
    await Promise.all([
      ask(operation, ['nobody', {}], noToken),
      ...Object.entries(strangers).map((who) => ask(operation, who, badToken)),
      ask(operation, ['an operator', operator], badToken),
      ...Object.entries(suspended).map((who) => ask(operation, who, closed)),
      ...elsewhere().map((who) => ask(operation, who, otherTenant)),
      ask(operation, ['somebody who must enrol', enrolment], mayEnrol ? 'in' : badToken),
    ]);
    for (const insider of insiders) {
      await ask(operation, [insider.who, insider.headers], answerTo(operation, insider));
    }
  });
});

describe('at an operation of the platform', () => {
  test.each(of('operator'))('%s', async (_, operation) => {
    const everybody = [...Object.entries(strangers), ...Object.entries(suspended)];
    const ofTheShop = insiders.map(({ who, headers }) => [who, headers] as const);
    await Promise.all([
      ask(operation, ['nobody', {}], noToken),
      ...[...everybody, ...ofTheShop].map((who) => ask(operation, who, badToken)),
      ask(operation, ['somebody who must enrol', enrolment], badToken),
      ask(
        operation,
        ['an operator of a shop', { ...operator, 'tenant-id': newUuid() }],
        otherTenant,
      ),
    ]);
    await ask(operation, ['an operator', operator], 'in');
  });
});

describe('at an operation for everybody', () => {
  test.each(of('public'))('%s takes no credential into account', async (_, operation) => {
    const tries = [['nobody', {}] as const, ...Object.entries(strangers).slice(0, 4)];
    for (const who of tries) await ask(operation, who, 'in');
  });
});

test('who may what, as it was agreed', async () => {
  const lines = reachable.map(({ name, access }) => {
    if (access.kind !== 'user') return `${name}: ${access.kind}`;
    const also = access.isForEnrolment === true ? ', whoever must enrol' : '';
    return `${name}: ${capabilities[access.capability].join(', ')}${also}`;
  });
  await expect(`${lines.toSorted().join('\n')}\n`).toMatchFileSnapshot(
    './__snapshots__/who-may-what.txt',
  );
});

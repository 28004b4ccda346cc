/**
 * Regression 13, for every operation there is: an id of another shop, wherever a request can name
 * one, is as missing as an id that nobody has. Nothing of the other shop is told, nothing moves.
 */
import { capabilities } from '@evertill/contract';
import type { Operation } from '@evertill/contract';
import { allOperations } from '@evertill/server';
import { newUuid, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { insidersOf, peoplesOwn } from './callers.ts';
import type { Insider } from './callers.ts';
import { placed, placesOf } from './foreign-places.ts';
import type { Place } from './foreign-places.ts';
import { furnish } from './furnished-shop.ts';
import type { FurnishedShop } from './furnished-shop.ts';
import { rowHashes } from './row-hashes.ts';
import { send } from './sending.ts';
import type { Told } from './sending.ts';
import { validRequest } from './valid-requests.ts';

let shop: TestShop;
let ours: FurnishedShop;
let theirs: FurnishedShop;
let insiders: readonly Insider[];
let before: Readonly<Record<string, string>>;
beforeAll(async () => {
  shop = await startTestShop();
  ours = await furnish(shop, shop.tenants[0]);
  theirs = await furnish(shop, shop.tenants[1]);
  insiders = await insidersOf(shop, ours.tenant);
  await shop.running.assembly.drain();
  before = await rowHashes(shop, theirs.tenant.tenantId);
}, 120_000);
afterAll(() => shop.close());

const users = allOperations
  .filter(({ http, access }) => http !== undefined && access.kind === 'user')
  .map((operation) => [operation.name, operation] as const);

/** A fact is never refused for its content: it is booked or parked, and flagged. */
const takesFacts: ReadonlySet<string> = new Set([
  'orders.push',
  'orders.recordSale',
  'orders.recordRefund',
]);

function mayDo({ access }: Operation, { role, only }: Insider, who: string): boolean {
  if (access.kind !== 'user') throw new Error('not of the shop');
  const { capability } = access;
  if (who.includes('key') && peoplesOwn.has(capability)) return false;
  const holders: readonly string[] = capabilities[capability];
  return holders.includes(role) && only?.includes(capability) !== false;
}

/** A leader lets pass what a till has not sent yet: whose the id is, nobody can know. */
const namesTheUnknown: ReadonlySet<string> = new Set([
  'orders.giveApproval',
  'orders.giveApprovalByPin',
  // What was decided about an id that is not this till's: nothing.
  'orders.findDecided',
]);

/** Said before anybody looks whether the thing is there; of nobody's id too. */
const withoutKnowing = new Set(['tenant_mismatch', 'register_key_invalid', 'rank_too_low']);

function isMissing({ status, code, headers }: Told, operation: Operation): boolean {
  if (operation.http?.method === 'GET' && status === 200) {
    return headers.get('x-total-count') === '0';
  }
  if (status === 403) return withoutKnowing.has(code ?? '');
  return [400, 404, 422].includes(status) || (status === 409 && code === 'id_reused');
}

/** What an answer must not hold: a name of the other shop, or an id that was not asked about. */
function expectNothingTold({ text }: Told, asked: string): void {
  expect(text).not.toContain(theirs.marker);
  for (const id of Object.values(theirs.things)) {
    if (id !== asked) expect(text).not.toContain(id);
  }
}

const shown = (operation: Operation, place: Place, { status, text }: Told, who: string): string =>
  `${who} at ${operation.name}, ${place.trail.join('.')}: ${status} ${text.slice(0, 300)}`;

async function knock(operation: Operation, place: Place, insider: Insider): Promise<void> {
  const request = placed(validRequest(operation, ours), place, place.foreign);
  const told = await send(shop, operation, request, insider.headers);
  const words = shown(operation, place, told, insider.who);
  expect(told.status, words).toBeLessThan(500);
  expectNothingTold(told, place.foreign);
  if (!mayDo(operation, insider, insider.who)) {
    expect([told.status, told.code], words).toEqual([403, 'capability_missing']);
    return;
  }
  if (takesFacts.has(operation.name) || namesTheUnknown.has(operation.name)) return;
  expect(isMissing(told, operation), words).toBe(true);
  if (insider.who !== 'the owner') return;
  const nobodys = placed(validRequest(operation, ours), place, newUuid());
  const same = await send(shop, operation, nobodys, insider.headers);
  const isTenant = place.foreign === theirs.tenant.tenantId;
  expect([told.status, isTenant || told.code], words).toEqual([same.status, isTenant || same.code]);
}

const placesAt = (operation: Operation): readonly Place[] =>
  placesOf(operation, validRequest(operation, ours), { ours, theirs });

describe('regression 13: an id of another shop', () => {
  test.each(users)('at %s is no id', async (_, operation) => {
    const places = placesAt(operation).filter(({ isChosen }) => !isChosen);
    for (const place of places) {
      await Promise.all(insiders.map((insider) => knock(operation, place, insider)));
    }
  });

  test('stands in every address that names something', () => {
    const addressed = users.filter(([, { http }]) => (http?.path ?? '').includes('_id}'));
    const without = addressed.filter(
      ([, operation]) => !placesAt(operation).some(({ trail }) => trail[0] === 'path'),
    );
    expect(without.map(([name]) => name)).toEqual([]);
    expect(addressed.length).toBeGreaterThan(60);
  });

  test.each(users)('may be chosen at %s, and stays theirs', async (_, operation) => {
    const [owner] = insiders.slice(-1);
    for (const place of placesAt(operation).filter(({ isChosen }) => isChosen)) {
      const request = placed(validRequest(operation, ours), place, place.foreign);
      const told = await send(shop, operation, request, owner?.headers ?? {});
      expect(told.status, shown(operation, place, told, 'the owner')).toBeLessThan(500);
      expect(told.text).not.toContain(theirs.marker);
    }
  });
});

test('with own ids, every one of these requests is granted', async () => {
  const [owner] = insiders.slice(-1);
  const fresh = await furnish(shop, shop.tenants[0]);
  const refused: string[] = [];
  for (const [name, operation] of users) {
    const told = await send(shop, operation, validRequest(operation, fresh), owner?.headers ?? {});
    if (told.status >= 300) refused.push(`${name} ${told.status} ${told.text.slice(0, 300)}`);
    expect(told.text).not.toContain(theirs.marker);
  }
  // Whoever has enrolled nothing has no code either.
  expect(refused).toEqual([
    expect.stringContaining('auth.verifyMfa 401'),
    expect.stringContaining('auth.disableMfa 409'),
  ]);
});

test('after all of that, every row of the other shop is as it was', async () => {
  await shop.running.assembly.drain();
  expect(await rowHashes(shop, theirs.tenant.tenantId)).toEqual(before);
  expect(Object.keys(before).length).toBeGreaterThan(60);
});

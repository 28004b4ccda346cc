/** Inventory told everything again holds what it held, byte by byte; and what differs is named. */
import { makeLog, newId, realWorld } from '@evertill/kernel';
import { createDatabase, dropDatabase, openCounter, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { rebuildInventory } from '../src/rebuild/rebuild-inventory.ts';
import type { Rebuilt } from '../src/rebuild/rebuild-inventory.ts';
import { furnish } from './furnished-shop.ts';

const SALES = 30;

let shop: TestShop;
let into: string;
beforeAll(async () => {
  shop = await startTestShop();
  // Adjustments, transfers, opening stock, receipts, returns, voids: one of everything.
  await furnish(shop, shop.tenants[0]);
  const counter = await openCounter(shop);
  for (let count = 0; count < SALES; count += 1) {
    const sale = counter.saleOf();
    await counter.settle('sale', sale);
  }
  await shop.running.assembly.drain();
  const name = `rebuilt_${process.pid}`;
  into = await createDatabase(inject('postgresUrl'), { name, template: 'template1' });
}, 120_000);
afterAll(async () => {
  await dropDatabase(into);
  await shop.close();
});

const log = makeLog({ level: 'silent', destination: { write: () => undefined } });

const rebuild = (onProgress: (events: number) => void = () => undefined): Promise<Rebuilt> =>
  rebuildInventory({
    ...{ from: shop.running.databaseUrl, into, world: realWorld(), log, onProgress },
  });

test('ended in the middle and started again it holds the same, and is told nothing twice', async () => {
  const ended = new Error('ended');
  await expect(
    rebuild(() => {
      throw ended;
    }),
  ).rejects.toBe(ended);
  const rebuilt = await rebuild();
  expect(rebuilt).toMatchObject({ tenants: 2, underway: 0, differing: [] });
  expect(rebuilt.rows.movements).toBeGreaterThan(SALES);
  expect(rebuilt.rows.levels).toBeGreaterThan(0);
  expect(rebuilt.rows.products).toBeGreaterThan(0);
  expect(rebuilt.events).toBeGreaterThan(SALES);
  expect(await rebuild()).toMatchObject({ events: 0, differing: [], sha256: rebuilt.sha256 });
}, 60_000);

test('what was told since is told when it is run again', async () => {
  const counter = await openCounter(shop);
  await counter.settle('sale', counter.saleOf());
  await shop.running.assembly.drain();
  // The sale, and its product.
  expect(await rebuild()).toMatchObject({ events: 2, underway: 0, differing: [] });
});

test('a level, a movement and a product that are not what events say are named', async () => {
  const { tenantId } = shop.tenants[0];
  const by = newId(realWorld());
  const damages = [
    ['levels', 'stock_levels', 'on_hand_milli = on_hand_milli + 1', 'on_hand_milli - 1'],
    [
      'movements',
      'stock_movements',
      `reference = reference || '${by}'`,
      `replace(reference, '${by}', '')`,
    ],
    ['products', 'products', "name = name || '!'", "rtrim(name, '!')"],
  ] as const;
  for (const [what, table, change, back] of damages) {
    const update = async (set: string): Promise<void> => {
      // Movements are append-only, for everybody but a disk.
      await shop.sql(`SET session_replication_role = replica;
        UPDATE inventory.${table} SET ${set} WHERE tenant_id = '${tenantId}';
        RESET session_replication_role`);
    };
    await update(change);
    expect((await rebuild()).differing).toEqual([{ tenantId, what }]);
    await update(`${change.split(' ')[0] ?? ''} = ${back}`);
  }
  expect((await rebuild()).differing).toEqual([]);
});

test('a database in which somebody trades is not filled', async () => {
  const { databaseUrl: from } = shop.running;
  await expect(
    rebuildInventory({
      ...{ from, into: from, world: realWorld(), log, onProgress: () => undefined },
    }),
  ).rejects.toThrow('has shops in it');
});

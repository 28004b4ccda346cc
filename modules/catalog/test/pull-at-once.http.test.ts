/** Many write people and levels at once, and nobody who pulls meanwhile misses anything. */
import type { Database } from '@evertill/kernel';
import { enrolRegister, startTestShop } from '@evertill/testing';
import type { TestShop, TestTenant } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { askerOf, newUuid } from './asking.ts';
import type { Ask } from './asking.ts';
import { RegisterCopy, hireWith, moduleDatabase } from './register-copy.ts';

let shop: TestShop;
let british: TestTenant;
let ask: Ask;
let deviceKey: string;
beforeAll(async () => {
  shop = await startTestShop();
  [british] = shop.tenants;
  ask = askerOf(shop, british);
  ({ deviceKey } = await enrolRegister(shop, british));
}, 60_000);
afterAll(() => shop.close());

// In two steps, as the module does: the table has a second unique index, and whoever names only the
// first as what to watch may still break the other.
const setLevel = [
  `INSERT INTO inventory.stock_levels (tenant_id, location_id, product_id, on_hand_milli)
   VALUES ($1, $2, $2, $3) ON CONFLICT DO NOTHING`,
  `UPDATE inventory.stock_levels SET on_hand_milli = $3
   WHERE tenant_id = $1 AND location_id = $2 AND product_id = $2`,
];
const setName = [
  `UPDATE auth.users SET client_name = 'n' || $3::int WHERE tenant_id = $1 AND user_id = $2`,
];

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Numbers that look like chance, the same in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

class TakenBack extends Error {}

/** Changes one of these rows, waits with the transaction open, and commits or takes it back. */
async function writeNow(
  database: Database,
  roll: () => number,
  { steps, ids }: { readonly steps: readonly string[]; readonly ids: readonly string[] },
): Promise<void> {
  const id = ids[Math.floor(roll() * ids.length)];
  const [value, isKept, waitMs] = [Math.floor(roll() * 1e6), roll() > 0.2, roll() * 20];
  const work = database.inTransaction(british, async (tx) => {
    for (const sql of steps) await tx.query(sql, [tx.tenantId, id, value]);
    await pause(waitMs);
    if (!isKept) throw new TakenBack();
  });
  await work.catch((error: unknown) => {
    if (!(error instanceof TakenBack)) throw error;
  });
}

describe('many who write at once, and commit when they like', () => {
  test('are missed by no section', async () => {
    const people = await Promise.all(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => hireWith(ask, name)),
    );
    const products = people.map(() => newUuid());
    const writes = {
      inventory: { steps: setLevel, ids: products },
      auth: { steps: setName, ids: people },
    };
    const copy = new RegisterCopy(shop, british, deviceKey);
    await copy.pullAll();
    const writing = { isOver: false };
    const databases = await Promise.all([
      moduleDatabase(shop, 'auth', 6),
      moduleDatabase(shop, 'inventory', 6),
    ]);
    onTestFinished(async () => {
      for (const database of databases) await database.close();
    });
    const [authDatabase, stockDatabase] = databases;
    const writers = Array.from({ length: 12 }, async (_, number) => {
      const roll = dice(number + 1);
      for (let round = 0; round < 40; round += 1) {
        if (number % 2 === 0) await writeNow(authDatabase, roll, writes.auth);
        else await writeNow(stockDatabase, roll, writes.inventory);
      }
    });
    const reader = (async () => {
      while (!writing.isOver) await copy.pull(copy.pulls % 5 === 0 ? 2 : 1000);
    })();
    await Promise.all(writers).finally(() => {
      writing.isOver = true;
      return reader;
    });
    const names = await shop.sql(
      `SELECT user_id AS id, client_name AS word FROM auth.users
       WHERE user_id = ANY ($1) ORDER BY 1`,
      [people],
    );
    const stock = await shop.sql(
      `SELECT product_id AS id, on_hand_milli::int AS word FROM inventory.stock_levels
       WHERE product_id = ANY ($1) ORDER BY 1`,
      [products],
    );
    const expected = JSON.stringify([names, stock]);
    const copied = () => {
      const their = names.map(({ id }) => ({ id, word: copy.staff.get(String(id))?.client_name }));
      const own = stock.map(({ id }) => {
        const onHand = copy.levels.get(`${String(id)} ${String(id)}`)?.on_hand;
        return { id, word: Math.round(Number(onHand) * 1000) };
      });
      return JSON.stringify([their, own]);
    };
    await copy.until(() => copied() === expected);
    expect(copy.pulls).toBeGreaterThan(20);
    // No movement explains what was written past everything: it goes again.
    await shop.sql('DELETE FROM inventory.stock_levels WHERE location_id = product_id');
  }, 60_000);
});

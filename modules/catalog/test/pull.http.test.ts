/** What registers copy: nothing is ever missed, whoever commits when. */
import { makeMetrics, moduleUrl, openDatabase, realWorld } from '@evertill/kernel';
import type { Database } from '@evertill/kernel';
import { startTestShop } from '@evertill/testing';
import type { TestShop, TestTenant } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askerOf, goods, newUuid, refusalOf } from './asking.ts';
import type { Ask } from './asking.ts';

let shop: TestShop;
let british: TestTenant;
let ask: Ask;
beforeAll(async () => {
  shop = await startTestShop();
  [british] = shop.tenants;
  ask = askerOf(shop, british);
}, 60_000);
afterAll(() => shop.close());

interface Named {
  readonly category_id: string;
  readonly name: string;
}

/** A register's copy, kept by pulling. */
class Copy {
  cursor = '';
  pulls = 0;
  readonly products = new Map<string, Record<string, unknown>>();
  readonly categories = new Map<string, string>();
  book: Record<string, unknown> | null = null;
  readonly deletedUnits: string[] = [];
  /** Each answer, as it came. */
  readonly texts: string[] = [];

  async pull(limit = 1000): Promise<boolean> {
    const cursor = this.cursor === '' ? '' : `&cursor=${this.cursor}`;
    const path = `/api/sync/pull/?limit=${limit}${cursor}`;
    const { status, body } = await ask('GET', path, undefined, 'cashier');
    if (status !== 200) throw new Error(JSON.stringify(body));
    this.pulls += 1;
    this.cursor = body.cursor as string;
    for (const one of body.products) this.products.set(one.product_id, one);
    for (const id of body.deleted_products) this.products.delete(id);
    for (const one of body.categories as Named[]) this.categories.set(one.category_id, one.name);
    for (const id of body.deleted_categories) this.categories.delete(id);
    this.deletedUnits.push(...body.deleted_units);
    this.book = body.price_book ?? this.book;
    this.texts.push(JSON.stringify(body));
    return body.has_more as boolean;
  }

  async pullAll(limit = 1000): Promise<void> {
    while (await this.pull(limit));
  }

  /** Other tests have transactions open in the same PostgreSQL, and a pull waits for the oldest. */
  pullUntil(isThere: () => boolean): Promise<unknown> {
    const look = async (): Promise<boolean> => {
      await this.pullAll(2);
      return isThere();
    };
    return expect.poll(look, { timeout: 20_000, interval: 20 }).toBe(true);
  }
}

describe('a pull', () => {
  it('tells each thing once, as it is, and never what it costs', async () => {
    const copy = new Copy();
    const { body: category } = await ask('POST', '/api/categories/', { name: 'Pulled' });
    const milk = goods({ cost: '0.10', category: category.category_id, barcode: 'pull-1' });
    const path = `/api/products/${milk.product_id}/`;
    await ask('POST', '/api/products/', milk);
    await ask('POST', `${path}barcodes/`, { barcode: 'a-pull-2' });
    const barcodesOf = () =>
      copy.products.get(milk.product_id)?.['barcodes'] as string[] | undefined;
    await copy.pullUntil(() => barcodesOf()?.length === 2);
    expect(copy.products.get(milk.product_id)).toEqual({
      product_id: milk.product_id,
      name: milk.name,
      sku: milk.sku,
      barcodes: ['pull-1', 'a-pull-2'],
      category: category.category_id,
      unit: null,
      price: '1.00',
      tax_code: 'STD',
      oversell_policy: 'WARN',
      is_active: true,
      updated_at: expect.any(String),
    });
    expect(copy.categories.get(category.category_id)).toBe('Pulled');
    expect(copy.book).toEqual((await ask('GET', '/api/price-books/current/')).body);
    for (const price of ['2', '3', '4']) await ask('PATCH', path, { price });
    await copy.pullUntil(() => copy.products.get(milk.product_id)?.['price'] === '4.00');
    await copy.pullUntil(() => copy.book?.['version'] === 4);
    expect(copy.texts.join()).not.toMatch(/"(?:average_)?cost"/);
    const idle = await ask('GET', `/api/sync/pull/?cursor=${copy.cursor}`);
    expect(idle.body).toMatchObject({ cursor: copy.cursor, products: [], price_book: null });
  });

  it('tells a thing that changed again and again once', async () => {
    const copy = new Copy();
    const milk = goods();
    await ask('POST', '/api/products/', milk);
    for (const name of ['a', 'b', 'c']) {
      await ask('PATCH', `/api/products/${milk.product_id}/`, { name });
    }
    await copy.pullUntil(() => copy.products.get(milk.product_id)?.['name'] === 'c');
    const whole = new Copy();
    await whole.pullAll();
    expect(whole.texts.join().split(milk.product_id)).toHaveLength(2);
  });

  it('tells what was deleted', async () => {
    const copy = new Copy();
    const { body: category } = await ask('POST', '/api/categories/', { name: 'Short-lived' });
    const { body: unit } = await ask('POST', '/api/units/', { unit_name: 'short-lived' });
    const milk = goods();
    await ask('POST', '/api/products/', milk);
    await copy.pullUntil(() => copy.products.has(milk.product_id));
    await ask('DELETE', `/api/products/${milk.product_id}/`);
    await ask('DELETE', `/api/categories/${category.category_id}/`);
    await ask('DELETE', `/api/units/${unit.unit_id}/`);
    await copy.pullUntil(() => copy.deletedUnits.includes(unit.unit_id));
    expect(copy.products.has(milk.product_id)).toBe(false);
    expect(copy.categories.has(category.category_id)).toBe(false);
  });

  it('tells nothing of another shop', async () => {
    const theirs = askerOf(shop, shop.tenants[1]);
    const salt = goods();
    await theirs('POST', '/api/products/', salt);
    const sugar = goods();
    await ask('POST', '/api/products/', sugar);
    const copy = new Copy();
    await copy.pullUntil(() => copy.products.has(sugar.product_id));
    expect(copy.products.has(salt.product_id)).toBe(false);
  });

  it('refuses a cursor that is none of ours, and one of another database', async () => {
    const cursorOf = (content: unknown): string =>
      Buffer.from(JSON.stringify(content)).toString('base64url');
    const cases = [
      'x',
      cursorOf(null),
      cursorOf([]),
      cursorOf({ v: 2, catalog: ['1', 0] }),
      cursorOf({ v: 1, catalog: ["1'", 0] }),
      cursorOf({ v: 1, catalog: ['1', '0'] }),
      cursorOf({ v: 1, catalog: ['99999999999999999999', 0] }),
      cursorOf({ v: 1, catalog: ['9999999999999999999', 0] }),
    ];
    for (const cursor of cases) {
      const answer = await ask('GET', `/api/sync/pull/?cursor=${cursor}`);
      expect([cursor, ...refusalOf(answer)]).toEqual([cursor, 400, 'input_invalid', 'cursor']);
    }
    // A section that came later starts from its beginning.
    expect((await ask('GET', `/api/sync/pull/?cursor=${cursorOf({ v: 1 })}`)).status).toBe(200);
  });
});

/** Numbers that look like chance, the same in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

class TakenBack extends Error {}

/** Writes, waits with the transaction open, and commits or takes it back. */
async function write(database: Database, roll: () => number, own: string[]): Promise<void> {
  const [id = '', isKept, kind, waitMs] = [
    own[Math.floor(roll() * own.length)],
    roll() > 0.2,
    roll(),
    roll() * 25,
  ];
  const made = newUuid();
  const isNew = kind < 0.5 || id === '';
  const work = database.inTransaction(british, async (tx) => {
    if (isNew) {
      await tx.query(
        `INSERT INTO catalog.categories
           (tenant_id, category_id, name, description, body_hash, created_at)
         VALUES ($1, $2, $3, '', '', '2026-01-02')`,
        [tx.tenantId, made, `made ${made}`],
      );
    } else if (kind < 0.8) {
      await tx.query(
        'UPDATE catalog.categories SET name = $3 WHERE tenant_id = $1 AND category_id = $2',
        [tx.tenantId, id, `changed ${made}`],
      );
    } else {
      await tx.query('DELETE FROM catalog.categories WHERE tenant_id = $1 AND category_id = $2', [
        tx.tenantId,
        id,
      ]);
    }
    await pause(waitMs);
    if (!isKept) throw new TakenBack();
  });
  await work.catch((error: unknown) => {
    if (!(error instanceof TakenBack)) throw error;
  });
  if (isKept && isNew) own.push(made);
  else if (isKept && kind >= 0.8) own.splice(own.indexOf(id), 1);
}

const WRITERS = 12;

describe('many who write at once, and commit when they like', () => {
  it('are missed by nobody who pulls meanwhile', async () => {
    const copy = new Copy();
    await copy.pullAll();
    const database = openDatabase({
      url: await moduleUrl(shop.running.databaseUrl, 'catalog'),
      schema: 'catalog',
      connectionsMax: WRITERS,
      keepsStatements: true,
      world: realWorld(),
      metrics: makeMetrics(),
      log: { warn: () => undefined },
      onTold: () => undefined,
    });
    const writing = { isOver: false };
    const writers = Array.from({ length: WRITERS }, async (_, number) => {
      const [roll, own] = [dice(number + 1), [] as string[]];
      for (let round = 0; round < 60; round += 1) await write(database, roll, own);
    });
    const reader = (async () => {
      // At the heels of the writers, where the danger is; now and then in small steps.
      while (!writing.isOver) await copy.pull(copy.pulls % 10 === 0 ? 3 : 1000);
    })();
    await Promise.all(writers);
    writing.isOver = true;
    await reader;
    const rows = await shop.sql(
      'SELECT category_id, name FROM catalog.categories WHERE tenant_id = $1',
      [british.tenantId],
    );
    const expected = rows.map((row) => [row['category_id'], row['name']]).toSorted();
    const isSame = () =>
      JSON.stringify([...copy.categories].toSorted()) === JSON.stringify(expected);
    await copy.pullUntil(isSame);
    expect(copy.pulls).toBeGreaterThan(20);
    expect(rows.length).toBeGreaterThan(100);
    await database.close();
  });
});

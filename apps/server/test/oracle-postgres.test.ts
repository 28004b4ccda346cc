/**
 * What PostgreSQL gives back is what an independent oracle reckons: random baskets in many
 * currencies, by odd price books, sold by a register, booked by the server, read by SQL.
 */
import { auth, orders } from '@evertill/contract';
import { checkOrder } from '@evertill/domain';
import { derivedId, newId, realWorld } from '@evertill/kernel';
import type { Context } from '@evertill/kernel';
import {
  basketSeedOf,
  dice,
  oraclePrice,
  randomBasket,
  saleBodyOf,
  startTestShop,
} from '@evertill/testing';
import type { Basket, TestShop } from '@evertill/testing';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';

const BASKETS = 400;
const SEED = Number(process.env['SEED'] ?? 20_261_121);

interface Sold {
  readonly saleId: string;
  readonly basket: Basket;
}

let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop();
});
afterAll(() => shop.close());

/** A shop in a currency, its price books, and a register that has the lease. */
async function openShop(currency: string, books: readonly Basket[]) {
  const { assembly } = shop.running;
  const tenantId = newId(realWorld());
  const context: Context = { ...assembly.ownContext(tenantId), userId: derivedId(tenantId, 'o') };
  await assembly.ask(auth.createTenant, context, {
    tenantId,
    name: `Oracle ${currency} ${tenantId}`,
    currency,
    timeZone: 'UTC',
    users: [
      {
        userId: derivedId(tenantId, 'o'),
        clientName: 'Owner',
        phoneNumber: `+2${Number.parseInt(tenantId.slice(-8), 16)}`,
        password: 'a long enough password',
        role: 'owner',
      },
    ],
  });
  for (const [index, { book }] of books.entries()) {
    await shop.sql('INSERT INTO orders.price_books VALUES ($1, $2, $3)', [
      tenantId,
      index + 1,
      JSON.stringify({ ...book, version: index + 1 }),
    ]);
  }
  const { enrolmentCode } = await assembly.ask(orders.createRegister, context, { name: 'Till' });
  const { deviceKey, registerId } = await assembly.ask(orders.enrol, context, { enrolmentCode });
  const till: Context = { ...context, roles: ['owner'], registerKey: deviceKey };
  const { epoch, fencing } = await assembly.ask(orders.lease, till, { registerId });
  return { till, pass: { registerId, epoch, fencing }, product: randomUUID() };
}

/** The first so many baskets of the seed that no limit forbids: beyond one, a sale is flagged. */
function sellable(count: number): readonly Basket[] {
  const baskets: Basket[] = [];
  for (let index = 0; baskets.length < count; index += 1) {
    const basket = randomBasket(dice(basketSeedOf(SEED, index)));
    if (checkOrder(basket.draft, basket.book).length === 0) baskets.push(basket);
  }
  return baskets;
}

/** Paid to the cent without cash, so that no rounding to coins comes in; nothing for nothing. */
function exactly(amountMinor: number) {
  return amountMinor === 0 ? [] : [{ method: 'OTHER' as const, amountMinor }];
}

async function sellAll(currency: string, baskets: readonly Basket[]): Promise<Sold[]> {
  const { till, pass, product } = await openShop(currency, baskets);
  const operations = baskets.map(({ book, draft }, index) => ({
    seq: index + 1,
    id: randomUUID(),
    kind: 'sale',
    occurredAt: new Date().toISOString(),
    body: saleBodyOf({
      book: { ...book, version: index + 1 },
      receiptNumber: `O-${index + 1}`,
      lines: draft.lines.map((line) => ({ ...line, product })),
      discountMinor: draft.discountMinor,
      tenders: exactly(oraclePrice(draft, book).totalMinor),
    }),
  }));
  for (let at = 0; at < operations.length; at += 100) {
    const answer = await shop.running.assembly.ask(orders.push, till, {
      ...pass,
      operations: operations.slice(at, at + 100),
    });
    for (const { outcome, flags } of answer.results) {
      expect({ outcome, flags }).toEqual({ outcome: 'APPLIED', flags: ['product_unknown'] });
    }
  }
  return operations.map(({ id }, index) => ({ saleId: id, basket: baskets[index] as Basket }));
}

test(`${BASKETS} random baskets come back from PostgreSQL as the oracle has them`, async () => {
  const baskets = sellable(BASKETS);
  const sold: Sold[] = [];
  for (const currency of new Set(baskets.map(({ book }) => book.currency))) {
    const own = baskets.filter(({ book }) => book.currency === currency);
    sold.push(...(await sellAll(currency, own)));
  }
  const rows = await shop.sql(`
    SELECT s.sale_id, s.total_minor, s.tax_minor, s.discount_minor, s.subtotal_minor,
           sum(l.total_minor)::bigint AS lines_total, sum(l.tax_minor)::bigint AS lines_tax,
           array_agg(l.total_minor ORDER BY l.line_number) AS totals,
           array_agg(l.tax_minor ORDER BY l.line_number) AS taxes
    FROM orders.sales s JOIN orders.sale_lines l USING (tenant_id, sale_id) GROUP BY s.sale_id,
      s.total_minor, s.tax_minor, s.discount_minor, s.subtotal_minor`);
  const byId = new Map(rows.map((row) => [row['sale_id'], row]));
  expect(byId.size).toBe(BASKETS);
  for (const { saleId, basket } of sold) {
    const expected = oraclePrice(basket.draft, basket.book);
    const row = byId.get(saleId);
    expect({
      totalMinor: row?.['total_minor'],
      taxMinor: row?.['tax_minor'],
      linesTotal: row?.['lines_total'],
      linesTax: row?.['lines_tax'],
      totals: (row?.['totals'] as unknown[]).map(Number),
      taxes: (row?.['taxes'] as unknown[]).map(Number),
    }).toEqual({
      totalMinor: expected.totalMinor,
      taxMinor: expected.taxMinor,
      linesTotal: expected.totalMinor,
      linesTax: expected.taxMinor,
      totals: expected.lines.map((line) => line.totalMinor),
      taxes: expected.lines.map((line) => line.taxMinor),
    });
  }
});

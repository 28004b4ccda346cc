/**
 * What a sale costs, in statements: each is a round trip. The figures of ARCHITECTURE.md are these,
 * and whoever makes a hot path longer has to say so here.
 */
import { enrolRegister, startTestShop } from '@evertill/testing';
import type { Counter, Sent, TestShop } from '@evertill/testing';
import { counterAt, lastSeqOf, openCounter, openPromotions } from '@evertill/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

let shop: TestShop;
let counter: Counter;
/** Every statement sent as this module, in order. */
const sent: { readonly module: string; readonly text: string }[] = [];
type Query = (...given: unknown[]) => unknown;
const client = pg.Client.prototype as unknown as { query: Query };
const honest = client.query;

beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
  // What the server remembers of a shop is asked once, before anything is counted.
  await counter.settle('sale', counter.saleOf());
  await shop.running.assembly.drain();
  client.query = function counted(this: pg.Client, ...given: unknown[]) {
    const [asked] = given as [string | { readonly text: string }];
    const module = (this.user ?? '').split('_').at(-1) ?? '';
    sent.push({ module, text: typeof asked === 'string' ? asked : asked.text });
    return honest.apply(this, given);
  };
});
afterAll(async () => {
  client.query = honest;
  await shop.close();
});
beforeEach(() => {
  sent.length = 0;
});

/** What the relay asks, with the login of orders too, whenever it comes to it. */
const relays = /read_outbox|hold_cursor|advance_cursor|untold_tenants|auth\.tenants/;

function ofOrders(): readonly string[] {
  const texts = sent.filter(({ module }) => module === 'orders').map(({ text }) => text);
  return texts.filter((text) => !relays.test(text));
}

const salesOf = (at: Counter, count: number): readonly Sent[] =>
  Array.from({ length: count }, () => at.next('sale', at.saleOf()));

test.each([1, 100])('%i counter sales are one statement', async (count) => {
  const { body } = await counter.push(salesOf(counter, count));
  expect(body.results).toHaveLength(count);
  expect(ofOrders()).toEqual([expect.stringContaining('orders.record_sales')]);
});

test('sales under promotions, with a coupon, are one statement too', async () => {
  const promoted = await openPromotions(counter);
  await counter.settle('sale', promoted.saleOf());
  const sales = [1, 2, 3].map(() => counter.next('sale', promoted.saleOf()));
  sent.length = 0;
  const { body } = await counter.push([...sales, ...salesOf(counter, 2)]);
  expect(body.results.map((one: { outcome: string }) => one.outcome)).toEqual(
    Array(5).fill('APPLIED'),
  );
  expect(ofOrders()).toEqual([expect.stringContaining('orders.record_promoted_sales')]);
  await promoted.end();
});

test('a repeat of them is one statement too', async () => {
  const sales = salesOf(counter, 3);
  await counter.push(sales);
  sent.length = 0;
  const { body } = await counter.push(sales);
  expect(body.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual(
    Array(3).fill('DUPLICATE'),
  );
  expect(ofOrders()).toHaveLength(1);
});

test('a refund of a sale is what ARCHITECTURE.md says it is', async () => {
  const [sale] = salesOf(counter, 1);
  await counter.push([sale as Sent]);
  sent.length = 0;
  await counter.settle('refund', counter.refundOf(sale?.id ?? ''));
  // Begin, lock, known?, money, count, void?, three writes, sequence, outbox, commit.
  expect(ofOrders()).toHaveLength(12);
});

test('registers of a shop that sell at the same time share statements', async () => {
  const tills = await Promise.all(
    Array.from({ length: 8 }, async (_, index) => {
      const register = await enrolRegister(shop, counter.tenant, `At once ${index}`);
      return counterAt({ ...counter, register });
    }),
  );
  sent.length = 0;
  const rounds = 6;
  await Promise.all(
    tills.map(async (till) => {
      for (let round = 0; round < rounds; round += 1) {
        const { outcome } = await till.settle('sale', till.saleOf());
        expect(outcome).toBe('APPLIED');
      }
    }),
  );
  for (const till of tills) expect(await lastSeqOf(till)).toBe(rounds);
  expect(ofOrders().length).toBeLessThan(tills.length * rounds);
});

test('among those that share one, each gets what it has earned', async () => {
  const open = async (name: string): Promise<Counter> => {
    const register = await enrolRegister(shop, counter.tenant, name);
    return counterAt({ ...counter, register });
  };
  const [first, good, stale, thief] = await Promise.all(
    ['First', 'Good', 'Stale', 'Thief'].map(open),
  );
  if (!first || !good || !stale || !thief) throw new Error('no tills');
  const sale = first.next('sale', first.saleOf());
  await first.push([sale]);
  const copied = { ...thief.next('sale', thief.saleOf()), id: sale.id };
  const answers = await Promise.all([
    first.push(salesOf(first, 1)),
    good.push(salesOf(good, 2)),
    stale.push(salesOf(stale, 1), { register: { fencing: 99 } }),
    thief.push([copied]),
  ]);
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
    [200, undefined],
    [200, undefined],
    [409, 'fencing_stale'],
    [200, undefined],
  ]);
  expect(answers[1].body).toMatchObject({ last_seq: 2 });
  expect(answers[3].body.results[0]).toMatchObject({ outcome: 'CONFLICT', code: 'id_reused' });
  expect([await lastSeqOf(good), await lastSeqOf(stale), await lastSeqOf(thief)]).toEqual([
    2, 0, 1,
  ]);
});

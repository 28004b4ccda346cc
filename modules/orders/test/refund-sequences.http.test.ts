/**
 * Any sequence of returns, refunds, counters' refunds and exchanges gives back no more than was
 * sold and paid, but for what a counter did by itself: and then it is flagged.
 */
import { newUuid, openCounter, startTestShop } from '@evertill/testing';
import type { Counter, TestAnswer, TestShop } from '@evertill/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deskAt } from './return-desk.ts';
import type { ReturnDesk } from './return-desk.ts';

let shop: TestShop;
let counter: Counter;
let desk: ReturnDesk;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
  desk = deskAt(counter);
});
afterAll(() => shop.close());

const step = fc.oneof(
  fc.record({ kind: fc.constant('return' as const), milli: fc.integer({ min: 1, max: 3500 }) }),
  fc.record({ kind: fc.constant('refund' as const), minor: fc.integer({ min: 1, max: 2600 }) }),
  fc.record({ kind: fc.constant('counter' as const) }),
  fc.record({ kind: fc.constant('exchange' as const), milli: fc.integer({ min: 1, max: 2000 }) }),
  fc.record({ kind: fc.constant('approve' as const), which: fc.nat(9) }),
  fc.record({ kind: fc.constant('reject' as const), which: fc.nat(9) }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

interface Stage {
  readonly sale: string;
  /** What is asked for and may be decided: `/api/sales-returns/<id>/`. */
  readonly open: string[];
}

const decimal = (whole: number, digits: number): string =>
  `${Math.floor(whole / 10 ** digits)}.${String(whole % 10 ** digits).padStart(digits, '0')}`;

async function act({ sale, open }: Stage, one: Step): Promise<TestAnswer | undefined> {
  if (one.kind === 'counter') {
    await counter.settle('refund', counter.refundOf(sale));
    return undefined;
  }
  if (one.kind === 'approve' || one.kind === 'reject') {
    const path = open[one.which % Math.max(1, open.length)];
    if (path === undefined) return undefined;
    const body = one.kind === 'reject' ? { body: { reason: 'no' } } : {};
    return desk.ask('POST', `${path}${one.kind}/`, body);
  }
  if (one.kind === 'return') {
    const id = newUuid();
    open.push(`/api/sales-returns/${id}/`);
    return desk.askReturn(sale, { sales_return_id: id, quantity: decimal(one.milli, 3) });
  }
  if (one.kind === 'refund') {
    const id = newUuid();
    open.push(`/api/sales-refunds/${id}/`);
    return desk.askRefund(sale, { refund_id: id, amount: decimal(one.minor, 2) });
  }
  return desk.ask('POST', `/api/salesheaders/${sale}/exchange/`, {
    body: {
      return_items: [{ product: counter.product, quantity: decimal(one.milli, 3) }],
      new_items: [{ product: counter.product, quantity: '0.001' }],
      reason: 'OTHER',
    },
  });
}

interface Standing {
  readonly milli: number;
  readonly minor: number;
  readonly flags: number;
}

async function standingOf(sale: string): Promise<Standing> {
  const [row] = await shop.sql(
    `SELECT
       (SELECT coalesce(sum(l.quantity_milli), 0) FROM orders.refund_lines l
        JOIN orders.refunds r USING (tenant_id, refund_id) WHERE r.sale_id = $1)::int
       + (SELECT coalesce(sum(quantity_milli), 0) FROM orders.sales_returns
          WHERE sale_id = $1 AND status = 'APPROVED')::int AS milli,
       (SELECT coalesce(sum(total_minor), 0) FROM orders.refunds WHERE sale_id = $1)::int AS minor,
       (SELECT count(*) FROM orders.flags f JOIN orders.refunds r ON r.refund_id = f.subject_id
        WHERE r.sale_id = $1 AND f.flag = 'refund_exceeds_sale')::int AS flags`,
    [sale],
  );
  return row as unknown as Standing;
}

test('nothing is given back that was not sold and paid, in whatever order it is asked', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 3, maxLength: 7 }),
      async (rounds) => {
        const stage: Stage = { sale: await desk.sell(), open: [] };
        for (const together of rounds) {
          // Counters' operations go one after the other; everything else at once beside them.
          const counters = together.filter(({ kind }) => kind === 'counter');
          const others = together.filter(({ kind }) => kind !== 'counter');
          const asked = others.map((one) => act(stage, one));
          for (const one of counters) await act(stage, one);
          for (const answer of await Promise.all(asked)) {
            expect(answer?.status ?? 200, JSON.stringify(answer?.body)).toBeLessThan(500);
          }
          const { milli, minor, flags } = await standingOf(stage.sale);
          if (flags === 0) {
            expect(milli).toBeLessThanOrEqual(3000);
            expect(minor).toBeLessThanOrEqual(2550);
          }
        }
      },
    ),
    { numRuns: 25, seed: 21 },
  );
}, 180_000);

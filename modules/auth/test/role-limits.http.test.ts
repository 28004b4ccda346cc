import { newUuid, openCounter, startTestShop } from '@evertill/testing';
import type { Body, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';

let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop();
}, 60_000);
afterAll(() => shop.close());

// Before anything is pushed: what a counter knows of a shop it remembers for ten seconds.
it('the limits that an owner sets hold at the counter, and in that shop alone', async () => {
  const [ours, theirs] = shop.tenants;
  const change = { discount_percent_max: '50', refund_without_sale: true, refund_amount_max: '5' };
  const path = '/api/roles/EMPLOYEE/';
  const { status } = await shop.call('PATCH', path, { token: ours.tokens.owner, body: change });
  expect(status).toBe(200);
  const here = await openCounter(shop, ours);
  const there = await openCounter(shop, theirs);
  const outcomes = [];
  for (const counter of [here, there]) {
    const unsold = ({ lines, ...body }: Body, total: string): Body => ({
      ...body,
      sales_header: null,
      lines: (lines as Body[]).map(({ sale_line_number: _, ...line }) => ({
        ...line,
        total,
        tax: '0',
      })),
      tax: '0',
      total,
      payments: [{ sales_payment_id: newUuid(), method: 'CASH', amount: total }],
    });
    const half = counter.saleOf({ discountMinor: 1275 });
    const small = unsold(counter.refundOf(newUuid()), '5');
    const large = unsold(counter.refundOf(newUuid()), '6');
    outcomes.push([
      (await counter.settle('sale', half)).outcome,
      (await counter.settle('refund', small)).outcome,
      (await counter.settle('refund', large)).outcome,
      (await counter.settle('refund', { ...large, receipt_number: 'R-M' }, { role: 'manager' }))
        .code ?? 'taken',
    ]);
  }
  const no = 'REJECTED_NEEDS_MANAGER';
  expect(outcomes[0]?.slice(0, 3)).toEqual(['APPLIED', 'APPLIED', no]);
  expect(outcomes[1]?.slice(0, 3)).toEqual([no, no, no]);
  expect(outcomes[0]?.[3]).not.toBe('refund_needs_manager');
});

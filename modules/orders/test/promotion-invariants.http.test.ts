/** The invariants of promotions, each with a row that breaks it. */
import { startTestShop } from '@evertill/testing';
import type { Counter, TestShop } from '@evertill/testing';
import { newUuid, openCounter, openPromotions } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { promotionInvariants } from '../src/promotion-invariants.ts';

let shop: TestShop;
let counter: Counter;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
});
afterAll(() => shop.close());

describe('the invariants of promotions', () => {
  const breaches = async (): Promise<string[]> => {
    const broken: string[] = [];
    for (const { id, sql } of promotionInvariants) {
      const rows = await shop.sql(sql, [counter.tenant.tenantId]);
      if (rows.length > 0) broken.push(id);
    }
    return broken;
  };
  /** A sale of which a promotion took something, with a coupon. */
  const row = async (): Promise<string> => {
    const { saleOf } = await openPromotions(counter, undefined, [
      { code: newUuid().replaceAll('-', '').toUpperCase() },
    ]);
    const { id } = await counter.settle('sale', saleOf());
    return id;
  };

  it.each([
    [
      'an amount that is not the discount',
      'UPDATE orders.promotion_takes SET amount_minor = amount_minor + $2 WHERE sale_id = $1',
      ['I41'],
    ],
    [
      'a line of another number',
      'UPDATE orders.promotion_takes SET line_number = line_number + $2 WHERE sale_id = $1',
      ['I41'],
    ],
    [
      'a coupon counted too often',
      `UPDATE orders.coupon_uses SET uses = uses + $2 WHERE code = (
         SELECT coupon_code FROM orders.promotion_takes WHERE sale_id = $1)`,
      ['I42'],
    ],
  ])('break with %s', async (_, sql, expected) => {
    const id = await row();
    expect(await breaches()).toEqual([]);
    await shop.sql(sql, [id, 1]);
    expect(await breaches()).toEqual(expected);
    await shop.sql(sql, [id, -1]);
    expect(await breaches()).toEqual([]);
  });

  it('break with a promoted sale from which nothing was taken', async () => {
    const id = await row();
    const takes = await shop.sql('SELECT * FROM orders.promotion_takes WHERE sale_id = $1', [id]);
    await shop.sql('DELETE FROM orders.promotion_takes WHERE sale_id = $1', [id]);
    expect(await breaches()).toEqual(['I41b', 'I42']);
    const [take] = takes;
    await shop.sql(`INSERT INTO orders.promotion_takes VALUES ($1, $2, $3, $4, $5, $6)`, [
      counter.tenant.tenantId,
      id,
      take?.['line_number'],
      take?.['promotion_id'],
      take?.['coupon_code'],
      take?.['amount_minor'],
    ]);
    expect(await breaches()).toEqual([]);
  });
});

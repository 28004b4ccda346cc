/** Sales under promotions: worked out again with the set they name, flagged, and attributed. */
import { enrolRegister, startTestShop } from '@evertill/testing';
import type { Body, Counter, Promotions, TestShop } from '@evertill/testing';
import { counterAt, flagsOf, newUuid, openCounter, openPromotions } from '@evertill/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

let shop: TestShop;
let counter: Counter;
let open: Promotions | undefined;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
});
afterAll(() => shop.close());
afterEach(async () => {
  await open?.end();
  open = undefined;
});

let made = 0;
const half = (more: Body = {}): Body => {
  const own = { name: `Half ${(made += 1)}`, kind: 'PERCENT_OFF', percent: '50' };
  return { ...own, products: [counter.product], ...more };
};
const promote = async (given: readonly Body[], coupons: readonly Body[] = []) => {
  open = await openPromotions(counter, given, coupons);
  return open;
};
const takesOf = (id: string) =>
  shop.sql(
    `SELECT line_number, promotion_id, coupon_code, amount_minor FROM orders.promotion_takes
     WHERE sale_id = $1 ORDER BY line_number`,
    [id],
  );

describe('a sale under promotions', () => {
  it('is booked as it was sold, and says which promotion took what', async () => {
    const { saleOf, ids } = await promote([half()]);
    const sold = await counter.settle('sale', saleOf());
    expect(sold).toMatchObject({ outcome: 'APPLIED', flags: [] });
    expect(await takesOf(sold.id)).toEqual([
      { line_number: 1, promotion_id: ids[0], coupon_code: null, amount_minor: 1275 },
    ]);
    const [sale] = await shop.sql(
      'SELECT discount_minor, total_minor FROM orders.sales WHERE sale_id = $1',
      [sold.id],
    );
    expect(sale).toEqual({ discount_minor: 1275, total_minor: 1275 });
  });

  it('prints who took what, and lists it', async () => {
    const whole = { name: 'Welcome', kind: 'ORDER_AMOUNT', amount: '2.00', is_combinable: true };
    const { saleOf, ids } = await promote([half({ is_combinable: true, name: 'Half' }), whole]);
    const { id } = await counter.settle('sale', saleOf());
    const token = counter.tenant.tokens.cashier;
    const { body } = await shop.call('GET', `/api/receipts/${id}/`, { token });
    expect(body.text).toMatch(/Half +-12\.75/);
    expect(body.text).toMatch(/Welcome +-2\.00/);
    expect(body.text).not.toMatch(/Discount/);
    const path = `/api/sales-promotions/?sales_header=${id}`;
    const list = await shop.call('GET', path, { token });
    expect(list.body).toHaveLength(2);
    expect(list.body).toContainEqual({
      sales_header: id,
      line_number: 1,
      promotion: ids[1],
      name: 'Welcome',
      coupon: null,
      amount: '2.00',
    });
  });

  it('sent again is the same, and counted once', async () => {
    const { saleOf } = await promote([half()]);
    const sale = counter.next('sale', saleOf());
    await counter.push([sale]);
    const { body } = await counter.push([sale]);
    expect(body.results[0]).toMatchObject({ outcome: 'DUPLICATE', flags: [] });
    expect(await takesOf(sale.id)).toHaveLength(1);
  });

  it('may be told by a cashier who may give a tenth, as long as promotions took the rest', async () => {
    const { saleOf } = await promote([half()]);
    const { promotions, ...byHand } = saleOf();
    expect(promotions).toBeDefined();
    expect(await counter.settle('sale', byHand)).toMatchObject({ code: 'discount_needs_manager' });
    const line = { product: counter.product, unitPriceMinor: 850, discountMinor: 86 };
    expect(await counter.settle('sale', saleOf({ lines: [line] }))).toMatchObject({
      code: 'discount_needs_manager',
    });
    expect(
      await counter.settle('sale', saleOf({ lines: [{ ...line, discountMinor: 85 }] })),
    ).toMatchObject({ outcome: 'APPLIED', flags: [] });
  });

  it('that took nothing writes nothing', async () => {
    const { saleOf } = await promote([half({ quantity_min: '100' })]);
    const sold = await counter.settle('sale', saleOf());
    expect(sold).toMatchObject({ outcome: 'APPLIED', flags: [] });
    const kept = 'SELECT FROM orders.promoted_sales WHERE sale_id = $1';
    expect(await shop.sql(kept, [sold.id])).toEqual([]);
  });

  it('was sold under the set it names, whatever is in force since', async () => {
    const { saleOf, end } = await promote([half()]);
    await end();
    open = undefined;
    expect(await counter.settle('sale', saleOf())).toMatchObject({ flags: [] });
  });
});

type Take = Body & { lines: Body[] };
const withPromotions = (body: Body, change: Body): Body => {
  return { ...body, promotions: { ...(body['promotions'] as Body), ...change } };
};
const withTake = (body: Body, change: (take: Take) => Body): Body => {
  const [take] = (body['promotions'] as { takes: Take[] }).takes;
  return withPromotions(body, { takes: [change(take as Take)] });
};
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

describe('what differs is flagged, and booked', () => {
  it.each<[string, (body: Body) => Body, string]>([
    [
      'a cent more',
      (body) =>
        withTake(body, (take) => ({ ...take, lines: [{ line_number: 1, amount: '12.76' }] })),
      'promotion_differs',
    ],
    [
      'another promotion',
      (body) => withTake(body, (take) => ({ ...take, promotion: newUuid() })),
      'promotion_differs',
    ],
    [
      'a coupon it does not need',
      (body) => withTake(body, (take) => ({ ...take, coupon: 'FREE' })),
      'promotion_differs',
    ],
    [
      'a line that is not there',
      (body) =>
        withTake(body, (take) => ({ ...take, lines: [{ line_number: 2, amount: '12.75' }] })),
      'promotion_differs',
    ],
    [
      'nothing taken, though something should have been',
      ({ promotions }) => withPromotions({ ...counter.saleOf(), promotions }, { takes: [] }),
      'promotion_differs',
    ],
    [
      'a reckoning of two hours ago',
      (body) => withPromotions(body, { reckoned_at: hoursAgo(2) }),
      'promotion_differs',
    ],
    [
      'a set that nobody knows',
      (body) => withPromotions(body, { version: 2_147_483_647 }),
      'promotions_unknown',
    ],
    [
      'rules newer than ours',
      (body) => ({ ...body, rules_version: 1_000_000 }),
      'promotions_unknown',
    ],
  ])('%s', async (_, change, flag) => {
    const { saleOf } = await promote([half()]);
    const sold = await counter.settle('sale', change(saleOf()), { role: 'manager' });
    expect(sold.outcome).toBe('APPLIED');
    expect(sold.flags).toContain(flag);
    expect(await flagsOf(shop, sold.id)).toContain(flag);
  });

  it('and an amount finer than a cent is parked', async () => {
    const { saleOf } = await promote([half()]);
    const odd = withTake(saleOf(), (take) => ({
      ...take,
      lines: [{ line_number: 1, amount: '1.001' }],
    }));
    expect(await counter.settle('sale', odd)).toMatchObject({ code: 'amount_invalid' });
  });
});

describe('what comes back of a promoted line', () => {
  it('is what was paid for it, in parts and in the end all of it', async () => {
    const third = { name: 'Third', kind: 'ORDER_AMOUNT', amount: '5.00' };
    const { saleOf } = await promote([third]);
    const sold = await counter.settle('sale', saleOf());
    // 25.50 less 5.00 is 20.50 for three: 6.83, then 6.84, then 6.83.
    const back = (total: string, tax: string): Body => ({
      lines: [
        {
          ...(counter.refundOf(sold.id)['lines'] as Body[])[0],
          total,
          tax,
        },
      ],
      total,
      tax,
      payments: [{ sales_payment_id: newUuid(), method: 'CASH', amount: total }],
    });
    const flags: (readonly string[])[] = [];
    for (const [total, tax] of [
      ['6.83', '1.14'],
      ['6.84', '1.14'],
      ['6.83', '1.14'],
    ] as const) {
      const refund = counter.refundOf(sold.id, back(total, tax));
      flags.push((await counter.settle('refund', refund, { role: 'manager' })).flags);
    }
    expect(flags).toEqual([[], [], []]);
    const [paid] = await shop.sql(
      `SELECT sum(total_minor) AS back FROM orders.refunds WHERE sale_id = $1`,
      [sold.id],
    );
    expect(paid).toEqual({ back: '2050' });
  });

  it('is not what it would have cost without', async () => {
    const { saleOf } = await promote([half()]);
    const sold = await counter.settle('sale', saleOf());
    const refund = await counter.settle('refund', counter.refundOf(sold.id), { role: 'manager' });
    expect(refund.flags).toContain('refund_differs');
  });
});

describe('a coupon', () => {
  const codeOf = () => `C${(made += 1)}`;

  it('used more often than it may be is flagged, not refused', async () => {
    const code = codeOf();
    const { saleOf } = await promote(
      [half({ is_coupon_needed: true })],
      [{ code, redemptions_max: 2 }],
    );
    const flags: (readonly string[])[] = [];
    for (let use = 0; use < 3; use += 1) {
      const sale = counter.next('sale', saleOf());
      flags.push((await counter.push([sale])).body.results[0].flags);
      const { body } = await counter.push([sale]);
      expect(body.results[0]).toMatchObject({ outcome: 'DUPLICATE', flags: flags.at(-1) });
    }
    expect(flags).toEqual([[], [], ['coupon_overused']]);
  });

  it('is counted by customer, where one is named', async () => {
    const code = codeOf();
    const { saleOf } = await promote(
      [half({ is_coupon_needed: true })],
      [{ code, customer_redemptions_max: 1 }],
    );
    const [ann, ben] = [newUuid(), newUuid()];
    const flags: (readonly string[])[] = [];
    for (const customer of [ann, ben, null, null, ann]) {
      flags.push((await counter.settle('sale', { ...saleOf(), customer })).flags);
    }
    expect(flags).toEqual([[], [], [], [], ['coupon_overused']]);
  });

  it('has one last use, however many registers use it at the same time', async () => {
    const code = codeOf();
    const { saleOf } = await promote(
      [half({ is_coupon_needed: true })],
      [{ code, redemptions_max: 1 }],
    );
    const tills = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const register = await enrolRegister(shop, counter.tenant, `Till ${newUuid()}`);
        return counterAt({ ...counter, register });
      }),
    );
    const settled = await Promise.all(tills.map((till) => till.settle('sale', saleOf())));
    expect(settled.map(({ outcome }) => outcome)).toEqual(Array(6).fill('APPLIED'));
    const overused = settled.filter(({ flags }) => flags.includes('coupon_overused'));
    expect(overused).toHaveLength(5);
  });
});

/** Promotions and coupons as they are managed, and the sets of them that are published. */
import { startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askerOf, newUuid } from './asking.ts';
import type { Ask } from './asking.ts';

const nobody = '00000000-0000-4000-8000-000000000000';

let shop: TestShop;
let ask: Ask;
let product: string;
/** The version in force before each test, of nothing. */
let base: number;

beforeAll(async () => {
  shop = await startTestShop();
  ask = askerOf(shop, shop.tenants[0]);
  const body = { name: 'Mug', price: '250' };
  product = (await ask('POST', '/api/products/', body)).body.product_id;
});

afterAll(() => shop.close());

beforeEach(async () => {
  for (const { promotion_id } of (await ask('GET', '/api/promotions/')).body) {
    await ask('DELETE', `/api/promotions/${promotion_id}/`);
  }
  base = (await ask('GET', '/api/sync/pull/')).body.promotion_set?.version ?? 0;
});

const bundle = () => ({
  name: 'Three for 600',
  kind: 'BUNDLE',
  buy_pieces: 3,
  amount: '600',
  products: [product],
  is_coupon_needed: true,
});
const setOf = async (version: number) =>
  (await ask('GET', `/api/promotion-sets/${base + version}/`)).body;

describe('a promotion', () => {
  it('is in force at once, under a set that never changes', async () => {
    const { status, body } = await ask('POST', '/api/promotions/', bundle());
    expect(status).toBe(201);
    expect(body).toMatchObject({
      amount: '600.00',
      priority: 100,
      percent: null,
      from_time: '00:00',
    });
    const path = `/api/promotions/${body.promotion_id}/`;
    const changed = await ask('PATCH', path, { amount: '650', weekdays: [6, 5] });
    expect(changed.body).toMatchObject({ amount: '650.00', weekdays: [5, 6], buy_pieces: 3 });
    expect((await setOf(1)).promotions[0].amount).toBe('600.00');
    expect((await setOf(2)).promotions[0].amount).toBe('650.00');
    expect((await setOf(2)).time_zone).toMatch('/');
    // What changes nothing publishes nothing.
    await ask('PATCH', path, { amount: '650.00' });
    expect((await ask('GET', `/api/promotion-sets/${base + 3}/`)).status).toBe(404);
    expect((await ask('DELETE', path)).status).toBe(204);
    expect((await setOf(3)).promotions).toEqual([]);
    expect((await ask('GET', '/api/promotions/')).body).toEqual([]);
    const archived = await ask('GET', '/api/promotions/?is_archived=true&search=three');
    expect(archived.body.map((one: { promotion_id: string }) => one.promotion_id)).toContain(
      body.promotion_id,
    );
    expect((await ask('GET', path)).body.is_archived).toBe(true);
    expect((await ask('PATCH', path, { amount: '1' })).status).toBe(404);
    expect((await ask('DELETE', path)).status).toBe(404);
  });

  it('sent again is the same one', async () => {
    const body = { promotion_id: newUuid(), ...bundle() };
    const first = await ask('POST', '/api/promotions/', body);
    expect((await ask('POST', '/api/promotions/', body)).body).toEqual(first.body);
    expect((await ask('POST', '/api/promotions/', { ...body, amount: '1' })).body.code).toBe(
      'id_reused',
    );
    expect((await ask('GET', `/api/promotion-sets/${base + 2}/`)).status).toBe(404);
    const other = { ...bundle(), amount: '1' };
    expect((await ask('POST', '/api/promotions/', other)).body.code).toBe('name_taken');
  });

  it('turns into another kind whole', async () => {
    const { body } = await ask('POST', '/api/promotions/', bundle());
    const path = `/api/promotions/${body.promotion_id}/`;
    const half = await ask('PATCH', path, { kind: 'PERCENT_OFF', percent: '12.5' });
    expect(half.body).toMatchObject({ percent: '12.5', amount: null, buy_pieces: null });
    const missing = await ask('PATCH', path, { kind: 'BUY_GET', percent: '100' });
    expect(missing.body).toMatchObject({ code: 'input_invalid' });
  });

  it.each([
    ['a part of another kind', { get_pieces: 1 }, 'input_invalid'],
    ['no amount', { amount: null }, 'input_invalid'],
    ['an amount too fine', { amount: '1.001' }, 'amount_invalid'],
    [
      'an end before its start',
      { starts_at: '2026-01-02T00:00:00Z', ends_at: '2026-01-01T00:00:00Z' },
      'input_invalid',
    ],
    ['a product that is not there', { products: [nobody] }, 'not_found'],
    ['a category that is not there', { categories: [nobody] }, 'not_found'],
    ['another shop', { user_client: nobody }, 'tenant_mismatch'],
    ['nothing off', { kind: 'ORDER_AMOUNT', buy_pieces: null, amount: '0' }, 'amount_invalid'],
    [
      'more than all',
      { kind: 'PERCENT_OFF', buy_pieces: null, amount: null, percent: '101' },
      'amount_invalid',
    ],
  ])('is refused with %s', async (_, odd, code) => {
    const { body } = await ask('POST', '/api/promotions/', { ...bundle(), ...odd });
    expect(body.code).toBe(code);
    expect((await ask('GET', `/api/promotion-sets/${base + 1}/`)).status).toBe(404);
  });
});

describe('a coupon', () => {
  it('opens its promotion until one of the two is archived', async () => {
    const { body: promotion } = await ask('POST', '/api/promotions/', bundle());
    const { promotion_id } = promotion;
    const given = { code: 'MUGS3', promotion: promotion_id, redemptions_max: 5 };
    const { status, body } = await ask('POST', '/api/coupons/', given);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...given, customer_redemptions_max: null });
    const again = await ask('POST', '/api/coupons/', { ...given, redemptions_max: 6 });
    expect(again.body.code).toBe('name_taken');
    const path = `/api/coupons/${body.coupon_id}/`;
    expect((await ask('PATCH', path, { redemptions_max: null })).body.redemptions_max).toBeNull();
    expect((await setOf(2)).coupons[0].redemptions_max).toBe(5);
    expect((await setOf(3)).coupons[0].redemptions_max).toBeNull();
    await ask('POST', '/api/coupons/', { code: 'OTHER', promotion: promotion_id });
    expect((await ask('DELETE', path)).status).toBe(204);
    expect((await setOf(5)).coupons).toHaveLength(1);
    await ask('DELETE', `/api/promotions/${promotion_id}/`);
    expect((await setOf(6)).coupons).toEqual([]);
    const late = await ask('POST', '/api/coupons/', { code: 'LATE', promotion: promotion_id });
    expect(late.body.code).toBe('not_found');
    const archived = await ask('GET', `/api/coupons/?is_archived=true&promotion=${promotion_id}`);
    expect(archived.body).toHaveLength(2);
  });

  it('is refused when there are as many as there may be', async () => {
    const { body } = await ask('POST', '/api/promotions/', bundle());
    const { promotion_id } = body;
    await shop.sql(
      `INSERT INTO catalog.coupons
       SELECT tenant_id, gen_random_uuid(), 'C' || n, promotion_id,
         jsonb_build_object('code', 'C' || n, 'promotionId', promotion_id, 'fromMs', null,
           'untilMs', null, 'redemptionsMax', null, 'customerRedemptionsMax', null),
         '', now(), NULL
       FROM catalog.promotions, generate_series(1, 499) AS n WHERE promotion_id = $1`,
      [promotion_id],
    );
    const coupon = (code: string) =>
      ask('POST', '/api/coupons/', { code, promotion: promotion_id });
    expect((await coupon('LAST')).status).toBe(201);
    expect((await coupon('MORE')).body.code).toBe('promotions_full');
  });
});

describe('a register', () => {
  it('is told a set once, and the next one when there is one', async () => {
    const pull = async (cursor?: string) =>
      (await ask('GET', `/api/sync/pull/${cursor === undefined ? '' : `?cursor=${cursor}`}`)).body;
    const before = await pull();
    expect(before.promotion_set?.promotions ?? []).toEqual([]);
    const { body } = await ask('POST', '/api/promotions/', bundle());
    const first = await pull(before.cursor);
    expect(first.promotion_set).toMatchObject({
      version: base + 1,
      promotions: [{ name: bundle().name }],
    });
    const second = await pull(first.cursor);
    expect(second.promotion_set).toBeNull();
    await ask('DELETE', `/api/promotions/${body.promotion_id}/`);
    expect((await pull(second.cursor)).promotion_set).toMatchObject({
      version: base + 2,
      promotions: [],
    });
    expect((await pull()).promotion_set.version).toBe(base + 2);
  });

  it('gets the last of two changes that were made at once', async () => {
    await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => ask('POST', '/api/promotions/', { ...bundle(), name })),
    );
    expect((await setOf(4)).promotions).toHaveLength(4);
  });
});

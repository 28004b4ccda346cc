/** The stock of products: opening stock, histories, lists of the low and the short, and worth. */
import { shopDayOf } from '@evertill/domain';
import { newUuid, openCounter } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStockRoom } from './stock-room.ts';
import type { StockRoom } from './stock-room.ts';

let room: StockRoom;
beforeAll(async () => {
  room = await openStockRoom();
});
afterAll(() => room.shop.close());

const get = async (path: string, role: 'manager' | 'cashier' = 'manager') =>
  (await room.call('GET', path, undefined, role)).body;
const initial = '/api/stock-movements/initial/';
const ids = (rows: { product_id: string }[]) => rows.map((row) => row.product_id);

describe('opening stock', () => {
  test('is set once for a product at a location, however many ask at once', async () => {
    const product = await room.productWith('');
    const body = { product, quantity: '7.5', reason: 'first count', reference_number: 'OPEN' };
    const asked = Array.from({ length: 6 }, () => room.call('POST', initial, body));
    const answers = (await Promise.all(asked)).toSorted((a, b) => a.status - b.status);
    expect(answers.map(({ status }) => status)).toEqual([201, 409, 409, 409, 409, 409]);
    expect(answers[1]?.body.code).toBe('stock_initial_exists');
    expect(answers[0]?.body).toMatchObject({
      movement_type: 'INITIAL',
      quantity: '7.5',
      previous_stock: '0',
      new_stock: '7.5',
      reference_number: 'OPEN',
    });
    expect((await room.level(product)).on_hand).toBe('7.5');
  });

  test.each([
    [{ quantity: '-1' }, 400, 'input_invalid'],
    [{ quantity: '0.0001' }, 422, 'amount_invalid'],
    [{ product: '00000000-0000-4000-8000-000000000000' }, 404, 'not_found'],
    [{ location: '00000000-0000-4000-8000-000000000000' }, 404, 'not_found'],
    [{ user_client: '00000000-0000-4000-8000-000000000000' }, 403, 'tenant_mismatch'],
  ])('with %j is refused: %i %s', async (change, status, code) => {
    const product = await room.productWith('');
    const answer = await room.call('POST', initial, { product, quantity: '1', ...change });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('may be nothing, and is not a cashier’s to set', async () => {
    const product = await room.productWith('0');
    expect((await room.level(product)).on_hand).toBe('0');
    const answer = await room.call('POST', initial, { product, quantity: '1' }, 'cashier');
    expect(answer.body.code).toBe('capability_missing');
  });
});

describe('ten registers sell the last unit', () => {
  test.each(['BLOCK', 'WARN', 'ALLOW'])('and each sale stands: %s', async (oversell_policy) => {
    const product = await room.productWith('1', { oversell_policy });
    const lines = [{ product, unitPriceMinor: 100, quantityMilli: 1000 }];
    const counters = [];
    for (let till = 0; till < 10; till += 1) counters.push(await openCounter(room.shop));
    const sales = counters.map((counter) => counter.next('sale', counter.saleOf({ lines })));
    const pushed = counters.map((counter, till) => counter.push(sales.slice(till, till + 1)));
    for (const { body } of await Promise.all(pushed)) {
      expect(body.results[0]).toMatchObject({ outcome: 'APPLIED' });
    }
    await room.shop.running.assembly.drain();
    expect(await room.level(product)).toMatchObject({ on_hand: '-9', available: '-9' });
    // Online, the same policy decides otherwise.
    const online = await room.reserve({ items: [{ product, quantity: '1' }] });
    expect(online).toBe(oversell_policy === 'BLOCK' ? 'insufficient_stock' : undefined);
    const [shortage] = await get(`/api/stock-levels/shortages/?product=${product}`);
    expect(shortage).toMatchObject({ product, on_hand: '-9' });
    const blamed = shortage.sales as { sales_header: string; new_stock: string }[];
    expect(blamed.map((sale) => sale.new_stock)).toEqual(
      Array.from({ length: 9 }, (_, index) => String(-1 - index)),
    );
    const sold = new Set(sales.map(({ id }) => id));
    expect(blamed.every((sale) => sold.has(sale.sales_header))).toBe(true);
    const [level] = await get(`/api/stock-levels/?product=${product}&is_short=true`);
    expect(level.on_hand).toBe('-9');
    await room.adjust(product, '30');
    expect(await get(`/api/stock-levels/shortages/?product=${product}`)).toEqual([]);
  });
});

describe('movements', () => {
  test('are listed by product, type, reference, words and days, one by one, and summed up', async () => {
    const product = await room.productWith('8');
    await room.adjust(product, '-3', { reason: 'a mouse', reference_number: 'M-1' });
    const of = (query: string) => get(`/api/stock-movements/?product=${product}${query}`);
    expect(await of('')).toHaveLength(2);
    expect(await of('&movement_type=INITIAL')).toHaveLength(1);
    expect(await of('&search=mouse')).toMatchObject([{ reference_number: 'M-1', quantity: '-3' }]);
    expect(await of('&reference_number=M-1')).toHaveLength(1);
    expect(await of(`&location=${newUuid()}`)).toHaveLength(0);
    const [last] = await of('&ordering=quantity');
    const today = shopDayOf(Date.parse(last.created_at as string), 'Europe/London');
    expect(await of(`&start_date=${today}&end_date=${today}`)).toHaveLength(2);
    expect(await of('&end_date=2020-02-29')).toHaveLength(0);
    expect((await of('&end_date=2021-02-29')).code).toBe('input_invalid');
    expect(await get(`/api/stock-movements/${last.movement_id as string}/`)).toEqual(last);
    expect(await get(`/api/products/${product}/stock_history/`)).toEqual(await of(''));
    const history = await room.call('GET', `/api/products/${newUuid()}/stock_history/`);
    expect([history.status, history.body.code]).toEqual([404, 'not_found']);
    const token = room.shop.tenants[1].tokens.owner;
    const path = `/api/products/${product}/stock_history/`;
    expect((await room.shop.call('GET', path, { token })).status).toBe(404);
  });

  test('come to what they say', async () => {
    const summary = await get('/api/stock-movements/summary/');
    const all = await room.shop.sql(
      `SELECT count(*)::int AS count, sum(quantity_milli)::int AS net
       FROM inventory.stock_movements WHERE tenant_id = $1`,
      [room.shop.tenants[0].tenantId],
    );
    expect(summary.total_movements).toBe(all[0]?.['count']);
    const net = Number(summary.total_in) - Number(summary.total_out);
    expect(Math.round(net * 1000)).toBe(all[0]?.['net']);
    expect(summary.recent_movements).toHaveLength(10);
    const types = summary.movements_by_type as { count: number }[];
    expect(types.reduce((sum, { count }) => sum + count, 0)).toBe(summary.total_movements);
    const none = await get('/api/stock-movements/summary/?end_date=2020-01-01');
    expect(none).toEqual({
      total_movements: 0,
      total_in: '0',
      total_out: '0',
      movements_by_type: [],
      recent_movements: [],
    });
  });
});

describe('products by their stock', () => {
  test('low, out and well are told apart; what they cost, only to leaders', async () => {
    const word = `W${newUuid().slice(-6)}`;
    const named = (name: string) => ({ name: `${word} ${name}`, minQuantity: '5', cost: '2.50' });
    const low = await room.productWith('5', named('low'));
    const out = await room.productWith('', named('out'));
    const well = await room.productWith('6', named('well'));
    const list = (path: string) => get(`/api/products/${path}/?search=${word}`);
    expect(ids(await list('low_stock'))).toEqual([low, out]);
    expect(ids(await list('out_of_stock'))).toEqual([out]);
    const summary = await list('stock_summary');
    expect(ids(summary)).toEqual([low, out, well]);
    expect(summary[0]).toMatchObject({
      stock: '5',
      minQuantity: '5',
      is_low_stock: true,
      is_out_of_stock: false,
      cost: '2.50',
      stock_value: '12.50',
      recent_movements: [{ movement_type: 'INITIAL' }],
    });
    const [seen] = await get(`/api/products/low_stock/?search=${word}`, 'cashier');
    expect(seen.name).toBe(`${word} low`);
    expect(Object.keys(seen as object)).not.toContain('cost');
  });

  test('are worth what they cost, rounded once each', async () => {
    const product = await room.productWith('3.333', { cost: '1.01', name: 'Rounded' });
    const valuation = await get('/api/products/valuation/');
    const item = (valuation.items as { product_id: string }[]).find(
      (one) => one.product_id === product,
    );
    expect(item).toMatchObject({ stock: '3.333', average_cost: '1.01', valuation: '3.37' });
    const values = (valuation.items as { valuation: string }[]).map((one) => Number(one.valuation));
    const sum = values.reduce((total, value) => total + value, 0);
    expect(Number(valuation.total_valuation)).toBeCloseTo(sum, 6);
    expect(valuation.total_items).toBe(values.length);
    expect((await get('/api/products/valuation/?limit=1')).items).toHaveLength(1);
    const hidden = await room.call('GET', '/api/products/valuation/', undefined, 'cashier');
    expect(hidden.body.code).toBe('capability_missing');
  });

  test('worth more than can be counted are refused, and nothing breaks', async () => {
    const token = room.shop.tenants[1].tokens.owner;
    const call = (path: string, body?: object) =>
      room.shop.call(body === undefined ? 'GET' : 'POST', path, { token, body });
    const dear = { sku: 'DEAR', name: 'Dear', price: '1', cost: '40000000000' };
    const { body: made } = await call('/api/products/', dear);
    await room.shop.running.assembly.drain();
    await call(initial, { product: made.product_id as string, quantity: '1000000000' });
    const answer = await call('/api/products/valuation/');
    expect([answer.status, answer.body.code]).toEqual([422, 'amount_invalid']);
    const summary = await call('/api/products/stock_summary/');
    expect(summary.body).toMatchObject([{ cost: '40000000000.00', stock_value: null }]);
  });

  test('are suggested for ordering by the pace of their sales', async () => {
    const product = await room.productWith('10', { minQuantity: '4', name: 'Fast' });
    const counter = await openCounter(room.shop);
    const lines = [{ product, unitPriceMinor: 100, quantityMilli: 9000 }];
    await counter.settle('sale', counter.saleOf({ lines }));
    await room.shop.running.assembly.drain();
    const path = '/api/products/reorder_suggestions/';
    const answer = await get(`${path}?days=9&safety_days=5`);
    expect(answer).toMatchObject({ window_days: 9, safety_days: 5 });
    const mine = (answer.suggestions as { product_id: string }[]).find(
      (one) => one.product_id === product,
    );
    // One a day: five for the days ahead and four for the minimum, less the one that is left.
    expect(mine).toEqual({
      product_id: product,
      name: 'Fast',
      current_stock: '1',
      min_quantity: '4',
      avg_daily_sales: '1',
      suggested_order_qty: '8',
    });
    expect(await get(path)).toMatchObject({ window_days: 30, safety_days: 7 });
    expect((await get(`${path}?top=1`)).suggestions).toHaveLength(1);
  });
});

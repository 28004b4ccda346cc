/** Alerts are raised when a level crosses a threshold, resolve when it crosses back, and recur. */
import { newUuid, openCounter } from '@evertill/testing';
import type { Counter } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStockRoom } from './stock-room.ts';
import type { StockRoom } from './stock-room.ts';

let room: StockRoom;
let counter: Counter;
beforeAll(async () => {
  room = await openStockRoom();
  counter = await openCounter(room.shop);
});
afterAll(() => room.shop.close());

interface Alert {
  readonly alert_id: string;
  readonly alert_type: string;
  readonly is_active: boolean;
  readonly resolved_by: string | null;
  readonly message: string;
}

async function alertsOf(product: string, query = ''): Promise<Alert[]> {
  const { body } = await room.call('GET', `/api/stock-alerts/?product=${product}${query}`);
  return body as Alert[];
}
const typesOf = (alerts: readonly Alert[]) => alerts.map((one) => one.alert_type).toSorted();
const activeOf = async (product: string) => typesOf(await alertsOf(product, '&is_active=true'));
const toldLow = async (product: string) =>
  (await room.eventsOf('inventory.low_stock', product)).map((row) => row['payload']);

describe('regression 7: an alert', () => {
  test('is raised on crossing, resolved by recovery, and recurs', async () => {
    const product = await room.productWith('10', { minQuantity: '3' });
    await room.adjust(product, '-6');
    expect(await alertsOf(product)).toEqual([]);
    await room.adjust(product, '-1');
    expect(await activeOf(product)).toEqual(['LOW_STOCK']);
    await room.adjust(product, '-1');
    expect(await alertsOf(product)).toHaveLength(1);
    await room.adjust(product, '8');
    expect(await activeOf(product)).toEqual([]);
    await room.adjust(product, '-20');
    expect(await activeOf(product)).toEqual(['LOW_STOCK', 'OUT_OF_STOCK']);
    expect(await alertsOf(product)).toHaveLength(3);
    expect(await toldLow(product)).toMatchObject([
      { productId: product, onHandMilli: 3000, minimumMilli: 3000 },
      { productId: product, onHandMilli: -10_000, minimumMilli: 3000 },
    ]);
  });

  test('that somebody resolved is raised again by the next crossing, and not before', async () => {
    const product = await room.productWith('5', { minQuantity: '3' });
    await room.adjust(product, '-3');
    const [alert] = await alertsOf(product);
    const path = `/api/stock-alerts/${alert?.alert_id ?? ''}/`;
    const resolved = await room.call('POST', `${path}resolve/`);
    expect(resolved.body).toMatchObject({ is_active: false, on_hand: '2', threshold: '3' });
    expect((await room.call('GET', path)).body).toEqual(resolved.body);
    expect((await room.call('POST', `${path}resolve/`)).status).toBe(200);
    const late = await room.call('POST', `${path}resolve/`, undefined, 'owner');
    expect([late.status, late.body.code]).toEqual([409, 'alert_resolved']);
    await room.adjust(product, '-1');
    expect(await activeOf(product)).toEqual([]);
    await room.adjust(product, '9');
    await room.adjust(product, '-8');
    expect(await activeOf(product)).toEqual(['LOW_STOCK']);
  });

  test('is not a cashier’s to resolve, nor another shop’s to see', async () => {
    const product = await room.productWith('5', { minQuantity: '3' });
    await room.adjust(product, '-3');
    const [alert] = await alertsOf(product);
    const path = `/api/stock-alerts/${alert?.alert_id ?? ''}/`;
    const cashier = await room.call('POST', `${path}resolve/`, undefined, 'cashier');
    expect(cashier.body.code).toBe('capability_missing');
    const token = room.shop.tenants[1].tokens.owner;
    expect((await room.shop.call('GET', path, { token })).body.code).toBe('not_found');
    expect((await room.shop.call('POST', `${path}resolve/`, { token })).status).toBe(404);
  });
});

describe('a hundred sales in one batch', () => {
  test('cross once, are told of once, and are one statement', async () => {
    const product = await room.productWith('60', { minQuantity: '50' });
    const lines = [{ product, unitPriceMinor: 100, quantityMilli: 1000 }];
    const sales = Array.from({ length: 100 }, () =>
      counter.next('sale', counter.saleOf({ lines })),
    );
    expect((await counter.push(sales)).status).toBe(200);
    await room.shop.running.assembly.drain();
    expect((await room.level(product)).on_hand).toBe('-40');
    expect(await toldLow(product)).toEqual([
      expect.objectContaining({ onHandMilli: 50_000, minimumMilli: 50_000 }),
    ]);
    expect(await activeOf(product)).toEqual(['LOW_STOCK', 'OUT_OF_STOCK']);
    // All that one call writes bears one instant.
    const [row] = await room.shop.sql(
      `SELECT count(DISTINCT created_at)::int AS calls FROM inventory.stock_movements
       WHERE product_id = $1 AND type = 'SALE'`,
      [product],
    );
    expect(row?.['calls']).toBe(1);
  });

  test('a batch that falls low, recovers and falls again raises two alerts, one of them active', async () => {
    const product = await room.productWith('3', { minQuantity: '2' });
    const { tenantId } = room.shop.tenants[0];
    const moves = [-1, 4, -5].map((quantity) => quantity * 1000);
    await room.shop.sql('BEGIN');
    await room.shop.sql(
      `SELECT inventory.move_stock($1, $2, ARRAY[$3, $4, $5]::uuid[], l, p,
         ARRAY['SALE', 'RETURN', 'SALE'], $6, $7, $7, ARRAY[NULL, NULL, NULL]::uuid[],
         ARRAY['test', 'test', 'test'], ARRAY[$8, $8, $8]::uuid[], ARRAY[1, 2, 3],
         ARRAY[NULL, NULL, NULL]::uuid[], ARRAY[$2, $2, $2]::timestamptz[])
       FROM (SELECT array_fill(location_id, ARRAY[3]) AS l, array_fill(product_id, ARRAY[3]) AS p
             FROM inventory.stock_levels WHERE product_id = $9) x`,
      [
        ...[tenantId, '2026-01-01T00:00:00Z', newUuid(), newUuid(), newUuid(), moves],
        ...[['', '', ''], newUuid(), product],
      ],
    );
    const alerts = await room.shop.sql(
      `SELECT type, resolved_at IS NULL AS is_active, on_hand_milli::int FROM inventory.stock_alerts
       WHERE product_id = $1 ORDER BY on_hand_milli, type`,
      [product],
    );
    await room.shop.sql('ROLLBACK');
    expect(alerts).toEqual([
      { type: 'LOW_STOCK', is_active: true, on_hand_milli: 1000 },
      { type: 'LOW_STOCK', is_active: false, on_hand_milli: 2000 },
    ]);
  });
});

describe('a limit', () => {
  const stockOf = async (product: string) =>
    (await room.call('GET', `/api/location-stocks/?product=${product}`)).body[0] as {
      pls_id: string;
    };

  test('at a location stands before the product’s own, and moving it is a crossing', async () => {
    const product = await room.productWith('10', { minQuantity: '3' });
    const { pls_id: plsId } = await stockOf(product);
    const path = `/api/location-stocks/${plsId}/`;
    const limit = (body: object) => room.call('PATCH', path, body);
    expect((await limit({ min_quantity: '12' })).body).toMatchObject({
      min_quantity: '12',
      max_quantity: null,
      quantity: '10',
    });
    expect(await activeOf(product)).toEqual(['LOW_STOCK']);
    await limit({ min_quantity: null, max_quantity: '8' });
    expect(await activeOf(product)).toEqual(['OVERSTOCK']);
    await room.adjust(product, '-2');
    expect(await activeOf(product)).toEqual([]);
    await room.adjust(product, '1');
    expect(await activeOf(product)).toEqual(['OVERSTOCK']);
    expect((await room.call('GET', path)).body).toMatchObject({ quantity: '9', max_quantity: '8' });
    expect((await limit({ quantity: '4' })).body.code).toBe('stock_quantity_fixed');
    expect((await limit({ min_quantity: '0.0001' })).body.code).toBe('amount_invalid');
    expect((await room.call('PATCH', `/api/location-stocks/${newUuid()}/`, {})).status).toBe(404);
    expect((await room.call('PATCH', path, {}, 'cashier')).status).toBe(403);
  });

  test('of the product that moves past what is on hand is a crossing too', async () => {
    const product = await room.productWith('10', { minQuantity: '3' });
    const change = async (minQuantity: string) => {
      await room.call('PATCH', `/api/products/${product}/`, { minQuantity });
      await room.shop.running.assembly.drain();
    };
    await change('11');
    expect(await activeOf(product)).toEqual(['LOW_STOCK']);
    await change('2');
    expect(await activeOf(product)).toEqual([]);
    const { pls_id: plsId } = await stockOf(product);
    await room.call('PATCH', `/api/location-stocks/${plsId}/`, { min_quantity: '1' });
    await change('11');
    expect(await activeOf(product)).toEqual([]);
    expect(await toldLow(product)).toHaveLength(1);
  });
});

test('the summary counts them, the active ones are a list of their own', async () => {
  const { body: summary } = await room.call('GET', '/api/stock-alerts/summary/');
  const { body: active, headers } = await room.call('GET', '/api/stock-alerts/active/?limit=1');
  expect(headers.get('x-total-count')).toBe(String(summary.active_alerts));
  expect(active).toHaveLength(1);
  expect(summary.total_alerts).toBe(summary.active_alerts + summary.resolved_alerts);
  const byType = summary.alerts_by_type as { alert_type: string; active_count: number }[];
  expect(byType.map((one) => one.alert_type)).toEqual(['LOW_STOCK', 'OUT_OF_STOCK', 'OVERSTOCK']);
  expect(byType.reduce((sum, one) => sum + one.active_count, 0)).toBe(summary.active_alerts);
  expect(summary.recent_alerts).toHaveLength(10);
});

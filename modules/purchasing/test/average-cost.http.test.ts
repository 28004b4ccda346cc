/** What a piece costs on average, from the receipt over the shelf to the catalogue. */
import { openCounter } from '@evertill/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBuyingDesk } from './buying-desk.ts';
import type { BuyingDesk, Line } from './buying-desk.ts';

let desk: BuyingDesk;
beforeAll(async () => {
  desk = await openBuyingDesk();
});
afterAll(() => desk.shop.close());

/** Buys and receives these lines; the note's id. */
async function receive(lines: readonly Line[], location?: string): Promise<string> {
  const { id } = await desk.purchase(lines);
  const body = location === undefined ? {} : { location };
  const note = await desk.sure('POST', `/api/purchases/${id}/generate-grn/`, body);
  return note.grn_header_id as string;
}

const undo = (note: string) =>
  desk.call('DELETE', `/api/grnheaders/${note}/`, { reason: 'not ours' });

async function opening(product: string, quantity: string): Promise<void> {
  await desk.drain();
  await desk.sure('POST', '/api/stock-movements/initial/', { product, quantity });
}

test('is the cost until goods come, then weighted by what is on hand', async () => {
  const product = await desk.product({ cost: '1.00' });
  expect(await desk.average(product)).toBe('1.00');
  await opening(product, '10');
  await receive([[product, '30', '2.00']]);
  expect(await desk.average(product)).toBe('1.75');
  await receive([[product, '10', '3.00', '5.00']]);
  expect(await desk.average(product)).toBe('1.90');
  const { body } = await desk.call('GET', `/api/products/${product}/`, undefined, 'cashier');
  expect(Object.keys(body as object)).not.toContain('average_cost');
});

test('is the price where nothing was there, or less than nothing, or nobody knew the cost', async () => {
  const [fresh, unknown] = [await desk.product({ cost: '9.00' }), await desk.product()];
  await receive([[fresh, '3', '1.00']]);
  expect(await desk.average(fresh)).toBe('1.00');
  await opening(unknown, '5');
  expect(await desk.average(unknown)).toBeNull();
  await receive([[unknown, '5', '4.00']]);
  expect(await desk.average(unknown)).toBe('4.00');
  const counter = await openCounter(desk.shop);
  const lines = [{ product: fresh, unitPriceMinor: 900, quantityMilli: 8_000 }];
  await counter.settle('sale', counter.saleOf({ lines }));
  expect(await desk.onHand(fresh)).toBe('-5');
  await receive([[fresh, '10', '7.00']]);
  expect(await desk.average(fresh)).toBe('7.00');
});

test('does not drift by rounding, receipt after receipt', async () => {
  const product = await desk.product();
  const lines = Array.from({ length: 9 }, (_, index): Line => [product, '1', `0.0${index + 1}`]);
  for (const line of lines) await receive([line]);
  expect(await desk.average(product)).toBe('0.05');
  const several = await desk.product();
  await receive(lines.map(([, quantity, price]): Line => [several, quantity, price]));
  expect(await desk.average(several)).toBe('0.05');
});

test('comes back when the goods did not come after all, and values the stock', async () => {
  const product = await desk.product({ cost: '1.00', name: 'Valued tea' });
  await opening(product, '10');
  const note = await receive([[product, '30', '2.00']]);
  expect(await desk.average(product)).toBe('1.75');
  const valued = async () => {
    await desk.drain();
    const { items } = await desk.sure('GET', '/api/products/valuation/');
    return (items as { product_id: string }[]).find((one) => one.product_id === product);
  };
  expect(await valued()).toMatchObject({ stock: '40', average_cost: '1.75', valuation: '70.00' });
  expect((await undo(note)).status).toBe(204);
  expect(await desk.average(product)).toBe('1.00');
  expect(await valued()).toMatchObject({ stock: '10', average_cost: '1.00', valuation: '10.00' });
});

test('stays where nothing is left by which to tell', async () => {
  const product = await desk.product();
  const note = await receive([[product, '3', '2.00']]);
  await undo(note);
  expect([await desk.onHand(product), await desk.average(product)]).toEqual(['0', '2.00']);
  await receive([[product, '3', '5.00']]);
  expect(await desk.average(product)).toBe('5.00');
});

test('is of all locations together', async () => {
  const product = await desk.product({ cost: '1.00' });
  const place = await desk.sure('POST', '/api/locations/', { name: 'Depot', code: 'DEP' });
  await opening(product, '10');
  await receive([[product, '10', '3.00']], place.location_id as string);
  expect(await desk.average(product)).toBe('2.00');
});

test('has every receipt in it once, while many come and are sold at the same time', async () => {
  const [tea, mug] = [await desk.product(), await desk.product()];
  const counter = await openCounter(desk.shop);
  const sale = counter.saleOf({
    lines: [{ product: tea, unitPriceMinor: 900, quantityMilli: 1_000 }],
  });
  await Promise.all([
    ...Array.from({ length: 6 }, () =>
      receive([
        [tea, '5', '2.00'],
        [mug, '5', '2.00'],
      ]),
    ),
    counter.settle('sale', sale),
  ]);
  expect([await desk.average(tea), await desk.average(mug)]).toEqual(['2.00', '2.00']);
  expect([await desk.onHand(tea), await desk.onHand(mug)]).toEqual(['29', '30']);
});

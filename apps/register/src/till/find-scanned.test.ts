/** Labels of a scale at the till: sold for what they say, and only where they say something. */
import { expect, test } from 'vitest';
import { pretendTill } from '../pretend/pretend-till.ts';
import { findScanned } from './find-scanned.ts';

const { catalogue } = pretendTill();
const product = await catalogue.findByBarcode('6161100000010');
if (product === undefined) throw new Error('the pretend shop has no tomatoes');
catalogue.change({ barcodes: { '00123': product.productId } });

const layouts = [
  { pattern: '21IIIIIWWWWWC', decimals: 3 },
  { pattern: '20IIIIIPPPPPC', decimals: 2 },
];
const find = (barcode: string) => findScanned(catalogue, { barcode, layouts });

test('a weight', async () => {
  const found = await find('2100123008506');
  expect(found).toEqual({ product, quantityMilli: 850, discountMinor: 0 });
});

test('a price: the line comes to it, and the stock is right to the gram', async () => {
  expect(product.priceMinor).toBe(12_000);
  const found = await find('2000123050003');
  expect(found).toEqual({ product, quantityMilli: 417, discountMinor: 4 });
});

test('a product with exactly this barcode comes first', async () => {
  catalogue.change({ barcodes: { '00123': 'nobody', '2100123008506': product.productId } });
  expect(await find('2100123008506')).toMatchObject({ quantityMilli: 1000 });
  catalogue.change({ barcodes: { '00123': product.productId } });
});

test('nothing on the scale, an item that nobody knows, a layout that nobody set up: no product', async () => {
  expect(await find('2100123000005')).toBeUndefined();
  expect(await find('2100999008504')).toBeUndefined();
  const none = await findScanned(catalogue, { barcode: '2100123008506', layouts: [] });
  expect(none).toBeUndefined();
});

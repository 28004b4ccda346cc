/** Barcodes of a product, and the pictures of them. */
import { startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askerOf, goods, newUuid, refusalOf } from './asking.ts';
import type { Ask } from './asking.ts';

let shop: TestShop;
let ask: Ask;
beforeAll(async () => {
  shop = await startTestShop();
  ask = askerOf(shop, shop.tenants[0]);
}, 60_000);
afterAll(() => shop.close());

describe('barcodes', () => {
  it('are several a product, and one product each', async () => {
    const [oil, gas] = [goods(), goods({ barcode: 'b-gas' })];
    for (const one of [oil, gas]) await ask('POST', '/api/products/', one);
    const path = `/api/products/${oil.product_id}/barcodes/`;
    const first = await ask('POST', path, { barcode: 'b-1' });
    expect(first.body).toMatchObject({ barcode: 'b-1', is_main: true, product: oil.product_id });
    const barcode_id = newUuid();
    const second = await ask('POST', path, { barcode_id, barcode: 'b-2' });
    expect(second.body).toMatchObject({ barcode_id, is_main: false });
    expect((await ask('POST', path, { barcode_id, barcode: 'b-2' })).body).toEqual(second.body);
    const reused = await ask('POST', path, { barcode_id, barcode: 'b-3' });
    expect(refusalOf(reused)).toEqual([409, 'id_reused', undefined]);
    const taken = await ask('POST', path, { barcode: 'b-gas' });
    expect(refusalOf(taken)).toEqual([409, 'name_taken', 'barcode']);
    const asMain = await ask('PATCH', `/api/products/${gas.product_id}/`, { barcode: 'b-2' });
    expect(refusalOf(asMain)).toEqual([409, 'name_taken', 'barcode']);
    // Which of its own it shows may change; the one it showed before is let go.
    await ask('PATCH', `/api/products/${oil.product_id}/`, { barcode: 'b-2' });
    const listed = (await ask('GET', path)).body;
    expect(listed).toMatchObject([{ barcode: 'b-2', is_main: true }]);
    expect((await ask('DELETE', `${path}${barcode_id}/`)).status).toBe(204);
    expect((await ask('DELETE', `${path}${barcode_id}/`)).status).toBe(404);
    expect((await ask('GET', `/api/products/${oil.product_id}/`)).body.barcode).toBeNull();
  });

  it('are at most a hundred a product', async () => {
    const much = goods();
    await ask('POST', '/api/products/', much);
    const path = `/api/products/${much.product_id}/barcodes/`;
    for (let number = 0; number < 100; number += 1) {
      expect((await ask('POST', path, { barcode: `much-${number}` })).status).toBe(201);
    }
    expect(refusalOf(await ask('POST', path, { barcode: 'much' }))).toEqual([
      400,
      'input_invalid',
      'barcode',
    ]);
  });
});

describe('pictures', () => {
  const picture = async (sku: string, kind: string, headers: Record<string, string> = {}) => {
    const [id] = (await ask('GET', `/api/products/?sku=${sku}`)).body;
    const response = await fetch(
      new URL(`/api/products/${id.product_id}/${kind}/`, shop.running.url),
      { headers: { authorization: `Bearer ${shop.tenants[0].tokens.cashier}`, ...headers } },
    );
    return { response, bytes: Buffer.from(await response.arrayBuffer()) };
  };
  const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

  it('are PNG, of the barcode or else of the SKU, and the same for the same', async () => {
    await ask('POST', '/api/products/', goods({ sku: 'P-1', barcode: '4006381333931' }));
    await ask('POST', '/api/products/', goods({ sku: 'P-2', barcode: '4006381333930' }));
    await ask('POST', '/api/products/', goods({ sku: 'P-3' }));
    const widths = [];
    for (const sku of ['P-1', 'P-2', 'P-3']) {
      const { response, bytes } = await picture(sku, 'barcode_image');
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
      expect(bytes.subarray(0, 4)).toEqual(PNG);
      widths.push(bytes.readUInt32BE(16));
    }
    // Thirteen digits with a right check digit are an EAN-13, which is narrower than Code 128.
    expect(widths[0]).toBeLessThan(widths[1]!);
    const { response, bytes } = await picture('P-1', 'qrcode_image');
    expect(bytes.readUInt32BE(16)).toBe(bytes.readUInt32BE(20));
    const etag = response.headers.get('etag') ?? '';
    const again = await picture('P-1', 'qrcode_image', { 'if-none-match': etag });
    expect([again.response.status, again.bytes.length]).toEqual([304, 0]);
  });

  it('of bars hold plain ASCII only; a QR code holds anything', async () => {
    await ask('POST', '/api/products/', goods({ sku: 'P-4', barcode: 'молоко' }));
    const { response, bytes } = await picture('P-4', 'barcode_image');
    expect([response.status, JSON.parse(bytes.toString()).code]).toEqual([
      422,
      'barcode_not_drawable',
    ]);
    expect((await picture('P-4', 'qrcode_image')).response.status).toBe(200);
  });
});

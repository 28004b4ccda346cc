/** One shop's day, told over HTTP: a sale, the same again, a refund, and what the books say. */
import { enrolRegister, saleBodyOf, startTestShop } from '@evertill/testing';
import type { TestRegister, TestShop } from '@evertill/testing';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';

let shop: TestShop;
let register: TestRegister;
let product: string;
let book: never;
const saleId = randomUUID();

beforeAll(async () => {
  shop = await startTestShop();
  const [tenant] = shop.tenants;
  register = await enrolRegister(shop, tenant);
  const created = await shop.call('POST', '/api/products/', {
    token: tenant.tokens.manager,
    body: { sku: 'MUG', name: 'Mug', price: '8.50' },
  });
  expect(created.status).toBe(201);
  product = created.body.product_id as string;
  const found = await shop.call('GET', '/api/price-books/current/', {
    token: tenant.tokens.cashier,
  });
  expect(found.status).toBe(200);
  const { codecOf, priceBookOf, priceBookView } = await import('@evertill/contract');
  book = priceBookOf(codecOf(priceBookView).read(found.body).value as never) as never;
});

afterAll(() => shop.close());

function push(operations: readonly object[], change: object = {}) {
  const { registerId, epoch, fencing, deviceKey } = register;
  return shop.call('POST', '/api/sync/push/', {
    token: shop.tenants[0].tokens.cashier,
    headers: { 'x-register-key': deviceKey },
    body: { register_id: registerId, epoch, fencing, operations, ...change },
  });
}

test('a sale is booked, and the same sale again is the first answer again', async () => {
  const body = saleBodyOf({
    book,
    receiptNumber: 'T1-1',
    lines: [{ product, unitPriceMinor: 850, quantityMilli: 3000 }],
    tenders: [{ method: 'CASH', amountMinor: 3000 }],
  });
  const operation = {
    seq: 1,
    id: saleId,
    kind: 'sale',
    occurred_at: new Date().toISOString(),
    body,
  };
  const first = await push([operation]);
  expect(first.body).toMatchObject({ last_seq: 1, results: [{ outcome: 'APPLIED', flags: [] }] });
  const again = await push([operation]);
  expect(again.body.results[0]).toMatchObject({ outcome: 'DUPLICATE', id: saleId });
  expect(again.body.results[0].body_hash).toBe(first.body.results[0].body_hash);
  const other = await push([{ ...operation, body: { ...body, note: 'other' } }]);
  expect(other.body.results[0]).toMatchObject({ outcome: 'CONFLICT', code: 'id_reused' });
});

test('the sale can be read back, with its lines, payments and receipt', async () => {
  const { cashier: token } = shop.tenants[0].tokens;
  const sale = await shop.call('GET', `/api/salesheaders/${saleId}/`, { token });
  expect(sale.body).toMatchObject({ total_price: '25.50', change: '4.50', status: 'COMPLETED' });
  const lines = await shop.call('GET', `/api/salesdetails/?sales_header=${saleId}`, { token });
  expect(lines.body).toMatchObject([{ quantity: '3', price_per_unit: '8.50', total: '25.50' }]);
  const payments = await shop.call('GET', `/api/sales-payments/?sales_header=${saleId}`, { token });
  expect(payments.body).toMatchObject([{ method: 'CASH', amount: '30.00' }]);
  const receipt = await shop.call('GET', `/api/receipts/${saleId}/`, { token });
  expect(receipt.body.text).toContain('25.50');
});

test('a refund takes part of it back, and stock follows', async () => {
  const refund = {
    seq: 2,
    id: randomUUID(),
    kind: 'refund',
    occurred_at: new Date().toISOString(),
    body: {
      receipt_number: 'T1-2',
      sales_header: saleId,
      currency: 'GBP',
      reason: 'DAMAGED',
      lines: [
        {
          sale_line_number: 1,
          product,
          sku: 'MUG',
          name: 'Mug',
          quantity: '1',
          tax_code: 'STD',
          tax: '1.42',
          total: '8.50',
        },
      ],
      tax: '1.42',
      total: '8.50',
      payments: [{ sales_payment_id: randomUUID(), method: 'CASH', amount: '8.50' }],
    },
  };
  const answer = await push([refund]);
  expect(answer.body.results[0]).toMatchObject({ outcome: 'APPLIED', flags: [] });
  await shop.running.assembly.drain();
  const { cashier: token } = shop.tenants[0].tokens;
  const levels = await shop.call('GET', `/api/stock-levels/?product=${product}`, { token });
  expect(levels.body).toMatchObject([{ on_hand: '-2' }]);
  const sale = await shop.call('GET', `/api/salesheaders/${saleId}/`, { token });
  expect(sale.body).toMatchObject({ status: 'PARTIALLY_REFUNDED', refunded_total: '8.50' });
});

test('a bad body is parked and does not stop what comes behind it', async () => {
  const at = new Date().toISOString();
  const good = saleBodyOf({
    book,
    receiptNumber: 'T1-5',
    lines: [{ product, unitPriceMinor: 100 }],
  });
  const answer = await push([
    { seq: 3, id: randomUUID(), kind: 'sale', occurred_at: at, body: { nonsense: true } },
    { seq: 4, id: randomUUID(), kind: 'dance', occurred_at: at, body: {} },
    { seq: 5, id: randomUUID(), kind: 'sale', occurred_at: at, body: good },
  ]);
  expect(answer.body.results).toMatchObject([
    { outcome: 'REJECTED_TERMINAL', code: 'input_invalid' },
    { outcome: 'REJECTED_TERMINAL', code: 'kind_unknown' },
    { outcome: 'APPLIED' },
  ]);
  expect(answer.body.last_seq).toBe(5);
});

test('a wrong pass is refused as a whole', async () => {
  const at = new Date().toISOString();
  const body = saleBodyOf({
    book,
    receiptNumber: 'T1-6',
    lines: [{ product, unitPriceMinor: 100 }],
  });
  const sale = { seq: 6, id: randomUUID(), kind: 'sale', occurred_at: at, body };
  expect((await push([sale], { epoch: 9 })).body.code).toBe('epoch_stale');
  expect((await push([sale], { fencing: 99 })).body.code).toBe('fencing_stale');
  const gap = await push([{ ...sale, seq: 9 }]);
  expect(gap.body.results[0]).toMatchObject({ outcome: 'RETRY_LATER', code: 'sequence_gap' });
});

test('another shop sees nothing of it', async () => {
  const { owner: token } = shop.tenants[1].tokens;
  const sale = await shop.call('GET', `/api/salesheaders/${saleId}/`, { token });
  expect(sale.status).toBe(404);
  expect((await shop.call('GET', '/api/salesheaders/', { token })).body).toEqual([]);
});

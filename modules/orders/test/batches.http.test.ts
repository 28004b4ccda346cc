/** Batches as registers send them: a hundred at once, long sales, mixtures, odd spellings. */
import { startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Body, Counter, Result } from '@evertill/testing';
import { lastSeqOf, newUuid, openCounter } from '@evertill/testing';

let shop: TestShop;
let counter: Counter;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
});
afterAll(() => shop.close());

const outcomesOf = (results: readonly Result[]): readonly string[] =>
  [...new Set(results.map(({ outcome }) => outcome))].sort();

test('a hundred sales in one push are booked; a hundred and one are too many', async () => {
  const sent = Array.from({ length: 101 }, () => counter.next('sale', counter.saleOf()));
  expect((await counter.push(sent)).body.code).toBe('input_invalid');
  const { body } = await counter.push(sent.slice(0, 100));
  expect(outcomesOf(body.results)).toEqual(['APPLIED']);
  expect(body.last_seq).toBe(100);
  const again = await counter.push(sent.slice(0, 100));
  expect(outcomesOf(again.body.results)).toEqual(['DUPLICATE']);
  await counter.push(sent.slice(100));
});

test('long sales of seven hundred lines, ten in a push', async () => {
  const lines = Array.from({ length: 700 }, (_, index) => ({
    product: counter.product,
    unitPriceMinor: 1 + index,
    quantityMilli: 1_001 + index,
    name: `Line ${index} — café`,
  }));
  const sent = Array.from({ length: 10 }, () => counter.next('sale', counter.saleOf({ lines })));
  const { body } = await counter.push(sent);
  expect(body.results).toMatchObject(sent.map(({ id }) => ({ id, outcome: 'APPLIED', flags: [] })));
  const query = `?sales_header=${sent[9]?.id}&limit=700`;
  const { token } = { token: counter.tenant.tokens.cashier };
  const found = await shop.call('GET', `/api/salesdetails/${query}`, { token });
  expect(found.body).toHaveLength(700);
  expect(found.body[699]).toMatchObject({ line_number: 700, price_per_unit: '7.00' });
});

test('sales and the refunds of those very sales, mixed in one push', async () => {
  const sent = Array.from({ length: 20 }, () => {
    const sale = counter.next('sale', counter.saleOf());
    return [sale, counter.next('refund', counter.refundOf(sale.id))];
  }).flat();
  const { body } = await counter.push(sent);
  expect(body.results).toMatchObject(sent.map(() => ({ outcome: 'APPLIED', flags: [] })));
  expect(await lastSeqOf(counter)).toBe(sent.at(-1)?.seq);
});

/** Every decimal string of a body as a JSON number. */
function asNumbers(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => asNumbers(item));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, asNumbers(one, name)]),
    );
  }
  const isName = ['receipt_number', 'sku', 'name', 'tax_code'].includes(key);
  return typeof value === 'string' && !isName && /^[0-9.]+$/.test(value) ? Number(value) : value;
}

/** What is booked of a sale, without what is its own. */
async function bookedOf(id: string): Promise<unknown> {
  const token = counter.tenant.tokens.owner;
  const { body } = await shop.call('GET', `/api/salesheaders/${id}/`, { token });
  const lines = await shop.call('GET', `/api/salesdetails/?sales_header=${id}`, { token });
  const { subtotal, discount, tax, total_price, change, flags } = body as Body;
  const figures = (lines.body as Body[]).map(
    ({ quantity, price_per_unit, tax: lineTax, total }) => ({
      quantity,
      price_per_unit,
      lineTax,
      total,
    }),
  );
  return { subtotal, discount, tax, total_price, change, flags, figures };
}

test('amounts as JSON numbers are booked as the same amounts as strings', async () => {
  const lines = [{ product: counter.product, unitPriceMinor: 1099, quantityMilli: 1_337 }];
  const tenders = [{ method: 'CASH' as const, amountMinor: 2_000 }];
  const strings = counter.saleOf({ lines, tenders, discountMinor: 7 });
  const one = counter.next('sale', strings);
  const receipt = { receipt_number: 'N-1' };
  const body = {
    ...(asNumbers(counter.saleOf({ lines, tenders, discountMinor: 7 })) as Body),
    ...receipt,
  };
  const two = counter.next('sale', body);
  expect(typeof body['total' as keyof typeof body]).toBe('number');
  const answer = await counter.push([one, two]);
  expect(answer.body.results).toMatchObject([
    { outcome: 'APPLIED', flags: [] },
    { outcome: 'APPLIED', flags: [] },
  ]);
  expect(await bookedOf(two.id)).toEqual(await bookedOf(one.id));
});

test('ids in capitals are the same ids: of register, sale, product, shop, and of a refund', async () => {
  const upper = (id: string): string => id.toUpperCase();
  const { register, tenant, product } = counter;
  const lines = [{ product: upper(product), unitPriceMinor: 850, quantityMilli: 3000 }];
  const saleId = newUuid();
  const body = { ...counter.saleOf({ lines }), user_client: upper(tenant.tenantId) };
  const sale = counter.next('sale', body, { id: upper(saleId) });
  const refund = counter.next('refund', counter.refundOf(upper(saleId)), { id: upper(newUuid()) });
  const pass = { register: { registerId: upper(register.registerId) } };
  const answer = await counter.push([sale, refund], pass);
  expect(answer.body.results).toMatchObject([
    { outcome: 'APPLIED', flags: [], id: saleId },
    { outcome: 'APPLIED', flags: [] },
  ]);
  const again = await counter.push([{ ...sale, id: saleId }, refund]);
  expect(outcomesOf(again.body.results)).toEqual(['DUPLICATE']);
  const sql = `SELECT payload FROM orders.outbox
    WHERE payload ->> 'orderId' = $1 OR payload -> 'data' ->> 'sale' = $1`;
  const told = await shop.sql(sql, [saleId]);
  expect(told).toHaveLength(3);
  // One register has one spelling, in events and in the names of chains.
  expect(JSON.stringify(told)).not.toContain(upper(register.registerId));
});

test('an operation sent alone has the outcome that it has in a push', async () => {
  const { registerId, epoch, fencing, deviceKey } = counter.register;
  const alone = (
    path: string,
    { kind: _, ...operation }: Body,
    token = counter.tenant.tokens.cashier,
  ) =>
    shop.call('POST', path, {
      token,
      headers: { 'x-register-key': deviceKey },
      body: { register_id: registerId, epoch, fencing, ...operation },
    });
  const sale = { ...counter.next('sale', counter.saleOf()) };
  const first = await alone('/api/sales/', sale);
  expect([first.status, first.body.outcome]).toEqual([201, 'APPLIED']);
  const second = await alone('/api/sales/', sale);
  expect([second.status, second.body.outcome]).toEqual([200, 'DUPLICATE']);
  expect((await counter.push([sale])).body.results[0].body_hash).toBe(first.body.body_hash);
  const refund = { ...counter.next('refund', counter.refundOf(newUuid())) };
  const unknown = await alone('/api/refunds/', refund);
  expect([unknown.status, unknown.body.code]).toEqual([422, 'sale_not_found']);
  const pushed = await counter.push([refund]);
  expect(pushed.body.results[0]).toMatchObject({
    outcome: 'REJECTED_TERMINAL',
    code: 'sale_not_found',
  });
  const odd = { ...counter.next('sale', { nonsense: true }) };
  const malformed = await alone('/api/sales/', odd);
  expect([malformed.status, malformed.body.code]).toEqual([400, 'input_invalid']);
  const parked = await counter.push([odd]);
  expect(parked.body.results[0]).toMatchObject({
    outcome: 'REJECTED_TERMINAL',
    code: 'input_invalid',
  });
  expect(parked.body.last_seq).toBe(odd.seq);
  const dear = { ...counter.next('sale', counter.saleOf({ discountMinor: 2000 })) };
  const refused = await alone('/api/sales/', dear);
  expect([refused.status, refused.body.code]).toEqual([403, 'discount_needs_manager']);
  const early = { ...dear, seq: dear.seq + 5, id: newUuid() };
  const gap = await alone('/api/sales/', early);
  expect([gap.status, gap.body.code, gap.headers.get('retry-after')]).toEqual([
    409,
    'sequence_gap',
    '1',
  ]);
});

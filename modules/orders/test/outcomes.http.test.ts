/** The outcome table of product.md §3, row by row: what becomes of a sale and of a refund. */
import { startTestShop } from '@evertill/testing';
import type { TestRole, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Body, Counter } from './counter.ts';
import { flagsOf, newUuid, openCounter, productOf } from './counter.ts';

let shop: TestShop;
let counter: Counter;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
});
afterAll(() => shop.close());

const line = (body: Body, index = 0): Body => (body['lines'] as Body[])[index] as Body;
const withLine = (body: Body, change: Body): Body => ({
  ...body,
  lines: [{ ...line(body), ...change }],
});
const day = 24 * 3600 * 1000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

interface Row {
  readonly says: string;
  readonly kind?: 'sale' | 'refund';
  readonly change: (body: Body) => Body;
  readonly flags?: readonly string[];
  readonly code?: string;
  readonly at?: string;
  readonly role?: TestRole;
}

const odd: readonly Row[] = [
  { says: 'a sale as it should be', change: (body) => body, flags: [] },
  {
    says: 'a total that is not ours',
    change: (body) => ({
      ...body,
      total: '25.49',
      payments: [{ ...payment(body), amount: '25.49' }],
    }),
    flags: ['tender_differs', 'total_differs'],
  },
  {
    says: 'a line total that is not ours',
    change: (body) => withLine(body, { total: '25.40' }),
    flags: ['total_differs'],
  },
  {
    says: 'tax that is not ours',
    change: (body) => ({ ...body, tax: '0' }),
    flags: ['total_differs'],
  },
  {
    says: 'no tender at all',
    change: (body) => ({ ...body, payments: [] }),
    flags: ['tender_differs'],
  },
  {
    says: 'change out of nothing',
    change: (body) => ({ ...body, change: '1' }),
    flags: ['tender_differs'],
  },
  {
    says: 'a card that paid too much',
    change: (body) => ({
      ...body,
      payments: [{ ...payment(body), method: 'CARD', amount: '30' }],
      change: '4.50',
    }),
    flags: ['tender_differs'],
  },
  {
    says: 'a price book nobody knows',
    change: (body) => ({ ...body, price_book_version: 2_147_483_647 }),
    flags: ['unknown_price_book'],
  },
  {
    says: 'rules newer than ours',
    change: (body) => ({ ...body, rules_version: 1_000_000 }),
    flags: ['unknown_price_book'],
  },
  {
    says: 'a tender that does not add up under a price book nobody knows',
    change: (body) => ({ ...body, price_book_version: 77, change: '99' }),
    flags: ['tender_differs', 'unknown_price_book'],
  },
  ...['toString', '__proto__', 'constructor', 'hasOwnProperty', 'NOPE'].map((code) => ({
    says: `the tax code ${code}`,
    change: (body: Body) => withLine(body, { tax_code: code }),
    flags: ['unknown_tax_code'],
  })),
  {
    says: 'change out of nothing on a line of an unknown tax code',
    change: (body) => ({ ...withLine(body, { tax_code: 'NOPE' }), change: '99', payments: [] }),
    flags: ['tender_differs', 'unknown_tax_code'],
  },
  {
    says: 'a product that no shop has',
    change: (body) => withLine(body, { product: newUuid() }),
    flags: ['product_unknown'],
  },
  {
    says: 'a clock six minutes ahead',
    change: (body) => body,
    at: ago(-6 * 60_000),
    flags: ['clock_suspect'],
  },
  {
    says: 'a sale of last month and more',
    change: (body) => body,
    at: ago(31 * day),
    flags: ['clock_suspect'],
  },
  { says: 'a sale of three weeks ago', change: (body) => body, at: ago(21 * day), flags: [] },
  {
    says: 'an old sale that was imported',
    change: (body) => ({ ...body, source: 'IMPORT' }),
    at: ago(900 * day),
    flags: [],
  },
  {
    says: 'a discount of more than the goods',
    role: 'owner',
    change: (body) => ({ ...body, discount: '99' }),
    flags: ['total_differs'],
  },
  { says: 'a refund as it should be', kind: 'refund', change: (body) => body, flags: [] },
  {
    says: 'a refund of more than was sold',
    kind: 'refund',
    change: (body) => withLine(body, { quantity: '4' }),
    flags: ['refund_exceeds_sale'],
  },
  {
    says: 'a refund of a line the sale does not have',
    kind: 'refund',
    change: (body) => withLine(body, { sale_line_number: 9 }),
    flags: ['refund_exceeds_sale'],
  },
  {
    says: 'a refund of another product than the line sold',
    kind: 'refund',
    change: (body) => withLine(body, { product: newUuid() }),
    flags: ['refund_exceeds_sale'],
  },
  {
    says: 'a refund line that adds up and is not pro rata',
    kind: 'refund',
    change: (body) => withLine(body, { quantity: '0.5' }),
    flags: ['refund_differs'],
  },
  {
    says: 'a refund whose lines do not make its total',
    kind: 'refund',
    change: (body) => ({ ...body, total: '8.49' }),
    flags: ['total_differs'],
  },
  {
    says: 'a refund by a clock that is ahead',
    kind: 'refund',
    change: (body) => withLine(body, { sale_line_number: 9 }),
    at: ago(-day),
    flags: ['clock_suspect', 'refund_exceeds_sale'],
  },
];

const payment = (body: Body): Body => (body['payments'] as Body[])[0] as Body;

/** A fresh sale of three, to give back from. */
async function sell(): Promise<string> {
  const { id, outcome } = await counter.settle('sale', counter.saleOf());
  expect(outcome).toBe('APPLIED');
  return id;
}

async function settle(row: Row) {
  const { kind = 'sale', change, at, role } = row;
  const body = change(kind === 'sale' ? counter.saleOf() : counter.refundOf(await sell()));
  const sent = counter.next(kind, body, at === undefined ? {} : { occurred_at: at });
  const answer = await counter.push([sent], role === undefined ? {} : { role });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  expect(answer.body.last_seq).toBe(sent.seq);
  const again = await counter.push([sent], role === undefined ? {} : { role });
  return { sent, result: answer.body.results[0], again: again.body.results[0] };
}

describe('a fact is booked, and what is odd about it is flagged for a person', () => {
  test.each(odd)('$says', async (row) => {
    const { sent, result, again } = await settle(row);
    expect(result).toMatchObject({ outcome: 'APPLIED', id: sent.id });
    expect([...result.flags].sort()).toEqual(row.flags);
    expect(await flagsOf(shop, sent.id)).toEqual(row.flags);
    expect(again).toMatchObject({ outcome: 'DUPLICATE', body_hash: result.body_hash });
    expect([...again.flags].sort()).toEqual(row.flags);
  });

  test('a product that is not sold any more', async () => {
    const retired = await productOf(shop, counter.tenant);
    const token = counter.tenant.tokens.owner;
    await shop.call('PATCH', `/api/products/${retired}/`, { token, body: { is_active: false } });
    await shop.running.assembly.drain();
    const { sent, result, again } = await settle({
      says: '',
      change: (body) => withLine(body, { product: retired }),
    });
    expect(result).toMatchObject({ outcome: 'APPLIED', flags: ['product_inactive'] });
    expect(again).toMatchObject({ outcome: 'DUPLICATE', flags: ['product_inactive'] });
    expect(await flagsOf(shop, sent.id)).toEqual(['product_inactive']);
    const flagged = await shop.call('GET', '/api/salesheaders/?is_flagged=true', { token });
    const ids = (flagged.body as { sales_header_id: string }[]).map((one) => one.sales_header_id);
    expect(ids).toContain(sent.id);
  });
});

const foreign = (body: Body, change: Body = {}): Body => ({ ...body, currency: 'USD', ...change });
const never: readonly Row[] = [
  { says: 'not a sale at all', change: () => ({ nonsense: true }), code: 'input_invalid' },
  { says: 'an empty body', change: () => ({}), code: 'input_invalid' },
  { says: 'no lines', change: (body) => ({ ...body, lines: [] }), code: 'input_invalid' },
  {
    says: 'names in another casing',
    change: ({ receipt_number: receiptNumber, ...body }) => ({ ...body, receiptNumber }),
    code: 'input_invalid',
  },
  {
    says: 'a field of the server’s own (mass assignment)',
    change: (body) => ({ ...body, tenant_id: newUuid() }),
    code: 'input_invalid',
  },
  {
    says: 'a total below zero',
    change: (body) => ({ ...body, total: '-1' }),
    code: 'input_invalid',
  },
  {
    says: 'a price book that no counter could reach',
    change: (body) => ({ ...body, price_book_version: 2_147_483_648 }),
    code: 'input_invalid',
  },
  {
    says: 'a field whose name is NUL',
    change: (body) => ({ ...body, 'a\u0000b': 1 }),
    code: 'input_invalid',
  },
  {
    says: 'a name as long as a novel',
    change: (body) => ({ ...body, ['x'.repeat(20_000)]: 1 }),
    code: 'input_invalid',
  },
  {
    says: 'half a character',
    change: (body) => ({ ...body, note: '\ud800' }),
    code: 'input_invalid',
  },
  {
    says: 'half a character as a field name',
    change: (body) => ({ ...body, '\udfff': 1 }),
    code: 'input_invalid',
  },
  { says: 'a foreign currency', change: (body) => foreign(body), code: 'currency_foreign' },
  {
    says: 'a currency that does not exist',
    change: (body) => foreign(body, { currency: 'ZZZ' }),
    code: 'currency_foreign',
  },
  {
    says: 'a foreign currency with amounts that ours cannot hold',
    change: (body) => foreign(body, { currency: 'KWD', total: '1.234' }),
    code: 'currency_foreign',
  },
  {
    says: 'an amount finer than the currency',
    change: (body) => ({ ...body, total: '25.505' }),
    code: 'amount_invalid',
  },
  {
    says: 'a quantity of nothing',
    change: (body) => withLine(body, { quantity: '0' }),
    code: 'amount_invalid',
  },
  {
    says: 'a quantity beyond every shelf',
    change: (body) => withLine(body, { quantity: '100001' }),
    code: 'amount_invalid',
  },
  {
    says: 'the shop of somebody else',
    change: (body) => ({ ...body, user_client: shop.tenants[1].tenantId }),
    code: 'tenant_mismatch',
  },
  {
    says: 'a refund of a sale nobody made',
    kind: 'refund',
    change: (body) => ({ ...body, sales_header: newUuid() }),
    code: 'sale_not_found',
  },
  {
    says: 'a refund in a currency that does not exist',
    kind: 'refund',
    change: (body) => foreign(body, { currency: 'ZZZ' }),
    code: 'currency_foreign',
  },
  {
    says: 'a refund finer than the currency',
    kind: 'refund',
    change: (body) => ({ ...body, total: '8.505' }),
    code: 'amount_invalid',
  },
  {
    says: 'a refund of a thousand fortunes',
    kind: 'refund',
    change: (body) => ({
      ...body,
      lines: Array.from({ length: 200 }, () => ({ ...line(body), total: '999999999999' })),
    }),
    code: 'amount_invalid',
  },
];

describe('what can never be booked is parked, told why, and settled for good', () => {
  test.each(never)('$says', async (row) => {
    const { sent, result, again } = await settle(row);
    expect(result).toMatchObject({ outcome: 'REJECTED_TERMINAL', code: row.code, id: sent.id });
    expect(result.detail.length).toBeLessThanOrEqual(1000);
    expect(again).toMatchObject({ outcome: 'REJECTED_TERMINAL', code: row.code });
    expect(again.body_hash).toBe(result.body_hash);
    const token = counter.tenant.tokens.manager;
    const parked = await shop.call('GET', '/api/sync/parked/?limit=1', { token });
    expect(parked.body).toMatchObject([{ id: sent.id, code: row.code, seq: sent.seq }]);
  });

  test('a kind of operation that nobody knows', async () => {
    const result = await counter.settle('dance', counter.saleOf());
    expect(result).toMatchObject({ outcome: 'REJECTED_TERMINAL', code: 'kind_unknown' });
  });

  test('a sale of the other shop cannot be given back here: it is as unknown as any', async () => {
    const other = await openCounter(shop, shop.tenants[1]);
    const sale = other.next('sale', other.saleOf());
    expect((await other.push([sale])).body.results[0].outcome).toBe('APPLIED');
    const result = await counter.settle('refund', counter.refundOf(sale.id));
    const missing = await counter.settle('refund', counter.refundOf(newUuid()));
    expect(result).toMatchObject({ outcome: 'REJECTED_TERMINAL', code: 'sale_not_found' });
    expect(result.detail).toBe(missing.detail);
  });
});

describe('what is beyond a cashier waits for a manager', () => {
  const unsold = (body: Body): Body => ({
    ...body,
    sales_header: null,
    lines: [{ ...line(body), sale_line_number: undefined }],
  });
  const discounted = (discountMinor: number): Body => counter.saleOf({ discountMinor });

  test.each([
    ['cashier', 255, 'APPLIED'],
    ['cashier', 256, 'REJECTED_NEEDS_MANAGER'],
    ['manager', 256, 'APPLIED'],
    ['owner', 2550, 'APPLIED'],
  ] as const)('a %s gives %i off 2550: %s', async (role, discountMinor, outcome) => {
    const result = await counter.settle('sale', discounted(discountMinor), { role });
    expect(result).toMatchObject({ outcome, flags: [] });
    if (outcome !== 'APPLIED') expect(result.code).toBe('discount_needs_manager');
  });

  test.each([
    ['cashier', 'REJECTED_NEEDS_MANAGER'],
    ['manager', 'APPLIED'],
    ['owner', 'APPLIED'],
  ] as const)('a %s takes goods back without their sale: %s', async (role, outcome) => {
    const result = await counter.settle('refund', unsold(counter.refundOf(newUuid())), { role });
    expect(result).toMatchObject({ outcome });
    if (outcome !== 'APPLIED') expect(result.code).toBe('refund_needs_manager');
  });

  test('a parked sale pushed again, by a manager too, gets its first answer again', async () => {
    const sent = counter.next('sale', discounted(1000));
    const first = await counter.push([sent]);
    const again = await counter.push([sent], { role: 'manager' });
    expect(again.body.results[0]).toMatchObject({
      outcome: 'REJECTED_NEEDS_MANAGER',
      code: 'discount_needs_manager',
      body_hash: first.body.results[0].body_hash,
    });
    const later = counter.next('sale', sent.body, { id: sent.id });
    const approved = await counter.push([later], { role: 'manager' });
    expect(approved.body.results[0]).toMatchObject({ outcome: 'APPLIED', id: sent.id });
  });
});

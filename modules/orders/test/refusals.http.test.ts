/** The outcome table of product.md §3: what is parked for good, and what waits for a manager. */
import { startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Body, Counter } from '@evertill/testing';
import { newUuid, openCounter } from '@evertill/testing';
import { line, settleRow, withLine } from './outcome-row.ts';
import type { Row } from './outcome-row.ts';

let shop: TestShop;
let counter: Counter;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
});
afterAll(() => shop.close());

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
    const { sent, result, again } = await settleRow(counter, row);
    expect(result).toMatchObject({ outcome: 'REJECTED_TERMINAL', code: row.code, id: sent.id });
    expect(result.detail?.length).toBeLessThanOrEqual(1000);
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

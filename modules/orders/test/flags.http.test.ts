/** The outcome table of product.md §3: facts with odd content are booked, and flagged. */
import { startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Body, Counter } from '@evertill/testing';
import { flagsOf, newUuid, openCounter, productOf } from '@evertill/testing';
import { payment, settleRow, withLine } from './outcome-row.ts';
import type { Row } from './outcome-row.ts';

let shop: TestShop;
let counter: Counter;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
});
afterAll(() => shop.close());

const day = 24 * 3600 * 1000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

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

describe('a fact is booked, and what is odd about it is flagged for a person', () => {
  test.each(odd)('$says', async (row) => {
    const { sent, result, again } = await settleRow(counter, row);
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
    const { sent, result, again } = await settleRow(counter, {
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

/** Drafts: headers, lines, prices, discounts, and who may change what. */
import { newUuid, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskOf } from './order-desk.ts';
import type { Desk, Json } from './order-desk.ts';

let shop: TestShop;
let desk: Desk;
beforeAll(async () => {
  shop = await startTestShop();
  desk = deskOf(shop, shop.tenants[0]);
});
afterAll(() => shop.close());

async function lineOf(header: Json): Promise<Json> {
  const path = `/api/salesdetails/?sales_header=${String(header['sales_header_id'])}`;
  const { body } = await desk.call('GET', path);
  return (body as Json[])[0] ?? {};
}

const audited = async (action: string, objectId: unknown): Promise<Json[]> => {
  await shop.running.assembly.drain();
  const path = `/api/audit-logs/?action=${action}&object_id=${String(objectId)}`;
  return (await desk.call('GET', path, undefined, 'owner')).body as Json[];
};

async function customerOf(): Promise<string> {
  const { status, body } = await desk.call('POST', '/api/customers/', { name: 'Somebody' });
  expect(status).toBe(201);
  return body.customer_id as string;
}

describe('a draft', () => {
  test('is priced by the catalogue, numbered, and pending; without a customer it is anonymous', async () => {
    const product = await desk.product('2.50');
    const header = await desk.draft(product, '3');
    expect(header).toMatchObject({
      status: 'PENDING',
      total_price: '7.50',
      remaining_balance: '7.50',
      customer: null,
      receipt_number: null,
      register_id: null,
    });
    expect(header['order_number']).toMatch(/^SO-\d{6}$/);
    const other = await desk.draft(product);
    expect(other['order_number']).not.toBe(header['order_number']);
  });

  test('may be empty, and grows by lines; the totals are those of the lines', async () => {
    const product = await desk.product('4.00');
    const made = await desk.call('POST', '/api/salesheaders/', {});
    expect(made).toMatchObject({ status: 201, body: { total_price: '0.00' } });
    const id = made.body.sales_header_id;
    const line = { sales_header: id, product, quantity: 2 };
    const added = await desk.call('POST', '/api/salesdetails/', line);
    expect(added).toMatchObject({ status: 201, body: { total: '8.00', line_number: 1 } });
    const path = `/api/salesdetails/${String(added.body.sales_detail_id)}/`;
    const changed = await desk.call('PATCH', path, { quantity: '3', discount: '0.30' });
    expect(changed).toMatchObject({ status: 200, body: { quantity: '3', total: '11.70' } });
    expect(await desk.header(id)).toMatchObject({ total_price: '11.70', discount: '0.30' });
    const put = { sales_header: id, product, quantity: '1' };
    expect((await desk.call('PUT', path, put)).body).toMatchObject({
      quantity: '1',
      total: '3.70',
    });
    const other = await desk.product('1.00');
    const moved = await desk.call('PUT', path, { ...put, product: other });
    expect(moved).toMatchObject({ status: 400, body: { code: 'input_invalid' } });
    expect((await desk.call('GET', path)).body).toMatchObject({ total: '3.70' });
    expect((await desk.call('DELETE', path, { reason: 'not wanted' })).status).toBe(204);
    expect((await desk.call('GET', path)).status).toBe(404);
    expect(await desk.header(id)).toMatchObject({ total_price: '0.00' });
    const [entry] = await audited('LINE_VOID', added.body.sales_detail_id);
    expect(entry).toMatchObject({ reason: 'not wanted' });
  });

  test('regression 14: a lost answer and the same again leave one order and one line', async () => {
    const product = await desk.product('1.00');
    const id = newUuid();
    const body = { sales_header_id: id, lines: [{ product, quantity: '1' }], note: 'twice' };
    const first = await desk.call('POST', '/api/salesheaders/', body);
    const second = await desk.call('POST', '/api/salesheaders/', body);
    expect(second).toMatchObject({ status: 201, body: first.body });
    const line = { sales_detail_id: newUuid(), sales_header: id, product, quantity: '2' };
    const one = await desk.call('POST', '/api/salesdetails/', line);
    expect((await desk.call('POST', '/api/salesdetails/', line)).body).toEqual(one.body);
    expect(await desk.header(id)).toMatchObject({ total_price: '3.00' });
    const together = await Promise.all(
      [1, 2, 3].map(() =>
        desk.call('POST', '/api/salesheaders/', { ...body, sales_header_id: product }),
      ),
    );
    expect(new Set(together.map(({ body: made }) => made.order_number)).size).toBe(1);
  });

  test('regression 15: an id with another body is a conflict', async () => {
    const product = await desk.product('1.00');
    const header = await desk.draft(product);
    const id = header['sales_header_id'];
    const other = { sales_header_id: id, note: 'other' };
    const answer = await desk.call('POST', '/api/salesheaders/', other);
    expect(answer).toMatchObject({ status: 409, body: { code: 'id_reused' } });
    const line = await lineOf(header);
    const again = {
      sales_detail_id: line['sales_detail_id'],
      sales_header: id,
      product,
      quantity: 1,
    };
    expect((await desk.call('POST', '/api/salesdetails/', again)).body.code).toBe('id_reused');
  });

  test('changes its customer and its note, which may be taken away again', async () => {
    const header = await desk.draft(await desk.product('1.00'));
    const path = `/api/salesheaders/${String(header['sales_header_id'])}/`;
    const customer = await customerOf();
    const changed = await desk.call('PATCH', path, { customer, note: 'for later' });
    expect(changed).toMatchObject({ status: 200, body: { customer, note: 'for later' } });
    const put = await desk.call('PUT', path, { customer: null });
    expect(put.body).toMatchObject({ customer: null, note: 'for later' });
  });

  test('is given up with a reason, stays in the books, and is not given up twice otherwise', async () => {
    const header = await desk.draft(await desk.product('1.00'));
    const path = `/api/salesheaders/${String(header['sales_header_id'])}/`;
    expect((await desk.call('DELETE', path, {})).body.code).toBe('input_invalid');
    expect((await desk.call('DELETE', path, { reason: 'left' })).status).toBe(204);
    expect((await desk.call('DELETE', path, { reason: 'left' })).status).toBe(204);
    expect(await desk.header(header['sales_header_id'])).toMatchObject({ status: 'CANCELLED' });
    const [entry] = await audited('HEADER_VOID', header['sales_header_id']);
    expect(entry).toMatchObject({ reason: 'left' });
    const changed = await desk.call('PATCH', path, { note: 'x' });
    expect(changed).toMatchObject({ status: 409, body: { code: 'order_state' } });
  });

  test('of another shop, or of another cashier, is not there', async () => {
    const header = await desk.draft(await desk.product('1.00'));
    const path = `/api/salesheaders/${String(header['sales_header_id'])}/`;
    const theirs = deskOf(shop, shop.tenants[1]);
    expect((await theirs.call('PATCH', path, { note: 'x' }, 'owner')).body.code).toBe('not_found');
    const foreign = { user_client: shop.tenants[1].tenantId };
    expect((await desk.call('POST', '/api/salesheaders/', foreign)).body.code).toBe(
      'tenant_mismatch',
    );
  });

  test('refuses what cannot be sold: unknown, inactive, too fine, too large', async () => {
    const codeOf = async (line: Json): Promise<unknown> =>
      (await desk.call('POST', '/api/salesheaders/', { lines: [line] })).body.code;
    const product = await desk.product('1.00');
    const idle = await desk.product('1.00', { is_active: false });
    expect(await codeOf({ product: newUuid(), quantity: '1' })).toBe('not_found');
    expect(await codeOf({ product: idle, quantity: '1' })).toBe('product_not_sold');
    expect(await codeOf({ product, quantity: '0' })).toBe('amount_invalid');
    expect(await codeOf({ product, quantity: '0.0001' })).toBe('amount_invalid');
    expect(await codeOf({ product, quantity: '1', discount: '2.00' })).toBe('amount_invalid');
    expect(await codeOf({ product, quantity: '1', discount: '0.001' })).toBe('amount_invalid');
  });
});

describe('prices and discounts', () => {
  test('regression 6: a price override needs leave and a reason, and says who, before and after', async () => {
    const product = await desk.product('5.00');
    const header = await desk.draft(product);
    const line = { sales_header: header['sales_header_id'], product, quantity: '1' };
    const cheap = { ...line, price_per_unit: '4.00', reason: 'scratched' };
    const refused = await desk.call('POST', '/api/salesdetails/', cheap);
    expect(refused).toMatchObject({ status: 403, body: { code: 'price_override_needs_manager' } });
    const forged = await desk.call('POST', '/api/salesdetails/', { ...cheap, approval: 'nobody' });
    expect(forged).toMatchObject({ status: 403, body: { code: 'approval_invalid' } });
    const { reason: _, ...silent } = cheap;
    const unsaid = await desk.call('POST', '/api/salesdetails/', silent, 'manager');
    expect(unsaid).toMatchObject({ status: 400, body: { code: 'input_invalid' } });
    const given = await desk.call('POST', '/api/salesdetails/', cheap, 'manager');
    expect(given).toMatchObject({ status: 201, body: { total: '4.00' } });
    const [entry] = await audited('PRICE_OVERRIDE', given.body.sales_detail_id);
    expect(entry).toMatchObject({ reason: 'scratched' });
    expect(entry?.['user']).not.toBeNull();
    expect(entry?.['data']).toMatchObject({
      before: { pricePerUnit: '5.00' },
      after: { pricePerUnit: '4.00' },
    });
    // More of it at that price is a new leave; less of it, or the catalogue's price, is none.
    const path = `/api/salesdetails/${String(given.body.sales_detail_id)}/`;
    const more = await desk.call('PATCH', path, { quantity: '9', reason: 'more' });
    expect(more.body.code).toBe('price_override_needs_manager');
    const back = await desk.call('PATCH', path, { quantity: '9', price_per_unit: '5.00' });
    expect(back).toMatchObject({ status: 200, body: { total: '45.00' } });
  });

  test('discounts stay within the role, and what a manager gave lets the cashier go on', async () => {
    const product = await desk.product('10.00');
    const header = await desk.draft(product, '2');
    const id = header['sales_header_id'];
    const path = `/api/salesheaders/${String(id)}/`;
    expect((await desk.call('PATCH', path, { discount: '2.00' })).body.total_price).toBe('18.00');
    const tooMuch = await desk.call('PATCH', path, { discount: '2.01' });
    expect(tooMuch).toMatchObject({ status: 403, body: { code: 'discount_needs_manager' } });
    const line = await lineOf(header);
    const fewer = await desk.call(
      'PATCH',
      `/api/salesdetails/${String(line['sales_detail_id'])}/`,
      {
        quantity: '1',
      },
    );
    expect(fewer.body.code).toBe('discount_needs_manager');
    const given = await desk.call('PATCH', path, { discount: '5.00' }, 'manager');
    expect(given).toMatchObject({ status: 200, body: { total_price: '15.00' } });
    const on = await desk.call('POST', '/api/salesdetails/', {
      sales_header: id,
      product,
      quantity: 1,
    });
    expect(on.status).toBe(201);
    expect(await desk.header(id)).toMatchObject({ total_price: '25.00', discount: '5.00' });
    expect(await audited('DISCOUNT', id)).toHaveLength(1);
  });
});

describe('the list of headers', () => {
  test('holds orders and sales in one shape, by status, number, customer and time', async () => {
    const customer = await customerOf();
    const product = await desk.product('1.00');
    const header = await desk.draft(product, '1', { customer });
    const list = async (query: string): Promise<Json[]> =>
      (await desk.call('GET', `/api/salesheaders/?${query}`)).body as Json[];
    expect(await list(`customer=${customer}`)).toMatchObject([{ status: 'PENDING' }]);
    expect(await list(`customer=${customer}&status=COMPLETED`)).toEqual([]);
    const number = header['order_number'] as string;
    expect(await list(`order_number=${number}`)).toHaveLength(1);
    expect(await list(`search=${number.toLowerCase()}&status=PENDING`)).toHaveLength(1);
    const past = '2020-01-01T00:00:00Z';
    expect(await list(`customer=${customer}&occurred_before=${past}`)).toEqual([]);
    expect(await list(`customer=${customer}&occurred_after=${past}`)).toHaveLength(1);
  });
});

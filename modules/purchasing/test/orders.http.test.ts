/** Purchase orders: placed, changed, converted once, voided with a reason. */
import { newUuid } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, openBuyingDesk } from './buying-desk.ts';
import type { BuyingDesk } from './buying-desk.ts';

let desk: BuyingDesk;
let tea: string;
let mug: string;
beforeAll(async () => {
  desk = await openBuyingDesk();
  [tea, mug] = [await desk.product(), await desk.product()];
});
afterAll(() => desk.shop.close());

const full = (id: string): string => `/api/purchase-orders/${id}/full/`;
const convert = (id: string): string => `/api/purchase-orders/${id}/convert-to-purchase/`;
const totalOf = async (id: string) => (await desk.sure('GET', `/api/poheaders/${id}/`)).total_cost;

describe('an order', () => {
  test('is placed with its lines, once under its id', async () => {
    const items = [
      { product_id: tea, quantity: 3, price_per_unit: 1.25 },
      { product_id: mug, unit_id: null, quantity: '2', price_per_unit: '4.00', discount: '0.50' },
    ];
    const body = { po_header_id: newUuid(), supplier_id: desk.supplier, items };
    const path = '/api/purchase-orders/create/';
    const placed = await desk.call('POST', path, { ...body, expected_date: '2026-02-14' });
    expect([placed.status, Object.keys(placed.body as object)]).toEqual([
      201,
      ['po_header_id', 'order_number'],
    ]);
    expect(placed.body.order_number).toMatch(/^PO-\d{8}$/);
    const again = await desk.call('POST', path, { ...body, expected_date: '2026-02-14' });
    expect(again.body).toEqual(placed.body);
    expect(codeOf(await desk.call('POST', path, body))).toEqual([409, 'id_reused']);
    expect(await desk.sure('GET', full(body.po_header_id))).toMatchObject({
      ...{ subtotal: '11.75', total_cost: '11.25', expected_date: '2026-02-14' },
      converted_purchase: null,
      details: [
        { product: tea, quantity: '3', price_per_unit: '1.25', discount: '0.00', total: '3.75' },
        { product: mug, quantity: '2', total: '7.50' },
      ],
    });
    const { po_header_id: _id, ...nameless } = body;
    const both = await Promise.all([1, 2].map(() => desk.call('POST', path, nameless)));
    expect(new Set(both.map((one) => one.body.order_number as string)).size).toBe(2);
    const header = await desk.sure('GET', `/api/purchase-orders/${body.po_header_id}/header/`);
    expect(header).toEqual(await desk.sure('GET', `/api/poheaders/${body.po_header_id}/`));
  });

  test.each([
    [{ items: [] }, 400, 'input_invalid'],
    [{ items: [{ product_id: newUuid(), quantity: 1, price_per_unit: 1 }] }, 404, 'not_found'],
    [{ supplier_id: newUuid() }, 404, 'not_found'],
    [{ expected_date: '14.02.2026' }, 400, 'input_invalid'],
  ])('with %o is refused', async (change, status, code) => {
    const items = [{ product_id: tea, quantity: '1', price_per_unit: '1' }];
    const body = { supplier_id: desk.supplier, items, ...change };
    const answer = await desk.call('POST', '/api/purchase-orders/create/', body);
    expect(codeOf(answer)).toEqual([status, code]);
  });

  test.each(['/api/podetails/', '/api/podeltails/'])(
    'takes lines one by one at %s',
    async (path) => {
      const order = await desk.sure('POST', '/api/poheaders/', { supplier: desk.supplier });
      const id = order.po_header_id as string;
      const body = { po_detail_id: newUuid(), po_header: id, product: tea, quantity: '2' };
      const line = await desk.sure('POST', path, { ...body, price_per_unit: '3' });
      expect(await desk.sure('POST', path, { ...body, price_per_unit: '3' })).toEqual(line);
      const other = await desk.call('POST', path, { ...body, price_per_unit: '4' });
      expect(codeOf(other)).toEqual([409, 'id_reused']);
      expect(await totalOf(id)).toBe('6.00');
      const one = `${path}${body.po_detail_id}/`;
      expect(await desk.sure('PATCH', one, { quantity: '5' })).toMatchObject({ total: '15.00' });
      expect(await totalOf(id)).toBe('15.00');
      const whole = { product: mug, quantity: '1', price_per_unit: '2', po_header: id };
      expect(await desk.sure('PUT', one, whole)).toMatchObject({ product: mug, total: '2.00' });
      const elsewhere = { ...whole, po_header: newUuid() };
      expect(codeOf(await desk.call('PUT', one, elsewhere))).toEqual([404, 'not_found']);
      expect(await desk.sure('GET', `${path}?po_header=${id}`)).toHaveLength(1);
      expect((await desk.call('DELETE', one)).status).toBe(204);
      expect(codeOf(await desk.call('GET', one))).toEqual([404, 'not_found']);
      expect(await totalOf(id)).toBe('0.00');
      const late = await desk.call('POST', path, { ...body, price_per_unit: '3' });
      expect(codeOf(late)).toEqual([409, 'id_reused']);
    },
  );

  test('is changed as a whole: lines that are not sent stay, and count', async () => {
    const id = await desk.order([
      [tea, '3', '1.00'],
      [mug, '2', '4.00'],
    ]);
    const [first, second] = (await desk.sure('GET', full(id))).details;
    const details = [
      { po_detail_id: first.po_detail_id as string, quantity: '10' },
      { product: mug, quantity: '1', price_per_unit: '5', discount: '1' },
    ];
    const body = { notes: 'by noon', details };
    const changed = await desk.sure('PUT', full(id), body);
    expect(changed).toMatchObject({ notes: 'by noon', subtotal: '23.00', total_cost: '22.00' });
    expect(changed.details).toHaveLength(3);
    expect(await desk.sure('PUT', full(id), body)).toEqual(changed);
    const gone = { details: [{ po_detail_id: second.po_detail_id as string, delete: true }] };
    const less = await desk.sure('PUT', full(id), gone);
    expect([less.total_cost, less.details.length]).toEqual(['14.00', 2]);
    expect(await desk.sure('PUT', full(id), gone)).toEqual(less);
    const stranger = { details: [{ po_detail_id: newUuid(), delete: true }] };
    expect(codeOf(await desk.call('PUT', full(id), stranger))).toEqual([404, 'not_found']);
    const half = await desk.call('PUT', full(id), { details: [{ product: tea, quantity: '1' }] });
    expect([...codeOf(half), half.body.errors[0].field]).toEqual([
      ...[400, 'input_invalid'],
      'details.0.price_per_unit',
    ]);
    const twice = { details: [details[0], details[0]] };
    expect(codeOf(await desk.call('PUT', full(id), twice))).toEqual([400, 'input_invalid']);
  });

  test('is voided with a reason, and stays in the audit', async () => {
    const id = await desk.order([[tea, '3', '1.00']]);
    const path = `/api/poheaders/${id}/`;
    expect(codeOf(await desk.call('DELETE', path, {}))).toEqual([400, 'input_invalid']);
    expect((await desk.call('DELETE', path, { reason: 'twice' })).status).toBe(204);
    for (const gone of [path, full(id)]) {
      expect(codeOf(await desk.call('GET', gone))).toEqual([404, 'not_found']);
    }
    expect(codeOf(await desk.call('POST', convert(id), {}))).toEqual([404, 'not_found']);
    const [told] = (await desk.auditOf(id)).slice(-1);
    expect(told).toMatchObject({ action: 'PURCHASE_ORDER_VOIDED', reason: 'twice' });
    expect(told?.['data']).toMatchObject({ before: { details: [{ quantity: '3' }] }, after: null });
    const list = await desk.sure('GET', '/api/poheaders/?limit=1000');
    expect(list.map((one: { po_header_id: string }) => one.po_header_id)).not.toContain(id);
  });
});

describe('an order that becomes a purchase', () => {
  test('does so once, with its lines, and then stays as it is', async () => {
    const id = await desk.order([
      [tea, '3', '1.00'],
      [mug, '2', '4.00'],
    ]);
    const body = { purchase_header_id: newUuid(), invoice_number: `KTT-${newUuid()}` };
    const made = await desk.call('POST', convert(id), body);
    expect([made.status, made.body]).toEqual([
      201,
      { ...body, order_number: expect.stringMatching(/^PU-\d{8}$/) },
    ]);
    expect((await desk.call('POST', convert(id), body)).body).toEqual(made.body);
    const second = await desk.call('POST', convert(id), {});
    expect(codeOf(second)).toEqual([409, 'purchase_order_converted']);
    expect(second.body.purchase_header_id).toBe(body.purchase_header_id);
    const purchase = await desk.sure('GET', `/api/purchases/${body.purchase_header_id}/full/`);
    expect(purchase).toMatchObject({
      po_header: id,
      total_cost: '11.00',
      remaining_balance: '11.00',
      details: [
        { product: tea, quantity: '3' },
        { product: mug, quantity: '2' },
      ],
    });
    const [{ po_detail_id: line }] = (await desk.sure('GET', full(id))).details;
    const frozen: readonly (readonly [string, string, object])[] = [
      ['PUT', full(id), { notes: 'late' }],
      ['PATCH', `/api/poheaders/${id}/`, { notes: 'late' }],
      ['DELETE', `/api/poheaders/${id}/`, { reason: 'late' }],
      ['PATCH', `/api/podetails/${line as string}/`, { quantity: '1' }],
      ['DELETE', `/api/podetails/${line as string}/`, {}],
    ];
    for (const [method, path, change] of frozen) {
      const answer = await desk.call(method, path, change);
      expect(codeOf(answer)).toEqual([409, 'purchase_order_converted']);
    }
    expect(await desk.sure('GET', '/api/poheaders/?is_converted=true')).toHaveLength(1);
  });

  test('pays by Cash where nothing is said, else by the first option, else by none', async () => {
    const optionOf = async () => {
      const id = await desk.order([[tea, '1', '1.00']]);
      const { purchase_header_id } = await desk.sure('POST', convert(id), {});
      return (await desk.sure('GET', `/api/purchaseheaders/${purchase_header_id as string}/`))
        .payment_option as string | null;
    };
    expect(await optionOf()).toBeNull();
    const option = async (name: string) =>
      (await desk.sure('POST', '/api/paymentsoptions/', { name })).payment_option_id as string;
    const bank = await option('Bank');
    await option('Airtel');
    expect(await optionOf()).toBe(bank);
    const cash = await option('CASH');
    expect(await optionOf()).toBe(cash);
    const id = await desk.order([[tea, '1', '1.00']]);
    const nobodys = await desk.call('POST', convert(id), { payment_option_id: newUuid() });
    expect([...codeOf(nobodys), nobodys.body.errors[0].field]).toEqual([
      ...[404, 'not_found'],
      'payment_option_id',
    ]);
  });

  test('needs lines, and an invoice number that its supplier has not used', async () => {
    const empty = await desk.sure('POST', '/api/poheaders/', { supplier: desk.supplier });
    const refused = await desk.call('POST', convert(empty.po_header_id as string), {});
    expect(codeOf(refused)).toEqual([409, 'order_empty']);
    const [one, other] = [
      await desk.order([[tea, '1', '1.00']]),
      await desk.order([[tea, '1', '1.00']]),
    ];
    await desk.sure('POST', convert(one), { invoice_number: 'SAME' });
    const taken = await desk.call('POST', convert(other), { invoice_number: 'SAME' });
    expect(codeOf(taken)).toEqual([409, 'name_taken']);
    expect((await desk.call('POST', convert(other), {})).status).toBe(201);
  });

  test('by two at once becomes one purchase', async () => {
    const id = await desk.order([[tea, '1', '1.00']]);
    const answers = await Promise.all([1, 2, 3].map(() => desk.call('POST', convert(id), {})));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    const ids = new Set(answers.map(({ body }) => body.purchase_header_id as string));
    expect(ids.size).toBe(1);
    const other = await desk.order([[tea, '1', '1.00']]);
    const body = { purchase_header_id: newUuid() };
    const same = await Promise.all([1, 2].map(() => desk.call('POST', convert(other), body)));
    expect(same.map(({ status }) => status)).toEqual([201, 201]);
    expect(same[0]?.body).toEqual(same[1]?.body);
  });

  test('may become another one when that is voided', async () => {
    const id = await desk.order([[tea, '1', '1.00']]);
    const first = await desk.sure('POST', convert(id), {});
    const path = `/api/purchaseheaders/${first.purchase_header_id as string}/`;
    expect((await desk.call('DELETE', path, { reason: 'wrong' })).status).toBe(204);
    expect((await desk.sure('GET', full(id))).converted_purchase).toBeNull();
    const second = await desk.sure('POST', convert(id), {});
    expect(second.purchase_header_id).not.toBe(first.purchase_header_id);
  });
});

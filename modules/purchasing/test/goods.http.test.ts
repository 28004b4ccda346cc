/** Goods that come in: in parts, never too many, and once. */
import { newUuid } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, openBuyingDesk } from './buying-desk.ts';
import type { BuyingDesk } from './buying-desk.ts';

let desk: BuyingDesk;
beforeAll(async () => {
  desk = await openBuyingDesk();
});
afterAll(() => desk.shop.close());

const notes = '/api/grnheaders/';
const noteLines = '/api/grndetails/';

describe('goods', () => {
  test('come in parts, in several notes, and their stock rises with each', async () => {
    const product = await desk.product();
    const { id, lines } = await desk.purchase([[product, '10', '2.00']]);
    const first = await desk.sure('POST', notes, {
      purchase_header: id,
      supplier: desk.supplier,
      grn_number: 'DN-1',
      details: [{ purchase_detail: lines[0], quantity: '4', price_per_unit: '2' }],
    });
    expect(first).toMatchObject({
      purchase_header: id,
      po_header: null,
      grn_number: 'DN-1',
      location: null,
      details: [{ product, quantity: '4', price_per_unit: '2.00', total_cost: '8.00' }],
    });
    expect(await desk.onHand(product)).toBe('4');
    const state = async () => (await desk.sure('GET', `/api/purchaseheaders/${id}/`)).receipt_state;
    expect(await state()).toBe('PARTIAL');
    const second = await desk.sure('POST', notes, { purchase_header: id });
    expect(second).toMatchObject({ details: [], grn_number: expect.stringMatching(/^GRN-\d{8}$/) });
    const body = { grn_header: second.grn_header_id as string, product, quantity: '6' };
    await desk.sure('POST', noteLines, body);
    expect(await state()).toBe('FULL');
    expect(await desk.onHand(product)).toBe('10');
    const moved = await desk.sure(
      'GET',
      `/api/stock-movements/?product=${product}&ordering=created_at`,
    );
    expect(moved).toMatchObject([
      { movement_type: 'PURCHASE', quantity: '4', reference_number: 'DN-1', new_stock: '4' },
      { movement_type: 'PURCHASE', quantity: '6', new_stock: '10' },
    ]);
    const [line] = (await desk.sure('GET', `/api/purchases/${id}/full/`)).details;
    expect(line).toMatchObject({ quantity: '10', quantity_received: '10' });
  });

  test('are never more than was ordered, by line or by product', async () => {
    const product = await desk.product();
    const { id, lines } = await desk.purchase([[product, '5', '1.00']]);
    const receive = (details: object[]) =>
      desk.call('POST', notes, { purchase_header: id, details });
    const tooMany = [409, 'receipt_exceeds_order'];
    expect(codeOf(await receive([{ product, quantity: '5.001' }]))).toEqual(tooMany);
    const twice = [
      { purchase_detail: lines[0], quantity: '3' },
      { product, quantity: '2.5' },
    ];
    const refused = await receive(twice);
    expect(codeOf(refused)).toEqual(tooMany);
    expect(refused.body.errors[0].field).toBe('details.1.quantity');
    expect(await desk.onHand(product)).toBeUndefined();
    expect((await receive([{ product, quantity: '5' }])).status).toBe(201);
    expect(codeOf(await receive([{ product, quantity: '0.001' }]))).toEqual(tooMany);
    expect(await desk.onHand(product)).toBe('5');
  });

  test('of one product on two lines go to the line that has so much to come', async () => {
    const product = await desk.product();
    const { id, lines } = await desk.purchase([
      [product, '2', '1.00'],
      [product, '9', '3.00'],
    ]);
    const details = [
      { product, quantity: '7' },
      { product, quantity: '2' },
    ];
    const made = await desk.sure('POST', notes, { purchase_header: id, details });
    expect(made.details).toMatchObject([
      { purchase_detail: lines[1], quantity: '7', total_cost: '21.00' },
      { purchase_detail: lines[0], quantity: '2', total_cost: '2.00' },
    ]);
  });

  test('cost what the line costs after its discount, in any steps', async () => {
    const product = await desk.product();
    const { id } = await desk.purchase([[product, '3', '1.00', '0.01']]);
    const cost = async (quantity: string) => {
      const details = [{ product, quantity }];
      const made = await desk.sure('POST', notes, { purchase_header: id, details });
      return made.details[0].total_cost as string;
    };
    expect([await cost('1'), await cost('1'), await cost('1')]).toEqual(['1.00', '0.99', '1.00']);
  });

  test('are what was ordered: another product, unit or price is refused', async () => {
    const [product, other] = [await desk.product(), await desk.product()];
    const { body: unit } = await desk.call('POST', '/api/units/', { unit_name: `U${newUuid()}` });
    const { id } = await desk.purchase([[product, '5', '1.00']]);
    const receive = async (line: object) => {
      const details = [{ quantity: '1', ...line }];
      const answer = await desk.call('POST', notes, { purchase_header: id, details });
      return [answer.status, answer.body.code, answer.body.errors?.[0]?.field];
    };
    expect(await receive({ product: other })).toEqual([404, 'not_found', 'details.0.product']);
    expect(await receive({ purchase_detail: newUuid() })).toEqual([
      404,
      'not_found',
      'details.0.purchase_detail',
    ]);
    const unitId = unit.unit_id as string;
    expect(await receive({ product, unit: unitId })).toEqual([404, 'not_found', 'details.0.unit']);
    expect(await receive({ product, price_per_unit: '1.01' })).toEqual([
      422,
      'amount_invalid',
      'details.0.price_per_unit',
    ]);
    expect(await receive({})).toEqual([400, 'input_invalid', 'details.0.product']);
    for (const quantity of ['0', '0.0001', '1000000']) {
      expect(await receive({ product, quantity })).toEqual([
        422,
        'amount_invalid',
        'details.0.quantity',
      ]);
    }
  });
});

describe('a note', () => {
  test('that is sent again is the first answer; another under its id is refused', async () => {
    const product = await desk.product();
    const { id } = await desk.purchase([[product, '5', '1.00']]);
    const body = {
      grn_header_id: newUuid(),
      purchase_header: id,
      details: [{ product, quantity: '2' }],
    };
    const first = await desk.call('POST', notes, body);
    const again = await desk.call('POST', notes, body);
    expect([again.status, again.body]).toEqual([201, first.body]);
    const other = { ...body, details: [{ product, quantity: '3' }] };
    expect(codeOf(await desk.call('POST', notes, other))).toEqual([409, 'id_reused']);
    expect(await desk.onHand(product)).toBe('2');
    const line = {
      grn_detail_id: newUuid(),
      grn_header: body.grn_header_id,
      product,
      quantity: '1',
    };
    const one = await desk.call('POST', noteLines, line);
    expect((await desk.call('POST', noteLines, line)).body).toEqual(one.body);
    const more = { ...line, quantity: '2' };
    expect(codeOf(await desk.call('POST', noteLines, more))).toEqual([409, 'id_reused']);
    expect(await desk.onHand(product)).toBe('3');
  });

  test('that is generated receives what is left, and cannot receive it twice', async () => {
    const [tea, mug] = [await desk.product(), await desk.product()];
    const { id } = await desk.purchase([
      [tea, '5', '1.00'],
      [mug, '2', '4.00'],
    ]);
    const details = [{ product: tea, quantity: '1.5' }];
    await desk.sure('POST', notes, { purchase_header: id, details });
    const generate = `/api/purchases/${id}/generate-grn/`;
    const body = { grn_header_id: newUuid(), grn_number: 'DN-77' };
    const made = await desk.call('POST', generate, body);
    expect(made.status).toBe(201);
    expect(made.body.details).toMatchObject([
      { product: tea, quantity: '3.5' },
      { product: mug, quantity: '2' },
    ]);
    expect((await desk.call('POST', generate, body)).body).toEqual(made.body);
    expect(codeOf(await desk.call('POST', generate, {}))).toEqual([409, 'receipt_exceeds_order']);
    expect([await desk.onHand(tea), await desk.onHand(mug)]).toEqual(['5', '2']);
    const { id: next } = await desk.purchase([[tea, '1', '1.00']]);
    const taken = await desk.call('POST', `/api/purchases/${next}/generate-grn/`, {
      grn_number: 'DN-77',
    });
    expect(codeOf(taken)).toEqual([409, 'name_taken']);
  });

  test('of a purchase order needs a purchase that it became', async () => {
    const product = await desk.product();
    const order = await desk.order([[product, '3', '1.00']]);
    const body = { po_header: order, details: [{ product, quantity: '3' }] };
    expect(codeOf(await desk.call('POST', notes, body))).toEqual([409, 'purchase_order_open']);
    const converted = await desk.sure('POST', `/api/purchase-orders/${order}/convert-to-purchase/`);
    const { id: stranger } = await desk.purchase([[product, '3', '1.00']]);
    const wrong = { ...body, purchase_header: stranger };
    expect(codeOf(await desk.call('POST', notes, wrong))).toEqual([404, 'not_found']);
    expect(await desk.sure('POST', notes, body)).toMatchObject({
      po_header: order,
      purchase_header: converted.purchase_header_id as string,
    });
    const list = await desk.sure('GET', `${notes}?po_header=${order}`);
    expect(list).toHaveLength(1);
    expect(codeOf(await desk.call('POST', notes, {}))).toEqual([400, 'input_invalid']);
  });

  test('brings goods to a location where one is named', async () => {
    const product = await desk.product();
    const { id } = await desk.purchase([[product, '5', '1.00']]);
    const place = await desk.sure('POST', '/api/locations/', { name: 'Cellar', code: 'CEL' });
    const location = place.location_id as string;
    await desk.sure('POST', `/api/purchases/${id}/generate-grn/`, { location });
    await desk.drain();
    const levels = await desk.sure('GET', `/api/stock-levels/?product=${product}`);
    expect(levels).toMatchObject([{ location, on_hand: '5' }]);
    const nowhere = { purchase_header: id, location: newUuid() };
    expect(codeOf(await desk.call('POST', notes, nowhere))).toEqual([404, 'not_found']);
  });

  test('changes its words and its day, never what came', async () => {
    const product = await desk.product();
    const { id } = await desk.purchase([[product, '5', '1.00']]);
    const { grn_header_id: note } = await desk.sure(
      'POST',
      `/api/purchases/${id}/generate-grn/`,
      {},
    );
    const path = `${notes}${note as string}/`;
    const changed = await desk.sure('PATCH', path, {
      notes: 'two wet',
      received_date: '2026-01-31',
    });
    expect(changed).toMatchObject({ notes: 'two wet', received_date: '2026-01-31' });
    expect(await desk.sure('GET', path)).toEqual(changed);
    const bad = await desk.call('PUT', path, { details: [] });
    expect(codeOf(bad)).toEqual([400, 'input_invalid']);
  });
});

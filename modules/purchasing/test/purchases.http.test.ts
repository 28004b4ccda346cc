/** Purchases, their lines and totals; what suppliers are paid, and what is still owed. */
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

const header = (id: string): string => `/api/purchaseheaders/${id}/`;
const full = (id: string): string => `/api/purchases/${id}/full/`;
const lineAt = (id: string | undefined): string => `/api/purchasedetails/${id ?? ''}/`;
const pay = (id: string, amount_paid: string, change: object = {}) =>
  desk.call('POST', '/api/payments/', { purchase_header: id, amount_paid, ...change });
const sumsOf = async (id: string) => {
  const { total_cost, amount_paid, remaining_balance } = await desk.sure('GET', header(id));
  return [total_cost, amount_paid, remaining_balance] as unknown;
};

describe('a purchase', () => {
  test('gets its numbers, once under its id', async () => {
    const body = { purchase_header_id: newUuid(), supplier: desk.supplier };
    const made = await desk.call('POST', '/api/purchaseheaders/', body);
    expect(made.body).toMatchObject({
      order_number: expect.stringMatching(/^PU-\d{8}$/),
      invoice_number: expect.stringMatching(/^INV-\d{8}$/),
      total_cost: '0.00',
      receipt_state: 'NONE',
    });
    expect((await desk.call('POST', '/api/purchaseheaders/', body)).body).toEqual(made.body);
    const other = { ...body, purchase_date: '2026-01-01' };
    expect(codeOf(await desk.call('POST', '/api/purchaseheaders/', other))).toEqual([
      ...[409, 'id_reused'],
    ]);
    const crowd = await Promise.all([1, 2, 3, 4].map(() => desk.purchase([])));
    const numbers = crowd.map(async ({ id }) => (await desk.sure('GET', header(id))).order_number);
    expect(new Set(await Promise.all(numbers)).size).toBe(4);
  });

  test('has an invoice number that its supplier gives once; a number of ours makes way', async () => {
    const make = (change: object) =>
      desk.call('POST', '/api/purchaseheaders/', { supplier: desk.supplier, ...change });
    const last = (await make({})).body.invoice_number as string;
    const next = `INV-${String(Number(last.slice(4)) + 1).padStart(8, '0')}`;
    expect((await make({ invoice_number: next })).status).toBe(201);
    const taken = await make({ invoice_number: next });
    expect([...codeOf(taken), taken.body.errors[0].field]).toEqual([
      ...[409, 'name_taken', 'invoice_number'],
    ]);
    const ours = (await make({})).body.invoice_number as string;
    expect([last, next]).not.toContain(ours);
    const other = await desk.sure('POST', '/api/suppliers/', { name: 'Other' });
    const theirs = { supplier: other.supplier_id as string, invoice_number: next };
    expect((await make(theirs)).status).toBe(201);
  });

  test('costs what all its lines cost, whichever were sent, and stays paid', async () => {
    const { id, lines } = await desk.purchase([
      [tea, '10', '1.00'],
      [mug, '2', '5.00', '1.00'],
    ]);
    expect(await sumsOf(id)).toEqual(['19.00', '0.00', '19.00']);
    expect((await pay(id, '6')).status).toBe(201);
    const details = [{ purchase_detail_id: lines[0], quantity: '20' }];
    const changed = await desk.sure('PUT', full(id), { details });
    expect(changed).toMatchObject({ subtotal: '30.00', total_cost: '29.00' });
    expect(changed.details).toHaveLength(2);
    expect(await sumsOf(id)).toEqual(['29.00', '6.00', '23.00']);
    const below = {
      details: [
        { purchase_detail_id: lines[0], delete: true },
        { purchase_detail_id: lines[1], quantity: '1' },
      ],
    };
    expect(codeOf(await desk.call('PUT', full(id), below))).toEqual([409, 'total_below_paid']);
    expect(await sumsOf(id)).toEqual(['29.00', '6.00', '23.00']);
    const one = await desk.call('DELETE', lineAt(lines[0]));
    expect(one.status).toBe(204);
    expect(await sumsOf(id)).toEqual(['9.00', '6.00', '3.00']);
    const last = await desk.call('DELETE', lineAt(lines[1]), { reason: 'x' });
    expect(codeOf(last)).toEqual([409, 'total_below_paid']);
  });

  test('moves no stock by its lines', async () => {
    const product = await desk.product();
    const { id, lines } = await desk.purchase([[product, '10', '1.00']]);
    await desk.sure('POST', '/api/purchasedetails/', {
      ...{ purchase_header: id, product, quantity: '1', price_per_unit: '2' },
    });
    await desk.sure('PATCH', lineAt(lines[0]), { quantity: '12' });
    expect(await desk.onHand(product)).toBeUndefined();
    expect(await sumsOf(id)).toEqual(['14.00', '0.00', '14.00']);
  });

  test('that goods came of keeps what was ordered, and may still want more or less', async () => {
    const { id, lines } = await desk.purchase([[tea, '10', '1.00']]);
    const details = [{ product: tea, quantity: '4' }];
    await desk.sure('POST', '/api/grnheaders/', { purchase_header: id, details });
    const line = lineAt(lines[0]);
    const frozen = [
      { product: mug },
      { price_per_unit: '2' },
      { discount: '1' },
      { quantity: '3.999' },
    ];
    for (const change of frozen) {
      expect(codeOf(await desk.call('PATCH', line, change))).toEqual([409, 'goods_received']);
    }
    expect(codeOf(await desk.call('DELETE', line))).toEqual([409, 'goods_received']);
    const edit = { details: [{ purchase_detail_id: lines[0], delete: true }] };
    expect(codeOf(await desk.call('PUT', full(id), edit))).toEqual([409, 'goods_received']);
    expect(await desk.sure('PATCH', line, { quantity: '4' })).toMatchObject({ total: '4.00' });
    expect((await desk.sure('GET', header(id))).receipt_state).toBe('FULL');
    const body = {
      supplier: (await desk.sure('POST', '/api/suppliers/', { name: 'B' })).supplier_id,
    };
    expect(codeOf(await desk.call('PATCH', header(id), body as object))).toEqual([409, 'in_use']);
    const word = await desk.sure('PUT', header(id), {
      supplier: desk.supplier,
      purchase_date: '2026-01-31',
    });
    expect(word.purchase_date).toBe('2026-01-31');
    const undone = await desk.call('DELETE', header(id), { reason: 'x' });
    expect(codeOf(undone)).toEqual([409, 'in_use']);
  });

  test('is voided with a reason while nothing moved; its id and number stay taken', async () => {
    const body = { purchase_header_id: newUuid(), supplier: desk.supplier, invoice_number: 'V-1' };
    await desk.sure('POST', '/api/purchaseheaders/', body);
    const path = header(body.purchase_header_id);
    expect(codeOf(await desk.call('DELETE', path, {}))).toEqual([400, 'input_invalid']);
    expect((await desk.call('DELETE', path, { reason: 'entered twice' })).status).toBe(204);
    expect(codeOf(await desk.call('GET', path))).toEqual([404, 'not_found']);
    expect(codeOf(await pay(body.purchase_header_id, '1'))).toEqual([404, 'not_found']);
    const again = await desk.call('POST', '/api/purchaseheaders/', body);
    expect(codeOf(again)).toEqual([409, 'id_reused']);
    const anew = { ...body, purchase_header_id: newUuid() };
    expect((await desk.call('POST', '/api/purchaseheaders/', anew)).status).toBe(201);
    const [told] = await desk.auditOf(body.purchase_header_id);
    expect(told).toMatchObject({ action: 'PURCHASE_VOIDED', reason: 'entered twice' });
    await desk.drain();
    const query = `?object_id=${body.purchase_header_id}`;
    const logs = await desk.sure('GET', `/api/audit-logs/${query}`);
    expect(logs).toMatchObject([{ reason: 'entered twice', object_id: body.purchase_header_id }]);
  });

  test.each([
    [{ quantity: '0' }, 422, 'amount_invalid'],
    [{ quantity: '0.0001' }, 422, 'amount_invalid'],
    [{ price_per_unit: '0.001' }, 422, 'amount_invalid'],
    [{ quantity: '100000', price_per_unit: '40000000000' }, 422, 'amount_invalid'],
    [{ discount: '2.01' }, 422, 'amount_invalid'],
    [{ product: newUuid() }, 404, 'not_found'],
    [{ unit: newUuid() }, 404, 'not_found'],
    [{ purchase_header: newUuid() }, 404, 'not_found'],
  ])('takes no line with %o', async (change, status, code) => {
    const { id } = await desk.purchase([]);
    const line = { purchase_header: id, product: tea, quantity: '2', price_per_unit: '1' };
    const answer = await desk.call('POST', '/api/purchasedetails/', { ...line, ...change });
    expect(codeOf(answer)).toEqual([status, code]);
    expect(await sumsOf(id)).toEqual(['0.00', '0.00', '0.00']);
  });
});

describe('a payment', () => {
  test('lets the balance fall, never below zero, and is repeatable', async () => {
    const { id } = await desk.purchase([[tea, '10', '1.00']]);
    const body = { payment_id: newUuid(), total_amount: '10.00', supplier: desk.supplier };
    const first = await pay(id, '4', body);
    expect(first.body).toMatchObject({
      ...{ amount_paid: '4.00', total_amount: '10.00', remaining_balance: '6.00' },
    });
    expect((await pay(id, '4', body)).body).toEqual(first.body);
    expect(codeOf(await pay(id, '5', body))).toEqual([409, 'id_reused']);
    expect(codeOf(await pay(id, '6.01'))).toEqual([409, 'payment_exceeds_balance']);
    for (const amount of ['0', '0.001']) {
      expect(codeOf(await pay(id, amount))).toEqual([422, 'amount_invalid']);
    }
    expect(codeOf(await pay(id, '1', { total_amount: '9' }))).toEqual([422, 'amount_invalid']);
    expect(codeOf(await pay(id, '1', { supplier: newUuid() }))).toEqual([404, 'not_found']);
    expect((await pay(id, '6')).status).toBe(201);
    expect(await sumsOf(id)).toEqual(['10.00', '10.00', '0.00']);
    const open = await desk.sure('GET', '/api/purchaseheaders/?is_paid=false&limit=1000');
    const ids = open.map((one: { purchase_header_id: string }) => one.purchase_header_id);
    expect(ids).not.toContain(id);
    const undone = await desk.call('DELETE', header(id), { reason: 'x' });
    expect(codeOf(undone)).toEqual([409, 'in_use']);
  });

  test('is corrected and undone, and the balance follows', async () => {
    const { id } = await desk.purchase([[tea, '10', '1.00']]);
    const { body: made } = await pay(id, '4');
    const path = `/api/payments/${made.payment_id as string}/`;
    const more = await desk.sure('PATCH', path, { amount_paid: '10', narration: 'all of it' });
    expect(more).toMatchObject({ amount_paid: '10.00', remaining_balance: '0.00' });
    const tooMuch = await desk.call('PATCH', path, { amount_paid: '10.01' });
    expect(codeOf(tooMuch)).toEqual([409, 'payment_exceeds_balance']);
    const other = { purchase_header: newUuid(), amount_paid: '1' };
    expect(codeOf(await desk.call('PUT', path, other))).toEqual([404, 'not_found']);
    await desk.sure('PUT', path, { purchase_header: id, amount_paid: '3' });
    expect(await sumsOf(id)).toEqual(['10.00', '3.00', '7.00']);
    expect(codeOf(await desk.call('DELETE', path, {}))).toEqual([400, 'input_invalid']);
    expect((await desk.call('DELETE', path, { reason: 'cheque came back' })).status).toBe(204);
    expect(await sumsOf(id)).toEqual(['10.00', '0.00', '10.00']);
    expect(codeOf(await desk.call('DELETE', path, { reason: 'x' }))).toEqual([404, 'not_found']);
    const told = await desk.auditOf(made.payment_id as string);
    expect(told.map(({ action }) => action)).toEqual([
      ...['SUPPLIER_PAYMENT_CHANGED', 'SUPPLIER_PAYMENT_CHANGED', 'SUPPLIER_PAYMENT_VOIDED'],
    ]);
  });

  test('of the last balance by two at once: one of them pays', async () => {
    const { id } = await desk.purchase([[tea, '10', '1.00']]);
    const answers = await Promise.all(['6', '6', '6'].map((amount) => pay(id, amount)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    expect(await sumsOf(id)).toEqual(['10.00', '6.00', '4.00']);
    const body = { payment_id: newUuid() };
    const same = await Promise.all([pay(id, '4', body), pay(id, '4', body)]);
    expect(same.map(({ status }) => status)).toEqual([201, 201]);
    expect(await sumsOf(id)).toEqual(['10.00', '10.00', '0.00']);
    const path = `/api/payments/${body.payment_id}/`;
    const undo = () => desk.call('DELETE', path, { reason: 'twice' });
    const undone = await Promise.all([undo(), undo()]);
    expect(undone.map(({ status }) => status).toSorted()).toEqual([204, 404]);
    expect(await sumsOf(id)).toEqual(['10.00', '6.00', '4.00']);
  });

  test('and a line that goes at the same time never leave a balance below zero', async () => {
    const { id, lines } = await desk.purchase([
      [tea, '10', '1.00'],
      [mug, '1', '1.00'],
    ]);
    const remove = desk.call('DELETE', lineAt(lines[0]), { reason: 'not on the invoice' });
    const [paid, gone] = await Promise.all([pay(id, '11'), remove]);
    expect([paid.status, gone.status].toSorted()).not.toEqual([201, 204]);
    expect([paid.body.code, gone.body.code]).toEqual(
      paid.status === 201
        ? [undefined, 'total_below_paid']
        : ['payment_exceeds_balance', undefined],
    );
  });
});

/** Goods that did not come after all, and two who receive or undo at the same time. */
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

describe('what did not come after all', () => {
  test('goes off the stock, may come again, and the audit knows why', async () => {
    const product = await desk.product();
    const { id } = await desk.purchase([[product, '5', '1.00']]);
    const body = { grn_header_id: newUuid(), purchase_header: id, grn_number: 'DN-V' };
    const details = [
      { product, quantity: '3' },
      { product, quantity: '2' },
    ];
    const made = await desk.sure('POST', notes, { ...body, details });
    expect(await desk.onHand(product)).toBe('5');
    const [one] = made.details as { grn_detail_id: string }[];
    const linePath = `${noteLines}${one?.grn_detail_id ?? ''}/`;
    expect(codeOf(await desk.call('DELETE', linePath, {}))).toEqual([400, 'input_invalid']);
    expect((await desk.call('DELETE', linePath, { reason: 'counted wrong' })).status).toBe(204);
    expect(await desk.onHand(product)).toBe('2');
    expect(codeOf(await desk.call('GET', linePath))).toEqual([404, 'not_found']);
    expect(codeOf(await desk.call('DELETE', linePath, { reason: 'x' }))).toEqual([
      404,
      'not_found',
    ]);
    const path = `${notes}${body.grn_header_id}/`;
    expect((await desk.call('DELETE', path, { reason: 'other shop' })).status).toBe(204);
    expect(await desk.onHand(product)).toBe('0');
    expect(codeOf(await desk.call('GET', path))).toEqual([404, 'not_found']);
    expect(codeOf(await desk.call('POST', notes, { ...body, details }))).toEqual([
      409,
      'id_reused',
    ]);
    const late = { grn_header: body.grn_header_id, product, quantity: '1' };
    expect(codeOf(await desk.call('POST', noteLines, late))).toEqual([404, 'not_found']);
    const moved = await desk.sure(
      'GET',
      `/api/stock-movements/?product=${product}&ordering=created_at`,
    );
    expect(moved.slice(2)).toMatchObject([
      { movement_type: 'ADJUSTMENT', quantity: '-3', reference_number: 'REVERSAL-DN-V' },
      { movement_type: 'ADJUSTMENT', quantity: '-2', reason: 'other shop' },
    ]);
    expect(await desk.auditOf(body.grn_header_id)).toMatchObject([
      {
        action: 'GOODS_NOTE_VOIDED',
        reason: 'other shop',
        data: { before: { grnNumber: 'DN-V', details: [{ quantity: '2' }] }, after: null },
      },
    ]);
    await desk.sure('POST', `/api/purchases/${id}/generate-grn/`, {});
    expect(await desk.onHand(product)).toBe('5');
  });
});

describe('two at once', () => {
  test('who receive the last pieces: one of them does', async () => {
    const product = await desk.product();
    const { id } = await desk.purchase([[product, '5', '1.00']]);
    const receive = () =>
      // With numbers of their own, so that nothing but the purchase makes one wait for the other.
      desk.call('POST', notes, {
        purchase_header: id,
        grn_number: newUuid(),
        details: [{ product, quantity: '3' }],
      });
    const answers = await Promise.all([receive(), receive()]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(await desk.onHand(product)).toBe('3');
    const generate = () =>
      desk.call('POST', `/api/purchases/${id}/generate-grn/`, { grn_number: newUuid() });
    const crowd = await Promise.all([generate(), generate(), generate()]);
    expect(crowd.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    expect(await desk.onHand(product)).toBe('5');
  });

  test('who send one note: both hear the same', async () => {
    const product = await desk.product();
    const { id } = await desk.purchase([[product, '5', '1.00']]);
    const body = {
      grn_header_id: newUuid(),
      purchase_header: id,
      details: [{ product, quantity: '5' }],
    };
    const answers = await Promise.all([1, 2, 3].map(() => desk.call('POST', notes, body)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map((one) => JSON.stringify(one.body))).size).toBe(1);
    expect(await desk.onHand(product)).toBe('5');
  });

  test('who void one note: its goods go once', async () => {
    const product = await desk.product();
    const { id } = await desk.purchase([[product, '5', '1.00']]);
    const note = await desk.sure('POST', `/api/purchases/${id}/generate-grn/`, {});
    const path = `${notes}${note.grn_header_id as string}/`;
    const undo = () => desk.call('DELETE', path, { reason: 'twice' });
    const answers = await Promise.all([undo(), undo()]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 404]);
    expect(await desk.onHand(product)).toBe('0');
  });
});

/** Store credit in a register's queue: it was given and taken, so it is booked, and flagged. */
import { storeCreditCode } from '@evertill/domain';
import { newUuid, openCounter, startTestShop } from '@evertill/testing';
import type { Body, Counter, Result, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { creditDeskAt, tenderOf } from './credit-desk.ts';
import type { CreditDesk } from './credit-desk.ts';
import { beside } from './session-counter.ts';

let shop: TestShop;
let counter: Counter;
let desk: CreditDesk;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
  desk = creditDeskAt(counter);
});
afterAll(() => shop.close());

/** A refund of 8.50 under an id that its counter made: the code is on paper before we hear. */
function refundAs(id: string, sale: string, change: Body = {}, at: Counter = counter) {
  const payments = [tenderOf('STORE_CREDIT', '8.50')];
  return at.next('refund', at.refundOf(sale, { payments, ...change }), { id });
}

async function booked(...sent: ReturnType<typeof refundAs>[]): Promise<readonly Result[]> {
  return (await counter.push(sent)).body.results as readonly Result[];
}

const applied = (...flags: string[]) => ({ outcome: 'APPLIED', flags });

describe('given at a counter', () => {
  test('the credit has the code on the paper, and the refund again gives no other', async () => {
    const [id, sale] = [newUuid(), await desk.sell()];
    const sent = refundAs(id, sale);
    expect(await booked(sent)).toMatchObject([applied()]);
    expect(await booked(sent)).toMatchObject([{ outcome: 'DUPLICATE', flags: [] }]);
    expect(await desk.ledgerOf(storeCreditCode(id))).toMatchObject({
      balance: '8.50',
      sales_refund: id,
      entries: [{ kind: 'ISSUED', amount: '8.50', sales_refund: id, sales_header: sale }],
    });
  });

  test('it goes back to a credit that is named, and what is no code is a new one, flagged', async () => {
    const code = await desk.creditOf('1.00');
    const named = [tenderOf('STORE_CREDIT', '8.50', code.toLowerCase())];
    const first = refundAs(newUuid(), await desk.sell(), { payments: named });
    expect(await booked(first)).toMatchObject([applied()]);
    expect(await desk.balanceOf(code)).toBe('9.50');
    const id = newUuid();
    const odd = [tenderOf('STORE_CREDIT', '8.50', 'the blue card')];
    const second = refundAs(id, await desk.sell(), { payments: odd });
    expect(await booked(second)).toMatchObject([applied('store_credit_unknown')]);
    expect(await desk.balanceOf(storeCreditCode(id))).toBe('8.50');
  });
});

describe('spent at a counter', () => {
  test('a sale is booked with it, once', async () => {
    const code = await desk.creditOf('10.00');
    const sent = counter.next('sale', {
      ...counter.saleOf(),
      payments: [tenderOf('STORE_CREDIT', '10.00', code), tenderOf('CASH', '15.50')],
    });
    expect(await booked(sent)).toMatchObject([applied()]);
    expect(await booked(sent)).toMatchObject([{ outcome: 'DUPLICATE', flags: [] }]);
    expect(await desk.ledgerOf(code)).toMatchObject({ balance: '0.00', spent: '10.00' });
  });

  test('what is over, over its time, or no code at all is booked and flagged', async () => {
    const code = await desk.creditOf('5.00');
    expect(await desk.sellFor('8.00', code)).toMatchObject(applied('store_credit_overdrawn'));
    expect(await desk.ledgerOf(code)).toMatchObject({ balance: '-3.00' });
    const over = await desk.creditOf('5.00');
    const end = 'UPDATE orders.store_credits SET expires_at = issued_at WHERE code = $1';
    await shop.sql(end, [over]);
    expect(await desk.sellFor('5.00', over)).toMatchObject(applied('store_credit_expired'));
    const unknown = applied('store_credit_unknown');
    expect(await desk.sellFor('5.00')).toMatchObject(unknown);
    expect(await desk.sellFor('5.00', 'gift')).toMatchObject(unknown);
  });

  test('before it is known who gave it, it counts all the same', async () => {
    const id = newUuid();
    const code = storeCreditCode(id);
    const unknown = applied('store_credit_unknown');
    expect(await desk.sellFor('3.00', code)).toMatchObject(unknown);
    // Nobody who asks may lean on what a counter said.
    expect((await desk.lookUp(code)).status).toBe(404);
    expect((await desk.pay(await desk.due(), '1.00', code)).body.code).toBe('store_credit_unknown');
    const waiting = await desk.ask('GET', '/api/store-credits/?limit=1');
    expect(waiting.body).toMatchObject([{ code, balance: '-3.00', issued_at: null }]);
    expect(await booked(refundAs(id, await desk.sell()))).toMatchObject([applied()]);
    expect(await desk.ledgerOf(code)).toMatchObject({ balance: '5.50', issued: '8.50' });
  });

  test('two tills that spend the last of one: both are booked, and one is flagged', async () => {
    const tills = await Promise.all(['A', 'B', 'C'].map((name) => beside(counter, `Till ${name}`)));
    const code = await desk.creditOf('20.00');
    const answers = await Promise.all(
      tills.map((till) => creditDeskAt(till).sellFor('10.00', code)),
    );
    expect(answers.map(({ outcome }) => outcome)).toEqual(['APPLIED', 'APPLIED', 'APPLIED']);
    expect(answers.flatMap(({ flags }) => flags)).toEqual(['store_credit_overdrawn']);
    const { entries, balance } = await desk.ledgerOf(code);
    expect(balance).toBe('-10.00');
    expect(entries.map((entry) => entry['balance'])).toEqual(['-10.00', '0.00', '10.00', '20.00']);
  });

  test('a void in the queue gives it back', async () => {
    const code = await desk.creditOf('10.00');
    const { id } = await desk.sellFor('10.00', code);
    const body = { sales_header: id, reason: 'wrong person' };
    expect(await counter.settle('void', body, { role: 'manager' })).toMatchObject(applied());
    expect(await desk.ledgerOf(code)).toMatchObject({ balance: '10.00', returned: '10.00' });
  });

  test('with a discount that a leader let pass it is both', async () => {
    const code = await desk.creditOf('5.00');
    const id = newUuid();
    const approval = await desk.letPass('DISCOUNT', id);
    const sale = { ...counter.saleOf({ discountMinor: 1000 }), approval };
    const payments = [tenderOf('STORE_CREDIT', '5.00', code), tenderOf('CASH', '10.50')];
    const sent = counter.next('sale', { ...sale, payments }, { id });
    expect(await booked(sent)).toMatchObject([applied()]);
    expect(await desk.balanceOf(code)).toBe('0.00');
  });
});

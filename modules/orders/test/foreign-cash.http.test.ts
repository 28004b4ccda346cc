/** Cash of other currencies: sheets of rates, sales paid with it, and the drawer that holds it. */
import { enrolRegister, flagsOf, openCounter, startTestShop } from '@evertill/testing';
import type { Body, Counter, TestRole, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dollarSale, dollars } from './foreign-counter.ts';

let shop: TestShop;
let counter: Counter;
let version: number;
const SHEET = '/api/rate-sheets/current/';

beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
});
afterAll(() => shop.close());

const sheet = (method: string, rates?: readonly Body[], role: TestRole = 'owner') =>
  shop.call(method, SHEET, {
    token: counter.tenant.tokens[role],
    ...(rates === undefined ? {} : { body: { rates } }),
  });
const publish = async (rates: readonly Body[] = [dollars]): Promise<number> => {
  const { status, body } = await sheet('PUT', rates);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.version as number;
};

/** A sale of 25.50, paid with 35 dollars, under the sheet in force. */
const paidInDollars = (foreign: Body = {}, change: Body = {}): Body =>
  dollarSale(counter, { rate_sheet_version: version, ...foreign }, change);

describe('a sheet of rates', () => {
  it('is not there before anybody says one', async () => {
    expect((await sheet('GET')).status).toBe(404);
  });

  it('is published by leaders, version after version, and never changes', async () => {
    expect((await sheet('PUT', [dollars], 'cashier')).body.code).toBe('capability_missing');
    expect((await sheet('PUT', [dollars], 'manager')).status).toBe(200);
    expect((await sheet('GET', undefined, 'cashier')).body).toMatchObject({
      version: 1,
      currency: 'GBP',
      rates: [{ currency: 'USD', rate: '0.79', smallest: '1.00' }],
    });
    // The same again is the same sheet.
    expect(await publish()).toBe(1);
    expect(await publish([dollars, { currency: 'EUR', rate: '0.86', smallest: '5' }])).toBe(2);
    const token = counter.tenant.tokens.cashier;
    const first = await shop.call('GET', '/api/rate-sheets/1/', { token });
    expect(first.body.rates).toEqual([{ currency: 'USD', rate: '0.79', smallest: '1.00' }]);
    expect((await shop.call('GET', '/api/rate-sheets/9/', { token })).status).toBe(404);
    await expect(
      shop.sql(`UPDATE orders.rate_sheets SET content = '{}' WHERE tenant_id = $1`, [
        counter.tenant.tenantId,
      ]),
    ).rejects.toThrow(/record of facts/);
    await shop.running.assembly.drain();
    const logs = await shop.call('GET', '/api/audit-logs/?action=RATE_SHEET_PUBLISHED', {
      token: counter.tenant.tokens.owner,
    });
    expect(logs.body).toHaveLength(2);
  });

  it.each([
    ['of the own currency', { currency: 'GBP', rate: '1' }, 'rates.0.currency'],
    ['of a currency that is none', { currency: 'XXX', rate: '1' }, 'rates.0.currency'],
    ['beyond all rates', { currency: 'USD', rate: '9999999.999999999' }, 'rates.0.rate'],
    ['of nothing', { currency: 'USD', rate: '0' }, 'rates.0.rate'],
    ['with a note of nothing', { ...dollars, smallest: '0' }, 'rates.0.smallest'],
    ['with a coin that is none', { ...dollars, smallest: '0.001' }, 'rates.0.smallest'],
  ])('takes no rate %s', async (_, rate, field) => {
    const { status, body } = await sheet('PUT', [rate]);
    expect([status, body.code, body.errors?.[0]?.field]).toEqual([422, 'amount_invalid', field]);
  });

  it('two at once make two versions', async () => {
    const answers = await Promise.all(
      ['1.1', '1.2', '1.3'].map((rate) => sheet('PUT', [{ currency: 'CHF', rate }])),
    );
    const versions = answers.map(({ body }) => body.version as number).sort();
    expect(versions).toEqual([3, 4, 5]);
  });

  it('is told to tills once, and anew when it is another', async () => {
    const pull = async (cursor?: string): Promise<Body> => {
      const query = cursor === undefined ? '' : `?cursor=${cursor}`;
      const token = counter.tenant.tokens.cashier;
      return (await shop.call('GET', `/api/sync/pull/${query}`, { token })).body as Body;
    };
    version = await publish();
    const first = await pull();
    const rates = [{ currency: 'USD', rate: '0.79', smallest: '1.00' }];
    expect(first['rate_sheet']).toEqual({ version, currency: 'GBP', rates });
    const again = await pull(first['cursor'] as string);
    expect(again['rate_sheet']).toBe(null);
    version = await publish([]);
    const changed = await pull(again['cursor'] as string);
    expect(changed['rate_sheet']).toEqual({ version, currency: 'GBP', rates: [] });
    version = await publish();
  });
});

describe('a sale paid with foreign cash', () => {
  it('is booked, keeps what was handed over, and prints it', async () => {
    const sold = await counter.settle('sale', paidInDollars());
    expect(sold).toMatchObject({ outcome: 'APPLIED', flags: [] });
    const token = counter.tenant.tokens.cashier;
    const listed = await shop.call('GET', `/api/sales-payments/?sales_header=${sold.id}`, {
      token,
    });
    expect(listed.body).toMatchObject([
      {
        amount: '27.65',
        foreign: { currency: 'USD', amount: '35.00', rate: '0.79', rate_sheet_version: version },
      },
    ]);
    const receipt = await shop.call('GET', `/api/receipts/${sold.id}/`, { token });
    expect(receipt.body.text).toMatch(/Cash\n {2}USD 35\.00 x 0\.79 +27\.65\nChange +2\.15\n/);
  });

  it('sent again is the same, with other dollars another', async () => {
    const sent = counter.next('sale', paidInDollars());
    await counter.push([sent]);
    const { body } = await counter.push([sent]);
    expect(body.results).toMatchObject([{ outcome: 'DUPLICATE', flags: [] }]);
    const kept = 'SELECT FROM orders.foreign_tenders WHERE sale_id = $1';
    expect(await shop.sql(kept, [sent.id])).toHaveLength(1);
  });

  it('goes under the sheet that it names, whatever is in force since', async () => {
    const named = version;
    version = await publish([{ currency: 'USD', rate: '0.85' }]);
    const sold = await counter.settle('sale', paidInDollars({ rate_sheet_version: named }));
    expect(sold).toMatchObject({ outcome: 'APPLIED', flags: [] });
    const other = await counter.settle('sale', paidInDollars());
    expect(other.flags).toEqual(['foreign_cash_differs']);
    version = await publish();
  });

  it.each<[string, Body, Body, readonly string[]]>([
    ['a rate that is not the one of the sheet', { rate: '0.8' }, {}, ['foreign_cash_differs']],
    ['an amount that is not worth it', { amount: '34' }, {}, ['foreign_cash_differs']],
    ['a sheet that is none', { rate_sheet_version: 999 }, {}, ['rate_unknown']],
    ['no sheet', { rate_sheet_version: undefined }, {}, ['rate_unknown']],
    ['a currency that the sheet has not', { currency: 'EUR' }, {}, ['rate_unknown']],
    ['change that is too much', {}, { change: '3.15' }, ['tender_differs']],
  ])('is flagged for %s', async (_, foreign, change, expected) => {
    const sold = await counter.settle('sale', paidInDollars(foreign, change));
    expect(sold).toMatchObject({ outcome: 'APPLIED', flags: expected });
    expect(await flagsOf(shop, sold.id)).toEqual(expected);
  });

  it('is flagged where it is no cash', async () => {
    const body = paidInDollars({}, { change: '0.00' });
    const [payment] = body['payments'] as Body[];
    const exact = { ...payment, method: 'CARD', amount: '25.50' };
    const sold = await counter.settle('sale', { ...body, payments: [exact] });
    expect(sold).toMatchObject({ outcome: 'APPLIED', flags: ['foreign_cash_differs'] });
  });

  it.each<[string, Body, string]>([
    ['without a rate', { rate: undefined }, 'currency_foreign'],
    ['in a currency that is none', { currency: 'XXX' }, 'currency_foreign'],
    ['at a rate of nothing', { rate: '0' }, 'amount_invalid'],
    ['finer than its currency', { amount: '35.001' }, 'amount_invalid'],
  ])('is parked %s', async (_, foreign, code) => {
    const sold = await counter.settle('sale', paidInDollars(foreign));
    expect(sold).toMatchObject({ outcome: 'REJECTED_TERMINAL', code });
  });

  it('is given back in the own currency of the shop, and no refund says otherwise', async () => {
    const { id } = await counter.settle('sale', paidInDollars());
    const refund = counter.refundOf(id);
    expect(await counter.settle('refund', refund)).toMatchObject({ outcome: 'APPLIED', flags: [] });
    const [payment] = counter.refundOf(id)['payments'] as Body[];
    const odd = { ...payment, foreign: { currency: 'USD', amount: '1', rate: '0.79' } };
    expect(
      await counter.settle('refund', { ...counter.refundOf(id), payments: [odd] }),
    ).toMatchObject({ outcome: 'REJECTED_TERMINAL', code: 'input_invalid' });
  });
});

it('another shop sees none of it', async () => {
  const [, other] = shop.tenants;
  await enrolRegister(shop, other, 'Elsewhere');
  const { status } = await shop.call('GET', SHEET, { token: other.tokens.owner });
  expect(status).toBe(404);
});

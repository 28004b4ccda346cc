/** The drawer that holds two currencies: its X, its close, its Z; and what must hold of it. */
import { openCounter, startTestShop } from '@evertill/testing';
import type { Body, Counter, Result, TestAnswer, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foreignInvariants } from '../src/foreign/foreign-invariants.ts';
import { dollarSale, dollars } from './foreign-counter.ts';
import { ask, beside, close, openByQueue } from './session-counter.ts';

let shop: TestShop;
let counter: Counter;
let version: number;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
  const { owner: token } = counter.tenant.tokens;
  const body = { rates: [dollars] };
  const { body: sheet } = await shop.call('PUT', '/api/rate-sheets/current/', { token, body });
  version = sheet.version as number;
});
afterAll(() => shop.close());

const paidInDollars = (at: Counter, session: string): Body =>
  dollarSale(at, { rate_sheet_version: version }, { session });

describe('the drawer', () => {
  let tills = 0;
  const openTill = async (): Promise<{ till: Counter; session: string }> => {
    const till = await beside(counter, `Border ${(tills += 1)}`);
    return { till, session: await openByQueue(till) };
  };
  const sell = async (till: Counter, session: string): Promise<Result> => {
    const sold = await till.settle('sale', paidInDollars(till, session));
    expect(sold.outcome).toBe('APPLIED');
    return sold;
  };
  const dollarsOf = (answer: TestAnswer, key: string): unknown => answer.body[key];

  it('holds other currencies beside its own, and is counted in each', async () => {
    const { till, session } = await openTill();
    await sell(till, session);
    await till.settle('sale', { ...till.saleOf(), session });
    const x = await ask(till, 'GET', `${session}/x-report/`, { role: 'manager' });
    // 100 of float and 25.50 of cash, less 2.15 of change.
    expect(x.body).toMatchObject({
      expected_total: '123.35',
      figures: {
        cash_total: '23.35',
        foreign_cash: [{ currency: 'USD', received: '35.00', worth: '27.65' }],
        tenders: [{ method: 'CASH', received: '53.15', change: '2.15', kept: '51.00' }],
      },
    });
    const blind = await ask(till, 'GET', `${session}/x-report/`);
    expect(blind.body.figures).not.toHaveProperty('foreign_cash');
    const foreign_totals = [{ currency: 'USD', total: '34' }];
    const closed = await till.settle('session_close', {
      ...{ session, closing_total: '123.35', foreign_totals },
    });
    expect(closed).toMatchObject({ outcome: 'APPLIED', flags: [] });
    const counts = [{ currency: 'USD', expected: '35.00', counted: '34.00', variance: '-1.00' }];
    const shown = await ask(till, 'GET', `${session}/`);
    expect(dollarsOf(shown, 'foreign_counts')).toEqual(counts);
    // Late, and so beside the Z, which stays as it was printed.
    expect((await sell(till, session)).flags).toEqual(['session_closed']);
    const z = await ask(till, 'GET', `${session}/z-report/`);
    expect(JSON.parse(z.body.document as string)).toMatchObject({
      foreign_counts: counts,
      figures: { foreign_cash: [{ currency: 'USD', received: '35.00', worth: '27.65' }] },
    });
    expect(dollarsOf(z, 'corrected_foreign_counts')).toEqual([
      { currency: 'USD', expected: '70.00', counted: '34.00', variance: '-36.00' },
    ]);
    expect(z.body.supplements.foreign_cash).toEqual([
      { currency: 'USD', received: '35.00', worth: '27.65' },
    ]);
  });

  it('of which nobody counts the dollars has no variance of them', async () => {
    const { till, session } = await openTill();
    await sell(till, session);
    const closed = await till.settle('session_close', { session, closing_total: '97.85' });
    expect(closed).toMatchObject({ outcome: 'APPLIED', flags: [] });
    const shown = await ask(till, 'GET', `${session}/`);
    expect(shown.body).toMatchObject({
      variance: '0.00',
      foreign_counts: [{ currency: 'USD', expected: '35.00', counted: null, variance: null }],
    });
  });

  it('closed over HTTP has to be explained where its dollars are not as expected', async () => {
    const { till, session } = await openTill();
    await sell(till, session);
    const count = { closing_total: '97.85' };
    const told = (total: string): Body => ({
      ...count,
      foreign_totals: [{ currency: 'USD', total }],
    });
    for (const body of [count, told('34')]) {
      expect((await close(till, session, body)).body.code).toBe('variance_reason_missing');
    }
    const twice = { ...count, foreign_totals: [...Array(2).keys()].map(() => told('35')) };
    expect((await close(till, session, twice)).status).toBe(400);
    const odd = { ...count, foreign_totals: [{ currency: 'XXX', total: '35' }] };
    expect((await close(till, session, odd)).body.code).toBe('amount_invalid');
    expect((await close(till, session, told('35'))).status).toBe(200);
    // The same count again is the same close, and another is refused.
    expect((await close(till, session, told('35'))).status).toBe(200);
    expect((await close(till, session, told('36'))).body.code).toBe('session_closed');
  });

  it('gives the own currency back for a sale that is undone', async () => {
    const { till, session } = await openTill();
    const { id } = await sell(till, session);
    const voided = await till.settle(
      'void',
      { sales_header: id, reason: 'wrong' },
      { role: 'manager' },
    );
    expect(voided.outcome).toBe('APPLIED');
    const x = await ask(till, 'GET', `${session}/x-report/`, { role: 'manager' });
    expect(x.body.figures.foreign_cash).toEqual([
      { currency: 'USD', received: '35.00', worth: '27.65' },
    ]);
    expect(x.body.expected_total).toBe('72.35');
  });
});

describe('the invariants of foreign cash', () => {
  const breaches = async (): Promise<string[]> => {
    const broken: string[] = [];
    for (const { id, sql } of foreignInvariants) {
      if ((await shop.sql(sql, [counter.tenant.tenantId])).length > 0) broken.push(id);
    }
    return broken;
  };
  /** Past the triggers, as nobody who works here could. */
  const force = async (sql: string, values: readonly unknown[]): Promise<void> => {
    await shop.sql('ALTER TABLE orders.foreign_tenders DISABLE TRIGGER ALL');
    await shop.sql('ALTER TABLE orders.cash_sessions DISABLE TRIGGER ALL');
    await shop.sql(sql, values);
  };

  it('hold, and break with what was never so', async () => {
    const till = await beside(counter, 'Broken');
    const session = await openByQueue(till);
    const { id } = await till.settle('sale', paidInDollars(till, session));
    await till.settle('session_close', { session, closing_total: '97.85' });
    expect(await breaches()).toEqual([]);
    const broken: readonly [string, string, readonly string[]][] = [
      ['amount_minor = amount_minor + 100', 'amount_minor = amount_minor - 100', ['I43', 'I43c']],
      ['rate_billionths = rate_billionths + 1', 'rate_billionths = rate_billionths - 1', ['I43b']],
      ['rate_sheet_version = 999', `rate_sheet_version = ${version}`, ['I43b']],
      [`currency = 'EUR'`, `currency = 'USD'`, ['I43b', 'I43c']],
    ];
    for (const [change, back, expected] of broken) {
      await force(`UPDATE orders.foreign_tenders SET ${change} WHERE sale_id = $1`, [id]);
      expect(await breaches(), change).toEqual(expected);
      await force(`UPDATE orders.foreign_tenders SET ${back} WHERE sale_id = $1`, [id]);
    }
    const counts = `jsonb_set(foreign_counts, '{0,expectedMinor}', `;
    const set = `UPDATE orders.cash_sessions SET foreign_counts = ${counts}`;
    await force(`${set}'1') WHERE session_id = $1`, [session]);
    expect(await breaches()).toEqual(['I43c']);
    await force(`${set}'3500') WHERE session_id = $1`, [session]);
    expect(await breaches()).toEqual([]);
  });
});

/** What arrives after a Z was printed, what races the close, and figures that must stand it all. */
import { flagsOf, newUuid, openCounter, startTestShop } from '@evertill/testing';
import type { Counter, TestAnswer, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  CASH_SESSIONS,
  ask,
  beside,
  close,
  moveBody,
  openAt,
  openByQueue,
  resultsOf,
  saleIn,
} from './session-counter.ts';

let shop: TestShop;
let counter: Counter;
let tills = 0;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
});
afterAll(() => shop.close());

const newTill = (): Promise<Counter> => beside(counter, `Late ${(tills += 1)}`);
const zOf = (at: Counter, session: string): Promise<TestAnswer> =>
  ask(at, 'GET', `${session}/z-report/`);
const supplementsOf = async (at: Counter, session: string) =>
  (await ask(at, 'GET', `${session}/supplements/?limit=1000`)).body as {
    readonly number: number;
    readonly subject: string;
    readonly kind: string;
    readonly total: string;
  }[];

test('regression 4: after the close a queued fact is a supplement, and the Z does not change', async () => {
  const till = await newTill();
  const session = await openByQueue(till);
  const early = saleIn(till, session);
  await resultsOf(till, [early]);
  expect((await zOf(till, session)).body.code).toBe('session_still_open');
  await close(till, session, { closing_total: '125.50' });
  expect((await ask(till, 'GET', `${session}/x-report/`, { role: 'manager' })).body.code).toBe(
    'session_closed',
  );
  const before = await zOf(till, session);
  expect(before.body).toMatchObject({ z_number: 1, supplements_count: 0 });
  const sent = [
    saleIn(till, session),
    saleIn(till, session),
    till.next('refund', { ...till.refundOf(early.id), session }),
    till.next('cash_movement', moveBody(session, { kind: 'PAY_OUT', amount: '3' })),
    saleIn(till, session),
  ];
  const results = await resultsOf(till, sent);
  for (const result of results) {
    expect(result).toMatchObject({ outcome: 'APPLIED', flags: ['session_closed'] });
    expect(await flagsOf(shop, result.id)).toEqual(['session_closed']);
  }
  await resultsOf(till, sent);
  expect(await supplementsOf(till, session)).toMatchObject([
    { number: 1, kind: 'SALE', subject: sent[0]?.id, total: '25.50' },
    { number: 2, kind: 'SALE', subject: sent[1]?.id },
    { number: 3, kind: 'REFUND', subject: sent[2]?.id, total: '8.50' },
    { number: 4, kind: 'CASH_MOVEMENT', subject: sent[3]?.id, total: '3.00' },
    { number: 5, kind: 'SALE', subject: sent[4]?.id },
  ]);
  const after = await zOf(till, session);
  expect(after.body.document).toBe(before.body.document);
  expect(after.body.document_hash).toBe(before.body.document_hash);
  expect(JSON.parse(before.body.document as string)).toMatchObject({
    expected_total: '125.50',
    variance: '0.00',
    figures: { sales_count: 1, refunds_count: 0, sales_total: '25.50' },
  });
  expect(after.body).toMatchObject({
    supplements_count: 5,
    supplements: { sales_count: 3, refunds_count: 1, cash_total: '65.00', first_receipt: 'R-2' },
    corrected: { sales_count: 4, sales_total: '102.00', net_total: '93.50', cash_total: '90.50' },
    corrected_expected_total: '190.50',
    corrected_variance: '-65.00',
  });
  const { body } = await ask(till, 'GET', `${session}/`);
  expect(body).toMatchObject({ expected_total: '125.50', variance: '0.00' });
});

test('a late run of several sessions in one batch: each has its own numbers', async () => {
  const till = await newTill();
  const sessions: string[] = [];
  for (const zNumber of [1, 2, 3]) {
    const session = await openAt(till);
    sessions.push(session);
    const closed = await close(till, session, { closing_total: '100' });
    expect(closed.body.z_number).toBe(zNumber);
  }
  const sent = [0, 1, 0, 2, 1, 0].map((place) => saleIn(till, sessions[place] as string));
  await resultsOf(till, sent);
  const numbers = await Promise.all(
    sessions.map(async (one) => (await supplementsOf(till, one)).map(({ number }) => number)),
  );
  expect(numbers).toEqual([[1, 2, 3], [1, 2], [1]]);
});

test('twenty registers close while their late sales arrive: no error, and the books balance', async () => {
  const SALES = 12;
  const drawers = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const till = await newTill();
      return { till, session: await openAt(till) };
    }),
  );
  const printed = new Map<string, string>();
  const days = drawers.map(async ({ till, session }, place) => {
    const sent = Array.from({ length: SALES }, () => saleIn(till, session));
    // Each closes at another moment of its drain, from another wire than its queue.
    const draining = (async () => {
      for (let at = 0; at < SALES; at += 3) await resultsOf(till, sent.slice(at, at + 3));
    })();
    const body = { closing_total: '111', reason: 'counted blind' };
    await new Promise((resolve) => setTimeout(resolve, place * 15));
    const closed = await Promise.all([1, 2, 3].map(() => close(till, session, body)));
    for (const { status, body: said } of closed) expect(status, JSON.stringify(said)).toBe(200);
    printed.set(session, (await zOf(till, session)).body.document as string);
    await draining;
  });
  await Promise.all(days);
  let late = 0;
  for (const { till, session } of drawers) {
    const z = (await zOf(till, session)).body;
    expect(z.document).toBe(printed.get(session));
    const inZ = JSON.parse(z.document as string).figures.sales_count as number;
    const supplements = await supplementsOf(till, session);
    expect(supplements.map(({ number }) => number)).toEqual(supplements.map((_, at) => at + 1));
    expect(inZ + supplements.length).toBe(SALES);
    late += supplements.length;
    expect(z.corrected).toMatchObject({ sales_count: SALES, sales_total: '306.00' });
    expect(z.corrected_expected_total).toBe('406.00');
  }
  // Otherwise nobody raced anybody, and nothing was shown.
  expect(late).toBeGreaterThan(0);
  expect(late).toBeLessThan(20 * SALES);
});

test('an X report while sales go on says one moment', async () => {
  const till = await newTill();
  const session = await openByQueue(till);
  const sent = Array.from({ length: 60 }, () => saleIn(till, session));
  const draining = (async () => {
    for (let at = 0; at < sent.length; at += 2) await resultsOf(till, sent.slice(at, at + 2));
  })();
  for (let look = 0; look < 15; look += 1) {
    const { body } = await ask(till, 'GET', `${session}/x-report/`, { role: 'manager' });
    const { figures } = body;
    const cash = (figures.tenders as { method: string; kept: string }[]).find(
      ({ method }) => method === 'CASH',
    );
    expect(cash?.kept).toBe(figures.sales_total);
    expect(figures.taxes[0]?.total ?? '0.00').toBe(figures.sales_total);
  }
  await draining;
});

test('another shop has the same session id for itself', async () => {
  const session = newUuid();
  for (const tenant of shop.tenants) {
    const till = await openCounter(shop, tenant);
    const answer = await shop.call('POST', CASH_SESSIONS, {
      token: tenant.tokens.owner,
      body: { session_id: session, register: till.register.registerId, opening_float: '10' },
    });
    expect(answer.status).toBe(201);
  }
});

test('sums beyond any drawer stand still, and the session closes', async () => {
  const till = await newTill();
  const session = await openByQueue(till);
  const huge = '990000000000.00';
  for (const _ of [1, 2, 3]) {
    const body = till.saleOf();
    const payments = [{ sales_payment_id: newUuid(), method: 'CASH', amount: huge }];
    const sale = till.next('sale', { ...body, session, total: huge, payments });
    expect(await resultsOf(till, [sale])).toMatchObject([{ outcome: 'APPLIED' }]);
  }
  const closed = await till.settle('session_close', { session, closing_total: '100' });
  expect(closed).toMatchObject({ outcome: 'APPLIED' });
  const { body } = await ask(till, 'GET', `${session}/`);
  expect(body).toMatchObject({ status: 'CLOSED', expected_total: '1000000000100.00' });
});

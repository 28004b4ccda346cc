/** Many at once: registers beside each other, one register by many wires, refunds of one line. */
import { refundLine } from '@evertill/domain';
import { enrolRegister, refundBodyOf, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Counter, Result, Sent } from '@evertill/testing';
import { counterAt, lastSeqOf, newUuid, openCounter } from '@evertill/testing';

let shop: TestShop;
let counter: Counter;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
});
afterAll(() => shop.close());

async function openBeside(name: string): Promise<Counter> {
  const register = await enrolRegister(shop, counter.tenant, name);
  return counterAt({ ...counter, register });
}

const salesOf = (at: Counter, count: number): readonly Sent[] =>
  Array.from({ length: count }, () => at.next('sale', at.saleOf()));

/** Pushes until nothing has to come again, as a register does. */
async function pushThrough(at: Counter, sent: readonly Sent[]): Promise<readonly Result[]> {
  for (let tried = 0; tried < 20; tried += 1) {
    const { status, body } = await at.push(sent);
    const results = (status === 200 ? body.results : []) as readonly Result[];
    const isSettled = results.every(({ outcome }) => outcome !== 'RETRY_LATER');
    if (status === 200 && isSettled) return results;
  }
  throw new Error('the queue does not drain');
}

test('eight registers push beside each other, and each of their sales is booked', async () => {
  const tills = await Promise.all(
    Array.from({ length: 8 }, (_, index) => openBeside(`Beside ${index}`)),
  );
  const rounds = tills.map(async (till) => {
    for (let round = 0; round < 4; round += 1) {
      const sales = salesOf(till, 12);
      const refund = till.next('refund', till.refundOf(sales[0]?.id ?? ''));
      const results = await pushThrough(till, [...sales, refund]);
      const settled = new Set(results.map(({ outcome }) => outcome));
      expect([...settled].every((one) => one === 'APPLIED' || one === 'DUPLICATE')).toBe(true);
    }
  });
  await Promise.all(rounds);
  for (const till of tills) expect(await lastSeqOf(till)).toBe(4 * 13);
});

test('one batch by five wires at once: each sale is booked once, the rest is told so', async () => {
  const till = await openBeside('Five wires');
  const sent = salesOf(till, 40);
  const answers = await Promise.all(Array.from({ length: 5 }, () => pushThrough(till, sent)));
  const first = answers.flatMap((results) => results.map(({ outcome }) => outcome));
  expect(first.filter((outcome) => outcome === 'APPLIED')).toHaveLength(40);
  expect(first.filter((outcome) => outcome === 'DUPLICATE')).toHaveLength(160);
  const hashes = answers.map((results) => results.map((result) => result.body_hash).join());
  expect(new Set(hashes).size).toBe(1);
});

test('S10: twenty refunds of one line at once give back exactly what was paid, not more', async () => {
  const SOLD_MILLI = 7_000;
  const lines = [{ product: counter.product, unitPriceMinor: 1_431, quantityMilli: SOLD_MILLI }];
  const sale = counter.next('sale', counter.saleOf({ lines }));
  const [booked] = await pushThrough(counter, [sale]);
  expect(booked).toMatchObject({ outcome: 'APPLIED', flags: [] });
  const sold = { quantityMilli: SOLD_MILLI, totalMinor: 10_017, taxMinor: 1_670 };
  const tills = await Promise.all(
    Array.from({ length: 20 }, (_, index) => openBeside(`Refund ${index}`)),
  );
  const results = await Promise.all(
    tills.map(async (till) => {
      const line = { product: counter.product, quantityMilli: 1_000, ...worthOfFirst(sold) };
      const body = refundBodyOf({ ...till, receiptNumber: 'B-1', saleId: sale.id, line });
      const [result] = await pushThrough(till, [till.next('refund', body)]);
      return result as Result;
    }),
  );
  expect(results.every(({ outcome }) => outcome === 'APPLIED')).toBe(true);
  const beyond = results.filter(({ flags }) => flags.includes('refund_exceeds_sale'));
  expect(beyond).toHaveLength(13);
  await expectStandings(sale.id, sold);
});

interface Sold {
  readonly quantityMilli: number;
  readonly totalMinor: number;
  readonly taxMinor: number;
}

/** What each till believes to be due: that it is the first to give some back. */
function worthOfFirst(line: Sold) {
  return refundLine({ line, refundedMilli: 0, quantityMilli: 1_000 });
}

/** Of the seven within the sale, those that are not flagged have the very share they should. */
async function expectStandings(saleId: string, sold: Sold): Promise<void> {
  const sql = `SELECT l.total_minor, l.tax_minor, f.flag FROM orders.refunds r
    JOIN orders.refund_lines l USING (tenant_id, refund_id)
    LEFT JOIN orders.flags f ON f.tenant_id = r.tenant_id AND f.subject_id = r.refund_id
    WHERE r.sale_id = $1`;
  const rows = await shop.sql(sql, [saleId]);
  const within = rows.filter((row) => row['flag'] !== 'refund_exceeds_sale');
  expect(within).toHaveLength(7);
  const claimed = worthOfFirst(sold);
  const shares = Array.from({ length: 7 }, (_, index) =>
    refundLine({ line: sold, refundedMilli: index * 1_000, quantityMilli: 1_000 }),
  );
  const right = shares.filter(
    (share) => share.totalMinor === claimed.totalMinor && share.taxMinor === claimed.taxMinor,
  );
  expect(within.filter((row) => row['flag'] === null)).toHaveLength(right.length);
  const sum = shares.reduce((total, share) => total + share.totalMinor, 0);
  expect(sum).toBe(sold.totalMinor);
}

test('an enrolment code used ten times at once enrols one device', async () => {
  const { owner } = counter.tenant.tokens;
  const made = await shop.call('POST', '/api/registers/', {
    token: owner,
    body: { name: 'Raced' },
  });
  const body = { enrolment_code: made.body.enrolment_code };
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => shop.call('POST', '/api/registers/enrol/', { body })),
  );
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([201, ...Array<number>(9).fill(403)]);
  const refused = answers.filter(({ status }) => status === 403).map((one) => one.body.code);
  expect(new Set(refused)).toEqual(new Set(['enrolment_code_invalid']));
});

test('a lease stolen in mid-push turns away the rest, and nothing is lost or doubled', async () => {
  const till = await openBeside('Two tabs');
  // A refund between sales ends a transaction each time: the thief comes in between.
  const sent = Array.from({ length: 30 }, (_, index) =>
    index % 2 === 0
      ? till.next('sale', till.saleOf())
      : till.next('refund', till.refundOf(newUuid())),
  );
  const pushing = till.push(sent);
  while ((await lastSeqOf(till)) < 3) await new Promise((resolve) => setTimeout(resolve, 1));
  const { registerId, deviceKey } = till.register;
  const stolen = await shop.call('POST', `/api/registers/${registerId}/lease/`, {
    token: till.tenant.tokens.cashier,
    headers: { 'x-register-key': deviceKey },
  });
  const { status, body } = await pushing;
  expect(status).toBe(200);
  const codes = (body.results as Result[]).map(({ outcome, code }) => `${outcome} ${code ?? ''}`);
  const turned = codes.filter((one) => one === 'RETRY_LATER fencing_stale');
  expect(turned.length).toBeGreaterThan(0);
  expect(codes.slice(-turned.length)).toEqual(turned);
  expect(stolen.body.last_seq).toBe(sent.length - turned.length);
  const { fencing } = stolen.body;
  const again = await till.push(sent, { register: { fencing } });
  const outcomes = (again.body.results as Result[]).map(({ outcome }) => outcome);
  expect(outcomes.filter((one) => one === 'DUPLICATE' || one === 'APPLIED')).toHaveLength(15);
  expect(await lastSeqOf(till)).toBe(30);
  expect((await till.push(sent)).body.code).toBe('fencing_stale');
});

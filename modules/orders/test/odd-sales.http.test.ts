/** Thousands of odd operations at the door: whatever a body holds, it is answered for good. */
import { codecOf, saleBody } from '@evertill/contract';
import { checkSchema } from '@evertill/kernel';
import { startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Body, Counter, Result, Sent } from '@evertill/testing';
import { openCounter } from '@evertill/testing';
import { HUGE, oddRefunds, oddSales } from './odd-bodies.ts';

const SEED = 20_260_101;
const BATCH = 100;

let shop: TestShop;
let counter: Counter;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
});
afterAll(() => shop.close());

/** As text, since what is sent here is more than `JSON.stringify` would write. */
async function pushText(sent: readonly Sent[], index: number): Promise<readonly Result[]> {
  const { registerId, epoch, fencing, deviceKey } = counter.register;
  const body = { register_id: registerId, epoch, fencing, operations: sent };
  const response = await fetch(new URL('/api/sync/push/', shop.running.url), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${counter.tenant.tokens[index % 2 === 0 ? 'manager' : 'cashier']}`,
      'content-type': 'application/json',
      'x-register-key': deviceKey,
    },
    body: JSON.stringify(body).replaceAll(`"${HUGE}"`, '1e999'),
  });
  const text = await response.text();
  expect(response.status, text.slice(0, 500)).toBe(200);
  const answer = JSON.parse(text) as { last_seq: number; results: readonly Result[] };
  expect(answer.last_seq).toBe(sent.at(-1)?.seq);
  return answer.results;
}

function fitsSchema(body: Body): boolean {
  if (JSON.stringify(body).includes(HUGE)) return false;
  const { value, unknown } = codecOf(saleBody).read(body);
  return unknown.length === 0 && checkSchema(saleBody, value).length === 0;
}

const mayRefuseFitting = new Set([
  'amount_invalid',
  'currency_foreign',
  'tenant_mismatch',
  'receipt_number_reused',
]);

function expectSettled(sent: readonly Sent[], results: readonly Result[]): void {
  expect(results.map(({ id, seq }) => [id, seq])).toEqual(sent.map(({ id, seq }) => [id, seq]));
  for (const [index, result] of results.entries()) {
    const { kind, body } = sent[index] as Sent;
    const shown = JSON.stringify({ result, body }).slice(0, 2_000);
    expect(result.outcome, shown).not.toBe('RETRY_LATER');
    expect(result.body_hash, shown).toMatch(/^[0-9a-f]{64}$/);
    if (kind !== 'sale' || result.outcome === 'APPLIED') continue;
    if (fitsSchema(body)) {
      const isManagers = result.outcome === 'REJECTED_NEEDS_MANAGER';
      expect(isManagers || mayRefuseFitting.has(result.code ?? ''), shown).toBe(true);
    } else expect(result, shown).toMatchObject({ code: 'input_invalid' });
  }
}

const seen = new Map<string, number>();
function count(results: readonly Result[]): void {
  for (const { outcome, code = '' } of results) {
    const key = `${outcome} ${code}`.trim();
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
}

test('two thousand odd sales, and odd refunds of them, are each settled at once', async () => {
  const bodies = oddSales(counter, { count: 2_000, seed: SEED });
  for (let from = 0; from < bodies.length; from += BATCH) {
    const sales = bodies.slice(from, from + BATCH).map((body) => counter.next('sale', body));
    const results = await pushText(sales, from / BATCH);
    expectSettled(sales, results);
    const booked = results.filter(({ outcome }) => outcome === 'APPLIED').map(({ id }) => id);
    const refunds = oddRefunds(counter, { saleIds: booked, count: 25, seed: SEED + from }).map(
      (body) => counter.next('refund', body),
    );
    const refunded = await pushText(refunds, from / BATCH);
    expectSettled(refunds, refunded);
    count([...results, ...refunded]);
  }
  // The generator is worth something only while each fate is met.
  expect([...seen.keys()].sort()).toEqual(expect.arrayContaining(fates));
});

const fates = [
  'APPLIED',
  'REJECTED_NEEDS_MANAGER discount_needs_manager',
  'REJECTED_NEEDS_MANAGER refund_needs_manager',
  'REJECTED_TERMINAL amount_invalid',
  'REJECTED_TERMINAL currency_foreign',
  'REJECTED_TERMINAL input_invalid',
  'REJECTED_TERMINAL sale_not_found',
  'REJECTED_TERMINAL tenant_mismatch',
];

test.each(['salesheaders', 'sales-refunds', 'receipts', 'sales-payments', 'sync/parked'])(
  'all of it can be read back from %s, page by page',
  async (list) => {
    const token = counter.tenant.tokens.owner;
    let path: string | undefined = `/api/${list}/?limit=173`;
    let read = 0;
    let total = 0;
    while (path !== undefined) {
      const page = await shop.call('GET', path, { token });
      expect(page.status, JSON.stringify(page.body).slice(0, 500)).toBe(200);
      read += (page.body as unknown[]).length;
      total = Number(page.headers.get('x-total-count'));
      path = /^<(.*)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1];
    }
    expect(read).toBe(total);
    expect(total).toBeGreaterThan(20);
  },
);

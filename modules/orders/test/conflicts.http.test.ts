/** What comes twice, what comes under a taken id or number, and what comes too early. */
import { enrolRegister, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Counter, Result, Sent } from '@evertill/testing';
import { counterAt, lastSeqOf, newUuid, openCounter } from '@evertill/testing';

let shop: TestShop;
let counter: Counter;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
});
afterAll(() => shop.close());

async function resultsOf(at: Counter, sent: readonly Sent[]): Promise<readonly Result[]> {
  const { status, body } = await at.push(sent);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.results as readonly Result[];
}

async function sold(at = counter): Promise<Sent> {
  const sale = at.next('sale', at.saleOf());
  expect(await resultsOf(at, [sale])).toMatchObject([{ outcome: 'APPLIED' }]);
  return sale;
}

async function countOf(table: 'sales' | 'refunds', column: string, id: string): Promise<number> {
  const rows = await shop.sql(`SELECT FROM orders.${table} WHERE ${column} = $1`, [id]);
  return rows.length;
}

describe('regression 14: a lost answer, and the same again', () => {
  test('leaves one sale, told once, and the first answer again', async () => {
    const sale = await sold();
    for (const _ of [1, 2, 3]) {
      expect(await resultsOf(counter, [sale])).toMatchObject([
        { outcome: 'DUPLICATE', id: sale.id, seq: sale.seq },
      ]);
    }
    expect(await countOf('sales', 'sale_id', sale.id)).toBe(1);
  });

  test('holds for a refund too', async () => {
    const sale = await sold();
    const refund = counter.next('refund', counter.refundOf(sale.id));
    expect(await resultsOf(counter, [refund])).toMatchObject([{ outcome: 'APPLIED' }]);
    expect(await resultsOf(counter, [refund])).toMatchObject([{ outcome: 'DUPLICATE' }]);
    expect(await countOf('refunds', 'refund_id', refund.id)).toBe(1);
    const again = counter.next('refund', refund.body, { id: refund.id });
    expect(await resultsOf(counter, [again])).toMatchObject([{ outcome: 'DUPLICATE' }]);
    expect(await countOf('refunds', 'refund_id', refund.id)).toBe(1);
  });

  test('the same sale under a new number books nothing and takes the number', async () => {
    const sale = await sold();
    const again = counter.next('sale', sale.body, { id: sale.id });
    expect(await resultsOf(counter, [again])).toMatchObject([{ outcome: 'DUPLICATE' }]);
    expect(await lastSeqOf(counter)).toBe(again.seq);
    await sold();
  });

  test('the same sale twice in one batch is booked once', async () => {
    const sale = counter.next('sale', counter.saleOf());
    const again = counter.next('sale', sale.body, { id: sale.id });
    const other = counter.next('sale', counter.saleOf(), { id: sale.id });
    expect(await resultsOf(counter, [sale, again, other])).toMatchObject([
      { outcome: 'APPLIED' },
      { outcome: 'DUPLICATE' },
      { outcome: 'CONFLICT', code: 'id_reused' },
    ]);
    // What a person has to decide about is kept whole, though a batch goes without its bodies.
    const kept = await shop.sql(
      'SELECT seq, body FROM orders.unbooked_operations WHERE operation_id = $1 ORDER BY seq',
      [sale.id],
    );
    expect(kept.map(({ seq, body }) => [Number(seq), body === ''])).toEqual([
      [again.seq, true],
      [other.seq, false],
    ]);
    const receipt = (other.body as { receipt_number: string }).receipt_number;
    expect(JSON.stringify(kept[1])).toContain(receipt);
  });

  test('the same sale after the register was enrolled anew is not doubled', async () => {
    const till = await openCounter(shop);
    const sale = await sold(till);
    const parked = till.next('sale', { ...till.saleOf(), currency: 'USD' });
    expect(await resultsOf(till, [parked])).toMatchObject([{ outcome: 'REJECTED_TERMINAL' }]);
    const anew = counterAt({ ...till, register: await enrolAnew(till) });
    expect(anew.register.epoch).toBe(till.register.epoch + 1);
    const again = anew.next('sale', sale.body, { id: sale.id });
    const parkedAgain = anew.next('sale', parked.body, { id: parked.id });
    expect(await resultsOf(anew, [again, parkedAgain])).toMatchObject([
      { outcome: 'DUPLICATE' },
      { outcome: 'REJECTED_TERMINAL', code: 'currency_foreign' },
    ]);
    // A new epoch counts from one again, receipts too.
    await sold(anew);
    expect((await till.push([sale])).body.code).toBe('register_key_invalid');
    const { deviceKey } = anew.register;
    expect((await till.push([sale], { deviceKey })).body.code).toBe('epoch_stale');
  });

  async function enrolAnew({ tenant, register }: Counter) {
    const path = `/api/registers/${register.registerId}`;
    const token = tenant.tokens.manager;
    const code = await shop.call('POST', `${path}/enrolment-code/`, { token });
    const body = { enrolment_code: code.body.enrolment_code };
    const enrolled = await shop.call('POST', '/api/registers/enrol/', { body });
    const { device_key: deviceKey, epoch } = enrolled.body;
    const headers = { 'x-register-key': deviceKey };
    const leased = await shop.call('POST', `${path}/lease/`, { token, headers });
    return { ...register, deviceKey, epoch, fencing: leased.body.fencing };
  }
});

describe('regression 15: an id that is taken by something else', () => {
  test('another body, and another kind, are conflicts that never change', async () => {
    const sale = await sold();
    const changed = counter.next('sale', { ...sale.body, note: 'other' }, { id: sale.id });
    const asRefund = counter.next('refund', counter.refundOf(sale.id), { id: sale.id });
    for (const _ of [1, 2]) {
      expect(await resultsOf(counter, [changed, asRefund])).toMatchObject([
        { outcome: 'CONFLICT', code: 'id_reused' },
        { outcome: 'CONFLICT', code: 'id_reused' },
      ]);
    }
    expect(await countOf('refunds', 'refund_id', sale.id)).toBe(0);
  });

  test('the id of a refund is no id for a sale', async () => {
    const refund = counter.next('refund', counter.refundOf((await sold()).id));
    expect(await resultsOf(counter, [refund])).toMatchObject([{ outcome: 'APPLIED' }]);
    const sale = counter.next('sale', counter.saleOf(), { id: refund.id });
    expect(await resultsOf(counter, [sale])).toMatchObject([
      { outcome: 'CONFLICT', code: 'id_reused' },
    ]);
  });

  test('the same sale from another register is a conflict, and stays where it was', async () => {
    const sale = await sold();
    const till = await openCounter(shop);
    const copied = till.next('sale', sale.body, { id: sale.id });
    expect(await resultsOf(till, [copied])).toMatchObject([
      { outcome: 'CONFLICT', code: 'id_reused' },
    ]);
    await sold(till);
  });

  test('the same id in another shop is another sale (M8)', async () => {
    const sale = await sold();
    const other = await openCounter(shop, shop.tenants[1]);
    // Shillings: cash is rounded there, so what is handed over is a round sum.
    const tenders = [{ method: 'CASH' as const, amountMinor: 3_000 }];
    const theirs = other.next('sale', other.saleOf({ tenders }), { id: sale.id });
    const results = await resultsOf(other, [theirs]);
    expect(results).toMatchObject([{ outcome: 'APPLIED', flags: [] }]);
    expect(await countOf('sales', 'sale_id', sale.id)).toBe(2);
    const { body } = await shop.call('GET', `/api/salesheaders/${sale.id}/`, {
      token: other.tenant.tokens.owner,
    });
    expect(body).toMatchObject({ currency: 'KES', register_id: other.register.registerId });
  });

  test('a receipt number is used once, by a sale or by a refund', async () => {
    const sale = await sold();
    const number = { receipt_number: sale.body['receipt_number'] };
    const second = counter.next('sale', { ...counter.saleOf(), ...number });
    const refund = counter.next('refund', counter.refundOf(sale.id, number));
    expect(await resultsOf(counter, [second, refund])).toMatchObject([
      { outcome: 'CONFLICT', code: 'receipt_number_reused' },
      { outcome: 'CONFLICT', code: 'receipt_number_reused' },
    ]);
    const given = counter.next('refund', counter.refundOf(sale.id));
    const { receipt_number } = given.body;
    const third = counter.next('sale', { ...counter.saleOf(), receipt_number });
    expect(await resultsOf(counter, [given, third])).toMatchObject([
      { outcome: 'APPLIED' },
      { outcome: 'CONFLICT', code: 'receipt_number_reused' },
    ]);
  });

  test('a number of the queue that carried something else', async () => {
    const sale = await sold();
    const other = { ...sale, id: newUuid(), body: counter.saleOf() };
    expect(await resultsOf(counter, [other])).toMatchObject([
      { outcome: 'CONFLICT', code: 'sequence_reused' },
    ]);
    expect(await countOf('sales', 'sale_id', other.id)).toBe(0);
  });

  test('a payment id within the sale that is taken parks that sale alone', async () => {
    const sale = await sold();
    const twin = counter.next('sale', { ...counter.saleOf(), payments: sale.body['payments'] });
    const good = counter.next('sale', counter.saleOf());
    expect(await resultsOf(counter, [twin, good])).toMatchObject([
      { outcome: 'CONFLICT', code: 'id_reused' },
      { outcome: 'APPLIED' },
    ]);
  });
});

describe('the queue goes on', () => {
  test('regression 16: poison in any place does not stop what stands behind it', async () => {
    const till = await openCounter(shop);
    const sent = [
      till.next('sale', till.saleOf()),
      till.next('sale', { nonsense: true }),
      till.next('dance', {}),
      till.next('sale', till.saleOf()),
      till.next('refund', till.refundOf(newUuid())),
      till.next('sale', { ...till.saleOf(), note: '\ud800' }),
      till.next('sale', { ...till.saleOf(), total: '1.001' }),
      till.next('sale', till.saleOf()),
    ];
    const results = await resultsOf(till, sent);
    expect(results.map(({ outcome }) => outcome)).toEqual([
      'APPLIED',
      'REJECTED_TERMINAL',
      'REJECTED_TERMINAL',
      'APPLIED',
      'REJECTED_TERMINAL',
      'REJECTED_TERMINAL',
      'REJECTED_TERMINAL',
      'APPLIED',
    ]);
    expect(results.map(({ id }) => id)).toEqual(sent.map(({ id }) => id));
    expect(await lastSeqOf(till)).toBe(sent.length);
    const again = await resultsOf(till, sent);
    const settled = ['DUPLICATE', 'REJECTED_TERMINAL'];
    expect(again.every(({ outcome }) => settled.includes(outcome))).toBe(true);
  });

  test('a gap comes later: what stands before it is booked, and nothing behind it', async () => {
    const till = await openCounter(shop);
    const [first, missing, third] = [0, 1, 2].map(() => till.next('sale', till.saleOf()));
    const refund = till.next('refund', till.refundOf(newUuid()));
    const bad = till.next('sale', {});
    const sent = [first, third, refund, bad] as Sent[];
    const outcomes = async (of: readonly Sent[]) =>
      (await resultsOf(till, of)).map(({ outcome, code }) => code ?? outcome);
    expect(await outcomes(sent)).toEqual(['APPLIED', ...Array(3).fill('sequence_gap')]);
    expect(await outcomes([third as Sent])).toEqual(['sequence_gap']);
    expect(await outcomes([refund])).toEqual(['sequence_gap']);
    expect(await outcomes([bad])).toEqual(['sequence_gap']);
    expect(await lastSeqOf(till)).toBe(1);
    expect(await outcomes([missing as Sent, ...sent.slice(1)])).toEqual([
      'APPLIED',
      'APPLIED',
      'sale_not_found',
      'input_invalid',
    ]);
  });

  test('S12: somebody else’s device cannot push for a register', async () => {
    const sale = counter.next('sale', counter.saleOf());
    const thief = await enrolRegister(shop, counter.tenant, 'A thief');
    const codeOf = async (change: Parameters<Counter['push']>[1]): Promise<string> =>
      (await counter.push([sale], change)).body.code as string;
    expect(await codeOf({ deviceKey: thief.deviceKey })).toBe('register_key_invalid');
    expect(await codeOf({ deviceKey: '' })).toBe('register_key_invalid');
    expect(await codeOf({ token: shop.tenants[1].tokens.owner })).toBe('not_found');
    expect(await codeOf({ register: { registerId: newUuid() } })).toBe('not_found');
    expect(await codeOf({ register: { epoch: 2 } })).toBe('epoch_stale');
    expect(await codeOf({ register: { fencing: 1_000 } })).toBe('fencing_stale');
    expect(await resultsOf(counter, [sale])).toMatchObject([{ outcome: 'APPLIED' }]);
  });

  test('a queue out of order is refused as a whole', async () => {
    const [one, two] = [0, 1].map(() => counter.next('sale', counter.saleOf())) as [Sent, Sent];
    const answer = await counter.push([two, one]);
    expect([answer.status, answer.body.code]).toEqual([400, 'input_invalid']);
    expect(await resultsOf(counter, [one, two])).toHaveLength(2);
  });
});

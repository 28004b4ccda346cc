/** Numbers, receipts, parents and hashes of what is written down. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { BodyFlaw, memoryDisk, memoryJournal } from '../src/index.ts';
import type { Draft, KeptOperation } from '../src/index.ts';
import { bodyHashOf, parentIdOf } from '../src/body-hash.ts';
import { engineDefaults } from '../src/engine-settings.ts';
import { recordOperation } from '../src/record.ts';
import { pushedOf, takeBatch } from '../src/take-batch.ts';
import { registration } from './scripted.ts';
import { headAt, idOf, queued, settled, sketch } from './sketches.ts';

async function bench() {
  const disk = memoryDisk();
  const journal = memoryJournal({ disk });
  await journal.write((tx) => tx.putHead({ ...headAt(0), registration }));
  const needs = { journal, nowMs: 77, settings: engineDefaults };
  return { disk, journal, record: (draft: Draft) => recordOperation(needs, draft) };
}

const person = (change: Partial<Draft> = {}): Draft => ({
  id: idOf(1),
  kind: 'customer_create',
  occurredAt: '2026-01-31T09:00:00Z',
  body: { name: 'Wanjiru' },
  ...change,
});

test('what is written down is all there, under the next number', async () => {
  const { record, disk } = await bench();
  const id = 'ABCDEF00-0000-4000-8000-000000000001';
  const kept = await record(person({ id, memo: { a: 1 } }));
  const bodyHash = createHash('sha256').update('{"name":"Wanjiru"}').digest('hex');
  expect(kept).toEqual({
    id: id.toLowerCase(),
    kind: 'customer_create',
    occurredAt: '2026-01-31T09:00:00Z',
    body: { name: 'Wanjiru' },
    bodyHash,
    dependsOn: null,
    receiptNumber: null,
    memo: { a: 1 },
    recordedAtMs: 77,
    place: { epoch: 1, seq: 1 },
    fate: queued,
  });
  expect(await record(person({ id: idOf(2) }))).toMatchObject({ memo: null, place: { seq: 2 } });
  expect(disk.head).toMatchObject({ seq: 2, receipts: 0 });
});

const line = { sku: 'A', name: 'A thing', quantity: '1.000', tax_code: 'STD' };
const cash = { sales_payment_id: idOf(70), method: 'CASH', amount: '1.00' };
const sale = (change: Partial<Draft> = {}): Draft => ({
  id: idOf(1),
  kind: 'sale',
  occurredAt: '2026-01-31T09:00:00Z',
  body: {
    receipt_number: 'not yet',
    currency: 'KES',
    price_book_version: 1,
    rules_version: 1,
    lines: [
      {
        ...{ ...line, product: idOf(60), unit_price: '1.00', discount: '0.00' },
        ...{ tax: '0.00', total: '1.00' },
      },
    ],
    ...{ discount: '0.00', tax: '0.00', rounding: '0.00', total: '1.00', change: '0.00' },
    payments: [cash],
  },
  ...change,
});
const refund: Draft = {
  ...sale(),
  id: idOf(2),
  kind: 'refund',
  body: {
    ...{ receipt_number: 'not yet', sales_header: idOf(1), currency: 'KES', reason: 'WRONG_ITEM' },
    lines: [{ ...line, sale_line_number: 1, product: idOf(60), tax: '0.00', total: '1.00' }],
    ...{ tax: '0.00', total: '1.00' },
    payments: [cash],
  },
};

test('sales and refunds take the next receipt number, and carry it', async () => {
  const { record, disk } = await bench();
  const numbers = [];
  for (const draft of [sale(), person({ id: idOf(5) }), refund, sale({ id: idOf(3) })]) {
    const { receiptNumber, body } = await record(draft);
    expect(body['receipt_number']).toBe(receiptNumber ?? undefined);
    numbers.push(receiptNumber);
  }
  expect(numbers).toEqual(['Till-1-000001', null, 'Till-1-000002', 'Till-1-000003']);
  expect(disk.head).toMatchObject({ seq: 4, receipts: 3 });
});

test('a receipt that was printed keeps its number, and takes none', async () => {
  const { journal, disk } = await bench();
  const needs = {
    journal,
    nowMs: 77,
    settings: engineDefaults,
    keptReceiptNumber: 'Till-1-000009',
  };
  const kept = await recordOperation(needs, sale());
  expect([kept.receiptNumber, kept.body['receipt_number']]).toEqual([
    'Till-1-000009',
    'Till-1-000009',
  ]);
  expect(disk.head).toMatchObject({ seq: 1, receipts: 0 });
});

test('the same sale again is the one that is there; with another content it is refused', async () => {
  const { record, disk } = await bench();
  const kept = await record(sale());
  expect(await record(sale())).toEqual(kept);
  expect(disk.head).toMatchObject({ seq: 1, receipts: 1 });
  const { body } = sale();
  await expect(record(sale({ body: { ...body, total: '2.00' } }))).rejects.toThrow(
    `the id ${kept.id} is taken`,
  );
});

test('without a registration, and on a copy, nothing is written, and it says why', async () => {
  const { record, journal, disk } = await bench();
  await journal.write((tx) => tx.putHead({ ...headAt(0), registration, isCopy: true }));
  await expect(record(sale())).rejects.toThrow('this device is a copy of another');
  await journal.write((tx) => tx.putHead(headAt(0)));
  await expect(record(sale())).rejects.toThrow('no register is enrolled on this device');
  expect(disk.operations.size).toBe(0);
});

test('the same under another kind is another thing', async () => {
  const { record } = await bench();
  await record(person());
  await expect(record(person({ kind: 'customer_update' }))).rejects.toThrow(BodyFlaw);
});

test('what does not fit says where', async () => {
  const { record } = await bench();
  await expect(record(person({ body: { name: 7 } }))).rejects.toThrow(/customer_create.*name/);
  await expect(record(person({ body: { name: 'A', shoe: 44 } }))).rejects.toThrow(/shoe/);
});

test('a register’s receipts are told apart by its life, and its name is cut', () => {
  const of = (name: string, number: number) =>
    engineDefaults.receiptNumberOf({ registration: { ...registration, name, epoch: 3 }, number });
  expect(of('Till', 7)).toBe('Till-3-000007');
  expect(of('A name that is longer than that', 1_234_567)).toBe('A name that is longe-3-1234567');
  expect(engineDefaults).toMatchObject({
    pullEveryMs: 15_000,
    settledKeptMs: 7 * 24 * 3_600_000,
    ballastBytes: 20_971_520,
  });
});

test.each([
  ['refund', 'sales_header'],
  ['void', 'sales_header'],
  ['session_close', 'session'],
  ['cash_movement', 'session'],
  ['customer_update', 'customer'],
] as const)('a %s means nothing without its %s', (kind, field) => {
  expect(parentIdOf(kind, { [field]: 'ABC' })).toBe('abc');
  expect(parentIdOf(kind, {})).toBeNull();
  expect(parentIdOf('sale', { [field]: 'ABC' })).toBeNull();
});

test('a stand-in is hashed as it is', () => {
  const hash = createHash('sha256').update('{"a":"1","b":2}').digest('hex');
  expect(bodyHashOf('withheld', { b: 2, a: '1' })).toBe(hash);
});

test('depends on what this device knows, and on nothing else', async () => {
  const { record } = await bench();
  await record(person());
  const update = (id: string, customer: string) =>
    record(person({ id, kind: 'customer_update', body: { customer, name: 'W' } }));
  expect((await update(idOf(2), idOf(1).toUpperCase())).dependsOn).toBe(idOf(1));
  expect((await update(idOf(3), idOf(9))).dependsOn).toBeNull();
});

const big = (seq: number, length: number): KeptOperation =>
  sketch({ epoch: 1, seq }, { body: { note: 'x'.repeat(length) } });

test('a batch is as much as fits, and one at least', async () => {
  const journal = memoryJournal();
  await journal.write(async (tx) => {
    await tx.put(big(1, 2_000_000));
    await tx.put(big(2, 10));
    for (let seq = 3; seq < 6; seq += 1) await tx.put(big(seq, 400_000));
    await tx.put(sketch({ epoch: 1, seq: 9 }, { fate: settled }));
  });
  const seqs = async (count: number) =>
    (await takeBatch(journal, count)).map(({ place }) => place.seq);
  // Three bytes for each character, and a tenth of eight megabytes for what is around them.
  expect(await seqs(100)).toEqual([1, 2, 3]);
  expect(await seqs(2)).toEqual([1, 2]);
  const alone = memoryJournal();
  await alone.write((tx) => tx.put(big(1, 3_000_000)));
  expect(await takeBatch(alone, 10)).toHaveLength(1);
});

test('what is sent is what was written down, with its parent where it has one', () => {
  const one = sketch({ epoch: 1, seq: 4 });
  const { id, kind, occurredAt, body } = one;
  expect(pushedOf(one)).toEqual({ seq: 4, id, kind, occurredAt, body });
  expect(pushedOf({ ...one, dependsOn: idOf(3) })).toEqual({
    ...{ seq: 4, id, kind, occurredAt, body },
    dependsOn: idOf(3),
  });
});

/** What a person may do about what waits, and what the journal says of it afterwards. */
import { expect, test } from 'vitest';
import { ChoiceRefused, choicesOf, memoryDisk, memoryJournal } from '../src/index.ts';
import type { Fate, KeptOperation } from '../src/index.ts';
import {
  amendParked,
  listAttention,
  resolveParked,
  retryDue,
  retryParked,
  takeDecided,
} from '../src/attention.ts';
import { engineDefaults } from '../src/engine-settings.ts';
import { registration } from './scripted.ts';
import { headAt, idOf, queued, sketch } from './sketches.ts';

const LEADER = '00000000-0000-4000-8000-00000000c0de';
const NOW = Date.parse('2026-01-31T10:00:00Z');
type Parked = Extract<Fate, { readonly kind: 'parked' }>;

const parkedAs = (change: Partial<Parked> = {}, code = 'name_taken'): Parked => ({
  kind: 'parked',
  atMs: 1,
  why: { outcome: 'CONFLICT', code, detail: '', blockedBy: null },
  retryAtMs: null,
  retries: 0,
  ...change,
});

const movementBody = { session: LEADER, kind: 'PAY_IN', amount: '5.00', reason: 'change' };
const movement = (seq: number, change: Partial<KeptOperation> = {}): KeptOperation =>
  sketch({ epoch: 1, seq }, { kind: 'cash_movement', body: movementBody, ...change });

async function bench(operations: readonly KeptOperation[]) {
  const disk = memoryDisk();
  const journal = memoryJournal({ disk });
  await journal.write(async (tx) => {
    for (const one of operations) await tx.put(one);
    await tx.putHead({ ...headAt(operations.length), registration, receipts: 6 });
  });
  let ids = 500;
  const needs = { journal, nowMs: NOW, settings: engineDefaults, newId: () => idOf((ids += 1)) };
  const inOrder = () =>
    [...disk.operations.values()].sort(
      (one, other) => one.place.epoch - other.place.epoch || one.place.seq - other.place.seq,
    );
  const places = () =>
    inOrder().map(({ place, kind, fate }) => `${place.epoch}/${place.seq} ${kind} ${fate.kind}`);
  return { disk, journal, needs, inOrder, places };
}

test.each([
  ['sale', parkedAs(), ['retry', 'amend', 'void']],
  ['customer_create', parkedAs(), ['retry', 'amend', 'accept']],
  ['sale', parkedAs({}, 'id_reused'), ['amend', 'void']],
  ['withheld', parkedAs(), []],
  ['sale', queued, []],
] as const)('a %s, %o', (kind, fate, choices) => {
  expect(choicesOf(sketch({ epoch: 1, seq: 1 }, { kind, fate }))).toEqual(choices);
});

test('lists what is parked, the oldest first, with its choices', async () => {
  const { journal } = await bench([
    movement(1),
    movement(3, { fate: parkedAs() }),
    movement(2, { fate: parkedAs() }),
  ]);
  const list = await listAttention(journal);
  expect(list.map(({ operation, choices }) => [operation.place.seq, choices.length])).toEqual([
    [2, 3],
    [3, 3],
  ]);
});

test('the same again goes to the end, and its number stays taken', async () => {
  const { needs, inOrder, places, disk } = await bench([
    movement(1, { fate: parkedAs({ retries: 2, retryAtMs: 5 }) }),
    movement(2),
  ]);
  await retryParked(needs, idOf(1_000_001).toUpperCase());
  expect(places()).toEqual([
    '1/1 withheld settled',
    '1/2 cash_movement queued',
    '1/3 cash_movement queued',
  ]);
  const [standIn, , again] = inOrder();
  expect(again?.fate).toEqual({ ...queued, retries: 2 });
  expect(standIn).toMatchObject({
    id: idOf(501),
    body: { operation: again?.id, kind: 'cash_movement', body_hash: again?.bodyHash },
    occurredAt: again?.occurredAt,
    recordedAtMs: NOW,
    dependsOn: null,
    receiptNumber: null,
    memo: null,
    fate: { kind: 'settled', atMs: NOW, outcome: 'APPLIED', flags: [] },
  });
  expect(disk.head.seq).toBe(3);
});

test('what lies on the shelf leaves nothing there', async () => {
  const lying = movement(1, { place: { epoch: 0, seq: 1 }, fate: parkedAs() });
  const { needs, places } = await bench([lying, movement(2)]);
  await retryParked(needs, lying.id);
  expect(places()).toEqual(['1/2 cash_movement queued', '1/3 cash_movement queued']);
});

test('refuses what is not to be had, and what is not here', async () => {
  const { needs } = await bench([movement(1)]);
  await expect(retryParked(needs, idOf(1_000_001))).rejects.toThrow(ChoiceRefused);
  await expect(retryParked(needs, idOf(1_000_001))).rejects.toThrow('retry is not to be had');
  await expect(retryParked(needs, idOf(7))).rejects.toThrow(`there is no operation ${idOf(7)}`);
});

test('only what is due goes back by itself', async () => {
  const { needs, inOrder, places } = await bench([
    movement(1, { fate: parkedAs({ retryAtMs: NOW, retries: 1 }) }),
    movement(2, { fate: parkedAs({ retryAtMs: NOW + 1 }) }),
    movement(3, { fate: parkedAs() }),
  ]);
  expect(await retryDue(needs)).toBe(1);
  expect(places().slice(1)).toEqual([
    '1/2 cash_movement parked',
    '1/3 cash_movement parked',
    '1/4 cash_movement queued',
  ]);
  const again = { kind: 'queued', wasSettled: true, retries: 2, faults: null };
  expect(inOrder().at(-1)?.fate).toEqual(again);
  expect(await retryDue(needs)).toBe(0);
});

test('a change is another operation under the same receipt, and the server hears of it', async () => {
  const { needs, inOrder, places, disk } = await bench([
    movement(1, { fate: parkedAs(), receiptNumber: 'T-1-000003' }),
  ]);
  const id = idOf(1_000_001);
  const body = { ...movementBody, amount: '4.00' };
  const amended = await amendParked(needs, id, { id: idOf(42), by: LEADER, body, memo: 'new' });
  expect(amended).toMatchObject({
    id: idOf(42),
    kind: 'cash_movement',
    occurredAt: '2026-01-31T09:00:00Z',
    body,
    memo: 'new',
    place: { epoch: 1, seq: 2 },
    fate: queued,
  });
  expect(places()).toEqual([
    '0/1 cash_movement resolved',
    '1/1 withheld settled',
    '1/2 cash_movement queued',
    '1/3 decision queued',
  ]);
  expect(inOrder()[0]?.fate).toEqual({
    kind: 'resolved',
    atMs: NOW,
    resolution: { kind: 'amended', by: LEADER, amendedBy: idOf(42) },
  });
  expect(inOrder()[3]).toMatchObject({
    occurredAt: '2026-01-31T10:00:00.000Z',
    body: {
      ...{ operation: id, decision: 'AMENDED', decided_by: LEADER },
      amended_by: idOf(42),
    },
  });
  expect(disk.head.receipts).toBe(6);
});

test('a change that fits no contract is refused, and nothing was written', async () => {
  const parked = sketch({ epoch: 1, seq: 1 }, { kind: 'refund', fate: parkedAs() });
  const { needs, disk } = await bench([{ ...parked, receiptNumber: 'T-1-000003' }]);
  await expect(amendParked(needs, parked.id, { by: LEADER, body: {} })).rejects.toThrow(/refund/);
  expect([disk.operations.size, disk.head.seq]).toEqual([1, 1]);
});

test.each([
  ['void', 'cash_movement', movementBody, 'voided', 'VOIDED'],
  ['accept', 'customer_create', { name: 'W' }, 'accepted', 'ACCEPTED'],
] as const)('%s ends a %s', async (kind, of, body, word, said) => {
  const one = sketch({ epoch: 1, seq: 1 }, { kind: of, body, fate: parkedAs() });
  const { needs, inOrder } = await bench([one]);
  const other = kind === 'void' ? 'accept' : 'void';
  const because = { by: LEADER, reason: ' seen ' };
  await expect(resolveParked(needs, one.id, { kind: other, ...because })).rejects.toThrow(other);
  await expect(resolveParked(needs, one.id, { kind, by: LEADER, reason: ' ' })).rejects.toThrow(
    'a reason is needed',
  );
  await resolveParked(needs, one.id, { kind, ...because });
  const [resolved, , decision] = inOrder();
  expect(resolved?.fate).toMatchObject({
    resolution: { kind: word, by: LEADER, reason: ' seen ' },
  });
  expect(decision?.body).toEqual({
    operation: one.id,
    decision: said,
    decided_by: LEADER,
    reason: 'seen',
  });
});

test('a number of a person says no hash', async () => {
  const one = sketch(
    { epoch: 1, seq: 1 },
    { kind: 'customer_create', body: { name: 'W' }, fate: parkedAs() },
  );
  const { needs, inOrder } = await bench([one]);
  await retryParked(needs, one.id);
  expect(inOrder()[0]?.body).toEqual({ operation: one.id, kind: 'customer_create' });
});

test('what the back office decided stands, goes nowhere, and only for what waits', async () => {
  const { needs, inOrder, places } = await bench([
    movement(1, { fate: parkedAs() }),
    movement(2, { fate: parkedAs() }),
    movement(3),
  ]);
  const decided = (seq: number, decision: string) =>
    ({ operation: idOf(1_000_000 + seq), decision, by: LEADER, reason: 'seen' }) as never;
  const count = await takeDecided(needs, [
    decided(1, 'VOIDED'),
    decided(2, 'ACCEPTED'),
    decided(3, 'VOIDED'),
    decided(9, 'VOIDED'),
  ]);
  expect(count).toBe(2);
  expect(places()).toEqual([
    '0/1 cash_movement resolved',
    '0/2 cash_movement resolved',
    '1/1 withheld settled',
    '1/2 withheld settled',
    '1/3 cash_movement queued',
  ]);
  const kinds = inOrder().flatMap(({ fate }) =>
    fate.kind === 'resolved' ? [fate.resolution.kind] : [],
  );
  expect(kinds).toEqual(['voided', 'accepted']);
});

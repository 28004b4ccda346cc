/** What one answer does to one journal: the echo, and nothing else, settles. */
import { expect, test } from 'vitest';
import { memoryDisk, memoryJournal } from '../src/index.ts';
import type { KeptOperation, PushResult } from '../src/index.ts';
import { settleReply } from '../src/settle.ts';
import { headAt, idOf, queued, settled, sketch } from './sketches.ts';

const NOW = 5_000;

async function bench(operations: readonly KeptOperation[]) {
  const disk = memoryDisk();
  const journal = memoryJournal({ disk });
  await journal.write(async (tx) => {
    for (const one of operations) await tx.put(one);
    await tx.putHead(headAt(operations.length));
  });
  const answer = (results: readonly PushResult[], sent = operations) =>
    settleReply(journal, { sent, reply: { epoch: 1, lastSeq: 9, results }, nowMs: NOW });
  const fate = (one: KeptOperation | undefined) => disk.operations.get(one?.id ?? '')?.fate;
  return { disk, journal, answer, fate };
}

const at = (seq: number, change: Partial<KeptOperation> = {}): KeptOperation =>
  sketch({ epoch: 1, seq }, { bodyHash: String(seq).repeat(64).slice(0, 64), ...change });

const result = (one: KeptOperation, change: Partial<PushResult> = {}): PushResult => ({
  seq: one.place.seq,
  id: one.id,
  outcome: 'APPLIED',
  bodyHash: one.bodyHash,
  code: '',
  detail: '',
  flags: [],
  ...change,
});

test('what is echoed as booked, or booked before, is settled with its flags', async () => {
  const [one, other] = [at(1), at(2)];
  const { answer, fate, disk } = await bench([one, other]);
  const summary = await answer([
    result(one, { id: one.id.toUpperCase(), flags: ['price_differs'] }),
    result(other, { outcome: 'DUPLICATE' }),
  ]);
  expect(summary).toEqual({ settled: 2, parked: 0, later: null, differing: 0 });
  expect(fate(one)).toEqual({
    kind: 'settled',
    atMs: NOW,
    outcome: 'APPLIED',
    flags: ['price_differs'],
  });
  expect(fate(other)).toMatchObject({ kind: 'settled', outcome: 'DUPLICATE' });
  expect(disk.head.lastSettledAtMs).toBe(NOW);
});

test('what was said before the device was enrolled again is no echo', async () => {
  const one = sketch({ epoch: 2, seq: 1 }, { bodyHash: 'a'.repeat(64) });
  const { answer, fate } = await bench([one]);
  expect(await answer([result(one)])).toMatchObject({ settled: 0, differing: 1 });
  expect(fate(one)).toMatchObject({ kind: 'queued' });
});

test.each<readonly [string, Partial<PushResult>]>([
  ['another body', { bodyHash: 'e'.repeat(64) }],
  ['another number', { seq: 2 }],
])('%s is no echo', async (_, change) => {
  const one = at(1);
  const { answer, fate, disk } = await bench([one]);
  const summary = await answer([result(one, change)]);
  expect(summary).toEqual({ settled: 0, parked: 0, later: null, differing: 1 });
  expect([fate(one), disk.head.lastSettledAtMs]).toEqual([queued, null]);
});

test('without a word about it, it comes again; the first word that is there says how', async () => {
  const all = [at(1), at(2), at(3)];
  const { answer, fate } = await bench(all);
  const [one, other] = all
    .slice(1)
    .map((operation) =>
      result(operation, { outcome: 'RETRY_LATER', code: `later_${operation.place.seq}` }),
    );
  expect(await answer([])).toEqual({ settled: 0, parked: 0, later: 'no_answer', differing: 0 });
  const summary = await answer([one!, other!], all.slice(1));
  expect(summary).toEqual({ settled: 0, parked: 0, later: 'later_2', differing: 0 });
  expect(all.map(fate)).toEqual([queued, queued, queued]);
});

test('an answer of yesterday changes nothing', async () => {
  const [gone, moved, known] = [at(1), at(2), at(3)];
  const { answer, fate, journal } = await bench([gone, moved, known]);
  await journal.write(async (tx) => {
    await tx.remove(gone.id);
    await tx.put({ ...moved, place: { epoch: 1, seq: 7 } });
    await tx.put({ ...known, fate: settled });
  });
  const summary = await answer([result(gone), result(moved), result(known)]);
  expect(summary).toEqual({ settled: 0, parked: 0, later: null, differing: 0 });
  expect([fate(gone), fate(moved), fate(known)]).toEqual([undefined, queued, settled]);
});

test('the same number of another life is another place', async () => {
  const one = at(1);
  const { answer, fate, journal } = await bench([one]);
  await journal.write((tx) => tx.put({ ...one, place: { epoch: 2, seq: 1 } }));
  await answer([result(one)], [one]);
  expect(fate(one)).toEqual(queued);
});

test.each(['CONFLICT', 'REJECTED_NEEDS_MANAGER', 'REJECTED_TERMINAL'] as const)(
  '%s waits for a person, with the reason',
  async (outcome) => {
    const one = at(1);
    const { answer, fate, disk } = await bench([one]);
    const summary = await answer([result(one, { outcome, code: 'name_taken', detail: 'taken' })]);
    expect(summary).toEqual({ settled: 0, parked: 1, later: null, differing: 0 });
    expect(fate(one)).toEqual({
      kind: 'parked',
      atMs: NOW,
      why: { outcome, code: 'name_taken', detail: 'taken', blockedBy: null },
      retryAtMs: null,
      retries: 0,
    });
    expect(disk.head.lastSettledAtMs).toBeNull();
  },
);

test('without a code the outcome is the reason', async () => {
  const one = at(1);
  const { answer, fate } = await bench([one]);
  await answer([result(one, { outcome: 'CONFLICT' })]);
  expect(fate(one)).toMatchObject({ why: { outcome: 'CONFLICT', code: 'conflict' } });
});

test.each(['withheld', 'decision'] as const)(
  'a %s is done with, whatever is said',
  async (kind) => {
    const one = at(1, { kind });
    const { answer, fate } = await bench([one]);
    expect(await answer([result(one, { outcome: 'CONFLICT', flags: ['x'] })])).toMatchObject({
      settled: 1,
    });
    expect(fate(one)).toEqual({ kind: 'settled', atMs: NOW, outcome: 'APPLIED', flags: [] });
  },
);

const again = { kind: 'queued', wasSettled: true, retries: 0, faults: null } as const;

test.each([
  [0, 60_000],
  [1, 120_000],
  [5, 1_920_000],
  [6, 3_600_000],
  [40, 3_600_000],
])('what was booked once goes again by itself: after %i times in %i ms', async (retries, delay) => {
  const one = at(1, { fate: { ...again, retries } });
  const { answer, fate } = await bench([one]);
  await answer([result(one, { outcome: 'REJECTED_TERMINAL', code: 'sale_not_found' })]);
  expect(fate(one)).toMatchObject({ kind: 'parked', retryAtMs: NOW + delay, retries });
});

test('but not for another reason, nor what never was booked', async () => {
  const one = at(1, { fate: { ...again, retries: 2 } });
  const other = at(2, { fate: { ...queued, retries: 3 } });
  const { answer, fate } = await bench([one, other]);
  await answer([
    result(one, { outcome: 'CONFLICT', code: 'name_taken' }),
    result(other, { outcome: 'REJECTED_TERMINAL', code: 'sale_not_found' }),
  ]);
  expect(fate(one)).toMatchObject({ retryAtMs: null, retries: 2 });
  expect(fate(other)).toMatchObject({ retryAtMs: null, retries: 3 });
});

test('what waits for something parked says so, and is freed with it alone', async () => {
  const [parent, stranger] = [at(1), at(2)];
  const child = at(3, { dependsOn: parent.id });
  const other = at(4, { dependsOn: parent.id });
  const { answer, fate } = await bench([parent, stranger, child, other]);
  const parked = (one: KeptOperation) => result(one, { outcome: 'CONFLICT', code: 'dependency' });
  // The parent is fine when this one is refused: it waits for a person, and not for the parent.
  await answer([parked(other)], [other]);
  expect(fate(other)).toMatchObject({ why: { blockedBy: null } });
  await answer([parked(parent)], [parent]);
  await answer([parked(child)], [child]);
  expect(fate(child)).toMatchObject({ retryAtMs: null, why: { blockedBy: parent.id } });
  await answer([result(stranger)], [stranger]);
  expect(fate(child)).toMatchObject({ retryAtMs: null });
  const {
    disk,
    answer: answerAgain,
    fate: fateAgain,
  } = await bench([
    { ...parent, fate: queued },
    { ...child, fate: { kind: 'parked', atMs: 1, why: blocked(parent.id), ...waits } },
    { ...other, fate: { kind: 'parked', atMs: 1, why: blocked(null), ...waits } },
    { ...stranger, dependsOn: parent.id, fate: queued },
  ]);
  await answerAgain([result(parent)], [parent]);
  expect(fateAgain(child)).toMatchObject({ kind: 'parked', retryAtMs: NOW });
  expect(fateAgain(other)).toMatchObject({ retryAtMs: null });
  expect(fateAgain(stranger)).toEqual(queued);
  expect(disk.operations.size).toBe(4);
});

const waits = { retryAtMs: null, retries: 0 } as const;
const blocked = (blockedBy: string | null) =>
  ({ outcome: 'CONFLICT', code: 'dependency', detail: '', blockedBy }) as const;

test('nobody hears that something was settled where nothing was', async () => {
  const one = at(1);
  const { answer, disk } = await bench([one]);
  await answer([result({ ...one, id: idOf(77) })]);
  expect(disk.head.lastSettledAtMs).toBeNull();
});

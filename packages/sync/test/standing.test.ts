/** How far the server stands, another life of the register, and what is forgotten in the end. */
import { expect, test } from 'vitest';
import { OtherRegister, memoryDisk, memoryJournal } from '../src/index.ts';
import type { Fate, JournalHead, KeptOperation } from '../src/index.ts';
import { takeRegistration } from '../src/enrolment.ts';
import { forgetOld } from '../src/forget.ts';
import { acknowledgedSeq, takeStanding } from '../src/server-standing.ts';
import { registration } from './scripted.ts';
import { headAt, queued, sketch } from './sketches.ts';

const settledAt = (atMs: number): Fate => ({
  kind: 'settled',
  atMs,
  outcome: 'APPLIED',
  flags: [],
});
const why = { outcome: 'CONFLICT', code: 'x', detail: '', blockedBy: null } as const;
const parked: Fate = { kind: 'parked', atMs: 1, why, retryAtMs: null, retries: 4 };
const again: Fate = { kind: 'queued', wasSettled: true, retries: 0, faults: null };

async function journalOf(
  fates: readonly Fate[],
  change: Partial<JournalHead> = {},
  more: readonly KeptOperation[] = [],
) {
  const disk = memoryDisk();
  const journal = memoryJournal({ disk });
  await journal.write(async (tx) => {
    for (const [index, fate] of fates.entries()) {
      await tx.put(sketch({ epoch: 1, seq: index + 1 }, { fate }));
    }
    for (const one of more) await tx.put(one);
    await tx.putHead({ ...headAt(fates.length), registration, ...change });
  });
  const fatesNow = () =>
    [...disk.operations.values()]
      .sort((one, other) => one.place.seq - other.place.seq)
      .map(({ fate }) => fate.kind);
  return { disk, journal, fatesNow };
}

test('known to be there is the last that was settled, parked or forgotten', async () => {
  const of = async (fates: readonly Fate[], change: Partial<JournalHead> = {}) =>
    acknowledgedSeq((await journalOf(fates, change)).journal);
  expect(await of([])).toBe(0);
  expect(await of([queued])).toBe(0);
  expect(await of([settledAt(1), parked, queued])).toBe(2);
  expect(await of([parked, settledAt(1), queued])).toBe(2);
  expect(await of([queued], { forgottenSeq: 1 })).toBe(1);
  // Of another life they say nothing.
  expect(await of([settledAt(1)], { registration: { ...registration, epoch: 2 } })).toBe(0);
});

test('a server that stands where we know it to stand, or further, is fine', async () => {
  const { journal, fatesNow } = await journalOf([settledAt(1), queued, queued]);
  for (const lastSeq of [1, 2, 3]) {
    const standing = await takeStanding(journal, { registration, lastSeq, acknowledged: 1 });
    expect(standing).toEqual({ kind: 'fine' });
  }
  expect(fatesNow()).toEqual(['settled', 'queued', 'queued']);
});

test('one that knows more than was ever made makes this a copy', async () => {
  const { journal, disk } = await journalOf([settledAt(1)]);
  const stands = { registration, lastSeq: 2, acknowledged: 1 };
  expect(await takeStanding(journal, stands)).toEqual({ kind: 'copied' });
  expect(disk.head.isCopy).toBe(true);
});

test.each([{ epoch: 0 }, { registerId: 'another' }])(
  'an answer to %o, which it was when it asked, makes nothing a copy',
  async (change) => {
    const { journal, disk } = await journalOf([settledAt(1)]);
    const asked = { ...registration, ...change };
    const stands = { registration: asked, lastSeq: 40, acknowledged: 40 };
    expect(await takeStanding(journal, stands)).toEqual({ kind: 'fine' });
    expect(disk.head.isCopy).toBe(false);
  },
);

test('one that lost something gets it again, and all of it or nothing', async () => {
  const lost = await journalOf([settledAt(1), settledAt(1), parked, queued]);
  const standing = await takeStanding(lost.journal, { registration, lastSeq: 1, acknowledged: 3 });
  expect(standing).toEqual({ kind: 'resending', count: 2 });
  const [first, second, third] = [...lost.disk.operations.values()];
  expect(first?.fate.kind).toBe('settled');
  expect(second?.fate).toEqual(again);
  expect(third?.fate).toEqual({ ...again, wasSettled: false, retries: 4 });
  const gone = await journalOf([settledAt(1), settledAt(1)], { forgottenSeq: 1 });
  const asked = (lastSeq: number) =>
    takeStanding(gone.journal, { registration, lastSeq, acknowledged: 2 });
  expect(await asked(0)).toEqual({ kind: 'history_gone' });
  expect(gone.fatesNow()).toEqual(['settled', 'settled']);
  expect(await asked(1)).toEqual({ kind: 'resending', count: 1 });
});

const next = { ...registration, epoch: 2 };

test('another life counts from one, in the old order, without stand-ins', async () => {
  const held = sketch({ epoch: 1, seq: 4 }, { kind: 'withheld', fate: settledAt(1) });
  const shelved = sketch({ epoch: 0, seq: 1 }, { fate: parked });
  const faulty: Fate = { ...queued, retries: 3, faults: { count: 2, sinceMs: 1 } };
  const { journal, disk } = await journalOf(
    [settledAt(1), parked, faulty],
    { seq: 4, shelved: 1, receipts: 9, forgottenSeq: 0, isCopy: true, lastSettledAtMs: 7 },
    [held, shelved],
  );
  await takeRegistration(journal, next);
  expect(disk.head).toEqual({
    registration: next,
    seq: 3,
    receipts: 0,
    forgottenSeq: 0,
    shelved: 1,
    lastSettledAtMs: null,
    isCopy: false,
    turn: 0,
  });
  const now = [...disk.operations.values()].map(({ place, fate }) => [place, fate]);
  expect(now).toEqual([
    [{ epoch: 2, seq: 1 }, again],
    [
      { epoch: 2, seq: 2 },
      { ...again, wasSettled: false, retries: 4 },
    ],
    [{ epoch: 2, seq: 3 }, queued],
    [{ epoch: 0, seq: 1 }, parked],
  ]);
});

test('what was to be sent again stays what it was', async () => {
  const { journal, disk } = await journalOf([{ ...again, retries: 2 }]);
  await takeRegistration(journal, next);
  expect([...disk.operations.values()][0]?.fate).toEqual({ ...again, retries: 2 });
});

test.each([{ registerId: 'another' }, { tenantId: 'another' }])(
  'becomes %o only with nothing unsent, and begins with nothing',
  async (change) => {
    const other = { ...registration, ...change };
    const unsent = await journalOf([settledAt(1), queued, queued]);
    const refused = takeRegistration(unsent.journal, other);
    await expect(refused).rejects.toThrow(OtherRegister);
    await expect(refused).rejects.toThrow('2 operations were not sent');
    expect(unsent.disk.head.registration).toEqual(registration);
    const sent = await journalOf([settledAt(1), parked], { receipts: 5, shelved: 3 });
    await takeRegistration(sent.journal, other);
    expect(sent.disk.operations.size).toBe(0);
    expect(sent.disk.head).toMatchObject({ registration: other, seq: 0, receipts: 0, shelved: 3 });
  },
);

test('what is old is forgotten from the front, and how far is remembered', async () => {
  const { journal, disk, fatesNow } = await journalOf([
    settledAt(10),
    settledAt(20),
    settledAt(100),
    settledAt(5),
  ]);
  expect(await forgetOld(journal, { nowMs: 120, settledKeptMs: 100 })).toBe(1);
  expect(disk.head.forgottenSeq).toBe(1);
  // The one on the edge is kept, and so is what is behind it.
  expect(fatesNow()).toEqual(['settled', 'settled', 'settled']);
  expect(await forgetOld(journal, { nowMs: 121, settledKeptMs: 100 })).toBe(1);
  expect(await forgetOld(journal, { nowMs: 121, settledKeptMs: 100 })).toBe(0);
  expect(disk.head.forgottenSeq).toBe(2);
  expect(await forgetOld(journal, { nowMs: 1_000, settledKeptMs: 100 })).toBe(2);
  expect([disk.head.forgottenSeq, disk.operations.size]).toEqual([4, 0]);
});

test('what is not settled stops it, however old; numbers of another life do not count', async () => {
  const { journal, disk } = await journalOf(
    [queued],
    { seq: 1, registration: next, forgottenSeq: 3 },
    [sketch({ epoch: 2, seq: 1 }, { fate: settledAt(1) })],
  );
  expect(await forgetOld(journal, { nowMs: 1_000, settledKeptMs: 10 })).toBe(1);
  expect(disk.head.forgottenSeq).toBe(3);
  const old = await journalOf([settledAt(1)], { registration: next });
  expect(await forgetOld(old.journal, { nowMs: 1_000, settledKeptMs: 10 })).toBe(1);
  expect(old.disk.head.forgottenSeq).toBe(0);
});

test('not more than two hundred are forgotten at once', async () => {
  const { journal, disk } = await journalOf(Array.from({ length: 201 }, () => settledAt(1)));
  expect(await forgetOld(journal, { nowMs: 1_000, settledKeptMs: 10 })).toBe(200);
  expect(disk.operations.size).toBe(1);
});

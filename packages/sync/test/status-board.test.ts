/** What people are told: read from the journal, and told when it changes, not otherwise. */
import { expect, test } from 'vitest';
import { memoryCopies, memoryDisk, memoryJournal } from '../src/index.ts';
import type { SyncStatus } from '../src/index.ts';
import { emptyCopies } from '../src/copies.ts';
import { statusBoard } from '../src/status-board.ts';
import { registration } from './scripted.ts';
import { headAt, settled, sketch } from './sketches.ts';

function bench() {
  const journal = memoryJournal({ disk: memoryDisk() });
  const copies = memoryCopies();
  const board = statusBoard({ journal, copies } as never);
  const heard: SyncStatus[] = [];
  const deafen = board.subscribe((status) => heard.push(status));
  return { journal, copies, board, heard, deafen };
}

test('begins as a device that is nothing yet', () => {
  expect(bench().board.now()).toEqual({
    state: 'unenrolled',
    trouble: null,
    queuedCount: 0,
    oldestQueuedAt: null,
    attentionCount: 0,
    lastSettledAtMs: null,
    pricesAsOfMs: null,
    lease: 'elsewhere',
    maySell: true,
    storage: 'fine',
  });
});

test('counts what is queued and what waits, from when, and how old prices are', async () => {
  const { journal, copies, board } = bench();
  const why = { outcome: 'CONFLICT', code: 'x', detail: '', blockedBy: null } as const;
  await journal.write(async (tx) => {
    await tx.put(sketch({ epoch: 1, seq: 2 }, { occurredAt: '2026-01-02T00:00:00Z' }));
    await tx.put(sketch({ epoch: 1, seq: 3 }, { occurredAt: '2026-01-03T00:00:00Z' }));
    await tx.put(sketch({ epoch: 1, seq: 1 }, { fate: settled }));
    const fate = { kind: 'parked', atMs: 1, why, retryAtMs: null, retries: 0 } as const;
    await tx.put(sketch({ epoch: 1, seq: 4 }, { fate }));
    await tx.putHead({ ...headAt(4), registration, lastSettledAtMs: 9 });
  });
  const head = { ...emptyCopies, pricesAsOfMs: 8 };
  const nothing = { priceBook: null, staff: [], removedStaff: [], stockLevels: [] };
  await copies.put({ ...nothing, head });
  await board.count();
  expect(board.now()).toMatchObject({
    queuedCount: 2,
    oldestQueuedAt: '2026-01-02T00:00:00Z',
    attentionCount: 1,
    lastSettledAtMs: 9,
    pricesAsOfMs: 8,
    maySell: true,
  });
  await journal.write((tx) => tx.putHead({ ...headAt(4), registration, isCopy: true }));
  await board.count();
  expect(board.now().maySell).toBe(false);
  await journal.write((tx) => tx.putHead(headAt(4)));
  await board.count();
  expect(board.now().maySell).toBe(false);
});

test('tells each change once, to whoever still listens', () => {
  const { board, heard, deafen } = bench();
  const leaves: string[] = [];
  const leave = board.subscribe(() => {
    // Who goes away while it is told takes nothing from the others.
    leave();
    leaves.push('left');
  });
  board.set({ lease: 'here' });
  board.set({ lease: 'here' });
  board.set({ storage: 'tight', lease: 'here' });
  expect(heard.map(({ lease, storage }) => [lease, storage])).toEqual([
    ['here', 'fine'],
    ['here', 'tight'],
  ]);
  expect(heard.at(-1)).toBe(board.now());
  deafen();
  board.set({ lease: 'elsewhere' });
  expect([heard.length, leaves.length]).toEqual([2, 1]);
});

/** A journal in two places: either may be lost, and nothing is. */
import { describe, expect, it, test } from 'vitest';
import { memoryDisk, memoryJournal } from '../src/index.ts';
import type { JournalStorage, MemoryDisk } from '../src/index.ts';
import { twinJournal } from '../src/twin-journal.ts';
import { journalCases } from './journal-suite.ts';
import { headAt, settled, sketch } from './sketches.ts';

const soon = (): Promise<void> => Promise.resolve();

interface Disks {
  readonly one: MemoryDisk;
  readonly other: MemoryDisk;
}

const disks = (): Disks => ({ one: memoryDisk(), other: memoryDisk() });
const open = ({ one, other }: Disks, more: Partial<Parameters<typeof twinJournal>[0]> = {}) =>
  twinJournal({
    first: memoryJournal({ disk: one }),
    second: memoryJournal({ disk: other }),
    wait: soon,
    ...more,
  });

const wipe = (disk: MemoryDisk): MemoryDisk => Object.assign(disk, memoryDisk());
const contentOf = ({ head, operations }: MemoryDisk) => ({
  head,
  operations: [...operations.values()].sort((a, b) => a.id.localeCompare(b.id)),
});
/** Until it is in both places: whoever sells waits for the first alone. */
async function sell(journal: JournalStorage, seq: number): Promise<void> {
  await journal.write(async (tx) => {
    await tx.put(sketch({ epoch: 1, seq }));
    await tx.putHead({ ...(await tx.head()), seq });
  });
  await ended(journal);
}

/** What is written behind it waits for it in both places, and so does what writes nothing. */
const ended = (journal: JournalStorage): Promise<unknown> => journal.write((tx) => tx.head());

describe('keeps to the same suite', () => {
  it.each(Object.entries(journalCases))('%s', async (_name, run) => {
    const both = disks();
    await run({ open: () => open(both) });
  });
});

/** A place that notes when it begins and ends to write. */
function noting(disk: MemoryDisk, name: string, notes: string[]): JournalStorage {
  const place = memoryJournal({ disk });
  return {
    ...place,
    write: async (work) => {
      notes.push(`${name} begins`);
      try {
        return await place.write(work);
      } finally {
        notes.push(`${name} ends`);
      }
    },
  };
}

test('whoever sells waits for the first place, and never are both written to at once', async () => {
  const both = disks();
  const notes: string[] = [];
  const journal = await open(both, {
    first: noting(both.one, 'first', notes),
    second: noting(both.other, 'second', notes),
  });
  await sell(journal, 1);
  notes.length = 0;
  await Promise.all(
    [2, 3, 4].map(async (seq) => {
      await journal.write((tx) => tx.put(sketch({ epoch: 1, seq })));
      notes.push('sold');
    }),
  );
  await ended(journal);
  const pair = ['first begins', 'first ends', 'second begins', 'second ends'];
  const places = notes.filter((note) => note !== 'sold');
  expect(places).toEqual([...pair, ...pair, ...pair, ...pair.slice(0, 2)]);
  expect(notes.indexOf('sold')).toBeLessThan(notes.indexOf('second ends'));
});

test('what is written is in both places in the end, and counted', async () => {
  const both = disks();
  const journal = await open(both);
  await sell(journal, 1);
  await sell(journal, 2);
  expect(both.one.head).toMatchObject({ seq: 2, turn: 2 });
  expect(contentOf(both.other)).toEqual(contentOf(both.one));
  await journal.write((tx) => tx.head());
  expect(both.one.head.turn).toBe(2);
});

test.each(['one', 'other'] as const)('%s place is lost: the other one fills it', async (lost) => {
  const both = disks();
  const journal = await open(both);
  for (const seq of [1, 2, 3]) await sell(journal, seq);
  await journal.write(async (tx) => {
    await tx.put(sketch({ epoch: 1, seq: 2 }, { fate: settled }));
    await tx.remove(sketch({ epoch: 1, seq: 1 }).id);
  });
  await ended(journal);
  const before = contentOf(both.one);
  wipe(both[lost]);
  const again = await open(both);
  expect(await again.read((tx) => tx.count('queued'))).toBe(1);
  await sell(again, 4);
  expect(contentOf(both.other)).toEqual(contentOf(both.one));
  expect(before.operations.map(({ id }) => id)).toEqual(
    [...both.one.operations.keys()].filter((id) => id !== sketch({ epoch: 1, seq: 4 }).id),
  );
});

test('killed between the two, the next start brings the second level', async () => {
  const both = disks();
  const journal = await open(both);
  await sell(journal, 1);
  const dead = new Promise<never>(() => undefined);
  const second = { ...memoryJournal({ disk: both.other }), write: () => dead };
  const dying = await open(both, { second });
  void sell(dying, 2);
  await expect.poll(() => both.one.head.seq).toBe(2);
  expect(both.other.head.seq).toBe(1);
  const next = await open(both);
  await sell(next, 3);
  expect(contentOf(both.other)).toEqual(contentOf(both.one));
});

test('a journal from before there were two is copied whole', async () => {
  const both = disks();
  const old = memoryJournal({ disk: both.one });
  await old.write(async (tx) => {
    for (const seq of [1, 2]) await tx.put(sketch({ epoch: 1, seq }));
    await tx.putHead(headAt(2));
  });
  const journal = await open(both);
  await sell(journal, 3);
  expect(both.other.operations.size).toBe(3);
  expect(contentOf(both.other)).toEqual(contentOf(both.one));
});

test('two tabs whose steps come to the second place in another order', async () => {
  const both = disks();
  await sell(await open(both), 1);
  const slow = memoryJournal({ disk: both.other });
  const { promise: held, resolve: go } = Promise.withResolvers<undefined>();
  const late: JournalStorage = {
    ...slow,
    write: async (work) => {
      await held;
      return slow.write(work);
    },
  };
  const [one, other] = [await open(both, { second: late }), await open(both)];
  const first = sell(one, 2);
  await expect.poll(() => both.one.head.seq).toBe(2);
  await sell(other, 3);
  expect(contentOf(both.other)).toEqual(contentOf(both.one));
  go(undefined);
  await first;
  expect(both.other.head.turn).toBe(3);
  expect(contentOf(both.other)).toEqual(contentOf(both.one));
});

test('a second place that takes nothing stops nobody, and is tried again in a while', async () => {
  const both = disks();
  const good = memoryJournal({ disk: both.other });
  let isBroken = true;
  let [tried, told] = [0, 0];
  const moody: JournalStorage = {
    ...good,
    write: (work) => {
      tried += 1;
      return isBroken ? Promise.reject(new Error('no room')) : good.write(work);
    },
  };
  const journal = await open(both, { second: moody, onAlone: () => void (told += 1) });
  for (let seq = 1; seq <= 20; seq += 1) await sell(journal, seq);
  expect([both.one.head.seq, both.other.head.seq, told]).toEqual([20, 0, 1]);
  expect(tried).toBe(1);
  isBroken = false;
  for (let seq = 21; seq <= 60; seq += 1) await sell(journal, seq);
  expect(contentOf(both.other)).toEqual(contentOf(both.one));
});

test('what fails in the first place is nowhere', async () => {
  const both = disks();
  const journal = await open(both);
  await sell(journal, 1);
  await expect(
    journal.write(async (tx) => {
      await tx.put(sketch({ epoch: 1, seq: 2 }));
      throw new Error('stop');
    }),
  ).rejects.toThrow('stop');
  expect(both.other.operations.size).toBe(1);
  expect(contentOf(both.other)).toEqual(contentOf(both.one));
});

test('whoever needs the room of the second place sells in one, and has two at the next start', async () => {
  const both = disks();
  const journal = await open(both);
  await sell(journal, 1);
  journal.goAlone();
  await sell(journal, 2);
  expect([both.one.head.seq, both.other.head.seq]).toEqual([2, 1]);
  wipe(both.other);
  const next = await open(both);
  await sell(next, 3);
  expect(contentOf(both.other)).toEqual(contentOf(both.one));
});

test('many at once come to the second place in order, and nothing is compared for it', async () => {
  const both = disks();
  let [waits, read] = [0, 0];
  const one = memoryJournal({ disk: both.one });
  const first: JournalStorage = {
    ...one,
    read: (work) => {
      read += 1;
      return one.read(work);
    },
  };
  const wait = async (): Promise<void> => void (waits += 1);
  const journal = await open(both, { first, wait });
  await sell(journal, 1);
  read = 0;
  await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      journal.write((tx) => tx.put(sketch({ epoch: 1, seq: index + 2 }))),
    ),
  );
  await ended(journal);
  expect(contentOf(both.other)).toEqual(contentOf(both.one));
  expect([both.other.head.turn, waits, read]).toEqual([31, 0, 0]);
});

describe('what may lag', () => {
  const settle = (journal: JournalStorage, seq: number): Promise<void> =>
    journal.write((tx) => tx.put(sketch({ epoch: 1, seq }, { fate: settled })), { mayLag: true });

  test('comes to the second place with the next that may not', async () => {
    const both = disks();
    const notes: string[] = [];
    const journal = await open(both, {
      second: noting(both.other, 'second', notes),
      wait: () => new Promise(() => undefined),
    });
    await sell(journal, 1);
    notes.length = 0;
    await settle(journal, 1);
    expect([both.one.head.turn, both.other.head.turn]).toEqual([2, 1]);
    await sell(journal, 2);
    expect(notes).toEqual(['second begins', 'second ends']);
    expect(contentOf(both.other)).toEqual(contentOf(both.one));
  });

  test('or in a moment of quiet, all that waits at once', async () => {
    const both = disks();
    const notes: string[] = [];
    const { promise: quiet, resolve: come } = Promise.withResolvers<void>();
    const journal = await open(both, {
      second: noting(both.other, 'second', notes),
      wait: () => quiet,
    });
    for (const seq of [1, 2]) await sell(journal, seq);
    notes.length = 0;
    for (const seq of [1, 2]) await settle(journal, seq);
    come();
    await expect.poll(() => both.other.head.turn).toBe(4);
    expect(notes).toEqual(['second begins', 'second ends']);
    expect(contentOf(both.other)).toEqual(contentOf(both.one));
  });

  test('is forgotten where the first place is lost before: the sale is not', async () => {
    const both = disks();
    const journal = await open(both, { wait: () => new Promise(() => undefined) });
    await sell(journal, 1);
    await settle(journal, 1);
    wipe(both.one);
    const next = await open(both);
    // The sale is there; what the server said of it is not, and is asked for again.
    expect(await next.read((tx) => tx.ids('queued'))).toEqual([sketch({ epoch: 1, seq: 1 }).id]);
  });
});

test('a head that is begun anew does not begin the count anew', async () => {
  const both = disks();
  const journal = await open(both);
  for (const seq of [1, 2, 3]) await sell(journal, seq);
  await journal.write((tx) => tx.putHead(headAt(0)));
  await ended(journal);
  expect(both.one.head).toMatchObject({ seq: 0, turn: 4 });
  expect(contentOf(both.other)).toEqual(contentOf(both.one));
});

/**
 * What every place of a journal has to keep to, in memory or in a browser. A case throws where it
 * is not kept to; it runs in Node and in the page alike, so it brings its own way of saying so.
 */
import type { JournalStorage } from '../src/journal-storage.ts';
import { emptyHead } from '../src/kept-operation.ts';
import type { JournalHead } from '../src/kept-operation.ts';
import { headAt, idOf, queued, settled, sketch } from './sketches.ts';

export interface Bench {
  /** The same journal each time, as another tab or a later start has it. */
  readonly open: () => Promise<JournalStorage>;
}

type Case = (bench: Bench) => Promise<void>;

export const journalCases: Readonly<Record<string, Case>> = {
  'is empty at first': async ({ open }) => {
    const journal = await open();
    same(await journal.read((tx) => tx.head()), emptyHead);
    same(await journal.read((tx) => tx.list({ fate: 'queued' })), []);
    same(await journal.read((tx) => tx.find(idOf(1))), undefined);
  },
  'gives back what was written, by another opening too': async ({ open }) => {
    const operation = sketch({ epoch: 1, seq: 1 });
    await (
      await open()
    ).write(async (tx) => {
      await tx.put(operation);
      await tx.putHead(headAt(1));
    });
    const again = await open();
    same(await again.read((tx) => tx.find(operation.id)), operation);
    same(await again.read((tx) => tx.at({ epoch: 1, seq: 1 })), operation);
    same(await headOf(again), headAt(1));
  },
  'writes all of a transaction or nothing': async ({ open }) => {
    const journal = await open();
    await fails(() =>
      journal.write(async (tx) => {
        await tx.put(sketch({ epoch: 1, seq: 1 }));
        await tx.putHead(headAt(1));
        throw new Error('in the middle');
      }),
    );
    same(await journal.read((tx) => tx.head()), emptyHead);
    same(await journal.read((tx) => tx.count('queued')), 0);
  },
  'refuses two in one place, and all that was written with them': async ({ open }) => {
    const journal = await open();
    await journal.write((tx) => tx.put(sketch({ epoch: 1, seq: 1 })));
    await fails(() =>
      journal.write(async (tx) => {
        await tx.putHead(headAt(9));
        await tx.put(sketch({ epoch: 1, seq: 1 }, { id: idOf(99) }));
      }),
    );
    same(await headOf(journal), emptyHead);
    same(await journal.read((tx) => tx.find(idOf(99))), undefined);
  },
  'lists by fate in the order of places': async ({ open }) => {
    const journal = await open();
    await journal.write(async (tx) => {
      for (const seq of [12, 2, 110, 1]) await tx.put(sketch({ epoch: 2, seq }));
      await tx.put(sketch({ epoch: 1, seq: 500 }));
      await tx.put(sketch({ epoch: 2, seq: 3 }, { fate: settled }));
    });
    const places = async (query: Parameters<typeof list>[1]) =>
      (await list(journal, query)).map(({ place }) => [place.epoch, place.seq]);
    same(await places({ fate: 'queued' }), [
      [1, 500],
      [2, 1],
      [2, 2],
      [2, 12],
      [2, 110],
    ]);
    same(await places({ fate: 'queued', limit: 2 }), [
      [1, 500],
      [2, 1],
    ]);
    same(await places({ fate: 'queued', after: { epoch: 2, seq: 2 } }), [
      [2, 12],
      [2, 110],
    ]);
    same(await places({ fate: 'settled' }), [[2, 3]]);
    same(
      await journal.read((tx) => tx.ids('queued')),
      (await list(journal, { fate: 'queued' })).map(({ id }) => id),
    );
    same(await journal.read((tx) => tx.ids('parked')), []);
    const last = await journal.read((tx) => tx.last({ fate: 'queued', epoch: 2 }));
    same(last?.place.seq, 110);
    same(await journal.read((tx) => tx.last({ fate: 'parked', epoch: 2 })), undefined);
    same(await journal.read((tx) => tx.count('queued')), 5);
  },
  'moves an operation to another fate and place': async ({ open }) => {
    const journal = await open();
    const operation = sketch({ epoch: 1, seq: 1 });
    await journal.write((tx) => tx.put(operation));
    const moved = { ...operation, place: { epoch: 1, seq: 2 }, fate: settled };
    await journal.write((tx) => tx.put(moved));
    same(await list(journal, { fate: 'queued' }), []);
    same(await list(journal, { fate: 'settled' }), [moved]);
    same(await journal.read((tx) => tx.at({ epoch: 1, seq: 1 })), undefined);
  },
  'removes, and finds what depends on something': async ({ open }) => {
    const journal = await open();
    const child = sketch({ epoch: 1, seq: 2 }, { dependsOn: idOf(1_000_001) });
    await journal.write(async (tx) => {
      await tx.put(sketch({ epoch: 1, seq: 1 }));
      await tx.put(child);
    });
    same(await journal.read((tx) => tx.dependants(idOf(1_000_001))), [child]);
    await journal.write((tx) => tx.remove(child.id));
    same(await journal.read((tx) => tx.dependants(idOf(1_000_001))), []);
  },
  'lets writers go one after the other: no number is given twice': async ({ open }) => {
    const tabs = [await open(), await open()];
    const next = (journal: JournalStorage) =>
      journal.write(async (tx) => {
        const seq = (await tx.head()).seq + 1;
        await tx.put(sketch({ epoch: 1, seq }));
        await tx.putHead(headAt(seq));
      });
    await Promise.all(Array.from({ length: 20 }, (_, index) => next(tabs[index % 2]!)));
    same((await tabs[0]!.read((tx) => tx.head())).seq, 20);
    same(await tabs[0]!.read((tx) => tx.count('queued')), 20);
  },
  'does not let what was handed in change what is kept': async ({ open }) => {
    const journal = await open();
    const body = { note: 'before' };
    await journal.write((tx) => tx.put(sketch({ epoch: 1, seq: 1 }, { body, fate: queued })));
    body.note = 'after';
    const kept = await journal.read((tx) => tx.find(idOf(1_000_001)));
    same(kept?.body, { note: 'before' });
  },
};

function list(
  journal: JournalStorage,
  query: Parameters<Parameters<Parameters<JournalStorage['read']>[0]>[0]['list']>[0],
) {
  return journal.read((tx) => tx.list(query));
}

/** How often it was written to counts only where it lies in two places. */
async function headOf(journal: JournalStorage): Promise<JournalHead> {
  return { ...(await journal.read((tx) => tx.head())), turn: 0 };
}

function same(found: unknown, wanted: unknown): void {
  const [one, other] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (one !== other) throw new Error(`found ${one}, wanted ${other}`);
}

async function fails(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch {
    return;
  }
  throw new Error('it went through');
}

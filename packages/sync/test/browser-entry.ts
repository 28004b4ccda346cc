/** What is bundled for the page: the journal in IndexedDB, its suite, and what a tab may meet. */
import { webLockLease } from '../src/browser-lease.ts';
import { openBrowserStorage } from '../src/browser-storage.ts';
import { indexedDbJournal, journalMigrations } from '../src/indexed-db-journal.ts';
import type { JournalStorage } from '../src/journal-storage.ts';
import { withBallast, takeBallast } from '../src/ballast.ts';
import { journalCases } from './journal-suite.ts';
import { headAt, idOf, sketch } from './sketches.ts';

export interface Answer {
  readonly error: string | null;
  readonly value?: unknown;
}

const answer = async (work: () => Promise<unknown>): Promise<Answer> => {
  try {
    return { error: null, value: await work() };
  } catch (error) {
    const { name, message } = error as Error;
    return { error: `${name}: ${message}` };
  }
};

const open = (name: string, change = {}): Promise<JournalStorage> =>
  indexedDbJournal({ factory: indexedDB, name, ...change });

export const runCase = ({ name }: { readonly name: string }): Promise<Answer> =>
  answer(() => {
    const database = `case ${name} ${crypto.randomUUID()}`;
    return journalCases[name]!({ open: () => open(database) });
  });

/** A journal that the first version wrote, opened by this one. */
export const upgradeFromFirst = (): Promise<Answer> =>
  answer(async () => {
    const old = await open('upgraded', { migrations: journalMigrations.slice(0, 1) });
    await old.write(async (tx) => {
      await tx.put(sketch({ epoch: 1, seq: 1 }, { dependsOn: idOf(7) }));
      await tx.putHead(headAt(1));
    });
    old.close();
    const journal = await open('upgraded');
    return {
      children: (await journal.read((tx) => tx.dependants(idOf(7)))).length,
      count: await journal.read((tx) => tx.count('queued')),
      seq: (await journal.read((tx) => tx.head())).seq,
    };
  });

/** A newer program was here: this one refuses, and leaves everything as it is. */
export const refuseNewer = (): Promise<Answer> =>
  answer(async () => {
    const newer = [
      ...journalMigrations,
      (database: IDBDatabase) => database.createObjectStore('x'),
    ];
    const later = await indexedDbJournal({
      factory: indexedDB,
      name: 'newer',
      migrations: newer,
    });
    await later.write((tx) => tx.put(sketch({ epoch: 1, seq: 1 })));
    later.close();
    const refused = await answer(() => open('newer'));
    const again = await indexedDbJournal({
      factory: indexedDB,
      name: 'newer',
      migrations: newer,
    });
    return { refused, count: await again.read((tx) => tx.count('queued')) };
  });

/** An old tab lets go when a newer program wants to upgrade. */
export const letGoOfOld = (): Promise<Answer> =>
  answer(async () => {
    let closed = '';
    await indexedDbJournal({
      factory: indexedDB,
      name: 'let go',
      migrations: journalMigrations.slice(0, 1),
      onClosed: (why) => (closed = why),
    });
    const newer = await open('let go');
    newer.close();
    return closed;
  });

export const openAsBrowser = (): Promise<Answer> =>
  answer(async () => {
    const storage = await openBrowserStorage({ navigator, indexedDB });
    await storage.journal.write((tx) => tx.put(sketch({ epoch: 1, seq: 1 })));
    const { hasOwnBucket, isPersistent } = storage;
    const inDefault = (await indexedDB.databases()).map(({ name }) => name);
    return { hasOwnBucket, isPersistent, inDefault };
  });

/** Fills the disk, and sells on the ballast. */
export const fillUp = ({ ballastBytes }: { readonly ballastBytes: number }): Promise<Answer> =>
  answer(async () => {
    const { journal, ballast } = await openBrowserStorage({ navigator, indexedDB, prefix: 'full' });
    const isTaken = await takeBallast(ballast, ballastBytes);
    let seq = 0;
    let fullAt = 0;
    for (; seq < 2000;) {
      seq += 1;
      try {
        const memo = crypto.getRandomValues(new Uint8Array(60_000));
        await journal.write((tx) => tx.put(sketch({ epoch: 1, seq }, { memo })));
      } catch (error) {
        fullAt = seq;
        if ((error as Error).name !== 'StorageFull') throw error;
        break;
      }
    }
    const kept = await journal.read((tx) => tx.count('queued'));
    const small = sketch({ epoch: 1, seq: 100_000 });
    const write = () => journal.write((tx) => tx.put(small));
    const pause = () => new Promise((resolve) => setTimeout(resolve, 50));
    const written = await withBallast(ballast, write, pause);
    const isThere = (await journal.read((tx) => tx.find(small.id))) !== undefined;
    return { isTaken, fullAt, kept, usedBallast: written.usedBallast, isThere };
  });

const held: (() => void)[] = [];
export const news: string[] = [];

export const askForLock = ({ isStealing }: { readonly isStealing: boolean }): Promise<Answer> =>
  answer(async () => {
    const release = webLockLease(navigator.locks, 'lease').request({
      isStealing,
      onWon: () => news.push('won'),
      onLost: () => news.push('lost'),
    });
    held.push(release);
  });

export const letGo = (): Promise<Answer> =>
  answer(async () => {
    for (const release of held.splice(0)) release();
  });

export const readNews = (): Promise<Answer> => answer(async () => [...news]);

/** Writes sales as fast as it can; each that is acknowledged is told at once. */
export const sellOn = ({ count }: { readonly count: number }): Promise<Answer> =>
  answer(async () => {
    const journal = await open('sold');
    const started = performance.now();
    for (let seq = 1; seq <= count; seq += 1) {
      await journal.write(async (tx) => {
        await tx.put(sketch({ epoch: 1, seq }));
        await tx.putHead(headAt(seq));
      });
    }
    return (performance.now() - started) / count;
  });

export const countSold = (): Promise<Answer> =>
  answer(async () => (await open('sold')).read((tx) => tx.count('queued')));

const openTwin = async () =>
  (await openBrowserStorage({ navigator, indexedDB, prefix: 'twin' })).journal;

/** Writes sales behind those that are there. */
export const sellInBoth = ({ count }: { readonly count: number }): Promise<Answer> =>
  answer(async () => {
    const journal = await openTwin();
    for (let sold = 0; sold < count; sold += 1) {
      await journal.write(async (tx) => {
        const seq = (await tx.head()).seq + 1;
        await tx.put(sketch({ epoch: 1, seq }));
        await tx.putHead({ ...(await tx.head()), seq });
      });
    }
  });

export const countInBoth = (): Promise<Answer> =>
  answer(async () => (await openTwin()).read((tx) => tx.count('queued')));

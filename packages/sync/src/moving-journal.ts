/**
 * A journal that is read where it lies while it is being copied to where it will be written: a till
 * shows what it keeps at once, and its first sale waits until there is a place for it.
 */
import type { JournalStorage } from './journal-storage.ts';

export interface MovingJournal extends JournalStorage {
  /** It is read and written in its new place, and nobody reads in the old one any more. */
  readonly moved: Promise<void>;
}

/** Where `to` rejects, nothing can be written, and each write says why. */
export function movingJournal(from: JournalStorage, to: Promise<JournalStorage>): MovingJournal {
  let current = from;
  const readers = new Set<Promise<unknown>>();
  const isThere = to.then((journal) => {
    current = journal;
  });
  const moved = isThere.then(async () => {
    await Promise.allSettled(readers);
  });
  // Whoever writes hears of it.
  moved.catch(() => undefined);
  return {
    read: (work) => {
      const reading = current.read(work);
      if (current === from) {
        readers.add(reading);
        const ended = (): void => void readers.delete(reading);
        reading.then(ended, ended);
      }
      return reading;
    },
    write: async (work, manner) => {
      await isThere;
      return current.write(work, manner);
    },
    close: () => {
      current.close();
      void to.then((journal) => journal.close()).catch(() => undefined);
    },
    moved,
  };
}

/**
 * How the journal comes up: read at once where it lies, written once it has been copied to where it
 * is safe. A till with thousands of sales in it shows its screen meanwhile.
 */
import { makePlacesAnew, openPlaces, placesAmong } from './journal-places.ts';
import type { Places, PlacesPort, WhileAlone } from './journal-places.ts';
import type { JournalStorage } from './journal-storage.ts';
import { movingJournal } from './moving-journal.ts';

export interface JournalStart<T> {
  readonly port: PlacesPort;
  readonly prefix: string;
  /** Undefined where another tab has the journal open. */
  readonly whileAlone: WhileAlone | undefined;
  /** Makes one journal of two places. */
  readonly over: (places: Places) => Promise<T>;
  /** Told at most once, and long before the end where there is much to copy. */
  readonly onReadable: (journal: JournalStorage) => void;
}

/** Resolves when nothing is left to be copied or removed. */
export async function startJournal<T extends { readonly journal: JournalStorage }>(
  start: JournalStart<T>,
): Promise<T> {
  const { port, prefix, whileAlone, over, onReadable } = start;
  const old = await openPlaces(port);
  const shared = whileAlone === undefined ? placesAmong(old) : undefined;
  if (shared !== undefined) return over(shared);
  const make = async (): Promise<Made<T>> => {
    const places = await makePlacesAnew(port, prefix, old, whileAlone ?? neverAlone);
    return { places, result: await over(places) };
  };
  const made = make();
  const [best] = old;
  if (best !== undefined) {
    const moving = movingJournal(
      best.journal,
      made.then(({ result }) => result.journal),
    );
    onReadable(moving);
    await moving.moved;
  }
  const { places, result } = await made;
  await places.removeOthers();
  return result;
}

interface Made<T> {
  readonly places: Places;
  readonly result: T;
}

const neverAlone: WhileAlone = () => Promise.resolve(false);

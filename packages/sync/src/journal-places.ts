/**
 * The journal's two places, made anew at every start: a place that a death tore can be read once
 * more, and is lost at the start after that (docs/decisions/0144). So nothing is written to a place
 * of an earlier start; what it has is copied into two new ones before anything is written, and only
 * then it goes. At most one of two that were new is torn by a death, and the other one stays whole.
 *
 *   copied, piece by piece ─▶ alone, and nobody wrote meanwhile ─▶ heads written ─▶ the old ones go
 *            └─ no room ─────────────────┴─ another tab did ─▶ it goes on in the old ones
 *
 * A place is one when its head is written: until then it ranks below all that has one.
 */
import { StorageNewer, piecesOf } from './journal-storage.ts';
import type { JournalStorage } from './journal-storage.ts';
import { headOf } from './twin-journal.ts';

/** What has places, by their names: a browser's buckets. */
export interface PlacesPort {
  readonly names: () => Promise<readonly string[]>;
  /** Makes one where there is none. */
  readonly open: (name: string) => Promise<JournalStorage>;
  readonly remove: (name: string) => Promise<void>;
}

export interface Place {
  readonly name: string;
  readonly journal: JournalStorage;
}

export interface Places {
  readonly first: Place;
  /** Undefined where there was no room for it. */
  readonly second: Place | undefined;
  /** Removes those that are no longer needed. What cannot be removed is tried at the next start. */
  readonly removeOthers: () => Promise<void>;
}

/** Does the work while no other tab has the journal open, and none can; or answers false. */
export type WhileAlone = (work: () => Promise<boolean>) => Promise<boolean>;

/** Of a start. Those from before there were any end in `twin`, or in nothing. */
const NAME = /-(\d+)-[ab]$/;

export const isPlaceOf = (prefix: string, name: string): boolean =>
  name.startsWith(prefix) && /^-(twin|\d+-[ab])$/.test(name.slice(prefix.length));

const generationOf = (name: string): number => Number(NAME.exec(name)?.[1] ?? 0);

/** In one transaction, so that a page answers its cashier in between. */
const COPIED_AT_ONCE = 100;

/** All there are, the one that came furthest before the others. One that does not open is lost. */
export async function openPlaces(port: PlacesPort): Promise<readonly Place[]> {
  const found: (Place & { readonly rank: readonly number[] })[] = [];
  for (const name of await port.names()) {
    try {
      const journal = await port.open(name);
      const { turn, registration } = await headOf(journal);
      found.push({
        name,
        journal,
        rank: [turn, registration === null ? 0 : 1, generationOf(name)],
      });
    } catch (error) {
      if (error instanceof StorageNewer) throw error;
    }
  }
  return found.sort(
    (one, other) => compare(other.rank, one.rank) || (one.name < other.name ? -1 : 1),
  );
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at === -1 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}

/** Goes on in those that are open, as another tab does. Undefined where there are none. */
export function placesAmong(open: readonly Place[]): Places | undefined {
  const [first, second, ...others] = open;
  for (const { journal } of others) journal.close();
  return first && { first, second, removeOthers: async () => undefined };
}

/**
 * Copies the first of `old` into two new places. Nobody else may write meanwhile: where somebody
 * did, or is there at the end, it goes on in the old ones.
 */
export async function makePlacesAnew(
  port: PlacesPort,
  prefix: string,
  old: readonly Place[],
  whileAlone: WhileAlone,
): Promise<Places> {
  const [best] = old;
  const made: Place[] = [];
  try {
    await openTwo(port, prefix, made);
    const isMoved = best === undefined || (await moveInto(made, best.journal, whileAlone));
    const [first, second] = made;
    if (isMoved && first !== undefined) {
      return { first, second, removeOthers: () => removeAll(port, old) };
    }
  } catch (error) {
    if (best === undefined) throw error;
    // A disk without room: selling goes on where it was.
    await removeAll(port, made);
    return { first: best, second: undefined, removeOthers: async () => undefined };
  }
  await removeAll(port, made);
  const places = placesAmong(old);
  if (places === undefined) throw new Error('no place was made');
  return places;
}

async function openTwo(port: PlacesPort, prefix: string, made: Place[]): Promise<void> {
  const generation = Math.max(0, ...(await port.names()).map(generationOf)) + 1;
  for (const letter of ['a', 'b']) {
    const name = `${prefix}-${generation}-${letter}`;
    made.push({ name, journal: await port.open(name) });
  }
}

/** Answers false where another tab came meanwhile. */
async function moveInto(
  made: readonly Place[],
  from: JournalStorage,
  whileAlone: WhileAlone,
): Promise<boolean> {
  const { turn } = await headOf(from);
  for await (const piece of piecesOf(from, COPIED_AT_ONCE)) {
    await Promise.all(
      made.map(({ journal }) =>
        journal.write(async (tx) => {
          await Promise.all(piece.map((operation) => tx.put(operation)));
        }),
      ),
    );
  }
  return whileAlone(async () => {
    const head = await headOf(from);
    if (head.turn !== turn) return false;
    // One turn on: whoever opens places from now on takes one of these, and there is no way back. A
    // second one that does not take its head is brought level by whoever writes to both.
    const next = { ...head, turn: turn + 1 };
    const [first, second] = made.map(({ journal }) => journal);
    await first?.write((tx) => tx.putHead(next));
    await second?.write((tx) => tx.putHead(next)).catch(() => undefined);
    return true;
  });
}

async function removeAll(port: PlacesPort, places: readonly Place[]): Promise<void> {
  for (const { name, journal } of places) {
    journal.close();
    await port.remove(name).catch(() => undefined);
  }
}

/**
 * The journal's two places, made anew at every start: a place that a death tore can be read once
 * more, and is lost at the start after that (docs/decisions/0144). So nothing is written to a place
 * of an earlier start; what it has is copied into two new ones before anything is sold, and only
 * then it goes. At most one of two that were new is torn by a death, and the other one stays whole.
 */
import type { JournalStorage } from './journal-storage.ts';
import { StorageNewer } from './journal-storage.ts';
import { contentOf, fill, headOf } from './twin-journal.ts';

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
}

/** Of a start. Those from before there were any end in `twin`, or in nothing. */
const NAME = /-(\d+)-[ab]$/;

export const isPlaceOf = (prefix: string, name: string): boolean =>
  name.startsWith(prefix) && /^-(twin|\d+-[ab])$/.test(name.slice(prefix.length));

const generationOf = (name: string): number => Number(NAME.exec(name)?.[1] ?? 0);

/** Only while no other tab has them open; where one came meanwhile, it goes on in the old ones. */
export async function makePlacesAnew(
  port: PlacesPort,
  prefix: string,
  isAlone: () => Promise<boolean>,
): Promise<Places> {
  const names = await port.names();
  const old = await openAll(port, names);
  const [best, next] = old;
  const generation = Math.max(0, ...names.map(generationOf)) + 1;
  const made: Place[] = [];
  try {
    for (const letter of ['a', 'b']) {
      const name = `${prefix}-${generation}-${letter}`;
      made.push({ name, journal: await port.open(name) });
    }
    // The old ones are there until both are made, whatever becomes of these.
    if (best !== undefined) {
      const content = await contentOf(best.journal);
      await Promise.all(made.map((one) => fill(one.journal, content)));
    }
  } catch (error) {
    if (best === undefined) throw error;
    // A disk without room: selling goes on where it was.
    await removeAll(port, made);
    return { first: best, second: undefined };
  }
  if (best !== undefined && !(await isAlone())) {
    await removeAll(port, made);
    return { first: best, second: next };
  }
  await removeAll(port, old);
  const [first, second] = made;
  if (first === undefined) throw new Error('no place was made');
  return { first, second };
}

/** What another tab made, which is selling there. */
export async function openPlaces(port: PlacesPort): Promise<Places | undefined> {
  const [first, second] = await openAll(port, await port.names());
  return first && { first, second };
}

/** The one that came furthest before the others. One that does not open is lost. */
async function openAll(port: PlacesPort, names: readonly string[]): Promise<readonly Place[]> {
  const found: (Place & { readonly rank: readonly number[] })[] = [];
  for (const name of names) {
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

/** What cannot be removed now is tried again at the next start. */
async function removeAll(port: PlacesPort, places: readonly Place[]): Promise<void> {
  for (const { name, journal } of places) {
    journal.close();
    await port.remove(name).catch(() => undefined);
  }
}

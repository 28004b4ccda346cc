/** Where secret keys are kept: a port, whatever is behind it. */
import { createHash } from 'node:crypto';
import { orInstead } from './patience.ts';
import type { World } from './surroundings.ts';

export interface KeyShelf {
  /** For whoever reads what went wrong. */
  readonly name: string;
  /** The keys, the newest first; undefined where nobody has put any. */
  readonly read: () => Promise<readonly unknown[] | undefined>;
  /** Where there are none yet; otherwise what is there stays. */
  readonly writeOnce: (id: string, keys: readonly unknown[]) => Promise<void>;
  /** Other keys in their place, whole or not at all. */
  readonly replace: (id: string, keys: readonly unknown[]) => Promise<void>;
  /** Another one whenever the keys are others. */
  readonly mark: () => Promise<string>;
}

/**
 * Keys that are on their way: once they have been read they stand on the new shelf, and the old one
 * is only looked at while the new one is empty.
 */
export function movedShelf(to: KeyShelf, from: KeyShelf): KeyShelf {
  const read = async (): Promise<readonly unknown[] | undefined> => {
    const there = await to.read();
    if (there !== undefined) return there;
    const keys = await from.read();
    if (keys === undefined) return undefined;
    await to.writeOnce('moved', keys);
    return to.read();
  };
  return {
    ...to,
    read,
    writeOnce: async (id, keys) => {
      if ((await read()) === undefined) await to.writeOnce(id, keys);
    },
  };
}

export interface MakeKeys<Key> {
  readonly shelf: KeyShelf;
  /** Called when there are none; `id` names the key and is part of no path elsewhere. */
  readonly make: () => Promise<{ readonly id: string; readonly key: Key }>;
}

/** The keys of the shelf, the newest first; never none. */
export async function readOrMakeKeys<Key>({ shelf, make }: MakeKeys<Key>): Promise<readonly Key[]> {
  const found = await shelf.read();
  if (found !== undefined) return found as readonly Key[];
  const { id, key } = await make();
  await shelf.writeOnce(id, [key]);
  const made = await shelf.read();
  if (made === undefined) throw new Error(`the keys vanished: ${shelf.name}`);
  return made as readonly Key[];
}

/** So often at most is a shelf asked that is remembered. */
const REMEMBERED_MS = 2_000;
/** Whoever has keys waits no longer for newer ones: a log-in is not held up by a slow shelf. */
const PATIENCE_MS = 250;

/**
 * For a shelf behind a network, which is looked at with every log-in: what was read is good for two
 * seconds, and for as long as this process lives while the shelf cannot be reached. Fewer seconds
 * than another process waits before it signs with a new key.
 */
export function rememberedShelf(
  shelf: KeyShelf,
  { clock, scheduler }: Pick<World, 'clock' | 'scheduler'>,
): KeyShelf {
  let known: { readonly keys: readonly unknown[]; readonly askedMs: number } | undefined;
  let asking: Promise<readonly unknown[] | undefined> | undefined;
  const ask = async (): Promise<readonly unknown[] | undefined> => {
    const askedMs = clock.now().getTime();
    try {
      const keys = await shelf.read();
      known = keys === undefined ? undefined : { keys, askedMs };
      return keys;
    } catch (error) {
      if (known === undefined) throw error;
      return known.keys;
    }
  };
  const read = async (): Promise<readonly unknown[] | undefined> => {
    const isFresh = known !== undefined && clock.now().getTime() - known.askedMs < REMEMBERED_MS;
    if (known !== undefined && isFresh) return known.keys;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    if (known === undefined) return asking;
    const { keys } = known;
    return orInstead(scheduler, asking, { msMax: PATIENCE_MS, instead: () => keys });
  };
  return {
    name: shelf.name,
    read,
    writeOnce: shelf.writeOnce,
    replace: async (id, keys) => {
      await shelf.replace(id, keys);
      known = undefined;
    },
    mark: async () =>
      createHash('sha256')
        .update(JSON.stringify((await read()) ?? []))
        .digest('hex'),
  };
}

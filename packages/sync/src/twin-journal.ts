/**
 * A journal that lies in two places, each of which survives without the other: a browser that is
 * killed in the middle of a write may lose all of one place (docs/decisions/0144). Each transaction
 * is written twice, one after the other, never at once: a death can tear one of the two, and at the
 * next start the other one fills it again. Whoever writes waits for the first place alone.
 *
 *   work ─▶ first, strict, turn n ─▶ written
 *                └─▶ the same steps in the second, where n − 1 is ─▶ the next transaction
 *                              └─ it is not ─▶ brought level with the first
 *
 * What may lag comes to the second with the next that may not, or in a moment of quiet.
 */
import { listAll } from './journal-storage.ts';
import type { JournalStorage, JournalWrite } from './journal-storage.ts';
import { emptyHead } from './kept-operation.ts';
import type { JournalHead, KeptOperation } from './kept-operation.ts';

export interface TwinJournal extends JournalStorage {
  /** From now on there is one place: the room of the other is needed. A start has two again. */
  readonly goAlone: () => void;
}

export interface TwinParts {
  readonly first: JournalStorage;
  readonly second: JournalStorage;
  readonly wait: (delayMs: number) => Promise<void>;
  /** The second place takes nothing: what is written is as safe as it is in the first. */
  readonly onAlone?: (error: unknown) => void;
}

/**
 * Another tab, which wrote to the first before us, may not have come to the second yet: so often it
 * is waited for before everything is compared. Longer than it lags.
 */
const WAITS_MAX = 10;
const WAIT_MS = 20;
const LAG_MS = 100;
/** A place that took nothing is left alone for so many writes: whoever sells waits for each. */
const ALONE_WRITES = 50;
/** So many transactions are remembered for it; after more, the next start brings it level. */
const REMEMBERED_MAX = 1_000;

/** Resolves when both hold the same, or the second is being brought level behind the scenes. */
export async function twinJournal(parts: TwinParts): Promise<TwinJournal> {
  const { first, second } = parts;
  const bring = bringerTo(parts);
  if (await isLost(parts)) await copyAll(second, first);
  // The end of what this tab does to either place.
  let before = bring.all();
  let isLagging = false;
  const catchUpSoon = (): void => {
    if (isLagging) return;
    isLagging = true;
    void parts.wait(LAG_MS).then(() => {
      isLagging = false;
      before = before.then(bring.waiting);
    });
  };
  return {
    read: first.read,
    write: async (work, { mayLag = false } = {}) => {
      const written = before.then(() => first.write((tx) => writeNoted(tx, work)));
      before = written.then(
        async ({ turn, steps }) => {
          bring.note({ turn, steps });
          if (mayLag) catchUpSoon();
          else await bring.waiting();
        },
        () => undefined,
      );
      return (await written).result;
    },
    goAlone: () => {
      bring.none();
      second.close();
    },
    close: () => {
      first.close();
      second.close();
    },
  };
}

/** In one place alone, its transactions counted as ever: another start compares it with others. */
export function countedJournal(first: JournalStorage): JournalStorage {
  return {
    ...first,
    write: async (work) => (await first.write((tx) => writeNoted(tx, work))).result,
  };
}

interface Bringer {
  readonly all: () => Promise<void>;
  /** One more waits to be brought. */
  readonly note: (noted: Noted) => void;
  readonly waiting: () => Promise<void>;
  readonly none: () => void;
}

/** Brings what this tab wrote to the second place. Never throws. */
function bringerTo(parts: TwinParts): Bringer {
  const { first, second, onAlone = () => undefined } = parts;
  let waiting: Noted[] = [];
  let left = 0;
  const bring = (work: () => Promise<void>): Promise<void> =>
    work().catch((error: unknown) => {
      left = Math.max(left, ALONE_WRITES);
      onAlone(error);
    });
  const bringWaiting = async (): Promise<void> => {
    await follow(parts, waiting);
    waiting = [];
  };
  const none = (): void => {
    left = Infinity;
    waiting = [];
  };
  return {
    all: () => bring(() => copyAll(first, second)),
    note: (noted) => {
      if (left === Infinity || noted.steps.length === 0) return;
      waiting.push(noted);
      left = Math.max(0, left - 1);
      if (waiting.length > REMEMBERED_MAX) none();
    },
    waiting: async () => {
      if (left === 0 && waiting.length > 0) await bring(bringWaiting);
    },
    none,
  };
}

/** The first was made anew since: the second knows of transactions that it has never seen. */
async function isLost({ first, second }: TwinParts): Promise<boolean> {
  const [one, other] = await Promise.all([headOf(first), headOf(second).catch(() => emptyHead)]);
  return other.turn > one.turn;
}

type Step =
  { readonly put: KeptOperation } | { readonly remove: string } | { readonly head: JournalHead };

/** A transaction of the first place. */
interface Noted {
  readonly turn: number;
  /** None where nothing was written. */
  readonly steps: readonly Step[];
}

async function writeNoted<T>(
  tx: JournalWrite,
  work: (tx: JournalWrite) => Promise<T>,
): Promise<Noted & { readonly result: T }> {
  const steps: Step[] = [];
  const before = tx.head();
  before.catch(() => undefined);
  let head: JournalHead | undefined;
  const result = await work({
    ...tx,
    head: async () => head ?? before,
    put: (operation) => {
      steps.push({ put: operation });
      return tx.put(operation);
    },
    remove: (id) => {
      steps.push({ remove: id });
      return tx.remove(id);
    },
    putHead: async (next) => {
      head = next;
    },
  });
  // Counted from what was there: somebody may have begun the head anew.
  const { turn } = await before;
  if (steps.length === 0 && head === undefined) return { result, turn, steps };
  head = { ...(head ?? (await before)), turn: turn + 1 };
  await tx.putHead(head);
  return { result, turn: turn + 1, steps: [...steps, { head }] };
}

/** The same steps in the same order: what may not stand there twice did not in the first either. */
async function follow({ first, second, wait }: TwinParts, all: readonly Noted[]): Promise<void> {
  for (let waits = 0; waits < WAITS_MAX; waits += 1) {
    const isThere = await second.write(async (tx) => {
      let { turn: there } = await tx.head();
      for (const { turn, steps } of all.filter((one) => one.turn > there)) {
        if (turn > there + 1) return false;
        for (const step of steps) await take(tx, step);
        there = turn;
      }
      return true;
    });
    if (isThere) return;
    await wait(WAIT_MS);
  }
  await copyAll(first, second);
}

function take(tx: JournalWrite, step: Step): Promise<void> {
  if ('put' in step) return tx.put(step.put);
  return 'remove' in step ? tx.remove(step.remove) : tx.putHead(step.head);
}

/** Makes `to` what `from` is, unless it is already, or has come further meanwhile. */
async function copyAll(from: JournalStorage, to: JournalStorage): Promise<void> {
  const [{ turn }, { turn: there }] = await Promise.all([headOf(from), headOf(to)]);
  // Before there were turns nobody counted them.
  if (turn === there && turn > 0) return;
  await fill(to, from);
}

/** With what the other has and nothing else, unless it has come further meanwhile. */
async function fill(to: JournalStorage, from: JournalStorage): Promise<void> {
  const { head, operations } = await from.read(async (tx) => ({
    head: await tx.head(),
    operations: await listAll(tx),
  }));
  await to.write(async (tx) => {
    if ((await tx.head()).turn > head.turn) return;
    // All of them, since one may stand where another has to.
    for (const { id } of await listAll(tx)) await tx.remove(id);
    await Promise.all([...operations.map((operation) => tx.put(operation)), tx.putHead(head)]);
  });
}

export const headOf = (journal: JournalStorage): Promise<JournalHead> =>
  journal.read((tx) => tx.head());

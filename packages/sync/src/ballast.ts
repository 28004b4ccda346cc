/**
 * Room that is taken while there is plenty, and given back when there is none: a browser's quota
 * says nothing of a full disk, and on a full disk not even a small sale can be written.
 */
import type { JournalStorage } from './journal-storage.ts';
import { StorageFull } from './journal-storage.ts';

/** What a write needed: nothing out of the ordinary, or the ballast. */
export interface Written<T> {
  readonly value: T;
  readonly usedBallast: boolean;
}

/** Throws `StorageFull` when there was no ballast left either. */
export async function withBallast<T>(
  journal: JournalStorage,
  write: () => Promise<T>,
): Promise<Written<T>> {
  try {
    return { value: await write(), usedBallast: false };
  } catch (error) {
    if (!(error instanceof StorageFull) || !(await dropBallast(journal))) throw error;
    return { value: await write(), usedBallast: true };
  }
}

async function dropBallast(journal: JournalStorage): Promise<boolean> {
  return journal.write(async (tx) => {
    const head = await tx.head();
    if (head.ballastBytes === 0) return false;
    await tx.putBallast(0);
    await tx.putHead({ ...head, ballastBytes: 0 });
    return true;
  });
}

/** Takes the room, where it is not taken. False when there is too little of it. */
export async function takeBallast(journal: JournalStorage, bytes: number): Promise<boolean> {
  const { ballastBytes } = await journal.read((tx) => tx.head());
  if (ballastBytes >= bytes) return true;
  try {
    await journal.write(async (tx) => {
      await tx.putBallast(bytes);
      await tx.putHead({ ...(await tx.head()), ballastBytes: bytes });
    });
    return true;
  } catch (error) {
    if (error instanceof StorageFull) return false;
    throw error;
  }
}

/**
 * Room that is taken while there is plenty, and given back when there is none: a browser's quota
 * says nothing of a full disk, and on a full disk not even a small sale can be written, nor a row
 * of a database be deleted. So the ballast is a file beside the database.
 */
import { StorageFull } from './journal-storage.ts';

export interface BallastPort {
  readonly bytes: () => Promise<number>;
  /** Throws, in whatever words, when there is too little room; then none is taken. */
  readonly take: (bytes: number) => Promise<void>;
  readonly drop: () => Promise<void>;
}

/** What a write needed: nothing out of the ordinary, or the ballast. */
export interface Written<T> {
  readonly value: T;
  readonly usedBallast: boolean;
}

/** A browser counts what was given back a moment later: so often it is tried again. */
const TRIES_MAX = 100;

/** Throws `StorageFull` when there was no ballast left either. `pause` is short. */
export async function withBallast<T>(
  ballast: BallastPort | undefined,
  write: () => Promise<T>,
  pause: () => Promise<unknown>,
): Promise<Written<T>> {
  try {
    return { value: await write(), usedBallast: false };
  } catch (error) {
    if (!(error instanceof StorageFull) || ballast === undefined) throw error;
    if ((await ballast.bytes()) === 0) throw error;
    await ballast.drop();
    return { value: await untilThereIsRoom(write, pause), usedBallast: true };
  }
}

async function untilThereIsRoom<T>(
  write: () => Promise<T>,
  pause: () => Promise<unknown>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof StorageFull) || tries === TRIES_MAX) throw error;
      await pause();
    }
  }
}

/** Takes the room, where it is not taken. False when there is too little of it. */
export async function takeBallast(
  ballast: BallastPort | undefined,
  bytes: number,
): Promise<boolean> {
  if (ballast === undefined || (await ballast.bytes()) >= bytes) return true;
  try {
    await ballast.take(bytes);
    return true;
  } catch {
    return false;
  }
}

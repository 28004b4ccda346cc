/**
 * Locks between processes that die with their holder, also on kill -9.
 *
 * They are SQLite's file locks: Node brings SQLite, and the operating system lets go of the lock
 * with the process. So there is no stale lock, and no guessing whether a process id is still the
 * one that took it. The files stay empty.
 */
import { DatabaseSync } from 'node:sqlite';
import type { Clock } from './environment.ts';
import { PostgresFault, pathFault } from './fault.ts';

/** Released twice is released once. */
export interface Lock {
  release(): void;
}

const SQLITE_BUSY = 5;
const WAIT_STEP_MS = 40;

/** Undefined when somebody else holds the lock, exclusively or shared. */
export function tryExclusive(path: string): Lock | undefined {
  return tryLock(path, 'BEGIN EXCLUSIVE');
}

/** Only to be called by one process at a time, so that it never meets an exclusive attempt. */
export function holdShared(path: string): Lock {
  const lock = tryLock(path, 'BEGIN; SELECT count(*) FROM sqlite_schema');
  if (lock === undefined) throw new PostgresFault('home_busy', `${path} is locked.`);
  return lock;
}

export async function waitExclusive(path: string, clock: Clock, limitMs: number): Promise<Lock> {
  const deadline = clock.now() + limitMs;
  for (;;) {
    const lock = tryExclusive(path);
    if (lock !== undefined) return lock;
    if (clock.now() >= deadline) {
      const seconds = Math.round(limitMs / 1000);
      const message = `Another process has been holding ${path} for ${seconds} seconds.`;
      throw new PostgresFault('home_busy', message);
    }
    await clock.sleep(WAIT_STEP_MS);
  }
}

function tryLock(path: string, statement: string): Lock | undefined {
  let file: DatabaseSync | undefined;
  try {
    const opened = new DatabaseSync(path, { timeout: 0 });
    file = opened;
    opened.exec(statement);
    return { release: () => opened.isOpen && opened.close() };
  } catch (error) {
    file?.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined;
    throw pathFault(path, error);
  }
}

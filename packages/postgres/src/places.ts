/**
 * Where everything of one home lies. `data` exists only once it is complete: a new cluster is made
 * under another name and renamed, so a half-made one can never be taken for a whole one.
 */
import { chmodSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathFault } from './fault.ts';
import { isRoot } from './is-root.ts';

export interface Places {
  root: string;
  data: string;
  runtimeFile: string;
  logFile: string;
  settingsFile: string;
  /** Held for the short time in which somebody makes, starts or stops the server. */
  turnLock: string;
  /** Shared by every process that uses the server, for as long as it does. */
  usersLock: string;
}

/** Makes our directory when it is missing. */
export function preparePlaces(home: string): Places {
  const root = join(resolve(home), 'postgres');
  prepareRoot(root);
  // One home, one name: a running server is recognised by it.
  return placesIn(realpathSync(root));
}

function placesIn(root: string): Places {
  return {
    root,
    data: join(root, 'data'),
    runtimeFile: join(root, 'postgres.json'),
    logFile: join(root, 'postgres.log'),
    settingsFile: join(root, 'evertill.conf'),
    turnLock: join(root, 'turn.lock'),
    usersLock: join(root, 'users.lock'),
  };
}

export const MAKING_PREFIX = 'data.making-';

function prepareRoot(root: string): void {
  // The server of a root user runs as somebody else and has to walk through; it never lists.
  const mode = isRoot ? 0o711 : 0o700;
  try {
    makeDirectory(root, mode);
    if (isRoot) chmodSync(root, mode);
  } catch (error) {
    throw pathFault(root, error);
  }
}

/** Node's own recursive mkdir never returns where a directory can never be made, as under /proc. */
function makeDirectory(path: string, mode: number): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (dirname(path) !== path) makeDirectory(dirname(path), mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Another process may have been faster. If it is no directory, its use will tell.
    const isThere = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    if (!isThere) throw error;
  }
}

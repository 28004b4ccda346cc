/** The server's own log: opened for appending, kept small, and read when a start fails. */
import {
  closeSync,
  copyFileSync,
  fstatSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { pathFault } from './fault.ts';

const SERVER_LOG_BYTES_MAX = 5_000_000;
const TAIL_BYTES_MAX = 16_000;

/** The file descriptor to hand to the server, and where its words will begin. */
export function openServerLog(path: string): { file: number; begin: number } {
  try {
    const file = openSync(path, 'a', 0o600);
    return { file, begin: fstatSync(file).size };
  } catch (error) {
    throw pathFault(path, error);
  }
}

/**
 * Keeps one old log. The server appends, so it goes on at the start of the emptied file; a line
 * written between copying and emptying is lost, which a log can afford.
 */
export function limitServerLog(path: string, bytesMax = SERVER_LOG_BYTES_MAX): void {
  try {
    if (statSync(path).size <= bytesMax) return;
    copyFileSync(path, `${path}.1`);
    truncateSync(path);
  } catch {
    // A log that cannot be shortened is no reason to stop selling.
  }
}

export function readServerLog(path: string, begin: number): string {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const from = Math.max(begin, size - TAIL_BYTES_MAX);
    const buffer = Buffer.alloc(Math.max(0, size - from));
    readSync(file, buffer, 0, buffer.length, from);
    return buffer.toString('utf8');
  } finally {
    closeSync(file);
  }
}

/** Closed by us once the server holds its own copy. */
export const closeServerLog = closeSync;

/**
 * What PostgreSQL calls for each piece of its log that is full: keeps a copy, packed, safe from a
 * power cut, and never in the place of another one. A program of its own, with no import of ours.
 *
 *   node keep-segment.ts <path of the piece> <where to>
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

/** With less than this left, the shop is worth more than its archive. */
const FREE_BYTES_MIN = 512 * 1024 * 1024;

const [, , from = '', to = ''] = process.argv;
process.exitCode = keep();

function keep(): number {
  try {
    return keepOnce();
  } catch (error) {
    complain(`keep-segment: ${to}: ${String(error)}`);
    const { bavail, bsize } = statfsSync(dirname(from));
    if (bavail * bsize > FREE_BYTES_MIN) return 1;
    // PostgreSQL keeps what is not kept here, until its disk is full and nobody sells any more. The
    // gap shows: the window that can be restored ends before it.
    complain('keep-segment: the disk is nearly full, so this piece is given up');
    return 0;
  }
}

/** Into the log of the server that called. */
function complain(words: string): void {
  process.stderr.write(`${words}\n`);
}

function keepOnce(): number {
  const piece = readFileSync(from);
  if (existsSync(to)) {
    // Asked a second time after a crash: the same is well, anything else is never replaced.
    if (gunzipSync(readFileSync(to)).equals(piece)) return 0;
    complain(`keep-segment: ${to} is there and is another`);
    return 1;
  }
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  const draft = `${to}.part`;
  rmSync(draft, { force: true });
  const file = openSync(draft, 'wx', 0o600);
  try {
    const packed = gzipSync(piece, { level: 1 });
    for (let done = 0; done < packed.length;) done += writeSync(file, packed, done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, to);
  const folder = openSync(dirname(to), 'r');
  fsyncSync(folder);
  closeSync(folder);
  return 0;
}

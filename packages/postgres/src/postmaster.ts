/**
 * Tells whether a server is running on a data directory, and ends it.
 *
 * PostgreSQL leaves a note, postmaster.pid, and on kill -9 the note stays. A process with that id
 * may by then be anybody's, so a process is only taken for the server when its command line names
 * our data directory.
 */
import { execFile } from 'node:child_process';
import {
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Context } from './context.ts';
import { PostgresFault } from './fault.ts';
import { runProgram } from './run-program.ts';

export interface Postmaster {
  pid: number;
  port: number;
  isReady: boolean;
}

const FAST_SHUTDOWN_MS = 30_000;
const IMMEDIATE_SHUTDOWN_MS = 10_000;
const LOOK_EVERY_MS = 20;

const notePath = (data: string): string => join(data, 'postmaster.pid');

function readNote(data: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(notePath(data), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  // Line 1 is the process, line 4 the port, line 8 how far it has come.
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' };
}

/** The running server of this data directory, ready or not. */
export async function findPostmaster(data: string): Promise<Postmaster | undefined> {
  const note = readNote(data);
  if (note === undefined) return undefined;
  return (await identify(data, note.pid)) === 'ours' ? note : undefined;
}

/** True when the noted server is surely not running. */
export async function isDead(data: string): Promise<boolean> {
  const note = readNote(data);
  if (note === undefined) return true;
  const identity = await identify(data, note.pid);
  return identity === 'gone' || identity === 'other';
}

type Identity = 'ours' | 'other' | 'gone' | 'unclear';

async function identify(data: string, pid: number): Promise<Identity> {
  const words = await commandLineOf(pid);
  if (words === undefined || words.join('') === '') return 'gone';
  if (words[0]?.includes('postgres') !== true) return 'other';
  if (process.platform !== 'linux') return words[0].includes(data) ? 'ours' : 'other';
  // The same directory may go by several names, so it is compared by what it is.
  const named = words[words.indexOf('-D') + 1] ?? '';
  const found = statSync(named, { throwIfNoEntry: false });
  const ours = statSync(data);
  if (found === undefined) return 'unclear';
  return found.dev === ours.dev && found.ino === ours.ino ? 'ours' : 'other';
}

/** Undefined when there is no such process, or it is dead and only waits to be counted. */
async function commandLineOf(pid: number): Promise<string[] | undefined> {
  try {
    if (process.platform === 'linux') {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    }
    if (process.platform === 'win32') {
      const query = `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`;
      const shown = await promisify(execFile)('powershell', ['-NoProfile', '-Command', query]);
      return [shown.stdout];
    }
    const shown = await promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
    return [shown.stdout];
  } catch {
    return undefined;
  }
}

/**
 * Keeps a stale note from stopping the next start when its process id now belongs to somebody else.
 *
 * The note is not deleted: its last lines name the shared memory by which PostgreSQL notices
 * children that outlived their parent. Only the process id is replaced, by ours: a server ignores
 * a note that names its own parent.
 */
export async function mendStaleNote(data: string): Promise<void> {
  if (process.platform === 'win32') return;
  const note = readNote(data);
  if (note === undefined || !(await isDead(data))) return;
  const [, ...rest] = readFileSync(notePath(data), 'utf8').split('\n');
  writeFileSync(notePath(data), [String(process.pid), ...rest].join('\n'));
}

/** Fast shutdown: sessions are ended, transactions rolled back, everything is written out. */
export async function stopPostmaster(context: Context): Promise<void> {
  const { data } = context.places;
  const running = await findPostmaster(data);
  if (running === undefined) return;
  await send(context, running.pid, 'SIGINT');
  if (await isGone(context, running.pid, FAST_SHUTDOWN_MS)) return;
  // What an immediate shutdown leaves undone, the next start recovers from the log.
  context.log.warn({ pid: running.pid }, 'PostgreSQL does not stop, ending it at once');
  await send(context, running.pid, 'SIGQUIT');
  if (await isGone(context, running.pid, IMMEDIATE_SHUTDOWN_MS)) return;
  const message = `PostgreSQL (process ${running.pid}) did not stop: ${context.places.logFile}.`;
  throw new PostgresFault('start_failed', message);
}

async function send(context: Context, pid: number, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (process.platform === 'win32') {
    const mode = signal === 'SIGINT' ? 'fast' : 'immediate';
    await runProgram({
      runAs: context.runAs,
      program: context.binaries.pgCtl,
      arguments: ['stop', '-D', context.places.data, '-m', mode, '--no-wait'],
      cwd: context.places.root,
    });
    return;
  }
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function isGone(context: Context, pid: number, limitMs: number): Promise<boolean> {
  const deadline = context.clock.now() + limitMs;
  while ((await identify(context.places.data, pid)) === 'ours') {
    if (context.clock.now() >= deadline) return false;
    await context.clock.sleep(LOOK_EVERY_MS);
  }
  return true;
}

/**
 * Ends children that outlived a killed postmaster. To be called only when the postmaster is known
 * to be dead. They work in the data directory, which tells them apart from anybody else's.
 */
export function endOrphans(data: string): number {
  if (process.platform !== 'linux') return 0;
  const ours = realpathSync(data);
  let count = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (readlinkSync(`/proc/${name}/cwd`) !== ours) continue;
      // A shell that merely stands in the directory is not a child of PostgreSQL.
      if (!readFileSync(`/proc/${name}/cmdline`, 'utf8').startsWith('postgres: ')) continue;
      process.kill(Number(name), 'SIGKILL');
      count += 1;
    } catch {
      // Gone by itself, or not ours to look at.
    }
  }
  return count;
}

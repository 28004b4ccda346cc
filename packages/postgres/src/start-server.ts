/**
 * Starts the server on an existing cluster and comes back with a connection to it.
 *
 * To be called only by whoever has the turn, and only when no server is running.
 */
import { chownSync, lchownSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import type pg from 'pg';
import { segmentsIn } from './archive/archive-folder.ts';
import { connectWhenReady } from './connect.ts';
import type { Context } from './context.ts';
import { PostgresFault, diskFullFault } from './fault.ts';
import { writeSettings } from './make-cluster.ts';
import { endOrphans, findPostmaster, isDead, mendStaleNote } from './postmaster.ts';
import { spawnProgram } from './run-program.ts';
import type { Runtime } from './runtime-file.ts';
import { closeServerLog, limitServerLog, openServerLog, readServerLog } from './server-log.ts';
import { enforcedArguments } from './settings.ts';

const ORPHANS_LEAVE_MS = 2_000;
const OLD_MEMORY_WAIT_MS = 30_000;
const OLD_MEMORY_STEP_MS = 100;

type Attempt = { client: pg.Client } | Failure;

interface Failure {
  reason: 'gone' | 'password_wrong' | 'cancelled';
  words: string;
}

export async function startServer(context: Context, runtime: Runtime): Promise<pg.Client> {
  const { clock, places } = context;
  prepareCluster(context);
  const begin = clock.now();
  for (;;) {
    await mendStaleNote(places.data);
    const attempt = await startOnce(context, runtime);
    if ('client' in attempt) return attempt.client;
    const isOldMemory = attempt.words.includes('pre-existing shared memory block');
    const waitedMs = clock.now() - begin;
    if (!isOldMemory || waitedMs > OLD_MEMORY_WAIT_MS || context.isCancelled()) {
      throw startFault(context, runtime, attempt);
    }
    // Children of a killed server notice by themselves, unless they are busy or stopped.
    if (waitedMs > ORPHANS_LEAVE_MS && (await isDead(places.data))) {
      const count = endOrphans(places.data);
      context.log.warn({ count }, 'ended children of a dead PostgreSQL');
    }
    await clock.sleep(OLD_MEMORY_STEP_MS);
  }
}

/** A home that root restored from a backup belongs to root, and the server could not read it. */
function prepareCluster(context: Context): void {
  const { owner } = context.runAs;
  const { data } = context.places;
  writeSettings(context.places);
  if (context.archive !== undefined) prepareArchive(context.archive, owner);
  if (owner === undefined || statSync(data).uid === owner.uid) return;
  for (const entry of readdirSync(data, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(data, entry), owner.uid, owner.gid);
  }
  chownSync(data, owner.uid, owner.gid);
}

/** The server writes there, whoever started it. */
function prepareArchive(archive: string, owner: Context['runAs']['owner']): void {
  const segments = segmentsIn(archive);
  mkdirSync(segments, { recursive: true, mode: 0o700 });
  if (owner === undefined) return;
  for (const path of [archive, segments]) chownSync(path, owner.uid, owner.gid);
}

async function startOnce(context: Context, runtime: Runtime): Promise<Attempt> {
  const { binaries, places, runAs } = context;
  limitServerLog(places.logFile);
  const { file, begin } = openServerLog(places.logFile);
  // A session of its own: Ctrl-C goes to everything in the terminal's process group, and the server
  // must outlive our last transaction.
  const child = spawnProgram(
    {
      runAs,
      program: binaries.postgres,
      arguments: ['-D', places.data, ...enforcedArguments(runtime.port, context.archive)],
      cwd: places.root,
    },
    ['ignore', file, file],
    true,
  );
  closeServerLog(file);
  child.unref();
  let hasEnded = false;
  const ended = once(child, 'exit').then(
    () => (hasEnded = true),
    () => (hasEnded = true),
  );
  const outcome = await connectWhenReady(context, runtime, async () => {
    if (hasEnded) return 'gone';
    const found = await findPostmaster(places.data);
    return found?.isReady === true && found.pid === child.pid ? 'ready' : 'not_ready';
  });
  if (typeof outcome === 'object') return { client: outcome };
  if (outcome !== 'gone') child.kill('SIGINT');
  await ended;
  return { reason: outcome, words: readServerLog(places.logFile, begin) };
}

function startFault({ places }: Context, runtime: Runtime, failure: Failure): PostgresFault {
  const { reason, words } = failure;
  if (reason === 'cancelled') {
    return new PostgresFault('start_cancelled', 'Stopped while PostgreSQL was starting.');
  }
  if (reason === 'password_wrong') {
    return new PostgresFault(
      'password_wrong',
      `${places.runtimeFile} belongs to another database.`,
    );
  }
  if (/No space left on device|Disk quota exceeded/.test(words)) return diskFullFault(places.data);
  if (/could not bind|could not create any TCP\/IP sockets/.test(words)) {
    return new PostgresFault('port_taken', `Port ${runtime.port} is taken by another program.`);
  }
  const tail = words.trim().split('\n').slice(-6).join('\n');
  const message = `PostgreSQL did not start. ${places.logFile} ends with:\n${tail}`;
  return new PostgresFault('start_failed', message);
}

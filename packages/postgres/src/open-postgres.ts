/**
 * A PostgreSQL of our own for one home: made on the first start, adopted when it already runs,
 * brought back when it dies, and stopped by the last process that used it.
 */
import { findBinaries } from './binaries.ts';
import { bringUp, type Up } from './bring-up.ts';
import type { Context } from './context.ts';
import { systemClock, type Clock, type Log, type Progress } from './environment.ts';
import { holdShared, waitExclusive, type Lock } from './lock.ts';
import { DATABASE, OWNER_ROLE } from './make-cluster.ts';
import { preparePlaces, type Places } from './places.ts';
import { chooseRunAs } from './run-as.ts';
import { Watch, type DownListener } from './watch.ts';

export interface OpenOptions {
  /** The directory everything of this shop lives in. Ours is `postgres` inside it. */
  home: string;
  log: Log;
  /** Where every piece of its log is kept. Of the server that this starts, not of one that runs. */
  archive?: string | undefined;
  onProgress?: Progress;
  clock?: Clock;
}

export interface Postgres {
  /** As the owner of the database. Good until stop(), through every restart. */
  url: string;
  port: number;
  /** Where its cluster is, and the file that knows its port and password. */
  data: string;
  runtimeFile: string;
  /** False when the server was already running and was adopted. */
  wasStarted: boolean;
  /** Call it after closing your own connections. Stops the server unless others use it. */
  stop(): Promise<void>;
  /** Called each time the server is found dead. It is being restarted by then. Returns the off. */
  onDown(listener: DownListener): () => void;
}

const TURN_WAIT_MS = 180_000;

let openings = 0;

export async function openPostgres(options: OpenOptions): Promise<Postgres> {
  const places = preparePlaces(options.home);
  const clock = options.clock ?? systemClock;
  // Whoever holds the turn makes, starts or stops. Everybody else waits, then finds it done.
  const turn = await waitExclusive(places.turnLock, clock, TURN_WAIT_MS);
  try {
    const context = await contextOf(options, places, clock);
    const up = await bringUp(context, 'port_may_move');
    const presence = await holdPresence(places, up);
    openings += 1;
    return handle(context, up, presence, `evertill-${process.pid}-${openings}`);
  } finally {
    turn.release();
  }
}

async function contextOf(options: OpenOptions, places: Places, clock: Clock): Promise<Context> {
  const binaries = findBinaries();
  return {
    places,
    binaries,
    runAs: await chooseRunAs(binaries, places),
    archive: options.archive,
    log: options.log,
    clock,
    onProgress: options.onProgress ?? (() => undefined),
    isCancelled: () => false,
  };
}

async function holdPresence(places: Places, up: Up): Promise<Lock> {
  try {
    return holdShared(places.usersLock);
  } catch (error) {
    await up.client.end();
    throw error;
  }
}

function handle(context: Context, up: Up, presence: Lock, ourName: string): Postgres {
  const watch = new Watch(context, up.client, presence, ourName);
  const { port, password } = up.runtime;
  const url = new URL(`postgresql://${OWNER_ROLE}@127.0.0.1:${port}/${DATABASE}`);
  url.password = password;
  // By this name stop() tells our own sessions from those of strangers.
  url.searchParams.set('application_name', ourName);
  context.log.info({ port, wasStarted: up.wasStarted }, 'PostgreSQL is up');
  return {
    url: url.href,
    port,
    data: context.places.data,
    runtimeFile: context.places.runtimeFile,
    wasStarted: up.wasStarted,
    stop: () => watch.stop(),
    onDown: (listener) => watch.onDown(listener),
  };
}

/**
 * From whatever state a home is in to a connection to its running server: adopts a server that
 * runs, starts one that does not, makes one that never was. Only for whoever has the turn.
 */
import type pg from 'pg';
import { checkDurable } from './check-durable.ts';
import { connectWhenReady } from './connect.ts';
import type { Context } from './context.ts';
import { PostgresFault } from './fault.ts';
import { freePort } from './free-port.ts';
import {
  clearHalfMade,
  hasCluster,
  makeCluster,
  newPassword,
  resetPassword,
} from './make-cluster.ts';
import { findPostmaster, mendStaleNote, stopPostmaster } from './postmaster.ts';
import { readRuntime, writeRuntime, type Runtime } from './runtime-file.ts';
import { startServer } from './start-server.ts';

export interface Up {
  client: pg.Client;
  runtime: Runtime;
  wasStarted: boolean;
}

/** A restart stays on its port, because the users of the server know no other. */
export type PortRule = 'port_may_move' | 'port_must_stay';

const TRIES_MAX = 10;

export async function bringUp(context: Context, rule: PortRule): Promise<Up> {
  const up = await adoptOrStart(context, rule);
  try {
    await checkDurable(up.client);
  } catch (error) {
    await up.client.end();
    throw error;
  }
  return up;
}

async function adoptOrStart(context: Context, rule: PortRule): Promise<Up> {
  const { places } = context;
  clearHalfMade(places);
  if (!hasCluster(places)) await makeCluster(context, await freePort());
  const known = readRuntime(places.runtimeFile);
  const adopted = known && (await adopt(context, known));
  if (adopted) return adopted;
  const runtime = adopted === undefined && known ? known : await newRuntime(context);
  return start(context, runtime, rule);
}

/** Undefined when nothing runs, false when something runs that does not know our password. */
async function adopt(context: Context, known: Runtime): Promise<Up | undefined | false> {
  const { data, runtimeFile } = context.places;
  const running = await findPostmaster(data);
  if (running === undefined) return undefined;
  const runtime = { ...known, port: running.port };
  const client = await connectWhenReady(context, runtime, async () => {
    const found = await findPostmaster(data);
    if (found === undefined) return 'gone';
    return found.isReady ? 'ready' : 'not_ready';
  });
  if (client === 'gone') return undefined;
  if (client === 'password_wrong') return false;
  if (client === 'cancelled') throw new PostgresFault('start_cancelled', 'Stopped while adopting.');
  if (known.port !== running.port) writeRuntime(runtimeFile, runtime);
  return { client, runtime, wasStarted: false };
}

/** For a home whose runtime file was lost or belongs to another cluster. */
async function newRuntime(context: Context): Promise<Runtime> {
  const { places } = context;
  context.log.warn({ path: places.runtimeFile }, 'password unknown, giving the owner a new one');
  await stopPostmaster(context);
  await mendStaleNote(places.data);
  const runtime = { port: await freePort(), password: newPassword() };
  await resetPassword(context, runtime.password);
  writeRuntime(places.runtimeFile, runtime);
  return runtime;
}

async function start(context: Context, known: Runtime, rule: PortRule): Promise<Up> {
  context.onProgress('Starting the database …');
  let runtime = known;
  for (let tries = 1; ; tries += 1) {
    try {
      return { client: await startServer(context, runtime), runtime, wasStarted: true };
    } catch (error) {
      const code = error instanceof PostgresFault ? error.code : undefined;
      const isMendable = code === 'port_taken' || code === 'password_wrong';
      if (!isMendable || rule === 'port_must_stay' || tries >= TRIES_MAX) throw error;
      if (code === 'password_wrong') runtime = await newRuntime(context);
    }
    runtime = { ...runtime, port: await freePort() };
    writeRuntime(context.places.runtimeFile, runtime);
  }
}

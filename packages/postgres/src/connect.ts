/** One connection of our own to the server, and what it means when there is none. */
import pg from 'pg';
import type { Context } from './context.ts';
import type { Runtime } from './runtime-file.ts';
import { DATABASE, OWNER_ROLE } from './make-cluster.ts';

/** Sessions under this name are ours to overlook when we ask who else uses the server. */
export const WATCHER_NAME = 'evertill-watcher';

const CONNECT_TIMEOUT_MS = 5_000;

export async function connect(runtime: Runtime): Promise<pg.Client> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: runtime.port,
    user: OWNER_ROLE,
    password: runtime.password,
    database: DATABASE,
    application_name: WATCHER_NAME,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  // A lost connection is told by the event "end". Without a listener "error" would end us.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

/** Undefined when it makes sense to try again: recovering, stopping, or too busy to answer. */
async function tryConnect(runtime: Runtime): Promise<pg.Client | 'password_wrong' | undefined> {
  try {
    return await connect(runtime);
  } catch (error) {
    const { code = '' } = error as { code?: string };
    return ['28P01', '28000', '3D000'].includes(code) ? 'password_wrong' : undefined;
  }
}

/** Connects to a server that is known to run, however long its recovery takes. */
export async function connectWhenReady(
  context: Context,
  runtime: Runtime,
  look: () => Promise<'ready' | 'not_ready' | 'gone'>,
): Promise<pg.Client | 'gone' | 'password_wrong' | 'cancelled'> {
  const begin = context.clock.now();
  let hasTold = false;
  while (!context.isCancelled()) {
    const state = await look();
    if (state === 'gone') return 'gone';
    // Not before it says so: until then somebody else might be answering on the port.
    const outcome = state === 'ready' ? await tryConnect(runtime) : undefined;
    if (outcome !== undefined) return outcome;
    if (!hasTold && context.clock.now() - begin > 3_000) {
      hasTold = true;
      context.onProgress('Waiting for the database to recover …');
    }
    await context.clock.sleep(25);
  }
  return 'cancelled';
}

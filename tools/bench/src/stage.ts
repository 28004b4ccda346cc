/**
 * What every measurement stands on: a server of ours in a home of its own, two shops, registers, a
 * history of sales, and the reference on the same PostgreSQL.
 */
import {
  ServerProcess,
  freePort,
  makeHome,
  ownerUrl,
  postmasterOf,
  stillCarrying,
  withOwner,
} from '@evertill/rig';
import type { Home } from '@evertill/rig';
import { setTimeout as sleep } from 'node:timers/promises';
import { send } from './load.ts';
import { batchSender } from './parcels.ts';
import { processorTime } from './processor-time.ts';
import type { ProcessorTime } from './processor-time.ts';
import { makeReference, pgbenchVersion } from './reference.ts';
import type { Reference } from './reference.ts';
import type { Settings } from './settings.ts';
import { openTills } from './shops.ts';
import type { Till } from './shops.ts';
import { watchStatements } from './statements.ts';

/** What a register that was off the line sends at a time. */
export const BATCH = 100;

export type Progress = (message: string) => void;

export interface Stage {
  readonly settings: Settings;
  readonly home: Home;
  readonly server: ServerProcess;
  readonly tills: readonly Till[];
  readonly reference: Reference;
  readonly pgbench: string;
  readonly postgres: string;
  /** What one of the sales of the history takes on the disk, with its indexes and events. */
  readonly bytesPerSale: number;
}

/** Opens the stage, has `work` done on it, and takes everything away again. */
export async function onStage<T>(
  settings: Settings,
  onProgress: Progress,
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  const pgbench = await pgbenchVersion();
  const home = await makeHome(undefined);
  const server = await serverIn(home, settings);
  try {
    onProgress(`starting a server in ${home.root}`);
    server.start();
    await server.untilReady();
    if (settings.isCounting) await watchStatements(home, server);
    onProgress(`bringing ${settings.products} products into each shop`);
    const tills = await openTills({ url: server.url, home }, settings);
    onProgress('making the reference');
    const reference = await makeReference(await ownerUrl(home.home));
    const shops = { settings, home, server, tills };
    const bytesPerSale = await makeHistory(shops, onProgress);
    const postgres = await postgresVersion(home);
    const result = await work({ ...shops, reference, pgbench, postgres, bytesPerSale });
    await reference.drop();
    return result;
  } finally {
    await server.stop();
    if (!settings.isKept) await home.remove();
  }
}

async function serverIn(home: Home, { profile }: Settings): Promise<ServerProcess> {
  // The limits are counted as ever; they are only too high to be met.
  const environment = Object.fromEntries(
    ['ADDRESS', 'CALLER', 'TENANT', 'READ', 'WRITE', 'SYNC', 'HEAVY'].map((policy) => {
      return [`EVERTILL_LIMIT_${policy}`, '100000000/10'];
    }),
  );
  const nodeWords = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  return new ServerProcess({ home, port: await freePort(), nodeWords, environment });
}

type Shops = Pick<Stage, 'settings' | 'home' | 'server' | 'tills'>;

/** Sales through the front door, in batches; answers what one takes on the disk. */
async function makeHistory(
  { settings, home, server, tills }: Shops,
  onProgress: Progress,
): Promise<number> {
  const bytesBefore = await databaseBytes(home);
  const parcels = Math.ceil(settings.history / BATCH / tills.length);
  const step = 20;
  let made = 0;
  for (let done = 0; done < parcels; done += step) {
    const count = Math.min(step, parcels - done);
    const senders = tills.map((till) => batchSender(till, count, BATCH));
    made += (await send(server.url, senders, Infinity)).acknowledged;
    onProgress(`history: ${made} of ${settings.history} sales`);
  }
  await untilDrained(home);
  await withOwner(home.home, async (client) => {
    await client.query('VACUUM ANALYZE');
    await client.query('CHECKPOINT');
  });
  return made === 0 ? 0 : Math.round(((await databaseBytes(home)) - bytesBefore) / made);
}

export async function usedBy({ server, home }: Stage): Promise<ProcessorTime> {
  return processorTime(server.pid ?? 0, (await postmasterOf(home.home)) ?? 0);
}

/** Answers the milliseconds until every consumer had been told everything. */
export async function untilDrained(home: Home): Promise<number> {
  const begin = performance.now();
  return withOwner(home.home, async (client) => {
    while ((await stillCarrying(client)).length > 0) await sleep(5);
    return performance.now() - begin;
  });
}

export async function countSales(home: Home): Promise<number> {
  return oneNumber(home, 'SELECT count(*) AS n FROM orders.sales');
}

async function databaseBytes(home: Home): Promise<number> {
  return oneNumber(home, 'SELECT pg_database_size(current_database()) AS n');
}

async function oneNumber(home: Home, sql: string): Promise<number> {
  return withOwner(home.home, async (client) => {
    const { rows } = await client.query<{ n: string }>(sql);
    return Number(rows[0]?.n);
  });
}

async function postgresVersion(home: Home): Promise<string> {
  return withOwner(home.home, async (client) => {
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return rows[0]?.server_version ?? '';
  });
}

/**
 * One run: the reference and the ways to sell, in turn, round after round on one PostgreSQL.
 *
 *   start ─▶ shops, registers, reference ─▶ history ─▶ { reference ─▶ single ─▶ batches } × rounds
 *
 * After each, rows are counted and the consumers waited for: sales whose stock has not moved
 * are not done.
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
import { batchSender, singleSender, takeBack } from './parcels.ts';
import { processorTime } from './processor-time.ts';
import type { ProcessorTime } from './processor-time.ts';
import { makeReference, pgbenchVersion } from './reference.ts';
import type { Reference } from './reference.ts';
import type { Settings } from './settings.ts';
import { openTills } from './shops.ts';
import { forgetStatements, statementsOf, watchStatements } from './statements.ts';
import type { StatementFigures } from './statements.ts';
import type { Till } from './shops.ts';

export const ways = ['single', 'batch'] as const;
export type Way = (typeof ways)[number];
const BATCH = 100;
/** What is made ready, in terms of what the reference would take: nobody may run out of it. */
const PLENTY = 5;

export interface WayFigures {
  /** Acknowledged and counted as rows, a second of load. */
  readonly perSecond: number;
  /** The same, by the time at which all consumers were done. */
  readonly perSecondDrained: number;
  readonly drainMs: number;
  readonly answerMsP50: number;
  readonly answerMsP99: number;
  /** Seconds of processor time a thousand sales, until the consumers were done. */
  readonly processor: ProcessorTime;
  /** Empty unless they were counted. */
  readonly statements: readonly StatementFigures[];
}

export interface Round {
  readonly reference: number;
  readonly ways: Readonly<Record<Way, WayFigures>>;
}

export interface Outcome {
  readonly settings: Settings;
  readonly pgbench: string;
  readonly postgres: string;
  readonly bytesPerSale: number;
  readonly rounds: readonly Round[];
}

type Progress = (message: string) => void;

interface Stage {
  readonly settings: Settings;
  readonly home: Home;
  readonly server: ServerProcess;
  readonly tills: readonly Till[];
  readonly reference: Reference;
}

export async function bench(settings: Settings, onProgress: Progress): Promise<Outcome> {
  const pgbench = await pgbenchVersion();
  const home = await makeHome(undefined);
  // The limits are counted as ever; they are only too high to be met.
  const environment = Object.fromEntries(
    ['ADDRESS', 'CALLER', 'TENANT', 'READ', 'WRITE', 'SYNC', 'HEAVY'].map((policy) => {
      return [`EVERTILL_LIMIT_${policy}`, '100000000/10'];
    }),
  );
  const { profile } = settings;
  const nodeWords = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const server = new ServerProcess({ home, port: await freePort(), nodeWords, environment });
  try {
    onProgress(`starting a server in ${home.root}`);
    server.start();
    await server.untilReady();
    if (settings.isCounting) await watchStatements(home, server);
    onProgress(`bringing ${settings.products} products into each shop`);
    const tills = await openTills({ url: server.url, home }, settings);
    onProgress('making the reference');
    const reference = await makeReference(await ownerUrl(home.home));
    const stage = { settings, home, server, tills, reference };
    const bytesPerSale = await makeHistory(stage, onProgress);
    const rounds: Round[] = [];
    for (let number = 1; number <= settings.rounds; number += 1) {
      rounds.push(await oneRound(stage));
      onProgress(`${number} of ${settings.rounds} rounds`);
    }
    await reference.drop();
    return { settings, pgbench, postgres: await postgresVersion(home), bytesPerSale, rounds };
  } finally {
    await server.stop();
    if (!settings.isKept) await home.remove();
  }
}

/** Sales through the front door, in batches; answers what one takes on the disk. */
async function makeHistory(
  { settings, home, server, tills }: Stage,
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

async function oneRound(stage: Stage): Promise<Round> {
  const { clients, seconds } = stage.settings;
  const reference = await stage.reference.measure(clients, seconds);
  const single = await measureWay(stage, 'single', reference);
  const batch = await measureWay(stage, 'batch', reference);
  return { reference, ways: { single, batch } };
}

async function measureWay(stage: Stage, way: Way, reference: number): Promise<WayFigures> {
  const { settings, home, server, tills } = stage;
  const salesEach = Math.ceil((reference * PLENTY * settings.seconds) / tills.length);
  const senders = tills.map((till) =>
    way === 'single'
      ? singleSender(till, salesEach)
      : batchSender(till, Math.ceil(salesEach / BATCH), BATCH),
  );
  const before = await countSales(home);
  if (settings.isCounting) await forgetStatements(home);
  const usedBefore = await usedBy(stage);
  const measured = await send(server.url, senders, settings.seconds);
  const drainMs = await untilDrained(home);
  const used = difference(usedBefore, await usedBy(stage));
  const rows = (await countSales(home)) - before;
  if (rows !== measured.acknowledged) {
    throw new Error(`${measured.acknowledged} sales were acknowledged, and there are ${rows}`);
  }
  senders.forEach((sender, index) =>
    takeBack(tills[index] as Till, sender, measured.sent[index] ?? 0),
  );
  const at = (share: number): number =>
    measured.answerMs[Math.ceil(measured.answerMs.length * share) - 1] ?? 0;
  return {
    perSecond: rows / measured.seconds,
    perSecondDrained: rows / (measured.seconds + drainMs / 1000),
    drainMs,
    answerMsP50: at(0.5),
    answerMsP99: at(0.99),
    processor: {
      server: (used.server / rows) * 1000,
      postgres: (used.postgres / rows) * 1000,
      load: (used.load / rows) * 1000,
    },
    statements: settings.isCounting ? await statementsOf(home, rows) : [],
  };
}

async function usedBy({ server, home }: Stage): Promise<ProcessorTime> {
  return processorTime(server.pid ?? 0, (await postmasterOf(home.home)) ?? 0);
}

function difference(before: ProcessorTime, after: ProcessorTime): ProcessorTime {
  return {
    server: after.server - before.server,
    postgres: after.postgres - before.postgres,
    load: after.load - before.load,
  };
}

async function untilDrained(home: Home): Promise<number> {
  const begin = performance.now();
  return withOwner(home.home, async (client) => {
    while ((await stillCarrying(client)).length > 0) await sleep(5);
    return performance.now() - begin;
  });
}

async function countSales(home: Home): Promise<number> {
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

/**
 * A drill: a whole server in this process, on a database of its own, under a short load that
 * knows its own truth; connections are cut, everything is told twice, and the oracle is asked.
 * Quick enough to be run for each planted fault by every `npm test`.
 */
import { realWorld } from '@evertill/kernel';
import type { Reached } from '@evertill/kernel';
import { callerOf, diceOf, openShop } from '@evertill/rig';
import { serve } from '@evertill/server';
import type { Running } from '@evertill/server';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { openAckLog } from './ack-log.ts';
import { Office } from './errands.ts';
import { stakeOut } from './ground.ts';
import type { Ground, Plot } from './ground.ts';
import { oddOnes } from './odd-operations.ts';
import { judge } from './oracle.ts';
import type { Truth } from './oracle.ts';
import type { Plant, Trip } from './plants.ts';
import { probes } from './probes.ts';
import { Register } from './register.ts';
import { rewindAll } from './rest.ts';
import { watchCursors } from './watch-cursors.ts';
import { Traffic } from './traffic.ts';
import type { Finding } from './traffic.ts';

export interface DrillOutcome {
  readonly findings: readonly Finding[];
  readonly acked: number;
  readonly events: number;
  readonly tried: Readonly<Record<string, number>>;
  readonly tookMs: number;
}

export interface DrillSettings {
  readonly ground: Ground;
  readonly plant: Plant | undefined;
  readonly seed: number;
  /** At least so long; longer until all has been tried. */
  readonly loadMs: number;
}

const REGISTERS = 3;
const CUTS_MAX = 3;
const CUT_EVERY_MS = 100;
const ACKED_MIN = 150;
const LOAD_MS_MAX = 90_000;
/** More of what is not in order than in a long run, for there is little time. */
const oddness = { odd: 0.12, probe: 0.4 };
/** Of each trip: a batch that has to pass a point many times would never get through. */
const TRIPS_MAX = 5;
const DRAIN_MS_MAX = 60_000;
/** SQLSTATE. */
const CONNECTION_FAILURE = '08006';

export async function drill(settings: DrillSettings): Promise<DrillOutcome> {
  const begin = performance.now();
  const plot = await stakeOut(settings.ground);
  const owner = new pg.Client({ connectionString: plot.databaseUrl });
  await owner.connect();
  const folder = await mkdtemp(path.join(tmpdir(), 'evertill-acks-'));
  let running: Running | undefined;
  try {
    const { plant } = settings;
    const trips = new Trips(plant?.trip);
    const world = { ...realWorld(), reached: trips.reached };
    running = await serve(plot.config, world, () => undefined);
    // Now, for a server that starts looks its database over, and refuses much of what is planted.
    await plant?.apply?.(owner);
    const outcome = await trade({ ...settings, plot, owner, running, folder, trips });
    return { ...outcome, tookMs: Math.round(performance.now() - begin) };
  } finally {
    await running?.stop();
    await owner.end();
    await plot.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where each drill loses a connection now and then: before it is written, and after. */
const everyDay: readonly Trip[] = [
  { point: 'call.begun', where: 'orders.record_sales', every: 12 },
  { point: 'dispatch.answered', where: 'orders.push', every: 12 },
  { point: 'inbox.affected', where: 'orders to inventory', every: 4 },
];

/**
 * What a lost connection at these points would do: an open transaction is rolled back, and whoever
 * called hears nothing. None is lost before the shop is open.
 */
class Trips {
  isArmed = false;
  readonly #left: Map<Trip, number>;

  constructor(more: Trip | undefined) {
    const trips = more === undefined ? everyDay : [...everyDay, more];
    this.#left = new Map(trips.map((trip) => [trip, trip.every * TRIPS_MAX]));
  }

  readonly reached: Reached = (point, where) => {
    if (!this.isArmed) return;
    for (const [trip, left] of this.#left) {
      if (trip.point !== point || !where.includes(trip.where) || left === 0) continue;
      this.#left.set(trip, left - 1);
      if ((left - 1) % trip.every !== 0) continue;
      throw Object.assign(new Error(`lost at ${point}`), { code: CONNECTION_FAILURE });
    }
  };
}

interface Trade extends DrillSettings {
  readonly plot: Plot;
  readonly owner: pg.Client;
  readonly running: Running;
  readonly folder: string;
  readonly trips: Trips;
}

async function trade(at: Trade): Promise<Omit<DrillOutcome, 'tookMs'>> {
  const { running, plot, owner, folder, seed, plant } = at;
  const traffic = new Traffic();
  const acks = openAckLog(path.join(folder, 'acks.jsonl'));
  const call = callerOf(running.url);
  const shop = await openShop(call, plot.home);
  const stranger = (await openShop(call, plot.home, 1)).ownerToken;
  const registers: Register[] = [];
  for (let number = 1; number <= REGISTERS; number += 1) {
    const pass = await shop.makeRegister(`Drill ${number}`);
    const needs = { call, shop, dice: diceOf(seed * 1_000 + number), acks, traffic, stranger };
    registers.push(new Register(pass, { ...needs, longSales: 0, habit: plant?.habit, oddness }));
  }
  const office = await Office.open({ call, shop, dice: diceOf(seed) });
  const runs = [...registers, office].map((one) => one.run());
  at.trips.isArmed = true;
  const stopWatching = await watchCursors(owner, traffic);
  await load(at, traffic, office);
  office.close();
  for (const register of registers) register.stopSelling();
  await untilDrained(registers, traffic);
  for (const register of registers) register.turnOff();
  await Promise.all(runs);
  const truth = (): Truth => ({
    databaseUrl: plot.databaseUrl,
    tenantId: shop.tenantId,
    made: registers.flatMap(({ made }) => made),
    queued: new Set(registers.flatMap(({ queue }) => queue.map(({ id }) => id))),
    acks: acks.read(),
    done: office.done,
  });
  await running.assembly.drain();
  const first = await judge(truth());
  await stopWatching();
  await rewindAll(owner);
  await running.assembly.drain();
  const second = await judge(truth());
  return {
    findings: [...traffic.findings, ...first.findings, ...second.findings],
    acked: traffic.acked,
    events: second.events,
    tried: Object.fromEntries(traffic.tried),
  };
}

/** Sells until all has been tried; meanwhile PostgreSQL drops the connections that just write. */
async function load(at: Trade, traffic: Traffic, office: Office): Promise<void> {
  const begin = performance.now();
  for (let cuts = 0; ; cuts += 1) {
    await sleep(CUT_EVERY_MS);
    if (traffic.findings.length > 0) return;
    const tookMs = performance.now() - begin;
    const missing = untried(traffic, office);
    if (missing.length === 0 && tookMs >= at.loadMs) return;
    if (tookMs > LOAD_MS_MAX) {
      traffic.find('vacuous', `not tried within ${LOAD_MS_MAX} ms: ${missing.join(', ')}`);
      return;
    }
    if (cuts < CUTS_MAX) await at.owner.query(cutWriters);
  }
}

function untried(traffic: Traffic, office: Office): readonly string[] {
  const names = [...oddOnes, ...probes].map(({ name }) => name);
  return [
    ...names.filter((name) => !traffic.tried.has(name)),
    ...(traffic.acked < ACKED_MIN ? ['enough sales'] : []),
    ...(traffic.interrupted < 2 ? ['requests that were cut off'] : []),
    ...(office.rounds < 1 ? ['a round of the back office'] : []),
  ];
}

const cutWriters = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE application_name = 'evertill-orders' AND datname = current_database()
    AND pid <> pg_backend_pid() AND xact_start IS NOT NULL`;

async function untilDrained(registers: readonly Register[], traffic: Traffic): Promise<void> {
  const limit = performance.now() + DRAIN_MS_MAX;
  while (registers.some(({ queue }) => queue.length > 0)) {
    if (traffic.findings.length > 0) return;
    if (performance.now() > limit) {
      traffic.find('liveness', 'operations are still queued');
      return;
    }
    await sleep(10);
  }
}

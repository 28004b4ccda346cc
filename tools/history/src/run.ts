/**
 * One run: a real server, clients of two shops at once; then rest, a last look, and the judgement
 * of what they were told.
 *
 *   start ─▶ record ─▶ queues drain ─▶ relays rest ─▶ last look ─▶ check the history
 */
import {
  ServerProcess,
  diceOf,
  freePort,
  makeHome,
  openShop,
  stillCarrying,
  withOwner,
} from '@evertill/rig';
import { callerOf as plainCallerOf } from '@evertill/rig';
import type { Home } from '@evertill/rig';
import { setTimeout as sleep } from 'node:timers/promises';
import { callerOf } from './call.ts';
import { checkHistory } from './check-history.ts';
import type { Finding, History } from './history.ts';
import { lookAtAll } from './last-look.ts';
import { doSomething } from './mix.ts';
import { sayDrawers } from './mix-drawer.ts';
import { plants } from './plants.ts';
import { Recorder } from './recorder.ts';
import type { Settings } from './settings.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';
import type { Teller } from './teller.ts';
import { newTill, sell } from './till.ts';
import type { Till } from './till.ts';

export interface Outcome {
  readonly settings: Settings;
  readonly history: History;
  readonly findings: readonly Finding[];
  readonly surprises: readonly string[];
  readonly refusals: ReadonlyMap<string, number>;
  readonly recordedMs: number;
  readonly checkedMs: number;
  readonly root: string;
}

type Progress = (message: string) => void;

const SHOPS = 2;
const DRAIN_TRIES_MAX = 50;
const REST_MS_MAX = 90_000;
/** No policy may stand between clients and what they ask for. */
const withoutLimits = Object.fromEntries(
  ['ADDRESS', 'TENANT', 'CALLER', 'READ', 'WRITE', 'SYNC', 'HEAVY'].map((policy) => [
    `EVERTILL_LIMIT_${policy}`,
    'off',
  ]),
);

export async function runHistory(settings: Settings, onProgress: Progress): Promise<Outcome> {
  const home = await makeHome(settings.homeToCopy);
  const plant = settings.plant === undefined ? undefined : plants[settings.plant];
  const server = new ServerProcess({
    home,
    port: await freePort(),
    nodeWords: plant?.nodeWords ?? [],
    environment: withoutLimits,
  });
  const giveUp = (): void => {
    void server.stop().then(() => process.exit(3));
  };
  process.once('SIGINT', giveUp).once('SIGTERM', giveUp);
  try {
    onProgress(`starting a server in ${home.root}`);
    server.start();
    await server.untilReady();
    if (plant?.apply !== undefined) await withOwner(home.home, plant.apply);
    return await record({ settings, home, url: server.url, onProgress });
  } finally {
    process.off('SIGINT', giveUp).off('SIGTERM', giveUp);
    await server.stop();
    if (!settings.isKept) await home.remove();
  }
}

/** A stopped server's home with its shops made, to be copied by runs that have little time. */
export async function prepareHome(): Promise<Home> {
  const home = await makeHome(undefined);
  const server = new ServerProcess({ home, port: await freePort(), nodeWords: [] });
  try {
    server.start();
    await server.untilReady();
    for (let place = 0; place < SHOPS; place += 1) {
      await openShop(plainCallerOf(server.url), home.home, place);
    }
  } finally {
    await server.stop();
  }
  return home;
}

interface Recording {
  readonly settings: Settings;
  readonly home: Home;
  readonly url: string;
  readonly onProgress: Progress;
}

interface Client {
  readonly teller: Teller;
  readonly till: Till;
}

async function record({ settings, home, url, onProgress }: Recording): Promise<Outcome> {
  const stages: Stage[] = [];
  for (let place = 0; place < SHOPS; place += 1) {
    stages.push(await openStage(url, home.home, place));
  }
  const begin = performance.now();
  const stageOf = (token: string): Stage | undefined => stages.find((stage) => stage.isOf(token));
  const recorder = new Recorder(callerOf(url), async (token) => {
    return (await stageOf(token)?.renew(token)) ?? token;
  });
  const clients = await openClients(settings, stages, recorder);
  for (const stage of stages) sayDrawers(tellerOf(stage, { name: 'opening', recorder, seed: 0 }));
  const progress = setInterval(() => {
    onProgress(`${recorder.history.length} of ${settings.transactions} transactions`);
  }, 10_000);
  try {
    await Promise.all(clients.map((client) => work(client, settings)));
    await Promise.all(clients.map(drain));
  } finally {
    clearInterval(progress);
  }
  await untilAtRest(home);
  for (const stage of stages) {
    const teller = tellerOf(stage, { name: `auditor of ${stage.tag}`, recorder, seed: 0 });
    const own = clients.filter((client) => client.teller.stage === stage);
    await lookAtAll(
      teller,
      own.map(({ till }) => till.pass.registerId),
    );
  }
  const recordedMs = Math.round(performance.now() - begin);
  const { history, surprises, refusals } = recorder;
  onProgress(`recorded ${history.length} transactions in ${recordedMs} ms: checking`);
  const checking = performance.now();
  const findings = checkHistory(history);
  const checkedMs = Math.round(performance.now() - checking);
  const root = home.root;
  return { settings, history, findings, surprises, refusals, recordedMs, checkedMs, root };
}

function tellerOf(
  stage: Stage,
  {
    name,
    recorder,
    seed,
  }: { readonly name: string; readonly recorder: Recorder; readonly seed: number },
): Teller {
  return { name, stage, recorder, dice: diceOf(seed) };
}

async function openClients(
  { clients: count, seed }: Settings,
  stages: readonly Stage[],
  recorder: Recorder,
): Promise<Client[]> {
  const clients: Client[] = [];
  for (const stage of stages) {
    for (let number = 1; number <= count; number += 1) {
      const name = `${stage.tag}:${number}`;
      const pass = await stage.shop.makeRegister(`History ${number}`);
      const own = { name, recorder, seed: seed * 10_000 + clients.length };
      clients.push({ teller: tellerOf(stage, own), till: newTill(pass) });
    }
  }
  return clients;
}

async function work({ teller, till }: Client, { transactions }: Settings): Promise<void> {
  while (teller.recorder.history.length < transactions) await doSomething(teller, till);
}

async function drain({ teller, till }: Client): Promise<void> {
  for (let tries = 0; till.queue.length > 0; tries += 1) {
    if (tries > DRAIN_TRIES_MAX) throw new Error(`${teller.name} does not get rid of its queue`);
    await sell(teller, till);
  }
}

async function untilAtRest(home: Home): Promise<void> {
  const limit = performance.now() + REST_MS_MAX;
  await withOwner(home.home, async (client) => {
    while ((await stillCarrying(client)).length > 0) {
      if (performance.now() > limit) throw new Error('the relays do not come to rest');
      await sleep(50);
    }
  });
}

/**
 * What every act has in common: a real server as a child, registers that never stop, a back office;
 * and at the end the peace in which everything is asked.
 *
 *   start ─▶ load and trouble ─▶ queues drain ─▶ relays rest ─▶ judge
 *         ─▶ every event told once more ─▶ relays rest ─▶ judge again ─▶ stop
 */
import {
  ServerProcess,
  callerOf,
  diceOf,
  freePort,
  makeHome,
  openShop,
  ownerUrl,
  withOwner,
} from '@evertill/rig';
import type { Dice, Environment, Home } from '@evertill/rig';
import path from 'node:path';
import { openAckLog } from './ack-log.ts';
import type { AckLog } from './ack-log.ts';
import { Office } from './errands.ts';
import { judge } from './oracle.ts';
import type { Truth, Verdict } from './oracle.ts';
import { slowCommitsDown } from './plant-sql.ts';
import { plantOf } from './plants.ts';
import { Register } from './register.ts';
import { rewindCursors, untilDrained, untilRelaysRest } from './rest.ts';
import type { StageSettings } from './settings.ts';
import { Traffic } from './traffic.ts';
import type { Finding } from './traffic.ts';

export type Progress = (message: string) => void;

export interface Stage {
  readonly settings: StageSettings;
  readonly home: Home;
  readonly server: ServerProcess;
  readonly traffic: Traffic;
  readonly dice: Dice;
  readonly acks: AckLog;
  readonly tenantId: string;
  readonly registers: readonly Register[];
  readonly office: Office | undefined;
  readonly applyPlant: () => Promise<void>;
  readonly onProgress: Progress;
}

/** What an act needs of the stage beyond what the run is asked for. */
export interface Scenery {
  /** The back office is at work, too. */
  readonly hasOffice?: boolean;
  /** Where the server's home is to be; a temporary folder otherwise. */
  readonly makeHome?: () => Promise<Home>;
  readonly program?: string;
  readonly environment?: Environment;
  readonly tolerated?: ReadonlySet<string>;
  /** How wrong the clocks of the registers are, in turn. */
  readonly registerClocksMs?: readonly number[];
}

export async function onStage<T>(
  given: { readonly settings: StageSettings; readonly onProgress: Progress },
  scenery: Scenery,
  act: (stage: Stage) => Promise<T>,
): Promise<T> {
  const { settings, onProgress } = given;
  const home = await (scenery.makeHome ?? (() => makeHome(settings.homeToCopy)))();
  const { environment, program } = scenery;
  const plant = settings.plant === undefined ? undefined : plantOf(settings.plant);
  const server = new ServerProcess({
    home,
    port: await freePort(),
    nodeWords: plant?.nodeWords ?? [],
    environment: { EVERTILL_PAYMENT_SIMULATOR: 'on', ...environment, ...plant?.environment },
    ...(program === undefined ? {} : { program }),
  });
  const giveUp = (): void => {
    void server
      .stop()
      .then(() => home.remove())
      .finally(() => process.exit(3));
  };
  process.once('SIGINT', giveUp).once('SIGTERM', giveUp);
  try {
    onProgress(`starting a server in ${home.root}`);
    server.start();
    await server.untilReady();
    return await act(await setStage({ settings, home, server, onProgress }, scenery));
  } finally {
    process.off('SIGINT', giveUp).off('SIGTERM', giveUp);
    await server.stop();
    if (!settings.isKept) await home.remove();
  }
}

async function setStage(
  given: Pick<Stage, 'settings' | 'home' | 'server' | 'onProgress'>,
  scenery: Scenery,
): Promise<Stage> {
  const { settings, home, server } = given;
  const { seed, longSales } = settings;
  const plant = settings.plant === undefined ? undefined : plantOf(settings.plant);
  const applyPlant = async (): Promise<void> => {
    if (plant?.apply !== undefined) await withOwner(home.home, plant.apply);
  };
  if (settings.slowCommits) await withOwner(home.home, slowCommitsDown);
  await applyPlant();
  const traffic = new Traffic();
  const acks = openAckLog(path.join(home.root, 'acks.jsonl'));
  const call = callerOf(server.url);
  const shop = await openShop(call, home.home);
  const stranger = (await openShop(call, home.home, 1)).ownerToken;
  const { tolerated = new Set(), registerClocksMs = [0] } = scenery;
  const needs = { call, shop, acks, traffic, longSales, stranger };
  const registers: Register[] = [];
  for (let number = 1; number <= settings.registers; number += 1) {
    const pass = await shop.makeRegister(`Torture ${number}`);
    const wrongMs = registerClocksMs[(number - 1) % registerClocksMs.length] ?? 0;
    const dice = diceOf(seed * 1_000 + number);
    registers.push(new Register(pass, { ...needs, dice, tolerated, wrongMs }));
  }
  const dice = diceOf(seed);
  const office = scenery.hasOffice === true ? await Office.open({ call, shop, dice }) : undefined;
  const { tenantId } = shop;
  return { ...given, traffic, dice: diceOf(seed), acks, tenantId, registers, office, applyPlant };
}

/** Milliseconds until all queues were empty; without a server that they could drain to, nought. */
type EndLoad = (how?: { readonly canDrain: boolean }) => Promise<number>;

/** Everybody sells. What comes back ends that, and waits until all queues are empty. */
export function startLoad(stage: Stage): EndLoad {
  const { registers, office, traffic, onProgress } = stage;
  const runs = [...registers, ...(office === undefined ? [] : [office])].map((one) => one.run());
  return async ({ canDrain } = { canDrain: true }) => {
    office?.close();
    for (const register of registers) register.stopSelling();
    const drainMs = canDrain ? await untilDrained(registers, traffic) : 0;
    for (const register of registers) register.turnOff();
    await Promise.all(runs);
    onProgress(`queues drained in ${drainMs} ms`);
    return drainMs;
  };
}

export async function untilLoaded({ settings, traffic }: Stage): Promise<void> {
  const limit = performance.now() + settings.warmMs;
  while (performance.now() < limit && traffic.findings.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export interface Settled {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly relayRestMs: number;
}

/** All is at rest: what is there is judged, and once more after everything was told again. */
export async function settle(stage: Stage): Promise<Settled> {
  const { home, server, traffic, onProgress } = stage;
  const relayRestMs = await untilRelaysRest(home.home, traffic);
  onProgress(`relays at rest after ${relayRestMs} ms`);
  const first = await judge(await truthOf(stage));
  let verdict = first;
  if (traffic.findings.length === 0 && first.findings.length === 0) {
    onProgress('every event is told once more');
    await server.kill();
    await rewindCursors(home.home);
    server.start();
    await server.untilReady();
    await untilRelaysRest(home.home, traffic);
    verdict = await judge(await truthOf(stage));
  }
  const seen = [...traffic.findings, ...first.findings, ...verdict.findings];
  const unique = new Map(seen.map((finding) => [`${finding.invariant} ${finding.what}`, finding]));
  return { verdict: worse(first, verdict), findings: [...unique.values()], relayRestMs };
}

function worse(one: Verdict, other: Verdict): Verdict {
  return {
    ...other,
    lost: Math.max(one.lost, other.lost),
    doubled: Math.max(one.doubled, other.doubled),
    breaches: Math.max(one.breaches, other.breaches),
  };
}

/** What registers and back office know, as of now. */
export async function truthOf({ home, acks, registers, tenantId, office }: Stage): Promise<Truth> {
  const made = registers.flatMap((register) => register.made);
  const databaseUrl = await ownerUrl(home.home);
  const queued = new Set(registers.flatMap(({ queue }) => queue.map(({ id }) => id)));
  const done = [...(office?.done ?? [])];
  return { databaseUrl, tenantId, made, queued, acks: acks.read(), done };
}

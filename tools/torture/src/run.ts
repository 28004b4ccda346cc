/**
 * One run: a real server, registers that never stop, kills; then peace, and the questions.
 *
 *   start ─▶ load and kills ─▶ queues drain ─▶ relays rest ─▶ judge
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
import type { Dice, Home } from '@evertill/rig';
import path from 'node:path';
import { openAckLog } from './ack-log.ts';
import type { AckLog } from './ack-log.ts';
import { killOnce, planKills } from './killer.ts';
import type { Kill } from './killer.ts';
import { judge } from './oracle.ts';
import type { Verdict } from './oracle.ts';
import { plants, slowCommitsDown } from './plants.ts';
import { Register } from './register.ts';
import { lapseLeases, rewindCursors, untilDrained, untilRelaysRest } from './rest.ts';
import type { Settings } from './settings.ts';
import { Traffic } from './traffic.ts';
import type { Finding } from './traffic.ts';
import { vacuities } from './vacuity.ts';

export interface Outcome {
  readonly settings: Settings;
  readonly kills: readonly Kill[];
  readonly traffic: Traffic;
  readonly findings: readonly Finding[];
  readonly verdict: Verdict;
  readonly serverDeaths: number;
  readonly drainMs: number;
  readonly relayRestMs: number;
  readonly loadMs: number;
  readonly tookMs: number;
  readonly root: string;
}

type Progress = (message: string) => void;

interface Stage {
  readonly settings: Settings;
  readonly home: Home;
  readonly server: ServerProcess;
  readonly traffic: Traffic;
  readonly dice: Dice;
  readonly acks: AckLog;
  readonly tenantId: string;
  readonly registers: readonly Register[];
  readonly applyPlant: () => Promise<void>;
  readonly onProgress: Progress;
}

export async function torture(settings: Settings, onProgress: Progress): Promise<Outcome> {
  const begin = performance.now();
  const home = await makeHome(settings.homeToCopy);
  const nodeWords = (settings.plant && plants[settings.plant].nodeWords) ?? [];
  const server = new ServerProcess({ home, port: await freePort(), nodeWords });
  const giveUp = (): void => {
    void server.stop().then(() => process.exit(3));
  };
  process.once('SIGINT', giveUp).once('SIGTERM', giveUp);
  try {
    onProgress(`starting a server in ${home.root}`);
    server.start();
    await server.untilReady();
    const stage = await setStage({ settings, home, server, onProgress });
    const loaded = await loadAndKill(stage);
    return { ...(await settle(stage, loaded)), tookMs: Math.round(performance.now() - begin) };
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
    await openShop(callerOf(server.url), home.home);
  } finally {
    await server.stop();
  }
  return home;
}

async function setStage(
  given: Pick<Stage, 'settings' | 'home' | 'server' | 'onProgress'>,
): Promise<Stage> {
  const { settings, home, server } = given;
  const plant = settings.plant === undefined ? undefined : plants[settings.plant];
  const applyPlant = async (): Promise<void> => {
    if (plant?.apply !== undefined) await withOwner(home.home, plant.apply);
  };
  if (settings.slowCommits) await withOwner(home.home, slowCommitsDown);
  await applyPlant();
  const traffic = new Traffic();
  const dice = diceOf(settings.seed);
  const acks = openAckLog(path.join(home.root, 'acks.jsonl'));
  const call = callerOf(server.url);
  const shop = await openShop(call, home.home);
  const registers: Register[] = [];
  for (let number = 1; number <= settings.registers; number += 1) {
    const pass = await shop.makeRegister(`Torture ${number}`);
    const own = diceOf(settings.seed * 1_000 + number);
    const { longSales } = settings;
    registers.push(new Register(pass, { call, shop, dice: own, acks, traffic, longSales }));
  }
  return { ...given, traffic, dice, acks, tenantId: shop.tenantId, registers, applyPlant };
}

interface Loaded {
  readonly kills: readonly Kill[];
  readonly loadMs: number;
  readonly drainMs: number;
}

async function loadAndKill(stage: Stage): Promise<Loaded> {
  const { settings, server, traffic, dice, registers, onProgress } = stage;
  const begin = performance.now();
  const runs = registers.map((register) => register.run());
  await untilLoaded(stage);
  const kills: Kill[] = [];
  const { calmMsMax } = settings;
  const onServerDeath = async (): Promise<void> => {
    if (dice.chance() < settings.lapses) await lapseLeases(stage.home.home);
  };
  const needs = { server, traffic, dice, calmMsMax, onServerDeath, afterStart: stage.applyPlant };
  const plan = planKills(dice, settings);
  for (const victim of plan) {
    // What was found does not get truer by killing on.
    if (traffic.findings.length > 0) break;
    kills.push(await killOnce(needs, victim));
    if (kills.length % 10 === 0) {
      onProgress(`${kills.length} of ${plan.length} kills, ${traffic.acked} acknowledged`);
    }
  }
  const loadMs = Math.round(performance.now() - begin);
  for (const register of registers) register.stopSelling();
  const drainMs = await untilDrained(registers, traffic);
  for (const register of registers) register.turnOff();
  await Promise.all(runs);
  onProgress(`queues drained in ${drainMs} ms`);
  return { kills, loadMs, drainMs };
}

async function untilLoaded({ settings, traffic }: Stage): Promise<void> {
  const limit = performance.now() + settings.warmMs;
  while (performance.now() < limit && traffic.findings.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function settle(stage: Stage, loaded: Loaded): Promise<Omit<Outcome, 'tookMs'>> {
  const { settings, home, server, traffic, onProgress } = stage;
  const relayRestMs = await untilRelaysRest(home.home, traffic);
  onProgress(`relays at rest after ${relayRestMs} ms`);
  const first = await judgeStage(stage);
  let verdict = first;
  if (traffic.findings.length === 0 && first.findings.length === 0) {
    onProgress('every event is told once more');
    await server.kill();
    await rewindCursors(home.home);
    server.start();
    await server.untilReady();
    await untilRelaysRest(home.home, traffic);
    verdict = await judgeStage(stage);
  }
  const seen = [...traffic.findings, ...first.findings, ...verdict.findings];
  const unique = new Map(seen.map((finding) => [`${finding.invariant} ${finding.what}`, finding]));
  const findings = [...unique.values()];
  if (findings.length === 0) {
    findings.push(...vacuities(settings, { kills: loaded.kills, traffic, verdict }));
  }
  return {
    ...loaded,
    settings,
    traffic,
    findings,
    verdict: worse(first, verdict),
    serverDeaths: server.deaths,
    relayRestMs,
    root: home.root,
  };
}

function worse(one: Verdict, other: Verdict): Verdict {
  return {
    ...other,
    lost: Math.max(one.lost, other.lost),
    doubled: Math.max(one.doubled, other.doubled),
  };
}

async function judgeStage({ home, acks, registers, tenantId }: Stage): Promise<Verdict> {
  const made = registers.flatMap((register) => register.made);
  const databaseUrl = await ownerUrl(home.home);
  return judge({ databaseUrl, tenantId, made, acks: acks.read() });
}

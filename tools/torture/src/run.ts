/** The act of kills: a real server, registers that never stop, kill -9 at any moment. */
import { ServerProcess, callerOf, freePort, makeHome, openShop } from '@evertill/rig';
import type { Home } from '@evertill/rig';
import { killOnce, planKills } from './killer.ts';
import type { Kill } from './killer.ts';
import type { Verdict } from './oracle.ts';
import { lapseLeases } from './rest.ts';
import type { Settings } from './settings.ts';
import { onStage, settle, startLoad, untilLoaded } from './stage.ts';
import type { Progress, Stage } from './stage.ts';
import type { Finding, Traffic } from './traffic.ts';
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

export async function torture(settings: Settings, onProgress: Progress): Promise<Outcome> {
  const begin = performance.now();
  return onStage({ settings, onProgress }, {}, async (stage) => {
    const loaded = await loadAndKill(stage, settings);
    const { verdict, relayRestMs, findings } = await settle(stage);
    const { traffic, server, home } = stage;
    const isRight = findings.length === 0;
    const vacuous = isRight ? vacuities(settings, { ...loaded, traffic, verdict }) : [];
    return {
      ...loaded,
      ...{ settings, traffic, verdict, relayRestMs },
      findings: [...findings, ...vacuous],
      serverDeaths: server.deaths,
      root: home.root,
      tookMs: Math.round(performance.now() - begin),
    };
  });
}

/** A stopped server's home with its shops made, to be copied by runs that have little time. */
export async function prepareHome(): Promise<Home> {
  const home = await makeHome(undefined);
  const server = new ServerProcess({ home, port: await freePort(), nodeWords: [] });
  try {
    server.start();
    await server.untilReady();
    await openShop(callerOf(server.url), home.home, 1);
  } finally {
    await server.stop();
  }
  return home;
}

interface Loaded {
  readonly kills: readonly Kill[];
  readonly loadMs: number;
  readonly drainMs: number;
}

async function loadAndKill(stage: Stage, settings: Settings): Promise<Loaded> {
  const { server, traffic, dice, onProgress } = stage;
  const begin = performance.now();
  const endLoad = startLoad(stage);
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
  return { kills, loadMs, drainMs: await endLoad() };
}

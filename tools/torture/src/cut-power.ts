/**
 * The act of power cuts: under load everything stops at once, and the machine comes back with what
 * had reached the disk. A kill cannot show what was never flushed; this can.
 *
 *   load ─▶ stop all ─▶ copy the disk ─▶ kill all ─▶ mount the copy ─▶ start ─▶ compare
 *
 * The copy is taken while the kernel may still write back what nobody flushed: it models data that
 * was not flushed being lost, not sectors that are torn, nor disks that lie.
 */
import { actOutcome } from './act.ts';
import type { ActOutcome } from './act.ts';
import { LoopDisk } from './loop-disk.ts';
import { judgeRunning } from './oracle.ts';
import { processTree, signalAll } from './process-tree.ts';
import { lapseLeases } from './rest.ts';
import type { StageSettings } from './settings.ts';
import { onStage, settle, startLoad, truthOf } from './stage.ts';
import type { Progress, Stage } from './stage.ts';
import { postmasterOf } from '@evertill/rig';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const DISK_MEGABYTES = 3_000;
const CALM_MS_MIN = 500;
const CALM_MS_MAX = 2_500;
const ACKED_PER_CUT = 10;
const LOAD_MS_MAX = 60_000;
const LOG_SHOWN = 500;

interface Cut {
  readonly ackedBefore: number;
  readonly copyMs: number;
  readonly backMs: number;
  readonly tookMs: number;
}

export async function cutPower(
  settings: StageSettings,
  count: number,
  onProgress: Progress,
): Promise<ActOutcome> {
  const begin = performance.now();
  const disk = await LoopDisk.make(DISK_MEGABYTES);
  const scenery = { hasOffice: true, makeHome: async () => disk.home };
  return onStage({ settings, onProgress }, scenery, async (stage) => {
    const endLoad = startLoad(stage);
    const cuts: Cut[] = [];
    while (cuts.length < count && stage.traffic.findings.length === 0) {
      const cut = await cutOnce(stage, disk);
      if (cut === undefined) break;
      cuts.push(cut);
      onProgress(`${cuts.length} of ${count} power cuts, ${stage.traffic.acked} acknowledged`);
    }
    const drainMs = await endLoad({ canDrain: stage.server.isRunning });
    const settled = stage.server.isRunning ? await settle(stage) : unsettled(stage);
    const last = cuts.at(-1)?.ackedBefore ?? 0;
    return actOutcome('power cuts', stage, settled, {
      tookMs: performance.now() - begin,
      figures: {
        power_cuts: cuts.length,
        acknowledged_before_the_last_cut: last,
        copy_ms_p50: middleOf(cuts.map(({ copyMs }) => copyMs)),
        back_ms_p50: middleOf(cuts.map(({ backMs }) => backMs)),
        back_ms_max: Math.round(Math.max(0, ...cuts.map(({ backMs }) => backMs))),
        s_per_cut: Math.round(middleOf(cuts.map(({ tookMs }) => tookMs)) / 100) / 10,
        drain_ms: drainMs,
      },
      vacuities: [
        ...(cuts.length === count ? [] : [`only ${cuts.length} of ${count} cuts`]),
        ...(last >= ACKED_PER_CUT * count ? [] : [`only ${last} acknowledged before the cuts`]),
      ],
    });
  });
}

async function cutOnce(stage: Stage, disk: LoopDisk): Promise<Cut | undefined> {
  const { server, dice, traffic, home, onProgress } = stage;
  const begin = performance.now();
  const ackedAtFirst = traffic.acked;
  await sleep(dice.between(CALM_MS_MIN, CALM_MS_MAX));
  await untilAcked(stage, ackedAtFirst + ACKED_PER_CUT);
  const postmaster = await postmasterOf(home.home);
  const { pid } = server;
  if (postmaster === undefined || pid === undefined) throw new Error('there is nothing to cut off');
  // The server first, so that nobody brings back whom we stop.
  signalAll([pid], 'SIGSTOP');
  const database = processTree(postmaster);
  signalAll(database, 'SIGSTOP');
  const ackedBefore = traffic.acked;
  const copyBegin = performance.now();
  const copy = await disk.freeze();
  const copyMs = performance.now() - copyBegin;
  const ended = server.untilEnded(10_000);
  signalAll([pid, ...database, ...processTree(postmaster)], 'SIGKILL');
  await ended;
  await disk.replaceBy(copy);
  const backBegin = performance.now();
  server.start();
  try {
    await server.untilReady();
  } catch (error) {
    const words = readFileSync(path.join(home.root, 'server.log'), 'utf8').slice(-LOG_SHOWN);
    traffic.find('start', `nothing starts after the power cut: ${String(error)}: ${words}`);
    onProgress('nothing starts any more');
    await server.kill();
    return undefined;
  }
  const backMs = performance.now() - backBegin;
  const running = await judgeRunning(await truthOf(stage));
  for (const { invariant, what } of running) traffic.find(invariant, what);
  await stage.applyPlant();
  await lapseLeases(home.home);
  return { ackedBefore, copyMs, backMs, tookMs: performance.now() - begin };
}

/** A cut that nobody felt proves nothing: on a slow machine, some more load. */
async function untilAcked({ traffic }: Stage, acked: number): Promise<void> {
  const limit = performance.now() + LOAD_MS_MAX;
  while (traffic.acked < acked && performance.now() < limit) await sleep(20);
}

/** There is no server to ask: what was found is what there is. */
function unsettled({ traffic }: Stage): Parameters<typeof actOutcome>[2] {
  const verdict = { findings: [], lost: 0, doubled: 0, breaches: 0, events: 0 };
  return { verdict, findings: traffic.findings, relayRestMs: 0 };
}

function middleOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
}

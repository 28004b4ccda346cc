/**
 * The act of a full disk: data and WAL lie on a disk of their own that fills up under load. What
 * cannot be written is refused in words and never acknowledged; when there is room again, all goes
 * on by itself.
 */
import { callerOf, postmasterOf } from '@evertill/rig';
import { setTimeout as sleep } from 'node:timers/promises';
import { actOutcome } from './act.ts';
import type { ActOutcome } from './act.ts';
import { LoopDisk } from './loop-disk.ts';
import { lapseLeases } from './rest.ts';
import type { StageSettings } from './settings.ts';
import { onStage, settle, startLoad, untilLoaded } from './stage.ts';
import type { Progress, Stage } from './stage.ts';

const DISK_MEGABYTES = 700;
const FULL_MS = 8_000;
const TIMES = 2;
const BACK_MS_MAX = 120_000;

interface Flood {
  readonly ackedWhileFull: number;
  readonly ackedAtTheEnd: number;
  readonly refusals: ReadonlyMap<string, number>;
  readonly hadPostgres: boolean;
  readonly backMs: number;
}

export async function fillDisk(settings: StageSettings, onProgress: Progress): Promise<ActOutcome> {
  const begin = performance.now();
  const disk = await LoopDisk.make(DISK_MEGABYTES);
  const scenery = { hasOffice: true, makeHome: async () => disk.home };
  return onStage({ settings, onProgress }, scenery, async (stage) => {
    const endLoad = startLoad(stage);
    const floods: Flood[] = [];
    for (let time = 1; time <= TIMES && stage.traffic.findings.length === 0; time += 1) {
      await untilLoaded(stage);
      const flood = await fillOnce(stage, disk);
      floods.push(flood);
      onProgress(`full ${time} of ${TIMES} times; ${wordsOf(flood.refusals)}`);
    }
    await lapseLeases(stage.home.home);
    const drainMs = await endLoad();
    const settled = await settle(stage);
    const stopped = floods.filter(({ ackedAtTheEnd }) => ackedAtTheEnd === 0).length;
    return actOutcome('disk full', stage, settled, {
      tookMs: performance.now() - begin,
      figures: {
        times_full: floods.length,
        acknowledged_while_it_filled: sumOf(floods.map(({ ackedWhileFull }) => ackedWhileFull)),
        acknowledged_at_its_end: sumOf(floods.map(({ ackedAtTheEnd }) => ackedAtTheEnd)),
        refusals: floods.map(({ refusals }) => wordsOf(refusals)).join('; '),
        postgres_stayed_up: floods.filter(({ hadPostgres }) => hadPostgres).length,
        back_ms_max: Math.round(Math.max(0, ...floods.map(({ backMs }) => backMs))),
        server_died_by_itself: stage.server.deaths,
        drain_ms: drainMs,
      },
      mayLackReplays: true,
      vacuities: [
        ...(floods.length === TIMES ? [] : [`only ${floods.length} floods`]),
        ...(stopped > 0 ? [] : ['nobody felt that the disk was full']),
      ],
    });
  });
}

async function fillOnce(stage: Stage, disk: LoopDisk): Promise<Flood> {
  const { traffic, home, server } = stage;
  const before = traffic.acked;
  const freeAgain = await disk.fillUp();
  const refusals = new Map<string, number>();
  const half = await watchRefusals(stage, refusals, FULL_MS / 2);
  // What the log had room for is used up by now: in the second half nothing may be acknowledged
  // but what was there before.
  const end = await watchRefusals(stage, refusals, FULL_MS / 2);
  const hadPostgres = (await postmasterOf(home.home)) !== undefined;
  await freeAgain();
  const begin = performance.now();
  const ackedThen = traffic.acked;
  while (traffic.acked === ackedThen && traffic.findings.length === 0) {
    if (performance.now() - begin > BACK_MS_MAX) {
      traffic.find('liveness', `nothing is sold ${BACK_MS_MAX} ms after there is room again`);
    }
    if (!server.isRunning) await server.untilReady();
    await sleep(20);
  }
  return {
    ackedWhileFull: half - before,
    ackedAtTheEnd: end - half,
    refusals,
    hadPostgres,
    backMs: performance.now() - begin,
  };
}

/** Asks for something to be written, again and again, and counts what is said. */
async function watchRefusals(
  stage: Stage,
  refusals: Map<string, number>,
  durationMs: number,
): Promise<number> {
  const { server, traffic } = stage;
  const call = callerOf(server.url);
  const limit = performance.now() + durationMs;
  while (performance.now() < limit) {
    const body = { phone_number: '+440000000000', password: 'nobody has this one' };
    const answer = await call({ method: 'POST', path: '/api/token/', body });
    const said = answer === 'no answer' ? answer : wordOf(answer.status, answer.body);
    refusals.set(said, (refusals.get(said) ?? 0) + 1);
    if (answer !== 'no answer' && answer.status === 500) {
      traffic.find('F58', `a full disk is answered without a word: ${JSON.stringify(answer.body)}`);
    }
    await sleep(100);
  }
  return traffic.acked;
}

function wordOf(status: number, body: unknown): string {
  const { code = 'no code' } = (body ?? {}) as { code?: string };
  return `${status} ${code}`;
}

function wordsOf(refusals: ReadonlyMap<string, number>): string {
  return [...refusals].map(([word, times]) => `${times} × ${word}`).join(', ');
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0);
}

/**
 * The act of wrong clocks: while registers sell, the server's clock jumps back and forth by up to
 * ten years, now and then with a restart, and each register's clock is wrong in its own way.
 *
 * The server's clock is wrong as a whole: whatever asks the process what time it is, our code or a
 * library, is told the wrong one. PostgreSQL's is right, and nobody may ask it (tidy sees to that).
 */
import { programInRig, setClock } from '@evertill/rig';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { actOutcome } from './act.ts';
import type { ActOutcome } from './act.ts';
import type { StageSettings } from './settings.ts';
import { onStage, settle, startLoad } from './stage.ts';
import type { Progress } from './stage.ts';

const HOUR_MS = 3_600_000;
const YEAR_MS = 365.25 * 24 * HOUR_MS;
const CALM_MS = 2_500;
const LIVELY_MS_MAX = 60_000;

/** How wrong the server's clock is, one after the other; with a kill where it says so. */
const jumps: readonly { readonly wrongMs: number; readonly isKilled?: true }[] = [
  { wrongMs: HOUR_MS },
  { wrongMs: -HOUR_MS },
  { wrongMs: 10 * YEAR_MS },
  { wrongMs: 10 * YEAR_MS + 60_000, isKilled: true },
  { wrongMs: 0, isKilled: true },
  { wrongMs: -10 * YEAR_MS },
  { wrongMs: -10 * YEAR_MS - 60_000, isKilled: true },
  { wrongMs: 10 * YEAR_MS },
  { wrongMs: -10 * YEAR_MS, isKilled: true },
  { wrongMs: 0, isKilled: true },
];

export async function jumpClocks(
  settings: StageSettings,
  onProgress: Progress,
): Promise<ActOutcome> {
  const folder = await mkdtemp(path.join(tmpdir(), 'evertill-clock-'));
  try {
    return await jump(settings, path.join(folder, 'clock'), onProgress);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function jump(
  settings: StageSettings,
  clockFile: string,
  onProgress: Progress,
): Promise<ActOutcome> {
  const begin = performance.now();
  setClock(clockFile, 0);
  const scenery = {
    hasOffice: true,
    program: programInRig,
    environment: { RIG_CLOCK: clockFile },
    tolerated: new Set(['clock_suspect']),
    registerClocksMs: [0, -10 * YEAR_MS, 10 * YEAR_MS, HOUR_MS],
  };
  return onStage({ settings, onProgress }, scenery, async (stage) => {
    const { server, traffic } = stage;
    const endLoad = startLoad(stage);
    let made = 0;
    let ackedMin = Number.MAX_SAFE_INTEGER;
    for (const { wrongMs, isKilled } of jumps) {
      if (traffic.findings.length > 0) break;
      if (isKilled === true) await server.kill();
      setClock(clockFile, wrongMs);
      if (isKilled === true) server.start();
      await server.untilReady();
      const acked = await sellFor(CALM_MS, () => traffic.acked);
      if (acked === 0) traffic.find('liveness', `nothing is sold with the clock ${wrongMs} ms off`);
      ackedMin = Math.min(ackedMin, acked);
      made += 1;
      onProgress(`${made} of ${jumps.length} jumps, ${traffic.acked} acknowledged`);
    }
    const drainMs = await endLoad();
    const settled = await settle(stage);
    return actOutcome('clock jumps', stage, settled, {
      tookMs: performance.now() - begin,
      figures: {
        jumps: made,
        acknowledged_between_two_at_least: ackedMin,
        drain_ms: drainMs,
      },
      vacuities: made === jumps.length ? [] : [`only ${made} jumps`],
    });
  });
}

/** At least so long, and until something was sold; answers how much. */
async function sellFor(durationMs: number, acked: () => number): Promise<number> {
  const before = acked();
  const begin = performance.now();
  for (;;) {
    await sleep(50);
    const tookMs = performance.now() - begin;
    if (tookMs > LIVELY_MS_MAX) return acked() - before;
    if (tookMs > durationMs && acked() > before) return acked() - before;
  }
}

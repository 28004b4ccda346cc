/** `torture`: exit code 0 when nothing was lost, 1 when something was, 2 when used wrongly. */
import type { ActOutcome } from './act.ts';
import { cutPower } from './cut-power.ts';
import { dieAtPoints } from './die-at-points.ts';
import { fillDisk } from './fill-disk.ts';
import { findPlants } from './find-plants.ts';
import { jumpClocks } from './jump-clocks.ts';
import { hasOwnMounts, noDiskHere } from './loop-disk.ts';
import { runWithOwnMounts } from './own-mounts.ts';
import { places } from './points.ts';
import { actText, killsOutcome } from './report.ts';
import { torture } from './run.ts';
import { readSettings, usage } from './settings.ts';
import type { Wanted } from './settings.ts';
import type { Progress } from './stage.ts';

const exitCodes = { done: 0, foundWrong: 1, usedWrongly: 2, failed: 3 } as const;

process.exitCode = await main();

async function main(): Promise<number> {
  let wanted: Wanted;
  try {
    wanted = readSettings(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${String(error)}\n${usage}\n`);
    return exitCodes.usedWrongly;
  }
  if (wanted.isHelp) {
    process.stdout.write(`${usage}\n`);
    return exitCodes.done;
  }
  if ((needsDisk(wanted) || wanted.hasPlants) && !hasOwnMounts()) {
    const reason = await noDiskHere();
    if (reason === undefined) return runWithOwnMounts(process.argv.slice(1));
    const words = `--power-cuts and --disk-full are refused: ${reason}`;
    process.stderr.write(needsDisk(wanted) ? `${words}\n` : `no power cuts here: ${reason}\n`);
    if (needsDisk(wanted)) return exitCodes.usedWrongly;
  }
  try {
    return await runActs(wanted);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return exitCodes.failed;
  }
}

function needsDisk({ powerCuts, hasDiskFull }: Wanted): boolean {
  return powerCuts > 0 || hasDiskFull;
}

async function runActs(wanted: Wanted): Promise<number> {
  let code: number = exitCodes.done;
  for (const act of actsOf(wanted)) {
    const outcome = await act((message) => {
      process.stderr.write(`${message}\n`);
    });
    const { name, figures, findings } = outcome;
    const json = `${JSON.stringify({ act: name, ...figures, findings })}\n`;
    process.stdout.write(wanted.isJson ? json : actText(outcome, wanted.settings.plant));
    if (findings.length > 0) code = exitCodes.foundWrong;
  }
  return code;
}

type Act = (onProgress: Progress) => Promise<ActOutcome>;

function actsOf(wanted: Wanted): readonly Act[] {
  const { settings } = wanted;
  const hasKills = settings.kills + settings.postgresKills > 0;
  return [
    ...(hasKills
      ? [async (onProgress: Progress) => killsOutcome(await torture(settings, onProgress))]
      : []),
    ...(wanted.hasPoints
      ? [(onProgress: Progress) => dieAtPoints(settings, places, onProgress)]
      : []),
    ...(wanted.powerCuts > 0
      ? [(onProgress: Progress) => cutPower(settings, wanted.powerCuts, onProgress)]
      : []),
    ...(wanted.hasDiskFull ? [(onProgress: Progress) => fillDisk(settings, onProgress)] : []),
    ...(wanted.hasClockJumps ? [(onProgress: Progress) => jumpClocks(settings, onProgress)] : []),
    ...(wanted.hasPlants ? [(onProgress: Progress) => findPlants(settings, onProgress)] : []),
  ];
}

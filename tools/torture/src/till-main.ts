/**
 * `torture:register`: exit code 0 when nothing was lost, 1 when something was, 2 when used wrongly,
 * 3 when it failed.
 */
import { parseArgs } from 'node:util';
import { hasOwnMounts, noDiskHere } from './loop-disk.ts';
import { runWithOwnMounts } from './own-mounts.ts';
import { tillPlantNames } from './till-plants.ts';
import { LIFE_MS_MAX } from './till-run.ts';
import type { TillSettings } from './till-run.ts';
import { tortureTillOnStage } from './till-stage.ts';

const usage = `torture:register kills a browser in which a till sells, and asks what was lost.

  --kills 20        SIGKILL of the browser, N times, at random moments
  --power-cuts 0    the disk of its profile loses what was not flushed. Needs Linux and root
  --seed 1          what is thrown, and when
  --plant NAME      with this bug put in on purpose: exit code 1 is right then
                    ${tillPlantNames.join(', ')}

Exit codes: 0 nothing was lost · 1 something was · 2 used wrongly · 3 failed`;

process.exitCode = await main();

async function main(): Promise<number> {
  let settings: TillSettings;
  try {
    const read = readSettings(process.argv.slice(2));
    if (read === 'help') {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    settings = read;
  } catch (error) {
    process.stderr.write(`${String(error)}\n${usage}\n`);
    return 2;
  }
  if (settings.powerCuts > 0 && !hasOwnMounts()) {
    const reason = await noDiskHere();
    if (reason === undefined) return runWithOwnMounts(process.argv.slice(1));
    process.stderr.write(`--power-cuts are refused: ${reason}\n`);
    return 2;
  }
  try {
    const { verdict, deaths, tookMs } = await tortureTillOnStage(settings, (message) => {
      process.stderr.write(`${message}\n`);
    });
    const deathsPerMinute = Math.round((deaths / tookMs) * 600_000) / 10;
    process.stdout.write(`${JSON.stringify({ deaths, deathsPerMinute, ...verdict })}\n`);
    return verdict.isRight ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return 3;
  }
}

/** Throws with words for whoever typed it. */
function readSettings(words: readonly string[]): TillSettings | 'help' {
  const { values } = parseArgs({
    args: [...words],
    options: {
      kills: { type: 'string', default: '20' },
      'power-cuts': { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      plant: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return 'help';
  const plant = tillPlantNames.find((name) => name === values.plant);
  if (values.plant !== undefined && plant === undefined) throw new Error('there is no such plant');
  return {
    kills: whole(values.kills),
    powerCuts: whole(values['power-cuts']),
    seed: whole(values.seed),
    plant,
    lifeMsMax: LIFE_MS_MAX,
    soldBefore: 0,
  };
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${text} is no whole number`);
  return value;
}

/** `npm run simulate`: many runs, each from a seed; a finding tells the seed to see it again. */
import * as sync from '@evertill/sync';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSettings, usage } from './settings.ts';
import type { Settings } from './settings.ts';
import { openSimulation } from './simulation.ts';
import type { Simulation } from './simulation.ts';
import { catchAll } from './plants.ts';

const PROGRESS_SEEDS = 100;

const settings = read();
const simulation = await openSimulation(settings.databaseUrl);
try {
  process.exitCode = await run(simulation, settings);
} finally {
  await simulation.stop();
}

function read(): Settings {
  try {
    return readSettings(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`);
    process.exit(2);
  }
}

async function run(on: Simulation, asked: Settings): Promise<number> {
  if (asked.plant !== undefined) return catchAll(on, asked.plant, asked.seeds);
  const startedMs = performance.now();
  // Asked to stop, it ends the seed that runs, and tells what came of those until then.
  const stop = new AbortController();
  process.once('SIGTERM', () => {
    stop.abort();
  });
  let [done, operations, bad] = [0, 0, 0];
  for (let seed = asked.seed; done < asked.seeds && !stop.signal.aborted; seed += 1) {
    const result = await on.runSeed(sync, seed);
    operations += result.operations;
    if (asked.isTraced) console.log(result.lines.join('\n'));
    const second = asked.isTwice ? await on.runSeed(sync, seed) : result;
    const again = second.hash;
    const at = result.lines.findIndex((line, index) => line !== second.lines[index]);
    const findings = [
      ...result.findings,
      ...(again === result.hash
        ? []
        : [`two runs differ: ${String(result.lines[at])} and ${String(second.lines[at])}`]),
    ];
    if (asked.seeds <= 5) console.log(`seed ${String(seed)} trace ${result.hash}`);
    done += 1;
    if (done % PROGRESS_SEEDS === 0) {
      console.error(`${String(done)} of ${String(asked.seeds)} seeds, ${String(bad)} bad`);
    }
    if (findings.length === 0) continue;
    bad += 1;
    console.log(`seed ${String(seed)}: ${findings.slice(0, 8).join('\n  ')}`);
    console.log(`  its trace: ${await keepTrace(seed, result.lines)}`);
  }
  const breaches = await on.findBreaches();
  for (const breach of breaches) console.log(breach);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(
    `${String(done)} seeds, ${String(operations)} operations, ${seconds} s: ` +
      `${String(bad)} bad, ${String(breaches.length)} invariants broken`,
  );
  return bad + breaches.length === 0 ? 0 : 1;
}

/** What a finding was made of, should it not come again. */
async function keepTrace(seed: number, lines: readonly string[]): Promise<string> {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'simulate-')), `${String(seed)}.trace`);
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

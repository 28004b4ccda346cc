/**
 * A long walk through random baskets: `npm run oracle -- --baskets 1000000 --seed 1`, in Node, in
 * a browser and through PostgreSQL, one after the other. What it may be asked: `--help`.
 */
import { readRunSettings, usage } from './run-settings.ts';
import type { Engine, RunSettings } from './run-settings.ts';
import { walkInBrowser } from './walk-in-browser.ts';
import { walkInNode } from './walk-in-node.ts';
import { walkInPostgres } from './walk-in-postgres.ts';
import type { WalkResult, WalkRun } from './walk-result.ts';

const exitCodes = { agreed: 0, differs: 1, usedWrongly: 2, failed: 3 } as const;
const PROGRESS_MS = 5_000;

const walks: Readonly<Record<Engine, (walk: WalkRun) => WalkResult | Promise<WalkResult>>> = {
  node: walkInNode,
  browser: walkInBrowser,
  postgres: walkInPostgres,
};

process.exitCode = await main();

async function main(): Promise<number> {
  let settings: RunSettings | undefined;
  try {
    settings = readRunSettings(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
    return exitCodes.usedWrongly;
  }
  if (settings === undefined) {
    process.stdout.write(`${usage}\n`);
    return exitCodes.agreed;
  }
  try {
    // All that were asked for, also after a difference: which of them differ says where to look.
    const results: boolean[] = [];
    for (const engine of settings.engines) results.push(await doAllAgree(engine, settings));
    return results.every(Boolean) ? exitCodes.agreed : exitCodes.differs;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return exitCodes.failed;
  }
}

async function doAllAgree(engine: Engine, settings: RunSettings): Promise<boolean> {
  const { seed, from, count } = settings;
  const startedAt = performance.now();
  const seconds = (): number => Math.round((performance.now() - startedAt) / 1_000);
  let saidAt = startedAt;
  const onProgress = (compared: number): void => {
    if (performance.now() - saidAt < PROGRESS_MS) return;
    saidAt = performance.now();
    process.stderr.write(`${engine}: ${compared} of ${count} baskets agree, ${seconds()} s\n`);
  };
  const { compared, note, found } = await walks[engine]({ seed, from, count, onProgress });
  const aside = note === undefined ? '' : ` (${note})`;
  const summary = `${compared} baskets of seed ${seed} in ${seconds()} s${aside}`;
  if (found === undefined) {
    process.stdout.write(`${engine}: ${summary}, no difference\n`);
    return true;
  }
  const { index, difference } = found;
  const again = `npm run oracle -- --in ${engine} --seed ${seed} --only ${index}`;
  process.stdout.write(`${engine}: after ${summary}, basket ${index} differs:\n`);
  process.stdout.write(`${JSON.stringify(difference, null, 2)}\nIt alone: ${again}\n`);
  return false;
}

/** `drill`: exit code 0 when all came back once, 1 when not, 2 when used wrongly. */
import { drill } from './drill.ts';
import type { Revival } from './drill.ts';
import { readSettings, usage } from './settings.ts';

const exitCodes = { good: 0, foundWrong: 1, usedWrongly: 2, failed: 3 } as const;

process.exitCode = await main();

async function main(): Promise<number> {
  let wanted: ReturnType<typeof readSettings>;
  try {
    wanted = readSettings(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${String(error)}\n${usage}\n`);
    return exitCodes.usedWrongly;
  }
  const { settings, isJson } = wanted;
  const tell = (message: string): void => void process.stderr.write(`${message}\n`);
  try {
    const revivals: (Revival & { readonly seed: number })[] = [];
    for (let seed = settings.seed; seed < settings.seed + settings.seeds; seed += 1) {
      for (const revival of await drill(settings, seed, tell)) revivals.push({ seed, ...revival });
    }
    for (const revival of revivals) {
      process.stdout.write(isJson ? `${JSON.stringify(revival)}\n` : inWords(revival));
    }
    const isGood = revivals.every(({ findings }) => findings.length === 0);
    if (isGood) tell('everything came back, and once');
    return isGood ? exitCodes.good : exitCodes.foundWrong;
  } catch (error) {
    tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return exitCodes.failed;
  }
}

function inWords({ findings, ...figures }: Revival & { readonly seed: number }): string {
  const words = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
  return [words.join(' · '), ...findings.map((one) => `  WRONG ${one}`), ''].join('\n');
}

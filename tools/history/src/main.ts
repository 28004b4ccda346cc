/** `history`: exit code 0 when nothing was found, 1 when something was, 2 when used wrongly. */
import { figuresOf, reportText } from './report.ts';
import { runHistory } from './run.ts';
import { readSettings, usage } from './settings.ts';
import type { Wanted } from './settings.ts';

const exitCodes = { good: 0, foundWrong: 1, usedWrongly: 2, failed: 3 } as const;

process.exitCode = await main();

async function main(): Promise<number> {
  let wanted: Wanted;
  try {
    wanted = readSettings(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${String(error)}\n${usage}\n`);
    return exitCodes.usedWrongly;
  }
  try {
    const outcome = await runHistory(wanted.settings, (message) => {
      process.stderr.write(`${message}\n`);
    });
    const { findings, surprises } = outcome;
    const json = `${JSON.stringify({ ...figuresOf(outcome), found: findings, surprises })}\n`;
    process.stdout.write(wanted.isJson ? json : reportText(outcome));
    return findings.length + surprises.length === 0 ? exitCodes.good : exitCodes.foundWrong;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return exitCodes.failed;
  }
}

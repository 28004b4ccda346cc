/** `bench`: exit code 0 when it was measured, 2 when used wrongly, 3 when it could not be. */
import { reportText, statementsText, summaryOf } from './report.ts';
import { bench } from './run.ts';
import { readSettings, usage } from './settings.ts';
import type { Settings } from './settings.ts';

const exitCodes = { done: 0, usedWrongly: 2, failed: 3 } as const;

process.exitCode = await main();

async function main(): Promise<number> {
  let settings: Settings;
  try {
    settings = readSettings(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${String(error)}\n${usage}\n`);
    return exitCodes.usedWrongly;
  }
  try {
    const outcome = await bench(settings, (message) => {
      process.stderr.write(`${message}\n`);
    });
    const summary = summaryOf(outcome);
    const text = reportText(summary) + statementsText(outcome);
    process.stdout.write(settings.isJson ? `${JSON.stringify(summary)}\n` : text);
    return exitCodes.done;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return exitCodes.failed;
  }
}

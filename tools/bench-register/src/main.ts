/** `bench:register`: exit code 0 when it was measured, 2 when used wrongly, 3 when it could not. */
import { machineName, reportText } from './report.ts';
import { benchRegister } from './run.ts';
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
    const figures = await benchRegister(settings, (message) => {
      process.stderr.write(`${message}\n`);
    });
    const summary = JSON.stringify({ machine: machineName(), ...figures });
    process.stdout.write(settings.isJson ? `${summary}\n` : reportText(figures));
    return exitCodes.done;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return exitCodes.failed;
  }
}

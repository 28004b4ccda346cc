/** `bench`: exit code 0 when it was measured, 2 when used wrongly, 3 when it could not be. */
import { benchEvents } from './events.ts';
import { benchLag } from './lag.ts';
import { benchRebuild } from './rebuilt.ts';
import { asWords, reportText, statementsText, summaryOf } from './report.ts';
import { bench } from './run.ts';
import { readSettings, usage } from './settings.ts';
import type { Settings } from './settings.ts';
import { snapshotReport } from './snapshot.ts';
import type { Progress } from './stage.ts';
import { benchSplit } from './split.ts';
import { benchStored } from './stored.ts';

const exitCodes = { done: 0, usedWrongly: 2, failed: 3 } as const;

process.exitCode = await main();

async function main(): Promise<number> {
  const [first, ...more] = process.argv.slice(2);
  if (first === '--snapshot') {
    process.stdout.write(await snapshotReport(more, (message) => console.error(message)));
    return exitCodes.done;
  }
  let settings: Settings;
  try {
    settings = readSettings(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${String(error)}\n${usage}\n`);
    return exitCodes.usedWrongly;
  }
  try {
    process.stdout.write(await answer(settings));
    return exitCodes.done;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return exitCodes.failed;
  }
}

function answer(settings: Settings): Promise<string> {
  const onProgress = (message: string): void => {
    process.stderr.write(`${message}\n`);
  };
  switch (settings.question) {
    case 'sales':
      return salesAnswer(settings, onProgress);
    case 'lag':
      return benchLag(settings, onProgress).then((figures) => asWords(settings, figures));
    case 'split':
      return benchSplit(settings, onProgress).then((figures) => asWords(settings, figures));
    case 'events':
      return benchEvents(settings, onProgress).then((figures) => asWords(settings, figures));
    case 'rebuild':
      return benchRebuild(settings, onProgress).then((figures) => asWords(settings, figures));
    case 'stored':
      return benchStored(settings, onProgress).then((figures) => asWords(settings, figures));
  }
}

async function salesAnswer(settings: Settings, onProgress: Progress): Promise<string> {
  const outcome = await bench(settings, onProgress);
  const summary = summaryOf(outcome);
  if (settings.isJson) return `${JSON.stringify(summary)}\n`;
  return reportText(summary) + statementsText(outcome);
}

/** `evertill replay`: a file of invoices goes through the registers of a shop, as it once did. */
import { realWorld } from '@evertill/kernel';
import { Command, InvalidArgumentError } from 'commander';
import { readConfig } from '../config.ts';
import { progressOn } from '../replay/progress-bar.ts';
import { REGISTERS_DEFAULT, REGISTERS_MAX } from '../replay/registers.ts';
import { startsLikeGzip } from '../replay/read-rows.ts';
import { replay } from '../replay/replay.ts';
import { refusedLines, reportLines, writeRefused } from '../replay/report.ts';
import { whomToReplayTo } from '../replay/who.ts';
import { exitCodes, tellProgress } from './terminal.ts';

interface Options {
  readonly registers?: number;
  readonly tenant?: string;
  readonly url?: string;
  readonly phone?: string;
  readonly password?: string;
  readonly json?: boolean;
}

export function replayCommand(): Command {
  return new Command('replay')
    .description('Replay a file of invoices through the API. Again, it changes nothing.')
    .argument('<file>', 'CSV, plain or gzipped')
    .option(
      '--registers <count>',
      `how many registers; as the first run had, else ${REGISTERS_DEFAULT}`,
      countOf,
    )
    .option('--tenant <shop>', 'name or id of the shop; the first demo shop if none is named')
    .option('--url <url>', "where the server is; the demo's if none is named")
    .option('--phone <number>', "who logs in; the demo shop's owner if nobody is named")
    .option('--password <password>', 'with --phone (also: EVERTILL_PASSWORD)')
    .option('--json', 'print figures as JSON')
    .action(run);
}

function countOf(text: string): number {
  const count = Number(text);
  if (/^\d{1,3}$/.test(text) && count >= 1 && count <= REGISTERS_MAX) return count;
  throw new InvalidArgumentError(`A whole number from 1 to ${REGISTERS_MAX} is needed.`);
}

async function run(file: string, options: Options): Promise<void> {
  // A wrong file is told before anything else that may be wrong.
  await startsLikeGzip(file);
  const { home } = readConfig(process.env);
  const world = realWorld();
  const nowMs = (): number => world.clock.now().getTime();
  const startedMs = nowMs();
  const whom = whomToReplayTo(home, options, process.env);
  const progress = progressOn({ stream: process.stderr, nowMs });
  const { registers } = options;
  const replayed = await replay({ ...whom, file, home, registers, world, progress }).finally(
    progress.stop,
  );
  const writtenTo = writeRefused(home, file, replayed);
  for (const line of refusedLines(replayed, writtenTo)) tellProgress(line);
  const seconds = ((nowMs() - startedMs) / 1000).toFixed(1);
  const report = reportLines(replayed, seconds);
  if (options.json === true) {
    for (const line of report) tellProgress(line);
    process.stdout.write(`${JSON.stringify(replayed.figures)}\n`);
  } else {
    process.stdout.write(`${report.join('\n')}\n`);
  }
  const isRight = replayed.isBalanced && replayed.refusedByServer === 0;
  process.exitCode = isRight ? exitCodes.done : exitCodes.foundWrong;
}

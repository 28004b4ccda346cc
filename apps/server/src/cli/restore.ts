/** `evertill restore`: a backup into an empty database, and a look whether everything holds. */
import { realWorld } from '@evertill/kernel';
import { Command } from 'commander';
import { restoreBackup } from '../backup/restore-backup.ts';
import { readConfig } from '../config.ts';
import { checkInvariants } from '../invariant-check.ts';
import { openDatabaseOf, openLog } from '../serve.ts';
import { restoreMoment } from './archive.ts';
import { exitCodes, tellProgress } from './terminal.ts';

interface Options {
  readonly json?: boolean;
  readonly to?: string;
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description('Put a backup back, into an empty EVERTILL_HOME or DATABASE_URL, and verify it.')
    .argument('<file>', 'what `evertill backup` wrote; with --to the folder of an archive')
    .option('--to <time>', 'to this moment, as 2026-11-21T10:00:00Z, or `latest`')
    .option('--json', 'print figures as JSON')
    .addHelpText('after', '\nExit codes: 0 restored, everything holds · 1 something does not hold')
    .action(async (file: string, { json, to }: Options) => {
      const config = readConfig(process.env);
      if (to !== undefined) {
        await restoreMoment(config, { archive: file, to, isJson: json === true });
        return;
      }
      const { url, postgres } = await openDatabaseOf(config, openLog(config), tellProgress);
      try {
        const report = await restoreBackup({
          url,
          home: config.home,
          file,
          world: realWorld(),
          onProgress: tellProgress,
          onRows: (done, total) => {
            tellProgress(`${done} of ${total} rows are back`);
          },
        });
        tellProgress('verifying what is there now');
        const breaches = await checkInvariants(url);
        const figures = { ...report, breaches };
        const words = `${report.rows} rows are back, as of ${report.taken_at}\n`;
        process.stdout.write(json === true ? `${JSON.stringify(figures)}\n` : words);
        for (const { id, name } of breaches) tellProgress(`${id} broken: ${name}`);
        if (breaches.length > 0) process.exitCode = exitCodes.foundWrong;
      } finally {
        await postgres?.stop();
      }
    });
}

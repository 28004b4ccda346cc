/** `evertill backup`: everything into one file, while the shops sell. */
import { realWorld } from '@evertill/kernel';
import { Command } from 'commander';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeBackup } from '../backup/write-backup.ts';
import { readConfig } from '../config.ts';
import { VERSION } from '../api-document.ts';
import { openDatabaseOf, openLog } from '../serve.ts';
import { baseCommand, pruneCommand, statusCommand } from './archive.ts';
import { tellProgress } from './terminal.ts';

interface Options {
  readonly json?: boolean;
}

/** Where `evertill doctor` reads when the last backup was taken. */
export function backupNotePath(home: string): string {
  return path.join(home, 'last-backup.json');
}

export function backupCommand(): Command {
  return (
    new Command('backup')
      .description('Write every shop, and the keys of this installation, into one file.')
      .argument('[file]', 'where to; by default evertill-<time>.backup in this folder')
      .option('--json', 'print figures as JSON')
      // What stands after the name of a command below is that one's.
      .enablePositionalOptions()
      .addCommand(baseCommand())
      .addCommand(statusCommand())
      .addCommand(pruneCommand())
      .addHelpText(
        'after',
        '\nThe file opens everything the shops have: keep it as you keep the keys of the shop.',
      )
      .action(async (given: string | undefined, { json }: Options) => {
        const config = readConfig(process.env);
        const now = realWorld().clock.now();
        const stamp = now.toISOString().replace(/[:.]/g, '-');
        const file = path.resolve(given ?? `evertill-${stamp}.backup`);
        mkdirSync(path.dirname(file), { recursive: true });
        const { url, postgres } = await openDatabaseOf(config, openLog(config), tellProgress);
        try {
          const report = await writeBackup({
            url,
            home: config.home,
            file,
            version: VERSION,
            now,
            onTenant: (done, total) => {
              tellProgress(`${done} of ${total} shops copied`);
            },
          });
          const figures = { file, taken_at: now.toISOString(), ...report };
          writeFileSync(backupNotePath(config.home), `${JSON.stringify(figures)}\n`, {
            mode: 0o600,
          });
          const words = `${report.rows} rows of ${report.tenants} shops are in ${file}\n`;
          process.stdout.write(json === true ? `${JSON.stringify(figures)}\n` : words);
        } finally {
          await postgres?.stop();
        }
      })
  );
}

/** `evertill doctor`: is this installation well, and if not, what is to be done? */
import { migrationNames, realWorld } from '@evertill/kernel';
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { examineLentLogins } from '../doctor/examine-lent-logins.ts';
import { examine } from '../doctor/examine.ts';
import type { Finding, Standing } from '../doctor/examine.ts';
import { modules } from '../modules.ts';
import { openDatabaseOf, openLog } from '../serve.ts';
import { backupNotePath } from './backup.ts';
import { exitCodes, tellProgress } from './terminal.ts';

const marks: Readonly<Record<Standing, string>> = { well: '  ok', look: 'LOOK', ill: ' ILL' };

interface Options {
  readonly json?: boolean;
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Look this installation over: keys, disk, backup, clock, database, deliveries.')
    .option('--json', 'print findings as JSON')
    .addHelpText('after', '\nExit codes: 0 nothing is ill · 1 something is')
    .action(async ({ json }: Options) => {
      const config = readConfig(process.env);
      const { url, postgres } = await openDatabaseOf(config, openLog(config), tellProgress);
      try {
        const examined = await examine({
          home: config.home,
          url,
          now: realWorld().clock.now(),
          backupNote: backupNotePath(config.home),
          migrations: await migrationNames(
            Object.values(modules).map(({ migrations }) => migrations),
          ),
        });
        const findings = [...examined, ...(await examineLentLogins(config))];
        process.stdout.write(
          json === true ? `${JSON.stringify({ findings })}\n` : inWords(findings),
        );
        if (findings.some(({ standing }) => standing === 'ill')) {
          process.exitCode = exitCodes.foundWrong;
        }
      } finally {
        await postgres?.stop();
      }
    });
}

function inWords(findings: readonly Finding[]): string {
  const lines = findings.map(({ what, standing, detail }) => {
    return `${marks[standing]}  ${what}${detail === '' ? '' : `: ${detail}`}`;
  });
  return `${lines.join('\n')}\n`;
}

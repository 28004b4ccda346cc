/** `evertill verify`: asks the database whether everything that must hold, holds. */
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { allInvariants, checkInvariants, refreshStatistics } from '../invariant-check.ts';
import type { Breach } from '../invariant-check.ts';
import { openDatabaseOf, openLog } from '../serve.ts';
import { exitCodes, tellProgress } from './terminal.ts';

export function verifyCommand(): Command {
  return new Command('verify')
    .description('Check every invariant of every shop by SQL. Safe on a running shop.')
    .option('--json', 'print figures as JSON')
    .addHelpText('after', '\nExit codes: 0 everything holds · 1 something does not, and is named')
    .action(async ({ json }: { json?: boolean }) => {
      const config = readConfig(process.env);
      const { url, postgres } = await openDatabaseOf(config, openLog(config), tellProgress);
      try {
        let tenants = 0;
        tellProgress('refreshing the statistics that the questions are planned by');
        await refreshStatistics(url);
        const breaches = await checkInvariants(url, {
          onTenant: (done, total) => {
            tenants = total;
            if (done % 100 === 0) tellProgress(`${done} of ${total} shops checked`);
          },
        });
        const report = { tenants, invariants: allInvariants.length, breaches };
        process.stdout.write(json === true ? `${JSON.stringify(report)}\n` : inWords(report));
        if (breaches.length > 0) process.exitCode = exitCodes.foundWrong;
      } finally {
        await postgres?.stop();
      }
    });
}

interface Report {
  readonly tenants: number;
  readonly invariants: number;
  readonly breaches: readonly Breach[];
}

function inWords({ tenants, invariants, breaches }: Report): string {
  const scope = `${invariants} invariants in ${tenants} shops`;
  if (breaches.length === 0) return `everything holds: ${scope}\n`;
  const lines = breaches.flatMap(({ id, name, tenantId, rows }) => [
    `${id} broken${tenantId === null ? '' : ` in shop ${tenantId}`}: ${name}`,
    ...rows.map((row) => `    ${JSON.stringify(row)}`),
  ]);
  return [...lines, `${breaches.length} broken of ${scope}`, ''].join('\n');
}

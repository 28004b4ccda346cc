/**
 * `evertill erasures`: who was forgotten. A backup of before an erasure holds what was erased, so
 * the list is kept beside the backups and applied after one of them was restored.
 */
import { customers } from '@evertill/contract';
import { Refusal, realWorld } from '@evertill/kernel';
import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { listErasures, readErasures } from '../backup/erasures.ts';
import { readConfig } from '../config.ts';
import { openAssembly, openDatabaseOf, openLog } from '../serve.ts';
import { tellProgress } from './terminal.ts';

const REASON = 'Erased before, and brought back by a restored backup.';

export function erasuresCommand(): Command {
  return new Command('erasures')
    .description('Customers who were forgotten: list them, or forget them again after a restore.')
    .addCommand(listCommand())
    .addCommand(applyCommand());
}

function listCommand(): Command {
  return new Command('list')
    .description('Write the ids of all who were forgotten, a line of JSON each.')
    .action(async () => {
      const config = readConfig(process.env);
      const { url, postgres } = await openDatabaseOf(config, openLog(config), tellProgress);
      try {
        for (const erasure of await listErasures(url)) {
          process.stdout.write(`${JSON.stringify(erasure)}\n`);
        }
      } finally {
        await postgres?.stop();
      }
    });
}

function applyCommand(): Command {
  return new Command('apply')
    .description('Forget everybody on a list again. Whoever is not there is left out.')
    .argument('<file>', 'what `evertill erasures list` wrote')
    .option('--json', 'print figures as JSON')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const erasures = readErasures(readFileSync(file, 'utf8'));
      const opened = await openAssembly(readConfig(process.env), realWorld(), tellProgress);
      try {
        const { ask, ownContext } = opened.assembly;
        let absent = 0;
        for (const { tenant_id: tenantId, customer_id: customerId } of erasures) {
          const asked = { customerId, reason: REASON };
          await ask(customers.eraseCustomer, ownContext(tenantId), asked).catch(
            (error: unknown) => {
              if (!(error instanceof Refusal) || error.code !== 'not_found') throw error;
              absent += 1;
            },
          );
        }
        const figures = { listed: erasures.length, absent };
        const words = `${erasures.length - absent} are forgotten, ${absent} are not there\n`;
        process.stdout.write(json === true ? `${JSON.stringify(figures)}\n` : words);
      } finally {
        await opened.stop();
      }
    });
}

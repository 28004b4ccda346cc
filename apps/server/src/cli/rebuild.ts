/** `evertill rebuild inventory`: all that it was told, told again into an empty database. */
import { realWorld } from '@evertill/kernel';
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { rebuildInventory } from '../rebuild/rebuild-inventory.ts';
import type { Rebuilt } from '../rebuild/rebuild-inventory.ts';
import { openDatabaseOf, openLog } from '../serve.ts';
import { exitCodes, stepTeller, tellProgress } from './terminal.ts';

const PROGRESS_EVERY = 100_000;

export function rebuildCommand(): Command {
  return new Command('rebuild')
    .description('Make what a module derives from events anew, and compare.')
    .addCommand(inventoryCommand());
}

function inventoryCommand(): Command {
  return new Command('inventory')
    .description(
      'Tell everything again to an inventory in an empty database beside, while shops sell, ' +
        'and say whether both hold the same. Ended, and started again, it goes on.',
    )
    .requiredOption('--into <url>', "an empty database, with its owner's log-in")
    .option('--json', 'print figures as JSON')
    .addHelpText(
      'after',
      '\nWhat is sold while it compares is on its way in one of the two: run it again, for a\n' +
        'moment, when nobody sells.\n' +
        'Exit codes: 0 the same · 1 something differs, and is named',
    )
    .action(async ({ into, json }: { into: string; json?: boolean }) => {
      const config = readConfig(process.env);
      const log = openLog(config);
      const { url, postgres } = await openDatabaseOf(config, log, tellProgress);
      const world = realWorld();
      const tell = stepTeller(world.clock.now().getTime(), () => world.clock.now().getTime());
      let said = 0;
      try {
        const rebuilt = await rebuildInventory({
          ...{ from: url, into, world, log },
          onProgress: (events) => {
            if (events - said < PROGRESS_EVERY) return;
            said = events;
            tell(`${events} events`);
          },
        });
        process.stdout.write(json === true ? `${JSON.stringify(rebuilt)}\n` : inWords(rebuilt));
        if (rebuilt.differing.length > 0) process.exitCode = exitCodes.foundWrong;
      } finally {
        await postgres?.stop();
      }
    });
}

function inWords({ tenants, events, rows, sha256, underway, differing }: Rebuilt): string {
  const lines = differing.map(({ tenantId, what }) => `shop ${tenantId}: ${what} differ`);
  const scope = `${rows.movements} movements, ${rows.levels} levels, ${rows.products} products`;
  const word = differing.length === 0 ? 'the same' : 'not the same';
  return [
    ...lines,
    ...(underway === 0 ? [] : [`${underway} events are on their way`]),
    `${word}: ${events} events told again in ${tenants} shops: ${scope}: ${sha256}`,
    '',
  ].join('\n');
}

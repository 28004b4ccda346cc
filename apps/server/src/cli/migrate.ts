/** `evertill migrate`: brings the database to this version's shape, and stops. */
import { migrate, realWorld } from '@evertill/kernel';
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { modules } from '../modules.ts';
import { openDatabaseOf, openLog } from '../serve.ts';
import { tellProgress } from './terminal.ts';

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('Bring the database to the shape this version needs. The server does it too.')
    .option('--json', 'print figures as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const config = readConfig(process.env);
      const { url, postgres } = await openDatabaseOf(config, openLog(config), tellProgress);
      const { clock, randomness } = realWorld();
      try {
        const applied = await migrate({
          url,
          modules: Object.values(modules).map(({ migrations }) => migrations),
          now: clock.now(),
          randomness,
          onProgress: tellProgress,
        });
        const words = applied === 0 ? 'nothing to migrate' : `${applied} migrations applied`;
        process.stdout.write(json === true ? `${JSON.stringify({ applied })}\n` : `${words}\n`);
      } finally {
        await postgres?.stop();
      }
    });
}

/** `evertill demo`: makes the demo shops in whatever database is configured. */
import { realWorld } from '@evertill/kernel';
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { demoFilePath, makeDemo, readDemoFile } from '../demo.ts';
import { openAssembly } from '../serve.ts';
import { tellProgress } from './terminal.ts';

export function demoCommand(): Command {
  return new Command('demo')
    .description('Make the two demo shops, also with DATABASE_URL. Again, it changes nothing.')
    .option('--json', 'print the log-ins as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const config = readConfig(process.env);
      const world = realWorld();
      const opened = await openAssembly(config, world, tellProgress);
      try {
        const url = readDemoFile(config.home)?.url ?? `http://localhost:${config.port}`;
        const { home } = config;
        const demo = await makeDemo({ ...opened, home, world, url, onProgress: tellProgress });
        const text = json === true ? JSON.stringify(demo) : `log-ins: ${demoFilePath(config.home)}`;
        process.stdout.write(`${text}\n`);
      } finally {
        await opened.stop();
      }
    });
}

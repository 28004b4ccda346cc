/** `evertill serve`: starts all modules, or those named, and stops everything it started. */
import { moduleNames, realWorld } from '@evertill/kernel';
import type { World } from '@evertill/kernel';
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import type { Config } from '../config.ts';
import { hasShops } from '../backup/restore-backup.ts';
import { demoFilePath, makeDemo, readDemoFile } from '../demo.ts';
import type { DemoFile } from '../demo.ts';
import { serve } from '../serve.ts';
import { stepTeller, untilAskedToStop } from './terminal.ts';

export function serveCommand(): Command {
  return new Command('serve')
    .description('Start the server: all modules in one process, or only those named.')
    .argument('[modules...]', `${moduleNames.join(', ')}; all when none is named`)
    .option('--port <port>', 'the port to listen on (also: PORT)')
    .action(async (modules: string[], options: { port?: string }) => {
      await serveUntilStopped(readConfig(process.env, { modules, ...options }), realWorld());
    });
}

/** What the command does, in the world that it is given. */
export async function serveUntilStopped(config: Config, world: World): Promise<void> {
  const nowMs = (): number => world.clock.now().getTime();
  const onProgress = stepTeller(nowMs(), nowMs);
  // Asked to stop while still starting: start to the end, then stop in good order.
  const askedToStop = untilAskedToStop();
  const running = await serve(config, world, onProgress);
  try {
    const isWhole = config.modules.length > 1 && config.modules.includes('auth');
    const isEmpty = async (): Promise<boolean> =>
      readDemoFile(config.home) !== undefined || !(await hasShops(running.databaseUrl));
    // Where shops came back from a backup, nobody wants to be shown any.
    if (config.databaseUrl === undefined && isWhole && (await isEmpty())) {
      const demo = await makeDemo({ ...running, home: config.home, world, onProgress });
      tellDemo(demo, config);
    }
    process.stdout.write(`till: ${running.url}/register/\n`);
    process.stdout.write(`ready ${running.url}\n`);
    await askedToStop;
    onProgress('stopping');
  } finally {
    await running.stop();
  }
}

function tellDemo({ tenants }: DemoFile, config: Config): void {
  for (const { name, owner } of tenants) {
    process.stdout.write(
      `demo shop ${name}: phone ${owner.phone_number}, password ${owner.password}\n`,
    );
  }
  process.stdout.write(`all demo log-ins: ${demoFilePath(config.home)}\n`);
}

/** A server with its shop, and a profile for a browser: on a disk of its own where power is cut. */
import { ServerProcess, callerOf, freePort, makeHome, openShop } from '@evertill/rig';
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LoopDisk } from './loop-disk.ts';
import { processTree, signalAll } from './process-tree.ts';
import { tortureTill } from './till-run.ts';
import type { TillOutcome, TillSettings } from './till-run.ts';

const DISK_MEGABYTES = 500;
const root = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');

/** `homeToCopy` is a stopped server's home, so that no cluster has to be made. */
export async function tortureTillOnStage(
  settings: TillSettings & { readonly homeToCopy?: string },
  onProgress: (message: string) => void,
): Promise<TillOutcome> {
  await buildTill();
  const home = await makeHome(settings.homeToCopy);
  const disk = settings.powerCuts > 0 ? await LoopDisk.make(DISK_MEGABYTES) : undefined;
  const environment = Object.fromEntries(
    ['ADDRESS', 'CALLER', 'TENANT', 'READ', 'SYNC', 'HEAVY'].map((policy) => {
      return [`EVERTILL_LIMIT_${policy}`, 'off'];
    }),
  );
  const server = new ServerProcess({ home, port: await freePort(), nodeWords: [], environment });
  const giveUp = (): void => void server.stop().then(() => process.exit(3));
  process.once('SIGINT', giveUp).once('SIGTERM', giveUp);
  try {
    onProgress(`starting a server in ${home.root}`);
    server.start();
    await server.untilReady();
    await openShop(callerOf(server.url), home.home);
    const profile = path.join(disk?.home.home ?? home.root, 'profile');
    await mkdir(profile, { recursive: true });
    const place = {
      ...{ server, home: home.home, profile: () => profile },
      logFile: path.join(home.root, 'told.jsonl'),
      cutPower: async (browser: { readonly pid: number; readonly kill: () => Promise<void> }) => {
        if (disk === undefined) throw new Error('there is no disk whose power could fail');
        signalAll(processTree(browser.pid), 'SIGSTOP');
        const copy = await disk.freeze();
        await browser.kill();
        await disk.replaceBy(copy);
      },
    };
    return await tortureTill(settings, place, onProgress);
  } finally {
    process.off('SIGINT', giveUp).off('SIGTERM', giveUp);
    await server.stop();
    await disk?.remove();
    await home.remove();
  }
}

/** As `npm start` does: unless it is built from these very sources. */
async function buildTill(): Promise<void> {
  const script = new URL('scripts/build-register.mjs', `file://${root}/`).href;
  const build = `import { buildRegister } from '${script}'; await buildRegister(process.argv[1]);`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', build, root]);
}

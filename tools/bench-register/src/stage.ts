/** A server with a large catalogue, a line to it that can fail, and a browser in front. */
import {
  ServerProcess,
  bundleForBrowser,
  callerOf,
  freePort,
  importProducts,
  makeHome,
  manyProducts,
  openChromium,
  openFront,
  openShop,
} from '@evertill/rig';
import type { Front, Home, ManyProduct, Shop } from '@evertill/rig';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BrowserContext, Page } from 'playwright-core';
import type { Settings } from './settings.ts';

const root = new URL('../../../', import.meta.url);
const register = new URL('../../../apps/register/', import.meta.url);
const pageEntry = fileURLToPath(new URL('test/catalogue-entry.ts', register));
const workerEntry = fileURLToPath(new URL('src/catalogue/worker/main.ts', register));
export interface Stage {
  readonly home: Home;
  readonly shop: Shop;
  readonly front: Front;
  readonly products: readonly ManyProduct[];
  readonly deviceKey: string;
  /** Has a browser of its own, with nothing stored. */
  readonly newDevice: () => Promise<Device>;
  /** Ends the browsers too that are open still. */
  readonly close: () => Promise<void>;
}

export interface Device {
  /** A tab that is nowhere yet. */
  readonly openBlank: () => Promise<Page>;
  /** A tab at the page, nothing opened in it. */
  readonly openPage: () => Promise<Page>;
  /** The browser ends and starts anew, with what it stored. */
  readonly restart: () => Promise<void>;
  readonly version: () => string;
  readonly close: () => Promise<void>;
}

export async function openStage(
  settings: Settings,
  onProgress: (message: string) => void,
): Promise<Stage> {
  const home = await makeHome(settings.home);
  const server = new ServerProcess({
    home,
    port: await freePort(),
    nodeWords: [],
    environment: Object.fromEntries(
      ['ADDRESS', 'CALLER', 'TENANT', 'READ', 'SYNC', 'HEAVY'].map((policy) => {
        return [`EVERTILL_LIMIT_${policy}`, 'off'];
      }),
    ),
  });
  const products = manyProducts(settings.products);
  await buildTill();
  onProgress(`starting a server in ${home.root}`);
  server.start();
  try {
    await server.untilReady();
    const shop = await openShop(callerOf(server.url), home.home);
    if (settings.home === undefined) {
      onProgress(`bringing in ${products.length} products`);
      await importProducts(home, shop.tenantId, products);
    }
    const { deviceKey } = await shop.makeRegister(`Bench ${Date.now()}`);
    const front = await openFront(server.url);
    await putFiles(front);
    const devices = new Set<Device>();
    return {
      ...{ home, shop, front, products, deviceKey },
      newDevice: async () => {
        const device = await newDevice(home, front);
        devices.add(device);
        return device;
      },
      close: async () => {
        // A step that failed has left its browser open, which would keep this process and the line.
        for (const device of devices) await device.close();
        await front.close();
        await server.stop();
        if (settings.isKept) onProgress(`kept: --home ${home.home}`);
        else await home.remove();
      },
    };
  } catch (error) {
    await server.stop();
    await home.remove();
    throw error;
  }
}

/** As `npm start` does: unless it is built from these very sources. */
async function buildTill(): Promise<void> {
  const script = new URL('scripts/build-register.mjs', root).href;
  const build = `import { buildRegister } from '${script}'; await buildRegister(process.argv[1]);`;
  const words = ['--input-type=module', '-e', build, fileURLToPath(root)];
  await promisify(execFile)(process.execPath, words);
}

async function putFiles(front: Front): Promise<void> {
  const put = (name: string, type: string, body: string): void => {
    front.files.set(`/till-test/${name}`, { type, body });
  };
  const html = '<!doctype html><title>Till</title><script type="module" src="page.js"></script>';
  put('', 'text/html', html);
  put('page.js', 'text/javascript', await bundleForBrowser(pageEntry));
  put('worker.js', 'text/javascript', await bundleForBrowser(workerEntry));
}

async function newDevice(home: Home, front: Front): Promise<Device> {
  const profile = await mkdtemp(path.join(home.root, 'profile-'));
  const open = (): Promise<BrowserContext> => openChromium(profile);
  let context = await open();
  return {
    openBlank: () => context.newPage(),
    openPage: async () => {
      const page = await context.newPage();
      await page.goto(`${front.url}/till-test/`);
      return page;
    },
    restart: async () => {
      await context.close();
      context = await open();
    },
    version: () => context.browser()?.version() ?? '',
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

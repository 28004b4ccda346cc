/**
 * A till under fire: a real browser that can be killed, a line that can fail in every way, and a
 * server of its own process that can be killed, too. What is true is what the screen said.
 */
import {
  ServerProcess,
  enrolDevice,
  enterPin,
  freePort,
  openDrawer,
  openFront,
  openMortalChromium,
  programInRig,
  setClock,
  signIn,
} from '@evertill/rig';
import type { Environment, Front, MortalChromium } from '@evertill/rig';
import { moduleNames } from '@evertill/kernel';
import { startTestShop } from '@evertill/testing';
import type { TestShop, TestTenant } from '@evertill/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { buildRegister } from '../../../scripts/build-register.mjs';
import { PIN, furnish } from './till-page.ts';

export interface FireStage {
  readonly shop: TestShop;
  readonly tenant: TestTenant;
  readonly front: Front;
  readonly server: ServerProcess;
  /** The tab that sells. */
  readonly page: () => Page;
  /** Another tab of the same browser, from now on the one that sells. */
  readonly openTab: () => Promise<Page>;
  readonly useTab: (tab: Page) => Promise<void>;
  readonly browser: () => MortalChromium;
  /** The browser is killed and started anew, with the same profile; nothing is clicked. */
  readonly killBrowser: () => Promise<Page>;
  /** How wrong the server's clock is from now on. */
  readonly setServerClock: (wrongMs: number) => void;
  /** After its death, or instead of it; what is given holds for this one start. */
  readonly restartServer: (onlyNow?: Environment) => Promise<void>;
  /** A one-time code for another till of the shop. */
  readonly enrolmentCode: (name: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

export async function openFireStage(): Promise<FireStage> {
  await buildRegister(fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, ''));
  const shop = await startTestShop();
  const tenant = shop.tenants[1];
  await furnish(shop, tenant);
  const root = await mkdtemp(path.join(tmpdir(), 'evertill-fire-'));
  const profile = await mkdtemp(path.join(root, 'profile-'));
  const clock = path.join(root, 'clock');
  const server = await serveBeside(shop, root, clock);
  const front = await openFront(server.url);
  let browser = await openMortalChromium(profile);
  let page = browser.page;
  const show = async (shown: Page): Promise<Page> => {
    page = shown;
    page.setDefaultTimeout(20_000);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`${front.url}/register/`);
    return page;
  };
  await show(page);
  return {
    ...{ shop, tenant, front, server },
    page: () => page,
    openTab: async () => show(await browser.context.newPage()),
    browser: () => browser,
    useTab: async (tab) => {
      page = tab;
      await tab.bringToFront();
    },
    killBrowser: async () => {
      await browser.kill();
      browser = await openMortalChromium(profile);
      return show(browser.page);
    },
    setServerClock: (wrongMs) => setClock(clock, wrongMs),
    restartServer: async (onlyNow) => {
      await server.kill();
      server.start(onlyNow);
      await server.untilReady();
    },
    enrolmentCode: async (name) => {
      const token = tenant.tokens.manager;
      const made = await shop.call('POST', '/api/registers/', { token, body: { name } });
      return made.body.enrolment_code as string;
    },
    close: async () => {
      await browser.kill();
      await front.close();
      await server.kill();
      await lapseLeases(shop);
      await shop.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** A server of its own process on the shop's database: this one can be killed. */
async function serveBeside(shop: TestShop, root: string, clock: string): Promise<ServerProcess> {
  setClock(clock, 0);
  const server = new ServerProcess({
    home: { root, home: shop.home, remove: async () => undefined },
    port: await freePort(),
    nodeWords: [],
    program: programInRig,
    environment: { ...surroundings, DATABASE_URL: shop.running.databaseUrl, RIG_CLOCK: clock },
  });
  server.start();
  await server.untilReady();
  return server;
}

const surroundings: Environment = {
  EVERTILL_CONNECTIONS: '4',
  EVERTILL_LOG: 'stdout',
  ...Object.fromEntries(
    ['ADDRESS', 'CALLER', 'TENANT', 'READ', 'SYNC', 'HEAVY'].map((policy) => {
      return [`EVERTILL_LIMIT_${policy}`, 'off'];
    }),
  ),
};

/** What the killed server was carrying is free at once, instead of half a minute later. */
async function lapseLeases({ sql }: TestShop): Promise<void> {
  for (const source of moduleNames) {
    await sql(`UPDATE ${source}.outbox_cursors SET held_until = '-infinity'`);
  }
}

/** From a blank device to an open drawer. */
export async function startFireShift(stage: FireStage, name = 'Till 1'): Promise<void> {
  const page = stage.page();
  const { phones, password } = stage.tenant;
  await enrolDevice(page, await stage.enrolmentCode(name));
  await signIn(page, { phoneNumber: phones.cashier, password });
  await enterPin(page, 'cashier', PIN);
  await openDrawer(page, '1000');
  await page.evaluate(() => navigator.serviceWorker.ready);
}

/** Receipts of a register as the server has them, sales and refunds, in their order. */
export async function receiptsOnServer({ shop }: FireStage): Promise<readonly string[]> {
  const rows = await shop.sql(
    `SELECT receipt_number FROM orders.sales UNION ALL
     SELECT receipt_number FROM orders.refunds ORDER BY 1`,
  );
  return rows.map((row) => row['receipt_number'] as string);
}

/** The numbers at the end of receipts: 1, 2, 3 … where none is missing and none is there twice. */
export function numbersOf(receipts: readonly string[]): readonly number[] {
  return receipts.map((receipt) => Number(receipt.slice(-6)));
}

/**
 * A shift in which everything goes wrong, in a real browser at a real server: each story goes on
 * where the one before it ended, and at the end of each what the screen said has to be true.
 */
import {
  addCustomer,
  closeAndOpen,
  diceOf,
  faultsFrom,
  payInCash,
  refundNewest,
  scan,
  takeCashOut,
  tryNow,
  untilAllSaved,
  untilSelling as untilSellingAs,
} from '@evertill/rig';
import type { Page } from 'playwright-core';
import { auth } from '@evertill/contract';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { numbersOf, openFireStage, receiptsOnServer, startFireShift } from './fire-stage.ts';
import type { FireStage } from './fire-stage.ts';
import { PIN } from './till-page.ts';

const MILK = '6161100000011';
const BREAD = '6161100000028';
const EGGS = '6161100000035';

// Servers and browsers start and die here, also where much else is at work.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let stage: FireStage;
/** The receipts that the screen said were saved: the one witness that no crash can change. */
const told: string[] = [];
beforeAll(async () => {
  stage = await openFireStage();
  await startFireShift(stage);
});
afterEach(() => {
  Object.assign(stage.front, { line: 'up', fault: () => undefined });
});
afterAll(async () => {
  await stage.close();
});

const untilSelling = (page: Page): Promise<void> => untilSellingAs(page, 'cashier', PIN);

async function sell(...barcodes: readonly string[]): Promise<void> {
  const page = stage.page();
  for (const barcode of barcodes) await scan(page, barcode);
  told.push(await payInCash(page));
}

/** All that was told is on the server once, under numbers without a gap, and nothing else is. */
async function expectAllOnServer(): Promise<void> {
  const { phones, password } = stage.tenant;
  await untilAllSaved(stage.page(), { phoneNumber: phones.cashier, password });
  const receipts = await receiptsOnServer(stage);
  expect(receipts).toEqual(told.toSorted());
  expect(numbersOf(receipts)).toEqual(receipts.map((_, index) => index + 1));
  const [{ unbooked } = {}] = await stage.shop.sql(
    'SELECT count(*)::int AS unbooked FROM orders.unbooked_operations',
  );
  expect(unbooked).toBe(0);
}

test('a shift without a line, through a reload and a killed browser, is on the server once', async () => {
  const { front } = stage;
  await sell(MILK, EGGS);
  await expectAllOnServer();
  front.line = 'down';
  await sell(BREAD);
  told.push(await refundNewest(stage.page()));
  await stage.page().keyboard.press('Enter');
  await takeCashOut(stage.page(), '200');
  await scan(stage.page(), MILK);
  await addCustomer(stage.page(), 'Wanjiru Kamau', '+254700123456');
  await sell();
  await stage.page().keyboard.press('Enter');
  await closeAndOpen(stage.page(), '500');
  await sell(MILK);
  await stage.page().reload();
  await untilSelling(stage.page());
  await sell(EGGS);
  const page = await stage.killBrowser();
  await untilSelling(page);
  await sell(BREAD, BREAD);
  front.line = 'up';
  await tryNow(page);
  await expectAllOnServer();
});

const PUSH = 'POST /api/sync/push/';
const isSync = (asked: string): boolean => asked === PUSH || asked.endsWith('/lease/');

/** A sale, a refund of it and another sale, that wait: a run, a lone one, a run. */
async function sellOffline(): Promise<void> {
  stage.front.line = 'down';
  await sell(MILK);
  told.push(await refundNewest(stage.page()));
  await sell(BREAD);
}

/** Asks again and again, as a cashier would, until all is there. */
async function untilSent(): Promise<void> {
  const saved = stage.page().getByRole('button', { name: 'All saved' });
  for (let times = 0; times < 60 && !(await saved.isVisible()); times += 1) {
    await tryNow(stage.page());
    await saved.waitFor({ timeout: 700 }).catch(() => undefined);
  }
  await expectAllOnServer();
}

/** What the till tells whoever asks it, after it was told to try. */
async function howThingsStand(page: Page): Promise<string> {
  await tryNow(page);
  await page.locator('.sync-pill').click();
  const told = await page.getByRole('dialog').innerText();
  await page.keyboard.press('Escape');
  return told;
}

async function untilPushed(): Promise<void> {
  const { heard } = stage.front;
  const before = heard.length;
  await tryNow(stage.page());
  await expect.poll(() => heard.slice(before).includes(PUSH), { timeout: 20_000 }).toBe(true);
}

test('of two tabs one sells: the other takes over, and gets it back', async () => {
  const first = stage.page();
  const second = await stage.openTab();
  const message = 'This till is open in another tab';
  for (const [taker, loser] of [
    [second, first],
    [first, second],
  ] as const) {
    await taker.getByText(message).waitFor();
    await taker.getByRole('button', { name: 'Sell here' }).click();
    await untilSelling(taker);
    await loser.getByText(message).waitFor();
    await stage.useTab(taker);
    await sell(MILK);
  }
  await second.close();
  await untilSent();
});

test('a scan that comes with the first picture of the till is sold', async () => {
  const page = stage.page();
  // As soon as there is anything of the till on the screen, and before anything else is done.
  const watch = (barcode: string): void => {
    const press = (key: string): void => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    };
    if (sessionStorage.getItem('scanned') !== null) return;
    const watcher = new MutationObserver(() => {
      if ((document.getElementById('root')?.children.length ?? 0) === 0) return;
      watcher.disconnect();
      sessionStorage.setItem('scanned', 'yes');
      for (const key of [...Array.from(barcode), 'Enter']) press(key);
    });
    watcher.observe(document, { childList: true, subtree: true });
  };
  await page.addInitScript(watch, MILK);
  await page.reload();
  await untilSelling(page);
  await page.getByText('Mlima Fresh Milk').first().waitFor();
  await sell();
  await untilSent();
});

test('a frozen tab loses till and lease in the middle of a push, and does no harm when it wakes', async () => {
  await sellOffline();
  const frozen = stage.page();
  const { front } = stage;
  front.line = 'up';
  front.fault = (asked) => (asked === PUSH ? { kind: 'slow', delayMs: 2_000 } : undefined);
  await untilPushed();
  // As a frozen tab it does nothing, and keeps its locks; a headless one is never frozen by itself.
  const session = await frozen.context().newCDPSession(frozen);
  await session.send('Debugger.enable');
  const stopped = new Promise((resolve) => session.once('Debugger.paused', resolve));
  await session.send('Debugger.pause');
  await stopped;
  const page = await stage.openTab();
  await page.getByRole('button', { name: 'Sell here' }).click();
  await untilSelling(page);
  front.fault = () => undefined;
  await sell(EGGS);
  await untilSent();
  await session.send('Debugger.disable');
  await frozen.getByText('This till is open in another tab').waitFor();
  await sell(BREAD);
  await untilSent();
  await frozen.close();
});

test('a proxy that takes little, and a token that runs out between one push and the next', async () => {
  await sellOffline();
  const { front } = stage;
  front.line = 'up';
  let pushes = 0;
  front.fault = (asked) => {
    if (asked !== PUSH) return undefined;
    pushes += 1;
    if (pushes === 1) return { kind: 'instead', status: 413, type: 'text/html', body: 'too much' };
    if (pushes === 3) stage.setServerClock(20 * 60_000);
    return undefined;
  };
  await untilSent();
  expect(pushes).toBe(4);
  expect(front.heard.filter((asked) => asked.endsWith('/token/refresh/'))).not.toEqual([]);
});

test('a suspended shop sells on, says so, and sends when it is open again', async () => {
  const { assembly } = stage.shop.running;
  const { tenantId } = stage.tenant;
  const context = assembly.ownContext(tenantId);
  await assembly.ask(auth.suspendTenant, context, { tenantId });
  await sellOffline();
  stage.front.line = 'up';
  const page = stage.page();
  await expect
    .poll(() => howThingsStand(page), { timeout: 20_000 })
    .toContain('The shop is suspended: nothing is lost');
  await sell(EGGS);
  await assembly.ask(auth.resumeTenant, context, { tenantId });
  await untilSent();
});

test('a server that is killed in the middle of a batch has none of it twice', async () => {
  await sellOffline();
  // The first run of sales is booked; what is behind it is not, nor was anybody told.
  const wish = { point: 'call.returned', where: 'orders.record_sales', times: 1 };
  await stage.restartServer({ RIG_DIE_AT: JSON.stringify(wish) });
  stage.front.line = 'up';
  await tryNow(stage.page());
  expect(await stage.server.untilEnded(20_000)).toBe(true);
  await stage.restartServer();
  await untilSent();
});

test.each([1, 2])('a line that does as it likes (seed %i)', async (seed) => {
  await sellOffline();
  const faults = faultsFrom(diceOf(seed), 0.2);
  let met = 0;
  stage.front.fault = (asked) => {
    if (!isSync(asked)) return undefined;
    const { value } = faults.next();
    if (value !== undefined) met += 1;
    return met > 12 ? undefined : value;
  };
  stage.front.line = 'up';
  await untilSent();
  expect(met).toBeGreaterThan(0);
});

test('a portal that answers everything with its log-in page', async () => {
  stage.front.line = 'portal';
  await sell(MILK);
  const page = stage.page();
  await page.getByRole('button', { name: /waiting on this device/ }).waitFor();
  await page.reload();
  await untilSelling(page);
  await sell(BREAD);
  told.push(await refundNewest(page));
  stage.front.line = 'up';
  await untilSent();
});

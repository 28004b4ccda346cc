/**
 * Sales through the till's own screens: with the line up, slow, while whole catalogues load beside
 * it, and a thousand with the line down; then how long those take to be on the server.
 */
import { lendHands, withOwner } from '@evertill/rig';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { loadUntilTold, paysToReceipts, watchWrites } from './paying-in-page.ts';
import type { PaidSale } from './paying-in-page.ts';
import { setLine } from './set-line.ts';
import type { Device, Stage } from './stage.ts';

export interface PayingFigures {
  readonly up: readonly PaidSale[];
  /** With 500 ms of latency. */
  readonly slow: readonly PaidSale[];
  /** While another tab of the same browser loads catalogue after catalogue. */
  readonly loading: readonly PaidSale[];
  readonly down: readonly PaidSale[];
  /** Catalogues that were loaded meanwhile. */
  readonly loads: number;
  readonly queued: number;
  /** From the line's return until the server has the last of them. */
  readonly drainMs: number;
}

const SALES = 200;
const QUEUED = 1_000;
const LOOK_MS = 20;
const DRAIN_MS_MAX = 120_000;

export async function measurePaying(
  stage: Stage,
  device: Device,
  page: Page,
): Promise<PayingFigures> {
  await lendHands(page);
  await page.evaluate(watchWrites);
  // What is drawn and compiled for the first time is not what a cashier feels all day.
  await page.evaluate(paysToReceipts, 10);
  const up = await page.evaluate(paysToReceipts, SALES);
  await setLine(stage, page, 'slow');
  const slow = await page.evaluate(paysToReceipts, SALES);
  await setLine(stage, page, 'up');
  const { loading, loads } = await whileLoading(stage, device, page);
  const before = await untilAllSent(stage);
  await setLine(stage, page, 'down');
  const down = await page.evaluate(paysToReceipts, QUEUED);
  await setLine(stage, page, 'up');
  const begin = performance.now();
  const end = begin + DRAIN_MS_MAX;
  while ((await countSales(stage)) < before + QUEUED) {
    if (performance.now() > end) throw new Error('the queue did not drain');
    await sleep(LOOK_MS);
  }
  return { up, slow, loading, down, loads, queued: QUEUED, drainMs: performance.now() - begin };
}

async function whileLoading(
  { shop, deviceKey }: Stage,
  device: Device,
  page: Page,
): Promise<Pick<PayingFigures, 'loading' | 'loads'>> {
  const beside = await device.openPage();
  const told = beside.evaluate(loadUntilTold, { token: shop.token(), registerKey: deviceKey });
  const loading = await page.evaluate(paysToReceipts, SALES);
  await beside.evaluate(() => Object.assign(globalThis, { isTold: true }));
  const loads = await told;
  await beside.close();
  return { loading, loads };
}

async function untilAllSent(stage: Stage): Promise<number> {
  let sales = await countSales(stage);
  for (let still = 0; still < 20; still += 1) {
    await sleep(50);
    const now = await countSales(stage);
    if (now !== sales) still = 0;
    sales = now;
  }
  return sales;
}

function countSales({ home, shop }: Stage): Promise<number> {
  return withOwner(home.home, async (client) => {
    const { rows } = await client.query<{ readonly sales: number }>(
      'SELECT count(*)::int AS sales FROM orders.sales WHERE tenant_id = $1',
      [shop.tenantId],
    );
    return rows[0]?.sales ?? 0;
  });
}

/**
 * A sale that is undone at the till with the line down; and what is sent in vain for more than a
 * day: the server breaks on it, or somebody on the way will not let it through.
 */
import { openMenu, payInCash, scan, takeCashOut, tryNow } from '@evertill/rig';
import type { Request } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { en } from '../src/words/en.ts';
import { attentionHands } from './attention-hands.ts';
import { cutTheLine, openTillPage, startShift } from './till-page.ts';
import type { TillPage } from './till-page.ts';

const EGGS = '6161100000035';
const PUSH = '**/api/sync/push/';

// Servers and browsers start and die here, also where much else is at work.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let till: TillPage;
beforeAll(async () => {
  till = await openTillPage();
  till.page.setDefaultTimeout(20_000);
  await startShift(till);
});
afterAll(async () => {
  await till.close();
});

const { pill, main, untilParked, look, choose, typePin, parkedOnServer } = attentionHands(
  () => till,
);

test('a sale is voided with the line down, by a leader’s PIN, and the server has both', async () => {
  const { page, shop, tenant } = till;
  await scan(page, EGGS);
  await payInCash(page);
  await cutTheLine(till, true);
  await openMenu(page, 'Sales and receipts');
  await page.getByRole('button', { name: 'Void the sale' }).click();
  await page.getByRole('dialog').getByText('KES 450.00').waitFor();
  await page.keyboard.press('Enter');
  await typePin();
  await page.getByText('Sale voided. Saved on this device.').waitFor();
  await page.getByText('Voided', { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: 'Void the sale' }).count()).toBe(0);
  await cutTheLine(till, false);
  await tryNow(page);
  await pill('All saved').waitFor();
  expect(await parkedOnServer()).toEqual([]);
  const token = tenant.tokens.owner;
  const voided = await shop.call('GET', '/api/salesheaders/?status=VOIDED', { token });
  expect(voided.body).toHaveLength(1);
  const words = await shop.call('GET', '/api/approved-operations/?action=VOID', { token });
  expect(words.body).toEqual([expect.objectContaining({ way: 'DEVICE', is_fit: true })]);
});

test('what the server breaks on waits for a person after a day of it', async () => {
  const { page, shop } = till;
  await shop.sql(`CREATE FUNCTION orders.break() RETURNS trigger LANGUAGE plpgsql
    SET search_path = '' AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$`);
  await shop.sql(`CREATE TRIGGER breaks BEFORE INSERT ON orders.cash_movements
    FOR EACH ROW EXECUTE FUNCTION orders.break()`);
  await takeCashOut(page, '71');
  await blamedForADay();
  await shop.sql('DROP FUNCTION orders.break() CASCADE');
  // After so many failures it would wait half a minute by itself.
  await tryNow(page);
  await untilParked(1);
  await seenTo('fault');
  expect(await moved(7_100)).toBe(1);
});

test('so does what somebody on the way does not let through', async () => {
  const { page } = till;
  await page.route(PUSH, (route) => route.fulfill({ status: 403, body: 'Blocked by policy' }));
  await takeCashOut(page, '72');
  await blamedForADay();
  await page.unroute(PUSH);
  await tryNow(page);
  await untilParked(1);
  await seenTo('strange_answer');
  expect(await moved(7_200)).toBe(1);
});

async function moved(amountMinor: number): Promise<number> {
  const rows = await till.shop.sql(
    `SELECT FROM orders.cash_movements WHERE amount_minor = ${amountMinor}`,
  );
  return rows.length;
}

/** Sent in vain twenty times and more, over more than a day: the clock of the till is put on. */
async function blamedForADay(): Promise<void> {
  const { page } = till;
  let pushes = 0;
  const count = (request: Request): void => {
    if (request.url().endsWith('/api/sync/push/')) pushes += 1;
  };
  page.on('requestfinished', count);
  for (let tries = 1; tries <= 20; tries += 1) {
    if (tries === 20) await page.clock.setFixedTime(Date.now() + 25 * 3_600_000);
    const before = pushes;
    await tryNow(page);
    await expect.poll(() => pushes, { timeout: 20_000 }).toBeGreaterThan(before);
  }
  page.off('requestfinished', count);
  await page.clock.setFixedTime(Date.now());
}

async function seenTo(code: 'fault' | 'strange_answer'): Promise<void> {
  await look(/Take out/);
  await main().getByText(en[`why.${code}`], { exact: true }).waitFor();
  await choose('Try again');
  await pill('All saved').waitFor();
  expect(await parkedOnServer()).toEqual([]);
}

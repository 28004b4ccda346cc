/** Dollars at the counter, in a real browser at a real server: a sale offline, and its drawer. */
import { enterPin, openDrawer, openMenu, scan, tryNow } from '@evertill/rig';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PIN, countOnServer, cutTheLine, openTillPage, startShift } from './till-page.ts';
import type { TillPage } from './till-page.ts';
import type { Page } from 'playwright-core';

let till: TillPage;
beforeAll(async () => {
  till = await openTillPage();
  const { shop, tenant } = till;
  const body = { rates: [{ currency: 'USD', rate: '129.25' }] };
  const { owner: token } = tenant.tokens;
  const said = await shop.call('PUT', '/api/rate-sheets/current/', { token, body });
  if (said.status !== 200) throw new Error(JSON.stringify(said.body));
  await startShift(till);
});
afterAll(async () => {
  await till.close();
});

/** Eggs for 450, five dollars handed over: they are taken for 646. */
async function sellInDollars(page: Page): Promise<void> {
  await scan(page, '6161100000035');
  await page.getByRole('button', { name: 'Pay' }).click();
  await page.getByText('USD', { exact: true }).click();
  await page.getByText('Due: USD 4').waitFor();
  await page.getByLabel('USD received').fill('5');
  await page.getByText('Change to give in KES').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Paid. Saved on this device.').waitFor();
}

async function close(page: Page, notes: Readonly<Record<string, string>>): Promise<void> {
  await openMenu(page, 'Close session');
  for (const [note, count] of Object.entries(notes)) {
    await page.getByLabel(`How many of ${note}`, { exact: true }).fill(count);
  }
  await page.getByLabel('How much USD').fill('5');
  await page.getByRole('button', { name: 'Submit count' }).click();
  await page.getByText('USD: It is exactly right').waitFor();
  await page.getByRole('button', { name: 'Close session' }).last().click();
  await page.getByText('Session closed. Saved on this device.').waitFor();
}

test('sold in dollars with the line cut, change in shillings, both counted, all of it right', async () => {
  const { page, shop, tenant } = till;
  await cutTheLine(till, true);
  await sellInDollars(page);
  // Five dollars are 646.25, taken for 646 as no coin is smaller.
  expect(await page.getByTestId('money-change').textContent()).toBe('KES 196.00');
  await page.getByText(/USD 5\.00 x 129\.25/).waitFor();
  await page.keyboard.press('Enter');
  await close(page, { 500: '1', 100: '3', 1: '4' });
  await cutTheLine(till, false);
  await page.getByRole('button', { name: 'All saved' }).waitFor();
  expect(await countOnServer(till)).toMatchObject({ sales: 1, closed: 1, flags: 0, unbooked: 0 });
  const { manager: token } = tenant.tokens;
  const sessions = await shop.call('GET', '/api/cash-sessions/', { token });
  expect(sessions.body).toMatchObject([
    {
      expected_total: '804.00',
      variance: '0.00',
      foreign_counts: [{ currency: 'USD', expected: '5.00', counted: '5.00', variance: '0.00' }],
    },
  ]);
  const others = till.complaints.filter((one) => !one.includes('ERR_INTERNET_DISCONNECTED'));
  expect(others).toEqual([]);
});

test('undone, a sale in dollars gives shillings back; X, Z and the server say the same', async () => {
  const { page, shop, tenant } = till;
  const { manager: token } = tenant.tokens;
  await page.getByRole('button', { name: 'Open the next session' }).click();
  await openDrawer(page, '1000');
  await page.getByRole('button', { name: /Switch cashier/ }).click();
  await enterPin(page, 'manager', PIN);
  await page.getByRole('button', { name: /manager. Switch cashier/ }).waitFor();
  await sellInDollars(page);
  await page.keyboard.press('Enter');
  await openMenu(page, 'Sales and receipts');
  await page.getByRole('button', { name: 'Void the sale' }).click();
  await page.getByRole('dialog').getByText('KES 450.00').waitFor();
  await page.keyboard.press('Enter');
  await page
    .getByLabel('Void slip')
    .getByText(/GIVEN BACK +KES 450\.00/)
    .waitFor();
  await openMenu(page, 'Cash in and out');
  const x = page.getByRole('complementary', { name: 'This session' });
  const shown = await x.locator('dl > div').allInnerTexts();
  const rows = shown.map((row) => row.replace(/\s+/g, ' ').trim());
  expect(rows).toContain('Expected cash 354.00');
  expect(rows).toContain('Sales in USD: 1 taken for KES 646.00');
  expect(rows).toContain('Expected USD 5.00');
  await openMenu(page, 'Sell');
  await tryNow(page);
  await page.getByRole('button', { name: 'All saved' }).waitFor();
  const [open] = (await shop.call('GET', '/api/cash-sessions/?status=OPEN', { token })).body;
  const report = await shop.call('GET', `/api/cash-sessions/${open.session_id}/x-report/`, {
    token,
  });
  expect(report.body).toMatchObject({
    expected_total: '354.00',
    figures: {
      voids_count: 1,
      foreign_cash: [{ currency: 'USD', received: '5.00', worth: '646.00' }],
    },
  });
  await close(page, { 200: '1', 100: '1', 50: '1', 1: '4' });
  await page.getByRole('button', { name: 'All saved' }).waitFor();
  const z = await shop.call('GET', `/api/cash-sessions/${open.session_id}/z-report/`, { token });
  expect(JSON.parse(z.body.document)).toMatchObject({
    ...{ expected_total: '354.00', variance: '0.00' },
    foreign_counts: [{ currency: 'USD', expected: '5.00', counted: '5.00', variance: '0.00' }],
  });
  // Whether all of it holds, I43 and the rest, the shop is asked when it closes.
  expect(await countOnServer(till)).toMatchObject({ flags: 0, unbooked: 0 });
});

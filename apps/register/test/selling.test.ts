/** A shift in a real browser at a real server. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTillPage, salesOnServer, scan, startShift } from './till-page.ts';
import type { TillPage } from './till-page.ts';

let till: TillPage;
beforeAll(async () => {
  till = await openTillPage();
  await startShift(till);
});
afterAll(async () => {
  await till.close();
});

test('sells by scan and by search, is paid in two tenders, and is on the server once', async () => {
  const { page } = till;
  await scan(page, '6161100000011');
  await scan(page, '6161100000011');
  await page.getByRole('textbox', { name: 'Search products' }).fill('eggs');
  await page.getByRole('button', { name: /Eggs/ }).first().click();
  await page.getByRole('button', { name: 'Pay' }).click();
  await page.getByText('Mobile money').click();
  await page.getByLabel('Amount', { exact: true }).fill('500');
  await page.getByLabel(/Code in the message/).fill('TKL4H7Q2ZN');
  await page.getByRole('button', { name: /Take 500 by Mobile money/ }).click();
  await page.getByText('Cash', { exact: true }).click();
  await page.getByRole('button', { name: '100', exact: true }).click();
  await page.getByRole('button', { name: /Take 100 cash, finish sale/ }).click();
  await page.getByText('Paid. Saved on this device.').waitFor();
  expect(await page.getByTestId('money-change').textContent()).toBe('KES 20.00');
  await page.getByRole('button', { name: 'All saved' }).waitFor();
  const sales = await salesOnServer(till);
  expect(sales).toMatchObject([{ total_price: '580.00', change: '20.00', status: 'COMPLETED' }]);
  expect(till.complaints).toEqual([]);
});

/** Dollars at the counter, in a real browser at a real server: a sale offline, and its drawer. */
import { scan } from '@evertill/rig';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countOnServer, cutTheLine, openTillPage, startShift } from './till-page.ts';
import type { TillPage } from './till-page.ts';

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

test('sold in dollars with the line cut, change in shillings, both counted, all of it right', async () => {
  const { page, shop, tenant } = till;
  await scan(page, '6161100000035');
  await cutTheLine(till, true);
  await page.getByRole('button', { name: 'Pay' }).click();
  await page.getByText('USD', { exact: true }).click();
  await page.getByText('Due: USD 4').waitFor();
  await page.getByLabel('USD received').fill('5');
  await page.getByText('Change to give in KES').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Paid. Saved on this device.').waitFor();
  // Five dollars are 646.25, taken for 646 as no coin is smaller.
  expect(await page.getByTestId('money-change').textContent()).toBe('KES 196.00');
  await page.getByText(/USD 5\.00 x 129\.25/).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close session' }).click();
  await page.getByLabel('How many of 500').fill('1');
  await page.getByLabel('How many of 100').fill('3');
  await page.getByLabel('How many of 1', { exact: true }).fill('4');
  await page.getByLabel('How much USD').fill('5');
  await page.getByRole('button', { name: 'Submit count' }).click();
  await page.getByText('USD: It is exactly right').waitFor();
  await page.getByRole('button', { name: 'Close session' }).last().click();
  await page.getByText('Session closed. Saved on this device.').waitFor();
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

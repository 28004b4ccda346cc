/** A shift in a real browser at a real server: each test goes on where the one before it ended. */
import { openDrawer, scan } from '@evertill/rig';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PIN, countOnServer, cutTheLine, openTillPage } from './till-page.ts';
import { salesOnServer, startShift } from './till-page.ts';
import type { TillPage } from './till-page.ts';

let till: TillPage;
beforeAll(async () => {
  till = await openTillPage();
  await startShift(till);
});
afterAll(async () => {
  await till.close();
});

const paid = 'Paid. Saved on this device.';

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
  await page.getByText(paid).waitFor();
  expect(await page.getByTestId('money-change').textContent()).toBe('KES 20.00');
  await page.getByRole('button', { name: 'All saved' }).waitFor();
  const sales = await salesOnServer(till);
  expect(sales).toMatchObject([{ total_price: '580.00', change: '20.00', status: 'COMPLETED' }]);
  expect(till.complaints).toEqual([]);
});

test('a whole sale by keyboard alone, and a scan into whatever has the focus', async () => {
  const { page } = till;
  const search = page.getByRole('textbox', { name: 'Search products' });
  await page.keyboard.press('Enter');
  await page.getByText('Ready for the next sale').waitFor();
  await page.keyboard.press('/');
  await expect.poll(() => search.evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.type('bread', { delay: 60 });
  await page.getByRole('button', { name: /Asubuhi/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type('mi', { delay: 60 });
  await scan(page, '6161100000011');
  await expect.poll(() => search.inputValue()).toBe('mi');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('F6');
  await page.getByLabel('How many').fill('3');
  await page.keyboard.press('Enter');
  await page.keyboard.press('F9');
  await page.getByText('Amount due').first().waitFor();
  expect(await page.getByTestId('money-due').textContent()).toBe('KES 265.00');
  await page.keyboard.press('Enter');
  await page.getByText(paid).waitFor();
  await page.getByRole('button', { name: 'All saved' }).waitFor();
  await expect.poll(() => countOnServer(till)).toMatchObject({ sales: 2, flags: 0, unbooked: 0 });
});

test('twenty scans in a row, none lost', async () => {
  const { page } = till;
  await page.keyboard.press('Enter');
  const codes = ['6161100000011', '6161100000028', '6161100000035', '6161100000011'];
  for (let round = 0; round < 5; round += 1) {
    for (const code of codes) await scan(page, code);
  }
  const total = (10 * 6_500 + 5 * 7_000 + 5 * 45_000) / 100;
  await expect
    .poll(() => page.getByTestId('money-total').textContent())
    .toBe(`KES ${total.toLocaleString('en')}.00`);
  await page.keyboard.press('F4');
  await page.getByText('Ready for the next sale').waitFor();
});

test('with the line cut: sells, pays out, closes, opens and survives a reload; then all is sent once', async () => {
  const { page } = till;
  await cutTheLine(till, true);
  await scan(page, '6161100000035');
  await page.getByRole('button', { name: 'Pay' }).click();
  await page.keyboard.press('Enter');
  await page.getByText(paid).waitFor();
  await page.getByRole('button', { name: /Offline · 1 waiting on this device/ }).waitFor();
  await page.keyboard.press('Enter');
  await choose('Cash in and out');
  await page.getByLabel('Amount', { exact: true }).fill('200');
  await page.getByRole('button', { name: 'Take cash out' }).click();
  await page.getByText('Taken out of the drawer.').waitFor();
  await choose('Close session');
  await page.getByLabel('How many of 1,000').fill('2');
  await page.getByRole('button', { name: 'Submit count' }).click();
  await page.getByText('Over by').waitFor();
  await page.getByRole('button', { name: 'Close session' }).last().click();
  await page.getByText('Session closed. Saved on this device.').waitFor();
  await page.getByRole('button', { name: 'Open the next session' }).click();
  await openDrawer(page, '500');
  await scan(page, '6161100000028');
  const ticket = page.getByRole('list', { name: 'Lines of the ticket' });
  await ticket.getByText('Asubuhi White Bread').waitFor();
  await page.getByRole('button', { name: /Offline · 4 waiting on this device/ }).waitFor();
  await reloadOffline();
  // The cart is where it was, and so is who stands there.
  await ticket.getByText('Asubuhi White Bread').waitFor();
  await page.getByRole('button', { name: 'Pay' }).click();
  await page.keyboard.press('Enter');
  await page.getByText(paid).waitFor();
  await cutTheLine(till, false);
  await page.getByRole('button', { name: 'All saved' }).waitFor();
  const counted = { sales: 4, sessions: 2, closed: 1, movements: 1, unbooked: 0 };
  expect(await countOnServer(till)).toMatchObject(counted);
});

async function choose(name: string): Promise<void> {
  await till.page.getByRole('button', { name: 'Menu' }).click();
  await till.page.getByRole('dialog').getByRole('button', { name }).click();
}

/** Until the page is served without a line too, it is loaded over one; the till has none. */
async function reloadOffline(): Promise<void> {
  const { page, context } = till;
  await context.route('**/api/**', (route) => route.abort());
  await cutTheLine(till, false);
  await page.reload();
  await page.getByRole('button', { name: 'Pay' }).waitFor();
  await cutTheLine(till, true);
  await context.unroute('**/api/**');
}

test('another cashier steps up by PIN, and a wrong one does not', async () => {
  const { page } = till;
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /Switch cashier/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /manager/ }).click();
  await page.keyboard.type('1111', { delay: 60 });
  await page.keyboard.press('Enter');
  await dialog.getByText('That is not the PIN. Try again.').waitFor();
  await page.keyboard.type(PIN, { delay: 60 });
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /manager. Switch cashier/ }).waitFor();
});

test('a coupon by keyboard alone: refused in words, then taken, then paid', async () => {
  const { page, shop, tenant } = till;
  const { owner: token } = tenant.tokens;
  const offer = { name: 'Welcome back', kind: 'ORDER_AMOUNT', amount: '20' };
  const body = { ...offer, is_coupon_needed: true };
  const made = await shop.call('POST', '/api/promotions/', { token, body });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const coupon = { code: 'KARIBU20', promotion: made.body.promotion_id };
  const printed = await shop.call('POST', '/api/coupons/', { token, body: coupon });
  expect(printed.status, JSON.stringify(printed.body)).toBe(201);
  await scan(page, '6161100000028');
  const total = page.getByTestId('money-total');
  await expect.poll(() => total.textContent()).toBe('KES 70.00');
  await page.keyboard.press('F7');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Code on the coupon').waitFor();
  await page.keyboard.type('nobody', { delay: 60 });
  await page.keyboard.press('Enter');
  await dialog.getByText('This shop knows no such coupon.').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await expect
    .poll(
      async () => {
        // What is promoted comes with the next pull.
        await page.evaluate(() => window.dispatchEvent(new Event('online')));
        await page.keyboard.press('F7');
        await dialog.getByLabel('Code on the coupon').waitFor();
        await page.keyboard.type('karibu 20', { delay: 60 });
        await page.keyboard.press('Enter');
        await dialog
          .getByText('This shop knows no such coupon.')
          .or(page.getByText('Coupon KARIBU20'))
          .first()
          .waitFor();
        const isTaken = (await dialog.count()) === 0;
        if (!isTaken) await page.keyboard.press('Escape');
        return isTaken;
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  await expect.poll(() => total.textContent()).toBe('KES 50.00');
  await page.keyboard.press('F9');
  await page.getByText('Amount due').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByText(paid).waitFor();
  await page.getByText('Welcome back').first().waitFor();
  await page.getByRole('button', { name: 'All saved' }).waitFor();
  const taken = await shop.call('GET', '/api/sales-promotions/', { token });
  expect(taken.body, JSON.stringify(taken.body)).toMatchObject([{ coupon: 'KARIBU20' }]);
});

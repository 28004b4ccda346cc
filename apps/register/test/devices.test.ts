/** Printer, drawer, scanner, camera and customer display of a till in a real browser. */
import { bundleForBrowser, openMenu, scan } from '@evertill/rig';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { cameraWords, writeFilm } from './camera-film.ts';
import type { Counter } from './pretend-counter-entry.ts';
import { PIN, openTillPage, startShift } from './till-page.ts';
import type { TillPage } from './till-page.ts';

const MILK = '6161100000011';
const EGGS = '6161100000035';
const paid = 'Paid. Saved on this device.';
const entry = fileURLToPath(new URL('pretend-counter-entry.ts', import.meta.url));

let folder: string;
let till: TillPage;
let page: Page;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'evertill-counter-'));
  const film = path.join(folder, 'milk.y4m');
  await writeFilm(film, MILK);
  till = await openTillPage(cameraWords(film));
  ({ page } = till);
  page.setDefaultTimeout(20_000);
  await till.context.addInitScript(await bundleForBrowser(entry));
  await page.reload();
  await startShift(till);
});
afterAll(async () => {
  await till.close();
  await rm(folder, { recursive: true, force: true });
});

const counter = <Answer>(ask: (counter: Counter) => Answer): Promise<Answer> =>
  page.evaluate<Answer>(`(${ask.toString()})(globalThis.counter)`);
/** Again and again: a machine may be busy. */
const poll = <Answer>(ask: () => Answer) => expect.poll(ask, { timeout: 20_000 });
const paper = (): Promise<string> => counter((one) => one.text());
const receipts = async (): Promise<number> => (await paper()).split('Served by').length - 1;

async function choose(name: string): Promise<void> {
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('dialog').getByRole('button', { name }).click();
}

async function sellForCash(code: string): Promise<void> {
  await scan(page, code);
  await page
    .getByRole('list', { name: 'Lines of the ticket' })
    .getByRole('listitem')
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Pay' }).click();
  await page.keyboard.press('Enter');
  await page.getByText(paid).waitFor();
}

async function nextSale(): Promise<void> {
  await page.getByRole('button', { name: 'New sale' }).click();
  await page.getByText('Ready for the next sale').waitFor();
}

test('without a printer of its own the browser prints, under the policy of the server', async () => {
  await sellForCash(MILK);
  await page.getByRole('button', { name: 'Print receipt' }).click();
  await page.getByText('Sent to the printer').waitFor();
  const [dialog] = await counter((one) => one.dialogs);
  expect(dialog?.text).toContain('Mlima Fresh Milk');
  // 72 mm at 96 dots an inch: the style of the page was let in.
  expect(Number.parseFloat(dialog?.width ?? '')).toBeCloseTo((72 / 25.4) * 96, 0);
  expect(await counter((one) => one.isDrawerOpen())).toBe(false);
  await nextSale();
});

test('so it does the slip of a sale that is undone, which history keeps', async () => {
  await openMenu(page, 'Sales and receipts');
  await page.getByRole('button', { name: 'Void the sale' }).click();
  await page.getByRole('dialog').getByText('KES 65.00').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('group', { name: 'PIN of manager' }).focus();
  await page.keyboard.type(PIN, { delay: 60 });
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Print void slip' }).click();
  await page.getByText('Sent to the printer').waitFor();
  const slip = (await counter((one) => one.dialogs)).at(-1)?.text;
  expect(slip).toMatch(/VOID[^]*Approved by\s+manager[^]*Rung up by mistake[^]*Cash\s+65\.00/);
  expect(slip).not.toContain('COPY');
  await page
    .getByRole('button', { name: /^Sale / })
    .first()
    .click();
  await page.getByRole('button', { name: 'See the void slip' }).click();
  await page.getByLabel('Void slip').waitFor();
  await openMenu(page, 'Sell');
});

test('a printer on USB is connected, says how it is, and prints a page to try it', async () => {
  await choose('Settings');
  await page.getByRole('button', { name: 'USB' }).click();
  await page.getByText('Connected', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Print a test page' }).click();
  await page.getByText('Printed', { exact: true }).waitFor();
  expect(await paper()).toMatch(/Test page[^]*123456789012[^]*cut/);
  await counter((one) => one.hands.openCover());
  await page.getByText('The cover is open').waitFor();
  await counter((one) => one.hands.closeCover());
  await page.getByText('Connected', { exact: true }).waitFor();
  await page.locator('label', { hasText: 'Always' }).click();
  await page.getByRole('button', { name: 'Settings' }).click();
});

test('a sale for cash prints its receipt once and opens the drawer', async () => {
  await sellForCash(EGGS);
  await page.getByText('Printed', { exact: true }).waitFor();
  expect(await receipts()).toBe(1);
  expect(await paper()).toContain('Eggs, tray of 30');
  expect(await counter((one) => one.isDrawerOpen())).toBe(true);
  await page.getByRole('button', { name: 'Print a copy' }).click();
  await poll(receipts).toBe(2);
  expect(await paper()).toContain('COPY');
  await nextSale();
  await openMenu(page, 'Sales and receipts');
  await page.getByRole('button', { name: /^Void of / }).click();
  await page.getByRole('button', { name: 'Print a copy' }).click();
  await poll(paper).toMatch(/COPY[^\n]*\n +VOID[^]*GIVEN BACK +KES 65\.00/);
  await openMenu(page, 'Sell');
});

test('a printer that is open keeps no sale up; it prints when it is shut, each receipt once', async () => {
  const before = await receipts();
  const shown = await counter((one) => one.dialogs.length);
  await counter((one) => one.hands.openCover());
  await sellForCash(MILK);
  await page.locator('.print-told').getByText('The cover is open').waitFor();
  await page.getByText('Nothing came out yet.').waitFor();
  await nextSale();
  await sellForCash(EGGS);
  await nextSale();
  await page.getByRole('button', { name: '2 not printed' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Selling goes on.', { exact: false }).waitFor();
  // The first of them comes from the browser instead, and from the printer never.
  await dialog.getByRole('button', { name: 'Print in the browser' }).first().click();
  await poll(() => counter((one) => one.dialogs.length)).toBe(shown + 1);
  expect((await counter((one) => one.dialogs)).at(-1)?.text).toContain('Mlima Fresh Milk');
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await counter((one) => one.hands.closeCover());
  await dialog.getByText('Nothing waits for the printer.').waitFor();
  expect(await receipts()).toBe(before + 1);
  await page.keyboard.press('Escape');
});

test('what waits for paper is there after a reload, and comes out then', async () => {
  await counter((one) => one.hands.openCover());
  await sellForCash(EGGS);
  await page.locator('.print-told').getByText('The cover is open').waitFor();
  // The page that is loaded anew has a printer with its cover shut, and paper without a word.
  await page.reload();
  await page.getByRole('button', { name: 'Pay' }).waitFor();
  await poll(receipts).toBe(1);
  expect(await paper()).toContain('Eggs, tray of 30');
});

test('pulled in the middle, a person says what became of it', async () => {
  await counter((one) => one.hands.pullAfter(400));
  await sellForCash(MILK);
  await page.getByText('It may have come out. Look at the paper.').waitFor();
  await counter((one) => one.hands.plugIn());
  await page.locator('.print-told').getByRole('button', { name: 'Print a copy' }).click();
  await poll(paper).toMatch(/COPY[^]*Mlima Fresh Milk/);
  await nextSale();
});

test('the drawer opens without a sale for a reason, which is written down and counted', async () => {
  // A printer that kicked nothing yet: it does so once a second at most.
  await page.reload();
  await page.getByRole('button', { name: 'Pay' }).waitFor();
  await page.keyboard.press('*');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Note').fill('two hundreds for a thousand');
  await page.keyboard.press('Enter');
  await page.getByText('Opened without a sale. Saved on this device.').waitFor();
  await poll(() => counter((one) => one.isDrawerOpen())).toBe(true);
  await poll(async () =>
    till.shop.sql("SELECT reason FROM orders.cash_movements WHERE kind = 'NO_SALE'"),
  ).toEqual([{ reason: 'Change money: two hundreds for a thousand' }]);
});

test('the report of the session comes from the printer, blind for who will count it', async () => {
  await choose('Cash in and out');
  await page.getByRole('button', { name: 'Print X report' }).click();
  await poll(paper).toContain('X REPORT');
  const report = (await paper()).split('X REPORT').at(-1) ?? '';
  expect(report).toMatch(/Sales +\d/);
  expect(report).toMatch(/Opened without sale +1/);
  expect(report).not.toContain('Expected');
  await page.getByRole('button', { name: 'Cash in and out' }).click();
});

test('a label of the scale is sold by its weight, and by its price', async () => {
  await choose('Settings');
  for (const [pattern, decimals] of [
    ['21IIIIIWWWWWC', '3'],
    ['20IIIIIPPPPPC', '2'],
  ] as const) {
    await page.getByLabel('Layout').fill(pattern);
    await page
      .getByRole('group', { name: 'Decimals of weight or price' })
      .getByText(decimals, { exact: true })
      .click();
    await page.getByRole('button', { name: 'Add layout' }).click();
  }
  await scan(page, '2100123008506');
  await page.getByText('21IIIIIWWWWWC reads item 00123: 0.85').waitFor();
  await page.getByRole('button', { name: 'Settings' }).click();
  // Nothing was sold on the screen where scanners are tried.
  await page.getByText('Ready for the next sale').waitFor();
  await scan(page, '2100123008506');
  await poll(() => page.getByTestId('money-total').textContent()).toBe('KES 102.00');
  // 417 g come to 50.04; the label asks 50.00, and so do we.
  await scan(page, '2000123050003');
  await poll(() => page.getByTestId('money-total').textContent()).toBe('KES 152.00');
});

test('a scan reaches neither the PIN pad nor a field for numbers, twenty a second', async () => {
  await page.getByRole('button', { name: /Switch cashier/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /manager/ }).click();
  await dialog.getByRole('group', { name: /PIN of/ }).focus();
  await scan(page, MILK);
  await poll(() => page.getByTestId('money-total').textContent()).toBe('KES 217.00');
  await dialog.getByLabel('0 digits typed').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('F6');
  const field = page.getByLabel('How many');
  await field.fill('7');
  for (let index = 0; index < 20; index += 1) await scan(page, MILK);
  await poll(() => page.getByTestId('money-total').textContent()).toBe(
    `KES ${(217 + 20 * 65).toLocaleString('en')}.00`,
  );
  expect(await field.inputValue()).toBe('7');
  await page.keyboard.press('Escape');
  // A space presses a button still, though it is a key that scanners send.
  await page.getByRole('button', { name: 'Park' }).focus();
  await page.keyboard.press('Space');
  await page.getByText('Ready for the next sale').waitFor();
});

test('the customer follows in a second window', async () => {
  await choose('Settings');
  await page.getByText('A second window').click();
  await page.getByText('Nobody sees it').waitFor();
  const opening = till.context.waitForEvent('page');
  await page.getByRole('button', { name: 'Open the window' }).click();
  const customer = await opening;
  await customer.getByText('Welcome to').waitFor();
  await page.getByRole('button', { name: 'Settings' }).click();
  await scan(page, EGGS);
  await customer.getByText('KES 450.00').waitFor();
  await page.getByRole('button', { name: 'Pay' }).click();
  await page.getByRole('button', { name: '500', exact: true }).click();
  await page.getByRole('button', { name: /finish sale/ }).click();
  await customer.getByText('Thank you').waitFor();
  await customer.getByText('KES 50.00').waitFor();
  await customer.close();
  await nextSale();
});

test('a camera that is refused says so; once it is allowed, what it sees is sold', async () => {
  await choose('Settings');
  await page
    .getByRole('group', { name: 'The camera as a scanner' })
    .getByText('On', { exact: true })
    .click();
  await page.getByRole('button', { name: 'Settings' }).click();
  // Nobody can say no to a browser that was started so that nobody is asked.
  await page.evaluate(() => {
    const refused = () => Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
    Object.defineProperty(navigator.mediaDevices, 'getUserMedia', {
      value: refused,
      configurable: true,
    });
  });
  await page.getByRole('button', { name: 'Scan with the camera' }).click();
  await page.getByText('The camera is not allowed').waitFor();
  await page.evaluate(() => Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia'));
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText(`Read ${MILK} · Mlima Fresh Milk`).waitFor({ timeout: 20_000 });
  await page.keyboard.press('Escape');
  // Before the lens all the while, it was sold once.
  expect(await page.getByTestId('money-total').textContent()).toBe('KES 65.00');
  expect(till.complaints).toEqual([]);
});

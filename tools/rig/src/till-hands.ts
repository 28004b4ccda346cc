/** The hands of a cashier at the till's own screens, in English. What a hand waits for, it saw. */
import type { Page } from 'playwright-core';

export interface TillLogIn {
  readonly phoneNumber: string;
  readonly password: string;
}

/** As a person types: quicker, and it would be a scan. */
const TYPING = { delay: 60 };

export async function enrolDevice(page: Page, code: string): Promise<void> {
  await page.getByLabel('One-time code').fill(code);
  await page.getByRole('button', { name: 'Enrol this device' }).click();
  await page.getByLabel('Phone number').waitFor();
}

export async function signIn(page: Page, { phoneNumber, password }: TillLogIn): Promise<void> {
  await page.getByLabel('Phone number').fill(phoneNumber);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

export async function enterPin(page: Page, name: string, pin: string): Promise<void> {
  await page.getByRole('button', { name }).first().click();
  await page.getByRole('group', { name: `PIN of ${name}` }).focus();
  await page.keyboard.type(pin, TYPING);
  await page.keyboard.press('Enter');
}

export async function openDrawer(page: Page, float: string): Promise<void> {
  await page.getByLabel('Float').fill(float);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Pay' }).waitFor();
}

/**
 * After a start the till takes the next scan: it shows a ticket, or the sale that was just paid.
 * Whoever stands there says so first, where the browser did not live to write it down.
 */
export async function untilSelling(page: Page, name: string, pin: string): Promise<void> {
  const till = page.getByRole('button', { name: /^(Pay|New sale)/ });
  const question = page.getByText('Who is at the till?');
  await till.or(question).first().waitFor();
  if (await question.isVisible()) await enterPin(page, name, pin);
  await till.waitFor();
}

const KEY_S = 0.003;

/** As a scanner types: a key every three milliseconds by their own times, however busy we are. */
export async function scan(page: Page, barcode: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const enter = { key: 'Enter', code: 'Enter', text: '\r', windowsVirtualKeyCode: 13 };
  const keys = [...Array.from(barcode).map((key) => ({ key, text: key })), enter];
  // Well after whatever was typed before it.
  const startS = Date.now() / 1000 + 0.1;
  await Promise.all(
    keys.flatMap((key, index) => {
      const timestamp = startS + index * KEY_S;
      return (['keyDown', 'keyUp'] as const).map((type) =>
        session.send('Input.dispatchKeyEvent', { type, ...key, timestamp }),
      );
    }),
  );
  await session.detach();
}

/** Takes the exact sum in cash for what is on the ticket; answers the number on the receipt. */
export async function payInCash(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Pay' }).click();
  await page.getByText('Amount due').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Paid. Saved on this device.').waitFor();
  return receiptNumberOf(page);
}

/** The words of a register's name have single spaces between them; columns of paper have more. */
const RECEIPT_NUMBER = /\S+(?: \S+)*-\d+-\d{6}\b/;

/** Of the receipt that is shown. */
export async function receiptNumberOf(page: Page): Promise<string> {
  const paper = await page.getByRole('complementary', { name: 'Receipt' }).innerText();
  const number = RECEIPT_NUMBER.exec(paper)?.[0];
  if (number === undefined) throw new Error(`no number on the receipt:\n${paper}`);
  return number.trim();
}

export async function openMenu(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('dialog').getByRole('button', { name: item }).click();
}

export async function takeCashOut(page: Page, amount: string): Promise<void> {
  await openMenu(page, 'Cash in and out');
  await page.getByLabel('Amount', { exact: true }).fill(amount);
  await page.getByRole('button', { name: 'Take cash out' }).click();
  await page.getByText('Taken out of the drawer.').waitFor();
  await openMenu(page, 'Sell');
}

/** Counts one kind of note and closes, whatever is missing; then opens the next session. */
export async function closeAndOpen(page: Page, float: string): Promise<void> {
  await openMenu(page, 'Close session');
  await page.getByLabel('How many of 1,000').fill('2');
  await page.getByRole('button', { name: 'Submit count' }).click();
  await page.getByRole('button', { name: 'Close session' }).last().click();
  await page.getByText('Session closed. Saved on this device.').waitFor();
  await page.getByRole('button', { name: 'Open the next session' }).click();
  await openDrawer(page, float);
}

/** Gives back all of the first line of the newest sale; answers the refund's number. */
export async function refundNewest(page: Page): Promise<string> {
  await openMenu(page, 'Sales and receipts');
  await page.getByRole('button', { name: 'Take goods back' }).click();
  await page
    .getByRole('button', { name: /can come back/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Refund and finish' }).click();
  await page.getByText('Refunded. Saved on this device.').waitFor();
  return receiptNumberOf(page);
}

/** A new customer on the ticket that is open. */
export async function addCustomer(page: Page, name: string, phone: string): Promise<void> {
  // The key is the selling screen's, and after a sale another is there for a moment.
  await page.getByRole('button', { name: 'Pay' }).waitFor();
  await page.keyboard.press('F2');
  await page.getByRole('button', { name: 'New customer' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel(/^Phone number/).fill(phone);
  await page.getByRole('button', { name: 'Add customer' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Somebody who wants it now, and does not wait for the engine's next try. */
export async function tryNow(page: Page): Promise<void> {
  await page.locator('.sync-pill').click();
  await page.getByRole('button', { name: 'Try now' }).click();
  await page.keyboard.press('Escape');
}

/**
 * Comes back when all is on the server. A browser that was killed may have lost its log-in, which
 * it writes to the disk half a minute late: then somebody signs in again, as the till asks.
 */
export async function untilAllSaved(page: Page, logIn: TillLogIn): Promise<void> {
  const saved = page.getByRole('button', { name: 'All saved' });
  const signedOut = page.getByRole('button', { name: 'Sign in to send' });
  await saved.or(signedOut).waitFor();
  if (await signedOut.isVisible()) {
    await signedOut.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Sign in with a password' }).click();
    await signIn(page, logIn);
  }
  await saved.waitFor();
}

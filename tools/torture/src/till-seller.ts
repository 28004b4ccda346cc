/**
 * A cashier who sells as fast as the screen lets them, in the page itself. What counts is what the
 * screen says: once it shows a sale as saved, its receipt is handed out of the browser.
 */
import { enterPin, lendHands, openDrawer, signIn } from '@evertill/rig';
import type { Cashier, PageWithHands } from '@evertill/rig';
import type { Page } from 'playwright-core';

/** Sells until the page is gone, which it says by throwing. */
export async function sellUntilGone(page: Page, cashier: Cashier): Promise<void> {
  await standThere(page, cashier);
  await lendHands(page);
  await page.evaluate(sellForever);
}

/** What a start may ask of a cashier, before anything can be sold. */
export async function standThere(page: Page, { name, pin }: Cashier): Promise<void> {
  const till = page.getByRole('button', { name: /^(Pay|New sale)/ });
  const question = page.getByText('Who is at the till?');
  // Only of a till that has lost it: the plants see to that.
  const drawer = page.getByLabel('Float');
  await till.or(question).or(drawer).first().waitFor();
  if (await question.isVisible()) await enterPin(page, name, pin);
  await till.or(drawer).first().waitFor();
  if (await drawer.isVisible()) await openDrawer(page, '100');
  await till.waitFor();
}

/** A killed browser may have lost its log-in: without one nothing is sent. */
export async function signInWhereAsked(page: Page, cashier: Cashier): Promise<void> {
  const asked = page.getByRole('button', { name: 'Sign in to send' });
  if (!(await asked.isVisible())) return;
  await asked.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign in with a password' }).click();
  await signIn(page, cashier);
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Runs in the page. */
async function sellForever(): Promise<never> {
  const { tellReceipt, hands } = globalThis as unknown as PageWithHands & {
    readonly tellReceipt: (text: string) => Promise<void>;
  };
  const { click, untilThere } = hands;
  if (document.querySelector('.paid') !== null) await click('.paid-side button.size-pay');
  for (;;) {
    await click('.tile');
    await click('button.primary.size-pay:not([disabled])');
    await click('form.cash button[type=submit]:not([disabled])');
    await tellReceipt((await untilThere('.paid pre.paper')).textContent);
    await click('.paid-side button.size-pay');
  }
}

/** From a blank device to an open drawer, through the screens, as a cashier goes. */
import { beginShift } from '@evertill/rig';
import type { Page } from 'playwright-core';
import type { Stage } from './stage.ts';

export async function openShift({ home, front }: Stage, page: Page): Promise<void> {
  await page.goto(`${front.url}/register/`);
  // A home may be kept from a run before, with the registers it had.
  const registerName = `Bench ${Date.now()} b`;
  try {
    await beginShift(page, { home: home.home, url: front.url, registerName });
  } catch (error) {
    const words = await page.locator('body').innerText();
    throw new Error(`no shift was opened; the screen says: ${words}`, { cause: error });
  }
}

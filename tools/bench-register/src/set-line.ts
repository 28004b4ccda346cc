/** What lies between the browser and the server while something is measured. */
import type { Page } from 'playwright-core';
import type { Stage } from './stage.ts';

export type Line = 'up' | 'slow' | 'down';

const SLOW_MS = 500;

/** Down for the browser as well, which tells its pages so. */
export async function setLine({ front }: Stage, page: Page, line: Line): Promise<void> {
  front.delayMs = line === 'slow' ? SLOW_MS : 0;
  front.line = line === 'down' ? 'down' : 'up';
  await page.context().setOffline(line === 'down');
}

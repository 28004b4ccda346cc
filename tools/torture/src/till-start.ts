/** Where a till is tortured, and how it becomes one. */
import { beginShift } from '@evertill/rig';
import type { Cashier, ServerProcess } from '@evertill/rig';
import type { Page } from 'playwright-core';
import type { Death } from './till-run.ts';

export interface TillPlace {
  readonly server: ServerProcess;
  /** The server's. */
  readonly home: string;
  readonly profile: () => string;
  readonly logFile: string;
  /** Everything that had not reached the disk of the profile is gone. */
  readonly cutPower: Death;
}

/** From a blank device to an open drawer, with the app kept on the device. */
export async function enrolTill(page: Page, { home, server }: TillPlace): Promise<Cashier> {
  const cashier = await beginShift(page, { home, url: server.url, registerName: 'Torture till' });
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  return cashier;
}

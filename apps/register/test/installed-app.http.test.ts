/** The till as it is built, from the real server: it installs, and starts with the line down. */
import { openChromium, openFront } from '@evertill/rig';
import type { Front } from '@evertill/rig';
import { startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildRegister } from '../../../scripts/build-register.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
let shop: TestShop;
let front: Front;
let profile: string;
let browser: BrowserContext;
beforeAll(async () => {
  await buildRegister(root);
  shop = await startTestShop();
  front = await openFront(shop.running.url);
  profile = await mkdtemp(path.join(tmpdir(), 'evertill-installed-'));
  browser = await openChromium(profile);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await front.close();
  await shop.close();
  await rm(profile, { recursive: true, force: true });
});

async function openApp(): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${front.url}/register/`);
  return page;
}

const text = (page: Page) => page.locator('#root').innerText();

interface Screenshot {
  readonly src: string;
  readonly sizes: string;
  readonly form_factor: string;
}

/** What the manifest tells of its pictures, and what they are. Runs in the page. */
function picturesOf(screenshots: readonly Screenshot[]) {
  return Promise.all(
    screenshots.map(async ({ src, sizes: told, form_factor: form }) => {
      const answer = await fetch(`/register/${src}`);
      const { width, height } = await createImageBitmap(await answer.blob());
      return { told, real: `${width}x${height}`, form };
    }),
  );
}

it('is kept by the browser, can be installed, and starts without a line', async () => {
  const page = await openApp();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => text(page), { timeout: 20_000 }).not.toBe('');
  const session = await browser.newCDPSession(page);
  const { errors, data } = await session.send('Page.getAppManifest');
  expect([errors, JSON.parse(data ?? '{}').name]).toEqual([[], 'Evertill register']);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual([]);
  const sizes = await page.evaluate(picturesOf, JSON.parse(data ?? '{}').screenshots);
  expect(sizes.map(({ told }) => told)).toEqual(sizes.map(({ real }) => real));
  expect(new Set(sizes.map(({ form }) => form))).toEqual(new Set(['wide', 'narrow']));
  const shown = await text(page);
  await browser.close();
  front.line = 'down';
  browser = await openChromium(profile);
  const again = await openApp();
  await expect.poll(() => text(again), { timeout: 20_000 }).toBe(shown);
});

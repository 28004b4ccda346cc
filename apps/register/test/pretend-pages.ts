/** The pretend shop's scenes in a real browser: built once, and handed out without a server. */
import { openChromium } from '@evertill/rig';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const ORIGIN = 'http://till.test';

export interface Scene {
  readonly name: string;
  readonly theme: 'light' | 'dark';
  readonly language: 'en' | 'sw';
  readonly size: readonly [width: number, height: number];
}

export interface PretendPages {
  readonly show: (scene: Scene) => Promise<Page>;
  /** What the pages complained of. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

export async function openPretendPages(): Promise<PretendPages> {
  const folder = await mkdtemp(path.join(tmpdir(), 'evertill-scenes-'));
  const built = path.join(folder, 'built');
  await build({
    root,
    configFile: path.join(root, 'vite.config.ts'),
    base: '/',
    logLevel: 'error',
    build: { outDir: built, rolldownOptions: { input: path.join(root, 'pretend.html') } },
  });
  const context = await openChromium(path.join(folder, 'profile'));
  await context.route(`${ORIGIN}/**`, async (route) => {
    const file = path.join(built, new URL(route.request().url()).pathname);
    if (!existsSync(file)) return route.fulfill({ status: 404 });
    const headers = { 'content-security-policy': "default-src 'self'" };
    return route.fulfill({ path: file, headers });
  });
  const complaints: string[] = [];
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return {
    complaints,
    show: (scene) => show(page, scene),
    close: async () => {
      await context.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function show(page: Page, { name, theme, language, size }: Scene): Promise<Page> {
  const [width, height] = size;
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  const question = new URLSearchParams({ scene: name, theme, language });
  await page.goto(`${ORIGIN}/pretend.html?${question.toString()}`);
  await page.locator('#root > *').first().waitFor();
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  // Answers of the catalogue come a turn later than the screen.
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  return page;
}

export async function codeOf(file: string): Promise<string> {
  return readFile(file, 'utf8');
}

/** Real pages of one browser, with the drivers in them as `devices`, on an origin of their own. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import { build } from 'esbuild';
import { chromium as playwright } from 'playwright-core';
import type { Page } from 'playwright-core';
import type * as devices from './browser-entry.ts';

type Devices = typeof devices;

export interface DevicesPage {
  readonly page: Page;
  readonly call: <Name extends keyof Devices>(
    name: Name,
    ...questions: Parameters<Devices[Name]>
  ) => Promise<Awaited<ReturnType<Devices[Name]>>>;
}

export interface DevicesBrowser {
  readonly open: (html?: string) => Promise<DevicesPage>;
  readonly close: () => Promise<void>;
}

export const origin = 'http://till.test';
const require = createRequire(import.meta.url);

/** As strict as the till's, but for the script that a test puts into the page. */
const headers = { 'content-security-policy': "style-src 'self'; frame-src 'self'" };

/** The wasm that an app would serve from its own folder. */
function wasm(): Buffer {
  const ponyfill = createRequire(require.resolve('barcode-detector/ponyfill'));
  return readFileSync(ponyfill.resolve('zxing-wasm/reader/zxing_reader.wasm'));
}

export async function openBrowser(): Promise<DevicesBrowser> {
  const code = await bundle();
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args,
    headless: true,
  });
  const context = await browser.newContext();
  const asked: string[] = [];
  let html = '';
  await context.route('**/*', (route) => {
    const url = route.request().url();
    asked.push(url);
    if (url === `${origin}/reader.wasm`) {
      return route.fulfill({ body: wasm(), contentType: 'application/wasm' });
    }
    if (!url.startsWith(`${origin}/`)) return route.abort();
    return route.fulfill({ body: html, contentType: 'text/html', headers });
  });
  return {
    open: async (body = '') => {
      html = `<!doctype html><meta charset="utf-8"><body>${body}</body>`;
      const page = await context.newPage();
      await page.goto(`${origin}/`);
      await page.addScriptTag({ content: code });
      return {
        page,
        call: (name, ...questions) =>
          page.evaluate(`devices.${name}(...${JSON.stringify(questions)})`),
      };
    },
    close: () => browser.close(),
  };
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('browser-entry.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'devices',
    target: 'chrome120',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** A page of a real browser that has the bundled rules in it, as `shop`. */
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import { build } from 'esbuild';
import { chromium as playwright } from 'playwright-core';
import type * as shop from './browser-entry.ts';

const entry = fileURLToPath(new URL('browser-entry.ts', import.meta.url));

type Shop = typeof shop;

export interface ShopPage {
  /** The browser's own name and version. */
  readonly engine: string;
  /**
   * Calls a function of `browser-entry.ts`. The answer crosses as text: what a browser hands over
   * by value must not be mended on the way.
   */
  readonly call: <Name extends keyof Shop>(
    name: Name,
    question: Parameters<Shop[Name]>[0],
  ) => Promise<ReturnType<Shop[Name]>>;
  readonly close: () => Promise<void>;
}

export async function openPage(): Promise<ShopPage> {
  const code = await bundle();
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args,
    headless: true,
  });
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: code });
    return {
      engine: `Chromium ${browser.version()}`,
      call: async (name, question) => {
        const asked = `JSON.stringify(shop.${name}(${JSON.stringify(question)}))`;
        return JSON.parse(await page.evaluate<string>(asked));
      },
      close: () => browser.close(),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'shop',
    target: 'chrome120',
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
}

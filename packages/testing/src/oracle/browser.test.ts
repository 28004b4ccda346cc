import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import { build } from 'esbuild';
import { chromium as playwright } from 'playwright-core';
import { expect, it } from 'vitest';
import { workThrough } from './browser-entry.ts';
import type { Work } from './browser-entry.ts';
import type { GoldenReceipt } from './golden-receipt.ts';

const folder = fileURLToPath(new URL('../../../domain/src/golden/', import.meta.url));
const entry = fileURLToPath(new URL('browser-entry.ts', import.meta.url));

function readGolden(): GoldenReceipt[] {
  const files = readdirSync(folder).sort();
  return files.map((file) => JSON.parse(readFileSync(folder + file, 'utf8')) as GoldenReceipt);
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

/** The answer as text: what a browser hands over by value must not be mended on the way. */
async function inBrowser(code: string, work: Work): Promise<string> {
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args,
    headless: true,
  });
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: code });
    return await page.evaluate<string>(`JSON.stringify(shop.workThrough(${JSON.stringify(work)}))`);
  } finally {
    await browser.close();
  }
}

it('prices in a browser as it does here: all golden receipts and 500 baskets', async () => {
  const golden = readGolden();
  const work = { golden, seed: 11, baskets: 500 };
  const here = workThrough(work);
  const there = JSON.parse(await inBrowser(await bundle(), work)) as typeof here;
  expect(there.differences).toEqual([]);
  expect(there.priced).toHaveLength(500);
  expect(there.golden.map(({ expected, refunds }) => ({ expected, refunds }))).toEqual(
    golden.map(({ expected, refunds }) => ({ expected, refunds })),
  );
  expect(there).toEqual(here);
}, 60_000);

/** A real browser with a profile that outlives it, and code of ours made ready for its pages. */
import chromium from '@sparticuz/chromium';
import { build } from 'esbuild';
import { chromium as playwright } from 'playwright-core';
import type { BrowserContext } from 'playwright-core';

/** What it needs where nobody looks at it; each tab is a process of its own, as a till's is. */
export const browserWords = ['--no-sandbox', '--disable-setuid-sandbox', '--disable-dev-shm-usage'];

/** `profile` is a folder: opened again, it has what was stored in it. */
export async function openChromium(
  profile: string,
  moreWords: readonly string[] = [],
): Promise<BrowserContext> {
  return playwright.launchPersistentContext(profile, {
    executablePath: await chromium.executablePath(),
    args: [...browserWords, ...moreWords],
    headless: true,
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
}

/** One module of JavaScript out of `entry` and all it imports. */
export async function bundleForBrowser(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** A real browser with tabs of one origin, each with the bundled engine in it, as `till`. */
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import { build } from 'esbuild';
import { chromium as playwright } from 'playwright-core';
import type { Page } from 'playwright-core';
import type * as till from './browser-entry.ts';
import type { Answer } from './browser-entry.ts';

const entry = fileURLToPath(new URL('browser-entry.ts', import.meta.url));
type Till = typeof till;
type Callable = {
  [Name in keyof Till]: Till[Name] extends (...arguments_: never) => Promise<Answer> ? Name : never;
}[keyof Till];

export interface Tab {
  readonly page: Page;
  readonly call: (name: Callable, question?: object) => Promise<Answer>;
}

export interface Tabs {
  readonly open: () => Promise<Tab>;
  readonly close: () => Promise<void>;
}

/** Nobody serves it: the page is made up, and is as secure as any. */
const ORIGIN = 'https://till.example/';

export async function openBrowser(profile: string): Promise<Tabs> {
  const code = await bundle();
  const context = await playwright.launchPersistentContext(profile, {
    executablePath: await chromium.executablePath(),
    // A page that crashes takes nobody with it.
    args: chromium.args.filter((argument) => argument !== '--single-process'),
    headless: true,
  });
  await context.route('**/*', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>till</title>' }),
  );
  return {
    open: async () => {
      const page = await context.newPage();
      await page.goto(ORIGIN);
      await page.addScriptTag({ content: code });
      return {
        page,
        call: (name, question = {}) =>
          page.evaluate<Answer>(`till.${name}(${JSON.stringify(question)})`),
      };
    },
    close: () => context.close(),
  };
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'till',
    target: 'chrome120',
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
}

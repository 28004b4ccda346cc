/** A catalogue in a real browser, in front of a real server. */
import { bundleForBrowser, openChromium, openFront } from '@evertill/rig';
import type { Front } from '@evertill/rig';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import type { WorkerCatalogue } from '../src/catalogue/worker-catalogue.ts';
import type { CatalogueScope, TestAccess } from './catalogue-entry.ts';

const entry = fileURLToPath(new URL('catalogue-entry.ts', import.meta.url));
const worker = fileURLToPath(new URL('../src/catalogue/worker/main.ts', import.meta.url));

export interface CataloguePage {
  readonly page: Page;
  /** Asks the catalogue of the page, whose methods answer what can be cloned. */
  readonly ask: <Name extends Asked>(
    name: Name,
    ...about: Parameters<WorkerCatalogue[Name]>
  ) => Promise<Awaited<ReturnType<WorkerCatalogue[Name]>>>;
}

type Asked = Exclude<keyof WorkerCatalogue, 'opened' | 'subscribe' | 'close'>;

export interface Till {
  readonly front: Front;
  /** A tab with the catalogue open. */
  readonly open: (access: TestAccess) => Promise<CataloguePage>;
  /** The browser ends and starts anew with what it stored. */
  readonly restart: () => Promise<void>;
  readonly context: () => BrowserContext;
  readonly close: () => Promise<void>;
}

export async function openTill(serverUrl: string): Promise<Till> {
  const front = await openFront(serverUrl);
  const script = (body: string) => ({ type: 'text/javascript', body });
  front.files.set('/till-test/', {
    type: 'text/html',
    body: '<!doctype html><title>Till</title><script type="module" src="page.js"></script>',
  });
  front.files.set('/till-test/page.js', script(await bundleForBrowser(entry)));
  front.files.set('/till-test/worker.js', script(await bundleForBrowser(worker)));
  const profile = await mkdtemp(path.join(tmpdir(), 'evertill-till-'));
  let context = await openChromium(profile);
  return {
    front,
    open: async (access) => {
      const page = await context.newPage();
      await page.goto(`${front.url}/till-test/`);
      await page.evaluate(
        (given) => (globalThis as unknown as CatalogueScope).openCatalogue(given),
        access,
      );
      const ask = ((name: Asked, ...about: unknown[]) =>
        page.evaluate(
          ([method, given]) => {
            const { catalogue } = globalThis as unknown as CatalogueScope;
            return (catalogue[method] as (...all: unknown[]) => unknown)(...given);
          },
          [name, about] as const,
        )) as CataloguePage['ask'];
      return { page, ask };
    },
    restart: async () => {
      await context.close();
      context = await openChromium(profile);
    },
    context: () => context,
    close: async () => {
      await context.close();
      await front.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

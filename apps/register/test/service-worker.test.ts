/** The app without a line, and from version to version, in a real browser. */
import { bundleForBrowser, openChromium, openFront } from '@evertill/rig';
import type { Front } from '@evertill/rig';
import { mkdtemp, rm } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AppUpdates } from '../src/service-worker/app-updates.ts';
import type { Precache } from '../src/service-worker/precache.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
let worker: string;
let script: string;
beforeAll(async () => {
  worker = await bundleForBrowser(here('../src/service-worker/main.ts'));
  script = await bundleForBrowser(here('service-worker-entry.ts'));
});

let front: Front;
let profile: string;
let browser: BrowserContext;
beforeEach(async () => {
  // Nobody is behind it: whatever is handed on has no answer.
  front = await openFront('http://127.0.0.1:9');
  profile = await mkdtemp(path.join(tmpdir(), 'evertill-app-'));
  browser = await openChromium(profile);
});
afterEach(async () => {
  await browser.close();
  await front.close();
  await rm(profile, { recursive: true, force: true });
});

/** Puts a version of the app behind the line, as a build would. */
function deploy(version: string): void {
  const put = (name: string, type: string, body: string): Precache['files'][number] => {
    front.files.set(`/register/${name}`, { type, body });
    const digest = createHash('sha256').update(body).digest('base64');
    const isHashed = name.startsWith('assets/');
    return { path: name, integrity: `sha256-${digest}`, isHashed, isLate: name.endsWith('.wasm') };
  };
  const main = `document.title = '${version}';\n${script}`;
  const hash = createHash('sha256').update(main).digest('hex').slice(0, 12);
  const files = [
    put(
      '',
      'text/html',
      `<!doctype html><script type="module" src="/register/assets/${hash}.js"></script>`,
    ),
    put(`assets/${hash}.js`, 'text/javascript', main),
    put('assets/same-12345678.css', 'text/css', 'body { color: black }'),
    put('assets/late-12345678.wasm', 'application/wasm', 'a megabyte'),
  ];
  const precache: Precache = { version, files };
  const body = worker.replaceAll('__PRECACHE__', () => JSON.stringify(precache));
  front.files.set('/register/service-worker.js', { type: 'text/javascript', body });
}

async function openTab(question = ''): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${front.url}/register/${question}`);
  return page;
}

/** Until the page is this version's, and a worker answers for it. */
async function untilVersion(page: Page, version: string): Promise<void> {
  const seen = async (): Promise<string> => {
    try {
      return await page.evaluate(async () => {
        await navigator.serviceWorker.ready;
        return navigator.serviceWorker.controller === null ? '' : document.title;
      });
    } catch {
      // It is just starting anew.
      return '';
    }
  };
  await expect.poll(seen, { timeout: 20_000, interval: 20 }).toBe(version);
}

/** The page of `service-worker-entry.ts`. */
interface AppScope {
  isBusy: boolean;
  readonly updates: Promise<AppUpdates>;
}

const setBusy = (page: Page, isBusy: boolean) =>
  page.evaluate((busy) => {
    (globalThis as unknown as AppScope).isBusy = busy;
  }, isBusy);
const look = (page: Page) =>
  page.evaluate(async () => (await (globalThis as unknown as AppScope).updates).look());
const offer = (page: Page) =>
  page.evaluate(async () => (await (globalThis as unknown as AppScope).updates).offer());
const isWaiting = (page: Page): Promise<boolean> =>
  page.evaluate(async () => (await (globalThis as unknown as AppScope).updates).isWaiting());
const untilWaiting = (page: Page) =>
  expect.poll(() => isWaiting(page), { timeout: 20_000, interval: 20 }).toBe(true);

/** What lies in the caches: the name of each, and under it paths with the type of each answer. */
function cached(page: Page): Promise<Record<string, string[]>> {
  return page.evaluate(async () => {
    const all: Record<string, string[]> = {};
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      const entries = (await cache.keys()).map(async (request) => {
        const type = (await cache.match(request))?.headers.get('content-type') ?? '';
        return `${new URL(request.url).pathname} ${type}`;
      });
      all[name] = (await Promise.all(entries)).sort();
    }
    return all;
  });
}

it('starts and reloads without a line, from any address of the app, and asks nobody', async () => {
  deploy('one');
  await untilVersion(await openTab(), 'one');
  front.line = 'down';
  await browser.close();
  browser = await openChromium(profile);
  front.heard.length = 0;
  const page = await openTab();
  await untilVersion(page, 'one');
  await page.reload();
  await page.goto(`${front.url}/register/sales/4711?from=receipt`);
  await untilVersion(page, 'one');
  // Chromium may ask for the page beside the worker, in case that is slow, and for the worker.
  const itself = ['GET /register/', 'GET /register/service-worker.js'];
  expect(front.heard.filter((line) => !itself.includes(line))).toEqual([]);
});

it('keeps answers of the server, and whatever is not of the build, out of every cache', async () => {
  deploy('one');
  const page = await openTab();
  await untilVersion(page, 'one');
  for (const address of ['/api/products/', '/register/unknown.json', '/other/']) {
    front.files.set(address, { type: 'application/json', body: '{}' });
  }
  const statuses = await page.evaluate(() =>
    Promise.all(
      ['/api/products/', '/register/unknown.json', '/other/'].map(
        async (url) => (await fetch(url)).status,
      ),
    ),
  );
  expect(statuses).toEqual([200, 200, 200]);
  const names = Object.values(await cached(page)).flat();
  expect(names).toHaveLength(3);
  expect(names.some((name) => name.includes('/api/') || name.includes('unknown'))).toBe(false);
  front.line = 'down';
  const failed = await page.evaluate(() => fetch('/api/products/').catch(() => 'no answer'));
  expect(failed).toBe('no answer');
});

it('brings what is late when it is asked for, keeps it, and takes it along where it was wanted', async () => {
  const late = '/register/assets/late-12345678.wasm';
  const ask = (page: Page) => page.evaluate(async (url) => (await fetch(url)).text(), late);
  const isKept = async (page: Page, version: string) =>
    (await cached(page))[`evertill-app-${version}`]?.includes(`${late} application/wasm`);
  deploy('one');
  const page = await openTab();
  await untilVersion(page, 'one');
  expect(await isKept(page, 'one')).toBe(false);
  expect(front.heard).not.toContain(`GET ${late}`);
  // Somebody else's page is not taken for it.
  front.files.set(late, { type: 'text/html', body: '<p>Please log in.' });
  expect(await ask(page).catch(() => 'refused')).toBe('refused');
  deploy('one');
  expect(await ask(page)).toBe('a megabyte');
  front.line = 'down';
  expect(await ask(page)).toBe('a megabyte');
  front.line = 'up';
  deploy('two');
  await look(page);
  await untilVersion(page, 'two');
  expect(await isKept(page, 'two')).toBe(true);
});

it('lets a new version wait while any tab is busy, and starts all tabs anew when none is', async () => {
  deploy('one');
  const [cashier, office] = [await openTab(), await openTab()];
  await untilVersion(cashier, 'one');
  await untilVersion(office, 'one');
  await setBusy(office, true);
  deploy('two');
  await look(cashier);
  await untilWaiting(cashier);
  // The one tab asks, the other is busy; a reload of it changes nothing.
  await offer(cashier);
  await cashier.reload();
  await untilVersion(cashier, 'one');
  expect(await office.title()).toBe('one');
  expect(await isWaiting(office)).toBe(true);
  // Not while a sale is open here either, though the other is idle now.
  await setBusy(cashier, true);
  await setBusy(office, false);
  await offer(cashier);
  expect(await cashier.title()).toBe('one');
  await setBusy(cashier, false);
  await offer(cashier);
  await untilVersion(cashier, 'two');
  await untilVersion(office, 'two');
});

it('takes on a tab too that was being opened while the first version came', async () => {
  deploy('one');
  const shell = front.files.get('/register/');
  const { promise: until, resolve: answer } = Promise.withResolvers<undefined>();
  if (shell !== undefined) front.files.set('/register/', { ...shell, until });
  // Not the cashier's address: Chromium asks for one address once at a time.
  const office = openTab('?office');
  await expect.poll(() => front.heard).toContain('GET /register/?office');
  deploy('one');
  const cashier = await openTab();
  await untilVersion(cashier, 'one');
  answer(undefined);
  await untilVersion(await office, 'one');
  // And it goes along to the next version.
  deploy('two');
  await look(cashier);
  await untilVersion(cashier, 'two');
  await untilVersion(await office, 'two');
});

it('goes on to the next version and back to the one before, whole each time', async () => {
  deploy('one');
  const page = await openTab();
  await untilVersion(page, 'one');
  for (const version of ['two', 'three', 'two', 'one']) {
    deploy(version);
    await look(page);
    await untilVersion(page, version);
    const names = Object.keys(await cached(page));
    expect(names).toContain(`evertill-app-${version}`);
    expect(names.length).toBeLessThanOrEqual(2);
    front.line = 'down';
    await page.reload();
    await untilVersion(page, version);
    front.line = 'up';
  }
});

it('takes nothing from a stranger at the end of the line, and nothing by halves', async () => {
  deploy('one');
  const page = await openTab();
  await untilVersion(page, 'one');
  const before = await cached(page);
  // Everything is answered with a log-in page, the worker's script as well.
  front.line = 'portal';
  await look(page);
  await page.reload();
  await untilVersion(page, 'one');
  expect(await cached(page)).toEqual(before);
  // The script came through, and one file of the build is somebody else's page.
  front.line = 'up';
  deploy('two');
  const [name = ''] = [...front.files.keys()]
    .filter((one) => /assets\/[^s].*js$/.test(one))
    .slice(-1);
  const real = front.files.get(name);
  front.files.set(name, { type: 'text/html', body: '<p>Please log in.' });
  await look(page);
  const isOver = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      return registration?.installing === null && registration.waiting === null;
    });
  await expect.poll(isOver, { timeout: 20_000, interval: 20 }).toBe(true);
  expect(await cached(page)).toEqual(before);
  expect(await page.title()).toBe('one');
  // And comes whole when it is itself again.
  if (real !== undefined) front.files.set(name, real);
  await look(page);
  await untilVersion(page, 'two');
});

/**
 * One run: first loads on new devices, warm starts, questions with the line up, slow and down, and
 * a thousand changes. Each figure is taken inside the page, by its own clock.
 */
import { withOwner } from '@evertill/rig';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { customerSearches, putCustomers } from './customers-in-page.ts';
import type { CustomerFigures } from './customers-in-page.ts';
import { heapOf } from './heap.ts';
import { firstLoad, refreshOnce, roundTrips, warmStart } from './in-page.ts';
import type { PageAccess } from './in-page.ts';
import { measureTill } from './measure-till.ts';
import type { LineFigures, TillFigures } from './measure-till.ts';
import { questionsAbout } from './questions.ts';
import type { Questions } from './questions.ts';
import type { Settings } from './settings.ts';
import { setLine } from './set-line.ts';
import { spreadOf } from './spread.ts';
import type { Spread } from './spread.ts';
import { openStage } from './stage.ts';
import type { Device, Stage } from './stage.ts';

export interface Figures {
  readonly chromium: string;
  readonly products: number;
  /** Of a new device: until it sells, and until all is on its disk and pulled. */
  readonly firstSellableMs: Spread;
  readonly firstFreshMs: Spread;
  /** From the navigation of a new browser on. */
  readonly warmSellableMs: Spread;
  readonly warmListMs: Spread;
  /** From the page to the worker and back. */
  readonly lines: Readonly<Record<'up' | 'slow' | 'down', LineFigures>>;
  readonly listMs: Spread;
  readonly deltaMs: Spread;
  readonly heapBytes: number;
  /** In the till itself: from the scanner's Enter, or a letter, to the changed document. */
  readonly till: TillFigures;
  /** Who buys there, as many as were asked for. */
  readonly customers: number;
  readonly firstCustomerMs: Spread;
  readonly customerMs: Spread;
  /** Searches that found nothing, of those that had something to find. */
  readonly missed: readonly string[];
}

const CHANGED = 1_000;
const TIMES = 3;

export async function benchRegister(
  settings: Settings,
  onProgress: (message: string) => void,
): Promise<Figures> {
  const stage = await openStage(settings, onProgress);
  try {
    return await measure(stage, settings, onProgress);
  } finally {
    await stage.close();
  }
}

async function measure(
  stage: Stage,
  { rounds, customers }: Settings,
  onProgress: (message: string) => void,
): Promise<Figures> {
  const { shop, deviceKey, products } = stage;
  const access = { tenantId: shop.tenantId, token: shop.token(), registerKey: deviceKey };
  const [one] = products;
  const codes = { barcode: one?.barcode ?? '', words: one?.name ?? '' };
  // The very first request has the snapshot built, which is the server's figure and not ours.
  await fetch(new URL('/api/sync/snapshot/', stage.front.url), {
    headers: { authorization: `Bearer ${access.token}` },
  }).then((response) => response.arrayBuffer());
  const loads: Awaited<ReturnType<typeof firstLoad>>[] = [];
  const warm: Awaited<ReturnType<typeof warmStart>>[] = [];
  const people: CustomerFigures[] = [];
  let device = await stage.newDevice();
  for (let round = 1; round <= rounds; round += 1) {
    if (round > 1) {
      await device.close();
      device = await stage.newDevice();
    }
    const loading = await device.openPage();
    loads.push(await loading.evaluate(firstLoad, { access, codes }));
    await loading.evaluate(putCustomers, { tenantId: access.tenantId, count: customers });
    await device.restart();
    const page = await device.openPage();
    warm.push(await page.evaluate(warmStart, { access, codes }));
    people.push(await page.evaluate(customerSearches, asked));
    onProgress(`${round} of ${rounds} first loads and warm starts`);
  }
  const questions = questionsAbout(products);
  const rest = await measureUse(stage, { device, access, questions }, onProgress);
  await device.close();
  const till = await measureTill(stage, questions);
  onProgress('sold in the till itself');
  return {
    till,
    chromium: device.version(),
    products: loads[0]?.products ?? 0,
    firstSellableMs: spreadOf(loads.map(({ sellableMs }) => sellableMs)),
    firstFreshMs: spreadOf(loads.map(({ freshMs }) => freshMs)),
    warmSellableMs: spreadOf(warm.map(({ sellableMs }) => sellableMs)),
    warmListMs: spreadOf(warm.map(({ listMs }) => listMs)),
    customers,
    firstCustomerMs: spreadOf(people.map(({ firstMs }) => firstMs)),
    customerMs: spreadOf(people.flatMap(({ ms }) => ms)),
    ...rest,
  };
}

/** Beginnings of names as they are typed, and ends of numbers. */
const asked = ['wan', 'wanji', 'ach od', 'mwangi', 'c12', 'kam hassan', '0012', '1999'];

interface InUse {
  readonly device: Device;
  readonly access: PageAccess;
  readonly questions: Questions;
}

async function measureUse(
  stage: Stage,
  { device, access, questions }: InUse,
  onProgress: (message: string) => void,
): Promise<Pick<Figures, 'lines' | 'listMs' | 'deltaMs' | 'heapBytes' | 'missed'>> {
  await device.restart();
  const page = await device.openPage();
  const codes = { barcode: questions.scans[0] ?? '', words: questions.searches[0] ?? '' };
  await page.evaluate(warmStart, { access, codes });
  const up = await underLine(page, questions);
  onProgress('asked with the line up');
  await setLine(stage, page, 'slow');
  const slow = await whileRefreshing(page, () => underLine(page, questions));
  await setLine(stage, page, 'down');
  const down = await whileRefreshing(page, () => underLine(page, questions));
  await setLine(stage, page, 'up');
  onProgress('asked with the line slow and down');
  const listed = await page.evaluate(roundTrips, {
    kind: 'list',
    asked: Array.from({ length: 100 }, String),
  } as const);
  const deltas: number[] = [];
  for (let time = 0; time < TIMES; time += 1) deltas.push(await measureDelta(stage, page));
  onProgress(`followed ${CHANGED} changes, ${TIMES} times`);
  return {
    lines: { up: up.figures, slow: slow.figures, down: down.figures },
    listMs: spreadOf(listed.ms),
    deltaMs: spreadOf(deltas),
    heapBytes: await heapOf(page),
    missed: up.missed,
  };
}

async function underLine(
  page: Page,
  { scans, searches }: Questions,
): Promise<{ readonly figures: LineFigures; readonly missed: readonly string[] }> {
  const scanned = await page.evaluate(roundTrips, { kind: 'scan', asked: scans } as const);
  if (scanned.empty.length > 0) throw new Error(`no product for ${scanned.empty.join(' ')}`);
  const asked = Array.from({ length: TIMES }, () => searches).flat();
  const searched = await page.evaluate(roundTrips, { kind: 'search', asked } as const);
  return {
    figures: { scanMs: spreadOf(scanned.ms), searchMs: spreadOf(searched.ms) },
    missed: [...new Set(searched.empty)],
  };
}

/** The catalogue asks the server all the while, as it does at its turns. */
async function whileRefreshing<T>(page: Page, work: () => Promise<T>): Promise<T> {
  const done = new AbortController();
  const refreshing = (async () => {
    while (!done.signal.aborted) {
      await page.evaluate(refreshOnce);
      await sleep(50);
    }
  })();
  try {
    return await work();
  } finally {
    done.abort();
    await refreshing;
  }
}

async function measureDelta({ home, shop }: Stage, page: Page): Promise<number> {
  await withOwner(home.home, (client) =>
    client.query(
      `UPDATE catalog.products SET name = name || ' new' WHERE tenant_id = $1 AND product_id IN
         (SELECT product_id FROM catalog.products WHERE tenant_id = $1
          ORDER BY updated_at, md5(product_id::text) LIMIT $2)`,
      [shop.tenantId, CHANGED],
    ),
  );
  const { ms, outcome } = await page.evaluate(refreshOnce);
  if (outcome !== 'fresh') throw new Error(`the refresh ended as ${outcome}`);
  return ms;
}

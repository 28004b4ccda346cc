/**
 * One run: first loads on new devices, warm starts, questions with the line up, slow and down, and
 * a thousand changes. Each figure is taken inside the page, by its own clock.
 */
import { withOwner } from '@evertill/rig';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { lettersToProducts, scansToLines } from './app-in-page.ts';
import { customerSearches, putCustomers } from './customers-in-page.ts';
import type { CustomerFigures } from './customers-in-page.ts';
import { heapOf } from './heap.ts';
import { firstLoad, refreshOnce, roundTrips, warmStart } from './in-page.ts';
import type { PageAccess } from './in-page.ts';
import { measurePaying } from './measure-paying.ts';
import { openShift } from './open-shift.ts';
import { questionsAbout } from './questions.ts';
import type { Questions } from './questions.ts';
import type { Settings } from './settings.ts';
import { setLine } from './set-line.ts';
import type { Line } from './set-line.ts';
import { openStage } from './stage.ts';
import type { Device, Stage } from './stage.ts';

export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly samples: number;
}

export interface LineFigures {
  readonly scanMs: Spread;
  readonly searchMs: Spread;
}

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

export interface TillFigures {
  readonly scanToLineMs: Spread;
  readonly scanToFrameMs: Spread;
  readonly letterToProductsMs: Spread;
  readonly letterToFrameMs: Spread;
  /** The same with 500 ms of latency, and without a line. */
  readonly lines: Readonly<Record<'slow' | 'down', LineFigures>>;
  /** From the press that takes the money to the receipt on the screen, after the strict write. */
  readonly payToReceiptMs: Spread;
  readonly payWhileLoadingMs: Spread;
  readonly payWithoutLineMs: Spread;
  readonly paySlowMs: Spread;
  /** Of those: until the sale was on the disk, in the first place of the journal. */
  readonly writeMs: Spread;
  readonly writeWhileLoadingMs: Spread;
  /** Catalogues loaded beside it meanwhile. */
  readonly loads: number;
  readonly queued: number;
  readonly drainMs: number;
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

/** Ten products, scanned again and again: a cart is that long, and a scan makes one more of one. */
const SCANS = 1_000;
const SCANS_UNDER_LINE = 300;
/** Some four letters each. */
const SEARCHES = 120;

async function measureTill(stage: Stage, { scans, searches }: Questions): Promise<TillFigures> {
  const device = await stage.newDevice();
  try {
    const page = await device.openBlank();
    await page.setViewportSize({ width: 1280, height: 800 });
    await openShift(stage, page);
    const [first = '', ...more] = scans.slice(0, 10);
    await page.evaluate(scansToLines, [first]);
    const codes = Array.from({ length: SCANS }, (_, index) => more[index % more.length] ?? first);
    const scanned = await page.evaluate(scansToLines, codes);
    const typed = await page.evaluate(lettersToProducts, searches.slice(0, SEARCHES));
    const under = async (line: Line): Promise<LineFigures> => {
      await setLine(stage, page, line);
      const scans = await page.evaluate(scansToLines, codes.slice(0, SCANS_UNDER_LINE));
      const letters = await page.evaluate(lettersToProducts, searches.slice(0, SEARCHES));
      return { scanMs: spreadOf(scans.committedMs), searchMs: spreadOf(letters.committedMs) };
    };
    const lines = { slow: await under('slow'), down: await under('down') };
    await setLine(stage, page, 'up');
    await page.reload();
    await page.locator('.tile').first().waitFor();
    const paid = await measurePaying(stage, device, page);
    return {
      lines,
      paySlowMs: spreadOf(paid.slow.map(({ ms }) => ms)),
      payToReceiptMs: spreadOf(paid.up.map(({ ms }) => ms)),
      payWhileLoadingMs: spreadOf(paid.loading.map(({ ms }) => ms)),
      payWithoutLineMs: spreadOf(paid.down.map(({ ms }) => ms)),
      writeMs: spreadOf(paid.up.map(({ writeMs }) => writeMs)),
      writeWhileLoadingMs: spreadOf(paid.loading.map(({ writeMs }) => writeMs)),
      loads: paid.loads,
      queued: paid.queued,
      drainMs: paid.drainMs,
      scanToLineMs: spreadOf(scanned.committedMs),
      scanToFrameMs: spreadOf(scanned.paintedMs),
      letterToProductsMs: spreadOf(typed.committedMs),
      letterToFrameMs: spreadOf(typed.paintedMs),
    };
  } finally {
    await device.close();
  }
}

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

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: at(1), samples: sorted.length };
}

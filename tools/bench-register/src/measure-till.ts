/** In the till itself: scans, letters, sales and starts, with the line up, slow and down. */
import { lettersToProducts, scansToLines } from './app-in-page.ts';
import { measurePaying } from './measure-paying.ts';
import { openShift } from './open-shift.ts';
import type { Questions } from './questions.ts';
import { setLine } from './set-line.ts';
import type { Line } from './set-line.ts';
import { spreadOf } from './spread.ts';
import type { Spread } from './spread.ts';
import type { Device, Stage } from './stage.ts';

export interface LineFigures {
  readonly scanMs: Spread;
  readonly searchMs: Spread;
}

export interface TillFigures {
  readonly scanToLineMs: Spread;
  readonly scanToFrameMs: Spread;
  readonly letterToProductsMs: Spread;
  readonly letterToFrameMs: Spread;
  /** The same with 500 ms of latency, and without a line. */
  readonly lines: Readonly<Record<'slow' | 'down', LineFigures>>;
  /** From the navigation of a new browser to its first tile, with these sales in its journal. */
  readonly startMs: Spread;
  /** From the press that takes the money to the receipt on the screen, after the strict write. */
  readonly payToReceiptMs: Spread;
  readonly payWhileLoadingMs: Spread;
  readonly payWithoutLineMs: Spread;
  readonly paySlowMs: Spread;
  /** Of those: until the last strict transaction that was on the disk before the receipt. */
  readonly writeMs: Spread;
  readonly writeWhileLoadingMs: Spread;
  /** Catalogues loaded beside it meanwhile. */
  readonly loads: number;
  readonly queued: number;
  readonly drainMs: number;
}

const STARTS = 3;
/** Ten products, scanned again and again: a cart is that long, and a scan makes one more of one. */
const SCANS = 1_000;
const SCANS_UNDER_LINE = 300;
/** Some four letters each. */
const SEARCHES = 120;

export async function measureTill(
  stage: Stage,
  { scans, searches }: Questions,
): Promise<TillFigures> {
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
    const starts: number[] = [];
    for (let time = 0; time < STARTS; time += 1) starts.push(await startAgain(stage, device));
    return {
      lines,
      startMs: spreadOf(starts),
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

async function startAgain({ front }: Stage, device: Device): Promise<number> {
  await device.restart();
  const page = await device.openBlank();
  await page.goto(`${front.url}/register/`);
  await page.locator('.tile').first().waitFor();
  return page.evaluate(() => performance.now());
}

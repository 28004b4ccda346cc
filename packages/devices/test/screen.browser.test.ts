import bwipjs from 'bwip-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paperText, printerProfiles, readPaper } from '../src/index.ts';
import { isBlack } from '../src/escpos/bitmap.ts';
import type { Bitmap, DisplayView } from '../src/index.ts';
import { qrBitmap } from '../src/qr-picture.ts';
import { receipt, receiptOfNames } from './golden-cases.ts';
import { openBrowser, origin } from './open-page.ts';
import type { DevicesBrowser } from './open-page.ts';

let browser: DevicesBrowser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const widthsMm = { '58mm': 58, '80mm': 80, a4: 210 } as const;

const basket = (total: string): DisplayView => {
  return { kind: 'basket', lines: [], totalLabel: 'TOTAL', total };
};

describe('in Chromium', () => {
  it.each(['58mm', '80mm', 'a4'] as const)(
    'a receipt on %s is as wide as its paper',
    async (paper) => {
      const { page, call } = await browser.open();
      const names = ['Jogoo Maize Meal 2 kg', 'x'.repeat(200), 'A long name '.repeat(12)];
      await call('fillPage', receiptOfNames(names), paper);
      const wide = await page.evaluate(
        `[document.body, ...document.querySelectorAll('p, span')]
        .filter((one) => one.getBoundingClientRect().right >
          document.body.getBoundingClientRect().right + 1 || one.scrollWidth > one.clientWidth + 1)
        .filter((one) => one.tagName !== 'SPAN' || one.scrollWidth > one.parentElement.clientWidth)
        .map((one) => one.textContent)`,
      );
      expect(wide).toEqual([]);
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      const [, points = ''] = /MediaBox\s*\[0 0 ([\d.]+)/.exec(pdf) ?? [];
      // Chromium has whole points, 72 to the inch.
      expect(Math.abs(Number(points) - (widthsMm[paper] / 25.4) * 72)).toBeLessThan(1);
    },
  );

  it('a name is text, whatever it says', async () => {
    const { page, call } = await browser.open();
    const names = [
      '<img src=x onerror="window.__xss=1">',
      '</style></title><script>window.__xss=1</script>',
      '"><svg onload=window.__xss=1>',
      "&lt;b&gt; ' ` ${window.__xss=1}",
    ];
    const document = { ...receiptOfNames(names), title: names[1] ?? '', language: '"><script>' };
    await call('fillPage', document, '80mm');
    expect(await page.evaluate('window.__xss')).toBeUndefined();
    expect(await page.evaluate('document.querySelectorAll("img, script").length')).toBe(0);
    const text = await page.innerText('body');
    for (const name of names) expect(text.replace(/\s+/g, ' ')).toContain(name);
    expect(await page.title()).toBe(names[1]);
  });

  it('prints through a frame, under a strict content policy, and takes it away again', async () => {
    const { page, call } = await browser.open();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    // Headless Chromium has no dialog: it prints nothing and says that it is over.
    expect(await call('printInFrame', receipt())).toEqual({ kind: 'sent' });
    expect(await page.evaluate('document.querySelectorAll("iframe").length')).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('a second window shows what the register says, also when it is opened late', async () => {
    const till = await browser.open();
    expect(await till.call('show', basket('KES 1.00'))).toBe(false);
    const customer = await browser.open();
    await customer.call('follow');
    await expect.poll(() => customer.call('shownSoFar')).toEqual(['KES 1.00']);
    expect(await till.call('show', basket('KES 2.00'))).toBe(true);
    expect(await customer.call('shownSoFar')).toEqual(['KES 1.00', 'KES 2.00']);
  });

  it('names that no code page holds are drawn with the fonts of the device', async () => {
    const { call } = await browser.open();
    const hex = await call('encodeDrawn', receiptOfNames(['Чай', 'Ọ̀gẹ̀dẹ̀', 'ẹ̀kọ']));
    const strips = readPaper(Buffer.from(hex, 'hex'), printerProfiles.wide);
    const pictures = strips.flatMap((strip) => (strip.kind === 'picture' ? [strip.bitmap] : []));
    expect(pictures.map(({ widthDots }) => widthDots)).toEqual([576, 576]);
    const inked = pictures.map(({ bits }) => bits.filter((byte) => byte > 0).length);
    for (const bytes of inked) expect(bytes).toBeGreaterThan(50);
    expect(paperText(strips)).toContain('Чай');
  });

  it('print jobs are there after the page was left', async () => {
    const { page, call } = await browser.open();
    expect(await call('addPrintJob', 'a')).toBe(true);
    await page.close();
    const next = await browser.open();
    expect(await next.call('addPrintJob', 'a')).toBe(false);
    expect(await next.call('addPrintJob', 'b')).toBe(true);
    expect(await next.call('printJobs')).toEqual(['1 a', '2 b']);
  });

  it('the camera’s reader reads goods and codes with a wasm of our own', async () => {
    const { call } = await browser.open();
    const wasmUrl = `${origin}/reader.wasm`;
    const picture = ean('6160001234560');
    expect(await call('detect', { ...picture, wasmUrl })).toEqual(['ean_13 6160001234560']);
    const code = qrBitmap('r:4T9K2M7QX0B1C3D5', 6);
    expect(await call('detect', { ...dotsOf(code), wasmUrl })).toEqual([
      'qr_code r:4T9K2M7QX0B1C3D5',
    ]);
  });
});

function dotsOf(bitmap: Bitmap): { width: number; height: number; black: readonly number[] } {
  const { widthDots: width, heightDots: height } = bitmap;
  const dots = Array.from({ length: width * height }, (_, dot) => dot);
  const black = dots.filter((dot) => isBlack(bitmap, dot % width, Math.floor(dot / width)));
  return { width, height, black };
}

/** An EAN-13 as dots: each module three wide, in a white frame. */
function ean(text: string): { width: number; height: number; black: readonly number[] } {
  const [drawn] = bwipjs.raw('ean13', text, '');
  const bars = drawn !== undefined && 'sbs' in drawn ? drawn.sbs : [];
  const columns = bars.flatMap((width, index) =>
    Array.from({ length: width * 3 }, () => index % 2 === 0),
  );
  const [width, height, left] = [columns.length + 80, 120, 40];
  const black: number[] = [];
  for (let y = 20; y < height - 20; y += 1) {
    for (const [x, isBar] of columns.entries()) if (isBar) black.push(y * width + left + x);
  }
  return { width, height, black };
}

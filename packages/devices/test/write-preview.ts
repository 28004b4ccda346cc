/**
 * Draws golden receipts as they come out of the printer, for a person to look at:
 * `node packages/devices/test/write-preview.ts [FOLDER]` writes a PNG of each.
 */
import { mkdirSync } from 'node:fs';
import { bitmapSvg } from '../src/browser-print/bitmap-svg.ts';
import { escapeHtml } from '../src/browser-print/escape.ts';
import { readPaper } from '../src/index.ts';
import type { PaperStrip } from '../src/index.ts';
import { qrBitmap } from '../src/qr-picture.ts';
import { goldenCases } from './golden-cases.ts';
import { makeGolden } from './golden-file.ts';
import { openBrowser } from './open-page.ts';

const folder = process.argv[2] ?? 'coverage/receipts';
mkdirSync(folder, { recursive: true });
const browser = await openBrowser();
for (const one of goldenCases) {
  const strips = readPaper(makeGolden(one).bytes, one.profile);
  const { page } = await browser.open();
  await page.setViewportSize({ width: one.profile.widthDots + 64, height: 400 });
  const style = 'margin:0;padding:32px;background:#fff;font:20px/30px monospace;white-space:pre';
  await page.setContent(`<body style="${style}">${strips.map(stripHtml).join('')}</body>`);
  await page.screenshot({ path: `${folder}/${one.name}.png`, fullPage: true });
  await page.close();
  console.log(`${folder}/${one.name}.png`);
}
await browser.close();

/** A dot of the printer is a pixel. */
function stripHtml(strip: PaperStrip): string {
  switch (strip.kind) {
    case 'text': {
      const scale = `transform:scale(${strip.width},${strip.height});transform-origin:0 0`;
      const weight = strip.isBold ? 'bold' : 'normal';
      const line = `<div style="${scale};font-weight:${weight}">${escapeHtml(strip.text)}</div>`;
      return `<div style="height:${30 * strip.height}px;overflow:hidden">${line}</div>`;
    }
    case 'picture':
      return picture(bitmapSvg(strip.bitmap, ''), strip.bitmap.widthDots);
    case 'qr': {
      const bitmap = qrBitmap(strip.text, strip.moduleDots);
      return picture(bitmapSvg(bitmap, strip.text), bitmap.widthDots);
    }
    case 'feed':
      return `<div style="height:${30 * strip.lines}px"></div>`;
    case 'barcode':
    case 'cut':
    case 'pulse':
    case 'unknown':
      return `<div style="color:#888">[${strip.kind}]</div>`;
  }
}

function picture(svg: string, widthDots: number): string {
  return `<div style="width:${widthDots}px;margin:0 auto;line-height:0">${svg}</div>`;
}

/**
 * A document as a page of HTML, for browsers that reach no printer by themselves: 58 and 80 mm, and
 * A4 for a printer in the office. It holds no script, asks nobody for anything, and every name in
 * it is text.
 */
import { assertBarcode } from '../barcode.ts';
import type { PrintDocument, PrintPart } from '../print-document.ts';
import { qrModules } from '../qr-picture.ts';
import { bitmapSvg } from './bitmap-svg.ts';
import { escapeHtml } from './escape.ts';

export type Paper = '58mm' | '80mm' | 'a4';

interface PaperSize {
  readonly page: (heightMm: number) => string;
  readonly width: string;
  readonly letter: string;
}

/** Page, text width, size of letters: 32 and 48 characters of a monospaced face fit the rolls. */
const papers: Readonly<Record<Paper, PaperSize>> = {
  '58mm': { page: (mm) => `size:58mm ${mm}mm;margin:0`, width: '48mm', letter: '8.5pt' },
  '80mm': { page: (mm) => `size:80mm ${mm}mm;margin:0`, width: '72mm', letter: '9pt' },
  a4: { page: () => 'size:A4;margin:20mm', width: '110mm', letter: '11pt' },
};

/** Longer than any receipt, until somebody measures what stands on it. */
const ROLL_MM = 297;

const QUIET_MODULES = 4;

/**
 * The page without its style, which `pageStyle` is: a content policy that lets no text of a page
 * style it lets scripts hand it a style sheet. Rejects with a RangeError where a barcode would not
 * be read back as it went in.
 */
export async function documentHtml(document: PrintDocument): Promise<string> {
  const parts = await Promise.all(document.parts.map(partHtml));
  return [
    '<!doctype html>',
    `<html lang="${escapeHtml(document.language)}"><head><meta charset="utf-8">`,
    `<title>${escapeHtml(document.title)}</title></head><body>`,
    ...parts,
    '</body></html>',
  ].join('\n');
}

/** The style sheet of a page of this paper; of a roll, as long as what stands on it. */
export function pageStyle(paper: Paper, heightMm = ROLL_MM): string {
  const { page, width, letter } = papers[paper];
  return [
    `@page{${page(heightMm)}}`,
    `body{width:${width};margin:0 auto;font:${letter}/1.35 ui-monospace,monospace;color:#000}`,
    'p{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}',
    '.centre{text-align:center}',
    '.strong{font-weight:bold;font-size:1.4em}',
    // A name wraps; an amount does not, and goes to a line of its own where there is no room.
    '.pair{display:flex;flex-wrap:wrap;column-gap:1ch}',
    '.pair>:last-child{margin-left:auto;text-align:right}',
    '.indent{padding-left:2ch}',
    'hr{border:0;border-top:1px dashed #000;margin:.4em 0}',
    'svg{display:block;margin:.4em auto;max-width:100%}',
    '.qr svg{width:30mm}',
    '.picture svg{width:auto;max-height:24mm}',
  ].join('\n');
}

async function partHtml(part: PrintPart): Promise<string> {
  switch (part.kind) {
    case 'rule':
      return '<hr>';
    case 'space':
      return '<p>&nbsp;</p>';
    case 'text':
      return `<p>${escapeHtml(part.text)}</p>`;
    case 'centre':
      return `<p class="centre${part.isStrong ? ' strong' : ''}">${escapeHtml(part.text)}</p>`;
    case 'pair': {
      const classes = `pair${part.indent > 0 ? ' indent' : ''}${part.isStrong ? ' strong' : ''}`;
      const [left, right] = [part.left, part.right].map(escapeHtml);
      return `<p class="${classes}"><span>${left}</span><span>${right}</span></p>`;
    }
    case 'qr': {
      const svg = bitmapSvg(qrModules(part.text), part.text, QUIET_MODULES);
      return `<div class="qr">${svg}</div>`;
    }
    case 'barcode': {
      assertBarcode(part.symbology, part.text);
      const { barcodeSvg } = await import('./barcode-svg.ts');
      return `<div class="barcode">${barcodeSvg(part.symbology, part.text)}</div>`;
    }
    case 'picture':
      return `<div class="picture">${bitmapSvg(part.bitmap, part.alternative)}</div>`;
  }
}

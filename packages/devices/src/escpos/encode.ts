/**
 * A document as the bytes of ESC/POS. The bytes begin with a reset and end below the cut, so that
 * they mean the same after any other job. What they hold is golden: the same document and profile
 * give the same bytes for ever.
 */
import type { ReceiptLine } from '@evertill/domain';
import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import { assertBarcode, barDots } from '../barcode.ts';
import type { Bitmap, PrintDocument, PrintPart, Symbology } from '../print-document.ts';
import { qrBitmap } from '../qr-picture.ts';
import { colourOf } from './bitmap.ts';
import { layOut } from './layout.ts';
import type { LaidLine } from './layout.ts';
import type { CodePage, PrinterProfile } from './profile.ts';
import { wordingOf } from './wording.ts';

/** Draws a line in a script that the printer has no letters for. As wide as the paper. */
export type DrawLine = (line: LaidLine, size: { widthDots: number; heightDots: number }) => Bitmap;

export interface EncodedDocument {
  readonly bytes: Uint8Array;
  /** Characters that were spelled out, since this printer has none of them and nothing draws. */
  readonly spelled: readonly string[];
}

const LINE_DOTS = 32;
const QR_MODULE_DOTS = 6;
const BARCODE_DOTS = 80;

/**
 * Throws a RangeError where the document holds a barcode that no scanner would read back, or a
 * picture wider than the paper.
 */
export function encodeDocument(
  document: PrintDocument,
  profile: PrinterProfile,
  drawLine?: DrawLine,
): EncodedDocument {
  const [first, ...others] = profile.codePages;
  if (first === undefined) throw new RangeError('a printer has at least one code page');
  const pages: Pages = [first, ...others];
  const encoder = startEncoder(profile);
  const spelled = new Set<string>();
  for (const part of document.parts) {
    encodePart(part, { encoder, profile, pages, drawLine, spelled });
  }
  return { bytes: joined(encoder.encode(), ending(profile)), spelled: [...spelled] };
}

/** One pulse of 100 ms for the drawer, and nothing else: no reset, no paper. */
export function encodeDrawerPulse(profile: PrinterProfile): Uint8Array {
  return startEncoder(profile, false)
    .pulse(profile.drawerPin === 2 ? 0 : 1, 100, 500)
    .encode();
}

type Pages = readonly [CodePage, ...CodePage[]];

interface Encoding {
  readonly encoder: ReceiptPrinterEncoder;
  readonly profile: PrinterProfile;
  readonly pages: Pages;
  readonly drawLine: DrawLine | undefined;
  readonly spelled: Set<string>;
}

function startEncoder(profile: PrinterProfile, withReset = true): ReceiptPrinterEncoder {
  // A new one for each document: it remembers what the printer forgets when it is switched off.
  const encoder = new ReceiptPrinterEncoder({
    language: 'esc-pos',
    columns: profile.columns,
    newline: '\n',
    imageMode: 'raster',
    feedAfterBlock: false,
    codepageMapping: Object.fromEntries(
      profile.codePages.map(({ page, number }) => [page, number]),
    ),
    errors: 'strict',
  });
  return withReset ? encoder.initialize() : encoder;
}

function encodePart(part: PrintPart, encoding: Encoding): void {
  const { encoder, profile } = encoding;
  switch (part.kind) {
    case 'rule':
      encoder.codepage(encoding.pages[0].page).line('-'.repeat(profile.columns));
      return;
    case 'space':
      encoder.newline();
      return;
    case 'qr':
      encodeQr(part.text, encoding);
      return;
    case 'barcode':
      encodeBarcode(part.symbology, part.text, encoding);
      return;
    case 'picture':
      encodePicture(part.bitmap, encoding);
      return;
    case 'text':
    case 'centre':
    case 'pair':
      encodeText(part, encoding);
  }
}

function encodeText(given: Exclude<ReceiptLine, { kind: 'rule' }>, encoding: Encoding): void {
  const { encoder, profile, pages, drawLine, spelled } = encoding;
  const wording = wordingOf(given, pages, drawLine !== undefined);
  const isDrawn = wording.kind === 'drawn';
  for (const line of layOut(wording.part, profile.columns, isDrawn)) {
    if (isDrawn) {
      const heightDots = line.isTall ? 2 * LINE_DOTS : LINE_DOTS;
      const drawn = drawLine?.(line, { widthDots: profile.widthDots, heightDots });
      if (drawn !== undefined) encodePicture(drawn, encoding);
    } else {
      encoder
        .codepage(wording.page.page)
        .bold(line.isTall)
        .size(line.isWide ? 2 : 1, line.isTall ? 2 : 1)
        .line(line.text)
        .size(1, 1)
        .bold(false);
    }
  }
  if (wording.kind === 'spelled') for (const one of wording.spelled) spelled.add(one);
}

function encodeQr(text: string, encoding: Encoding): void {
  const { encoder, profile } = encoding;
  // The command takes bytes without saying in which alphabet: only ASCII is read alike by all.
  if (profile.hasQrCode && /^[ -~]+$/.test(text)) {
    encoder.align('center').qrcode(text, { model: 2, size: QR_MODULE_DOTS, errorlevel: 'm' });
    encoder.align('left');
  } else {
    encodePicture(qrBitmap(text, QR_MODULE_DOTS), encoding);
  }
}

function encodeBarcode(symbology: Symbology, text: string, encoding: Encoding): void {
  const { encoder, profile } = encoding;
  assertBarcode(symbology, text);
  // The encoder counts from one where the printer counts from two.
  const width = barDots(symbology, text, profile.widthDots) - 1;
  encoder.align('center').barcode(text, symbology, { height: BARCODE_DOTS, width, text: 'below' });
  encoder.align('left');
}

function encodePicture(bitmap: Bitmap, { encoder, profile }: Encoding): void {
  if (bitmap.widthDots > profile.widthDots) {
    throw new RangeError(`a picture of ${bitmap.widthDots} dots on ${profile.widthDots}`);
  }
  encoder.align('center').image(colourOf(bitmap), { mode: 'raster' }).align('left');
}

/** The paper out of the printer, and the cut. The encoder would feed once more below it. */
function ending({ cutter, feedLines }: PrinterProfile): readonly number[] {
  const feed = [0x1b, 0x64, feedLines];
  if (cutter === 'none') return feed;
  return [...feed, 0x1d, 0x56, cutter === 'full' ? 0x00 : 0x01];
}

function joined(bytes: Uint8Array, more: readonly number[]): Uint8Array {
  return Uint8Array.from([...bytes, ...more]);
}

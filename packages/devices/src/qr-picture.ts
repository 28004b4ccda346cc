/** QR codes as modules, for screens and for printers without a command for them. */
import { encode } from 'uqr';
import type { Bitmap } from './print-document.ts';
import { blacken, blankBitmap, isBlack } from './escpos/bitmap.ts';

/** Four modules of white around a code, as the standard asks. */
const QUIET_MODULES = 4;

/**
 * A QR code, one dot a module, without its quiet zone; errors to 15 % are mended. Throws where the
 * text is longer than a code holds.
 */
export function qrModules(text: string): Bitmap {
  const { size, data } = encode(text, { ecc: 'M', border: 0 });
  const bitmap = blankBitmap(size, size);
  for (const [y, row] of data.entries()) {
    for (const [x, isDark] of row.entries()) if (isDark) blacken(bitmap, x, y);
  }
  return bitmap;
}

/** A QR code for paper of so many dots, with its quiet zone, in modules of `moduleDots`. */
export function qrBitmap(text: string, moduleDots: number): Bitmap {
  const modules = qrModules(text);
  const side = (modules.widthDots + 2 * QUIET_MODULES) * moduleDots;
  const bitmap = blankBitmap(side, side);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const [column = 0, row = 0] = [x, y].map((at) => Math.floor(at / moduleDots) - QUIET_MODULES);
      if (isBlack(modules, column, row)) blacken(bitmap, x, y);
    }
  }
  return bitmap;
}

/** Pictures for golden receipts: a logo, and lines drawn without any font. */
import { blacken, blankBitmap } from '../src/escpos/bitmap.ts';
import type { DrawLine } from '../src/escpos/encode.ts';
import type { LaidLine } from '../src/escpos/layout.ts';
import type { Bitmap } from '../src/index.ts';

const SIDE = 96;

/** A basket: an arc over a box with slats. */
export const logo: Bitmap = (() => {
  const bitmap = blankBitmap(SIDE, SIDE);
  for (let y = 0; y < SIDE; y += 1) {
    for (let x = 0; x < SIDE; x += 1) {
      const fromCentre = Math.hypot(x - SIDE / 2, y - SIDE / 2);
      const isHandle = y < SIDE / 2 && fromCentre > 34 && fromCentre < 42;
      const isBox = y >= SIDE / 2 && x > 4 && x < SIDE - 5 && (x % 16 < 8 || y < SIDE / 2 + 10);
      if (isHandle || isBox) blacken(bitmap, x, y);
    }
  }
  return bitmap;
})();

/** Each character a block of its own pattern, so that bytes do not hang on any font. */
export const drawBlocks: DrawLine = (line, { widthDots, heightDots }) => {
  const bitmap = blankBitmap(widthDots, heightDots);
  for (const { text, at } of line.pieces) {
    const characters = Array.from(text);
    const start = startOf(at, characters.length * 12, widthDots);
    for (const [index, character] of characters.entries()) {
      if (character !== ' ') drawBlock(bitmap, start + index * 12, character);
    }
  }
  return bitmap;
};

function startOf(at: LaidLine['pieces'][number]['at'], dots: number, widthDots: number): number {
  if (at === 'left') return 0;
  return at === 'right' ? widthDots - dots : Math.floor((widthDots - dots) / 2);
}

function drawBlock(bitmap: Bitmap, left: number, character: string): void {
  const point = character.codePointAt(0) ?? 0;
  for (let y = 4; y < bitmap.heightDots - 4; y += 1) {
    for (let x = 1; x < 11; x += 1) {
      const isInk = ((point >> ((x + y) % 8)) & 1) === 1 || y === 4;
      if (isInk && left + x < bitmap.widthDots) blacken(bitmap, left + x, y);
    }
  }
}

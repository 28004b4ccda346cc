/** Pictures of one bit a dot, as a thermal head prints them. */
import type { Bitmap } from '../print-document.ts';

/** RGBA, four bytes a dot, as a canvas has it. */
export interface Colours {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** A bitmap of nothing but paper. Throws a RangeError unless both sides are whole and above 0. */
export function blankBitmap(widthDots: number, heightDots: number): Bitmap {
  if (![widthDots, heightDots].every((side) => Number.isSafeInteger(side) && side > 0)) {
    throw new RangeError(`no bitmap has ${widthDots} by ${heightDots} dots`);
  }
  return { widthDots, heightDots, bits: new Uint8Array(Math.ceil(widthDots / 8) * heightDots) };
}

/** Whether the dot is black. Beyond the edge is paper. */
export function isBlack({ widthDots, heightDots, bits }: Bitmap, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= widthDots || y >= heightDots) return false;
  const byte = bits[y * Math.ceil(widthDots / 8) + (x >> 3)] ?? 0;
  return (byte & (0x80 >> (x & 7))) !== 0;
}

/** Makes a dot of this bitmap black: only for whoever is still drawing it. */
export function blacken({ widthDots, bits }: Bitmap, x: number, y: number): void {
  const place = y * Math.ceil(widthDots / 8) + (x >> 3);
  bits[place] = (bits[place] ?? 0) | (0x80 >> (x & 7));
}

/** RGBA as canvases have it, every dot black or white. */
export function colourOf(bitmap: Bitmap): Colours {
  const { widthDots: width, heightDots: height } = bitmap;
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (isBlack(bitmap, x, y)) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return { width, height, data };
}

/** RGBA to bits: black is what is darker than the middle, over white where it is clear. */
export function bitmapOf({ width, height, data }: Colours): Bitmap {
  const bitmap = blankBitmap(width, height);
  for (let dot = 0; dot < width * height; dot += 1) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(dot * 4, dot * 4 + 4);
    const light = (red * 299 + green * 587 + blue * 114) / 1000;
    const seen = 255 - ((255 - light) * alpha) / 255;
    if (seen < 128) blacken(bitmap, dot % width, Math.floor(dot / width));
  }
  return bitmap;
}

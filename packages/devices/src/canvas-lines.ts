/**
 * Draws lines that no code page holds with the fonts of the browser: Arabic, Amharic, Chinese, and
 * what else the device can show. Each piece keeps its edge, and is squeezed rather than cut.
 */
import { bitmapOf } from './escpos/bitmap.ts';
import type { Colours } from './escpos/bitmap.ts';
import type { DrawLine } from './escpos/encode.ts';

/** What we use of a 2D context. */
export interface DrawingContext {
  font: string;
  fillStyle: unknown;
  textAlign: string;
  textBaseline: string;
  direction: string;
  fillRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number, maxWidth: number): void;
  getImageData(x: number, y: number, width: number, height: number): Colours;
}

/** `createContext` makes a canvas of this size, as `OffscreenCanvas` does, and its 2D context. */
export function canvasLines(
  createContext: (widthDots: number, heightDots: number) => DrawingContext | null,
): DrawLine {
  return (line, { widthDots, heightDots }) => {
    const context = createContext(widthDots, heightDots);
    if (context === null) throw new RangeError('this browser draws nothing');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, widthDots, heightDots);
    context.fillStyle = '#000';
    context.textBaseline = 'middle';
    context.direction = 'ltr';
    context.font = `${line.isTall ? 'bold ' : ''}${Math.round(heightDots * 0.68)}px sans-serif`;
    // A name may take what its amount leaves.
    const share = line.pieces.length > 1 ? 0.68 : 1;
    for (const { text, at } of line.pieces) {
      const width = at === 'left' ? widthDots * share : widthDots * (share === 1 ? 1 : 0.3);
      const x = at === 'left' ? 0 : at === 'right' ? widthDots : widthDots / 2;
      context.textAlign = at === 'centre' ? 'center' : at;
      context.fillText(text, x, heightDots / 2, width);
    }
    return bitmapOf(context.getImageData(0, 0, widthDots, heightDots));
  };
}

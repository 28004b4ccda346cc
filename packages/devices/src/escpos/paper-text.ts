/** The paper of a printer as plain text, for a diff, a log, and a person without a printer. */
import type { Bitmap } from '../print-document.ts';
import { isBlack } from './bitmap.ts';
import type { PaperStrip } from './paper.ts';

/** The paper as text: pictures in half blocks, the rest of what is no text in brackets. */
export function paperText(strips: readonly PaperStrip[]): string {
  return strips.flatMap(stripText).join('\n');
}

function stripText(strip: PaperStrip): readonly string[] {
  switch (strip.kind) {
    case 'text': {
      const size = strip.width * strip.height === 1 ? '' : `  [${strip.width}x${strip.height}]`;
      return [`${strip.text}${size}`];
    }
    case 'picture':
      return pictureText(strip.bitmap);
    case 'qr':
      return [`[QR ${strip.text}]`];
    case 'barcode':
      return [`[barcode ${strip.symbology} ${strip.text}]`];
    case 'feed':
      return Array.from({ length: strip.lines }, () => '');
    case 'cut':
      return [strip.isFull ? '[cut]' : '[partial cut]'];
    case 'pulse':
      return [`[pulse on pin ${strip.pin}, ${strip.onMs} ms]`];
    case 'unknown':
      return [`[unknown control ${strip.byte}]`];
  }
}

/** A quarter as wide and an eighth as tall as the dots are, so that a line of it fits a page. */
function pictureText(bitmap: Bitmap): readonly string[] {
  const lines: string[] = [];
  for (let y = 0; y < bitmap.heightDots; y += 8) {
    let line = '';
    for (let x = 0; x < bitmap.widthDots; x += 4) line += blockAt(bitmap, x, y);
    lines.push(line.trimEnd());
  }
  return lines;
}

function blockAt(bitmap: Bitmap, x: number, y: number): string {
  const isDark = (from: number) => {
    let dots = 0;
    for (let dot = 0; dot < 16; dot += 1) {
      if (isBlack(bitmap, x + (dot % 4), y + from + Math.floor(dot / 4))) dots += 1;
    }
    return dots >= 6;
  };
  const [upper, lower] = [isDark(0), isDark(4)];
  if (upper) return lower ? '\u2588' : '\u2580';
  return lower ? '\u2584' : ' ';
}

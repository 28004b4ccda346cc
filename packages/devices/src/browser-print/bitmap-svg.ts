/** A bitmap as SVG: a path of its black runs, sharp on any paper. */
import { isBlack } from '../escpos/bitmap.ts';
import type { Bitmap } from '../print-document.ts';
import { escapeHtml } from './escape.ts';

/** `quietDots` of white around it; read aloud as `alternative`. */
export function bitmapSvg(bitmap: Bitmap, alternative: string, quietDots = 0): string {
  const { widthDots, heightDots } = bitmap;
  const box = [-quietDots, -quietDots, widthDots + 2 * quietDots, heightDots + 2 * quietDots];
  const path = Array.from({ length: heightDots }, (_, y) => rowPath(bitmap, y)).join('');
  return (
    `<svg role="img" aria-label="${escapeHtml(alternative)}" viewBox="${box.join(' ')}" ` +
    `shape-rendering="crispEdges"><path d="${path}"/></svg>`
  );
}

function rowPath(bitmap: Bitmap, y: number): string {
  let path = '';
  for (let x = 0; x < bitmap.widthDots; x += 1) {
    if (!isBlack(bitmap, x, y)) continue;
    const from = x;
    while (isBlack(bitmap, x + 1, y)) x += 1;
    path += `M${from} ${y}h${x - from + 1}v1h${from - x - 1}z`;
  }
  return path;
}

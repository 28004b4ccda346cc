/**
 * Which code page holds a text, byte for byte. The encoder would print `?` for what a page lacks,
 * and worse: pages of the PC put an arrow at the byte of ESC, so that a product called `←p` opens
 * the drawer. Nothing is handed to it here but what has a byte of its own above the controls.
 */
import CodepageEncoder from '@point-of-sale/codepage-encoder';
import type { Codepage } from '@point-of-sale/codepage-encoder';
import type { CodePage } from './profile.ts';

const FIRST_PRINTABLE = 0x20;
const DELETE = 0x7f;
const NOTHING = 0xfffd;

const heldBy = new Map<Codepage, ReadonlySet<string>>();

/** The first of the pages that holds every character of all the texts, or undefined. */
export function pageFor(
  texts: readonly string[],
  pages: readonly CodePage[],
): CodePage | undefined {
  return pages.find(({ page }) => {
    const held = charactersOf(page);
    return texts.every((text) => Array.from(text).every((character) => held.has(character)));
  });
}

/** The characters that a page prints. */
export function charactersOf(page: Codepage): ReadonlySet<string> {
  const known = heldBy.get(page);
  if (known !== undefined) return known;
  const held = new Set<string>();
  for (const [byte, point] of CodepageEncoder.getCodepoints(page, true).entries()) {
    const isByte = byte >= FIRST_PRINTABLE && byte !== DELETE;
    if (isByte && isPrintable(point)) held.add(String.fromCodePoint(point));
  }
  heldBy.set(page, held);
  return held;
}

/** The text that bytes of a page print: for whoever reads a printer's paper back. */
export function textOfBytes(bytes: readonly number[], page: Codepage): string {
  const points = CodepageEncoder.getCodepoints(page, true);
  return bytes.map((byte) => String.fromCodePoint(points[byte] ?? NOTHING)).join('');
}

/** No control of either range, and not the mark of a byte that stands for nothing. */
function isPrintable(point: number): boolean {
  const isControl = point < FIRST_PRINTABLE || (point >= DELETE && point < 0xa0);
  return !isControl && point !== NOTHING;
}

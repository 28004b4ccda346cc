/**
 * Text as a receipt printer may see it: no control bytes, measured and wrapped in columns.
 *
 * A product name comes from outside. It must not open the cash drawer (ESC p), cut the paper, turn
 * the writing direction, or push an amount off the line.
 */

// Controls, line and paragraph separators, marks that turn the writing direction, invisible
// spaces, the byte order mark. ZWNJ and ZWJ stay: Persian and Indic names are spelled with them.
const unprintable =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

const combining = /[\p{Mn}\p{Me}\p{Cf}]/u;

// East Asian wide and fullwidth forms, and emoji: two columns each. Our own ranges, since a
// receipt must wrap alike on every engine.
const wide = [
  [0x1100, 0x115f],
  [0x2e80, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
] as const;

/** One line of text, with every control turned into a space and spaces made single. */
export function printable(text: string): string {
  return text.toWellFormed().replace(unprintable, ' ').replace(/\s+/g, ' ').trim();
}

/** How many columns printable text takes. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += columnsOfCharacter(character);
  return columns;
}

/** Breaks printable text at spaces, and inside a word only where the word is wider than a line. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (columnsOf(joined) <= columns) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = cut(word, columns);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1)!;
  }
  return [...lines, line];
}

export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - columnsOf(text))) + text;
}

function cut(word: string, columns: number): string[] {
  const pieces = [''];
  for (const character of word) {
    if (columnsOf(pieces.at(-1)! + character) > columns) pieces.push(character);
    else pieces.push(`${pieces.pop() ?? ''}${character}`);
  }
  return pieces;
}

function columnsOfCharacter(character: string): number {
  if (combining.test(character)) return 0;
  const point = character.codePointAt(0)!;
  return wide.some(([from, to]) => point >= from && point <= to) ? 2 : 1;
}

/**
 * A part of a receipt in the columns of one paper. Only what is strong is larger: always twice as
 * tall, and twice as wide where that leaves it on one line, since an amount is never cut.
 */
import { receiptText } from '@evertill/domain';
import type { ReceiptLine } from '@evertill/domain';
import type { TextPart } from './wording.ts';

/** A text at one edge of the line, or in its middle, for whoever draws it. */
export interface Piece {
  readonly text: string;
  readonly at: 'left' | 'right' | 'centre';
}

export interface LaidLine {
  /** The whole line in columns, as a printer types it. */
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly isTall: boolean;
  readonly isWide: boolean;
}

/** The lines that a part takes on paper of so many columns. `isDrawn` lines are never wide. */
export function layOut(part: TextPart, columns: number, isDrawn = false): readonly LaidLine[] {
  const isStrong = part.kind !== 'text' && part.isStrong;
  const wide = isStrong && !isDrawn ? wideLine(part, Math.floor(columns / 2)) : undefined;
  if (wide !== undefined) return [wide];
  return receiptText({ lines: [part] }, columns)
    .split('\n')
    .map((text, index) => {
      const pieces = piecesOf({ text, index }, part, columns);
      return { text, pieces, isTall: isStrong, isWide: false };
    });
}

/** The one line of a part in letters of double width, or undefined where it is longer. */
function wideLine(part: TextPart, columns: number): LaidLine | undefined {
  const pieces: readonly Piece[] =
    part.kind === 'pair'
      ? [
          { text: part.left, at: 'left' },
          { text: part.right, at: 'right' },
        ]
      : [{ text: part.text, at: 'centre' }];
  const indent = part.kind === 'pair' ? part.indent : 0;
  const letters = pieces.map(({ text }) => Array.from(text).length);
  const taken = letters.reduce((sum, one) => sum + one, indent + pieces.length - 1);
  if (taken > columns) return undefined;
  const text =
    part.kind === 'pair'
      ? ' '.repeat(indent) + part.left + ' '.repeat(columns - taken + 1) + part.right
      : ' '.repeat(Math.floor((columns - taken) / 2)) + part.text;
  return { text, pieces, isTall: true, isWide: true };
}

/** Which parts of a line stand where; `index` counts the lines that the part takes. */
function piecesOf(
  { text, index }: { readonly text: string; readonly index: number },
  part: TextPart,
  columns: number,
): readonly Piece[] {
  if (part.kind === 'text') return [{ text, at: 'left' }];
  if (part.kind === 'centre') return [{ text: text.trim(), at: 'centre' }];
  const left: ReceiptLine = { kind: 'text', text: part.left };
  const lefts = receiptText({ lines: [left] }, columns - part.indent).split('\n').length;
  if (index < lefts - 1) return [{ text, at: 'left' }];
  if (index >= lefts) return [{ text: text.trim(), at: 'right' }];
  // On the last line of the left, the right stands too where there is room for it.
  return pairPieces(text, part.right);
}

function pairPieces(text: string, right: string): readonly Piece[] {
  if (!text.endsWith(` ${right}`)) return [{ text, at: 'left' }];
  const left = text.slice(0, -right.length).trimEnd();
  return [
    { text: left, at: 'left' },
    { text: right, at: 'right' },
  ];
}

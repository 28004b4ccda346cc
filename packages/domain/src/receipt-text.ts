/**
 * A receipt in columns of fixed width: 42 and 32 are the usual papers.
 *
 * No line is wider than the paper. What does not fit wraps, and an amount is never cut: it moves
 * to a line of its own, at the right edge.
 */
import { columnsOf, padStart, wrap } from './printable.ts';
import type { ReceiptLine } from './receipt-lines.ts';
import type { Receipt } from './receipt.ts';

/** Below this an amount might not fit on a line. */
const COLUMNS_MIN = 24;

/** The text of a receipt, one string with a line feed after every line but the last. */
export function receiptText(receipt: Receipt, columns: number): string {
  if (!Number.isSafeInteger(columns) || columns < COLUMNS_MIN) {
    throw new RangeError(`a receipt needs ${COLUMNS_MIN} columns, not ${columns}`);
  }
  return receipt.lines.flatMap((line) => textOf(line, columns)).join('\n');
}

function textOf(line: ReceiptLine, columns: number): string[] {
  switch (line.kind) {
    case 'rule':
      return ['-'.repeat(columns)];
    case 'text':
      return wrap(line.text, columns);
    case 'centre':
      return wrap(line.text, columns).map((text) =>
        padStart(text, columnsOf(text) + Math.floor((columns - columnsOf(text)) / 2)),
      );
    case 'pair':
      return pairOf(line, columns);
  }
}

function pairOf(line: ReceiptLine & { kind: 'pair' }, columns: number): string[] {
  const indent = ' '.repeat(line.indent);
  const lefts = wrap(line.left, columns - line.indent).map((text) => indent + text);
  const last = lefts.pop()!;
  const free = columns - columnsOf(last);
  // At least one space keeps a name that ends in a digit apart from its price.
  if (columnsOf(line.right) + 1 <= free) {
    return [...lefts, last + padStart(line.right, free)];
  }
  return [...lefts, last, ...wrap(line.right, columns).map((text) => padStart(text, columns))];
}

/** The columns of a file of products, under AsiriaPOS's field names, and how each cell is read. */
import { importRow, wireName } from '@evertill/contract';
import type { ExportRow, ImportRow } from '@evertill/contract';
import { plainCell } from './formula-guard.ts';

export type Field = keyof ExportRow;

/** In the order in which an export writes them. */
export const fields = [
  'sku',
  'name',
  'price',
  'barcode',
  'description',
  'category',
  'unit',
  'cost',
  'taxCode',
  'minQuantity',
  'oversellPolicy',
  'isActive',
] as const satisfies readonly Field[];

export const requiredFields: readonly Field[] = ['sku', 'name', 'price'];

/** The field a heading means; `min_quantity` is understood too. */
export function fieldOf(heading: string): Field | undefined {
  const name = heading.trim();
  return fields.find(
    (field) => wireName(field) === name || (name === 'min_quantity' && field === 'minQuantity'),
  );
}

export interface Flaw {
  readonly line: number;
  /** As the heading names it; empty when it is about the whole line. */
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

export type Cells = ReadonlyMap<Field, string>;

export type ReadRow =
  | { readonly line: number; readonly cells: Cells; readonly row: ImportRow }
  | { readonly line: number; readonly flaws: readonly Flaw[] };

type Reading = { readonly value: unknown } | { readonly reason: string };

/** The row of a line, or everything that is wrong with it. */
export function readCells(line: number, cells: Cells): ReadRow {
  const found: Record<string, unknown> = { line };
  const flaws: Flaw[] = [];
  const add = (field: Field, reason: string): void => {
    flaws.push({ line, column: wireName(field), value: cells.get(field) ?? '', reason });
  };
  for (const [field, text] of cells) {
    const reading = readCell(field, text);
    if ('reason' in reading) add(field, reading.reason);
    else if (reading.value !== undefined) found[field] = reading.value;
  }
  if (flaws.length > 0) return { line, flaws };
  // The contract has the last word: lengths, characters, patterns.
  const checked = importRow.safeParse(found);
  if (checked.success) return { line, cells, row: checked.data };
  for (const { path, code } of checked.error.issues) {
    const field = fields.find((one) => one === path[0]) ?? 'sku';
    add(field, code === 'too_big' ? 'is too long' : 'holds characters that no field may hold');
  }
  return { line, flaws };
}

function readCell(field: Field, text: string): Reading {
  if (text.includes('\ufffd')) return { reason: 'is not UTF-8' };
  switch (field) {
    case 'sku':
    case 'name':
      return text.trim() === '' ? { reason: 'is empty' } : { value: plainCell(text) };
    case 'description':
      return { value: plainCell(text) };
    case 'barcode':
    case 'category':
    case 'unit':
      return { value: text === '' ? null : plainCell(text) };
    case 'taxCode':
      return { value: text === '' ? undefined : plainCell(text) };
    case 'price':
      return readDecimal(text, { isEmpty: { reason: 'is empty' } });
    case 'cost':
      return readDecimal(text, { isEmpty: { value: null } });
    case 'minQuantity':
      return readDecimal(text, { isEmpty: { value: undefined } });
    case 'oversellPolicy':
      return readWord(text.trim().toUpperCase(), ['BLOCK', 'WARN', 'ALLOW']);
    case 'isActive':
      return readTruth(text.trim().toLowerCase());
  }
}

function readDecimal(text: string, { isEmpty }: { readonly isEmpty: Reading }): Reading {
  const number = text.trim();
  if (number === '') return isEmpty;
  if (/^[0-9]+,[0-9]{1,2}$/.test(number)) {
    return { reason: `has a decimal comma: write ${number.replace(',', '.')}` };
  }
  if (/^-[0-9.]+$/.test(number)) return { reason: 'is below zero' };
  if (/^[0-9][0-9, ]*(?:\.[0-9]+)?$/.test(number) && /[, ]/.test(number)) {
    return { reason: `has separators: write ${number.replace(/[, ]/g, '')}` };
  }
  if (!/^(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?$/.test(number)) {
    return { reason: 'is no plain number such as 1.50' };
  }
  return { value: number };
}

function readWord(word: string, words: readonly string[]): Reading {
  if (word === '') return { value: undefined };
  return words.includes(word) ? { value: word } : { reason: `is none of ${words.join(', ')}` };
}

function readTruth(word: string): Reading {
  if (word === '') return { value: undefined };
  if (['true', 'yes', '1'].includes(word)) return { value: true };
  if (['false', 'no', '0'].includes(word)) return { value: false };
  return { reason: 'is neither true nor false' };
}

/** The cells of a product, as `readCells` reads them back. */
export function cellsOf(row: ExportRow): readonly string[] {
  return fields.map((field) => {
    const value = row[field];
    return value === null ? '' : String(value);
  });
}

/** The products of a file, line by line, or what is wrong with a line. */
import { wireName } from '@evertill/contract';
import { ConfigError } from '../config.ts';
import { fieldOf, fields, readCells, requiredFields } from './columns.ts';
import type { Field, ReadRow } from './columns.ts';
import { readRecords } from './read-records.ts';
import type { CsvRecord } from './read-records.ts';

const ROWS_MAX = 1_000_000;

/** Throws when the file as a whole is none of products. */
export async function* readProducts(file: string): AsyncGenerator<ReadRow> {
  let headings: readonly Field[] | undefined;
  const lines = { sku: new Map<string, number>(), barcode: new Map<string, number>() };
  let rows = 0;
  for await (const record of readRecords(file)) {
    if (headings === undefined) {
      headings = headingsOf(record);
      continue;
    }
    rows += 1;
    if (rows > ROWS_MAX) throw new ConfigError(`The file has more than ${ROWS_MAX} rows.`);
    yield withoutTwins(readRecord(record, headings), lines);
  }
  if (headings === undefined) throw new ConfigError('The file is empty: it has no headings.');
}

function headingsOf(record: CsvRecord): readonly Field[] {
  if (!('cells' in record)) throw new ConfigError(`The line of headings ${record.reason}.`);
  const { cells } = record;
  const [only = ''] = cells;
  if (cells.length === 1 && /[;\t]/.test(only)) {
    throw new ConfigError('The columns must be separated by commas.');
  }
  const known = fields.map(wireName).join(', ');
  const found = cells.map((heading) => {
    const field = fieldOf(heading);
    if (field !== undefined) return field;
    const shown = JSON.stringify(heading.slice(0, 50));
    throw new ConfigError(`There is no column ${shown}. There are: ${known}.`);
  });
  const twice = found.find((field, index) => found.indexOf(field) !== index);
  if (twice !== undefined) throw new ConfigError(`The column ${wireName(twice)} is there twice.`);
  const missing = requiredFields.filter((field) => !found.includes(field));
  if (missing.length > 0) throw new ConfigError(`The file has no column ${missing.join(', ')}.`);
  return found;
}

function readRecord(record: CsvRecord, headings: readonly Field[]): ReadRow {
  const { line } = record;
  const broken = (reason: string): ReadRow => ({
    line,
    flaws: [{ line, column: '', value: '', reason }],
  });
  if (!('cells' in record)) return broken(record.reason);
  const { cells } = record;
  if (cells.length !== headings.length) {
    return broken(`has ${cells.length} cells, and there are ${headings.length} columns`);
  }
  return readCells(line, new Map(headings.map((field, index) => [field, cells[index] ?? ''])));
}

type Lines = Readonly<Record<'sku' | 'barcode', Map<string, number>>>;

/** A SKU or a barcode that an earlier line has is that line's, whichever batch it falls into. */
function withoutTwins(read: ReadRow, lines: Lines): ReadRow {
  if (!('row' in read)) return read;
  const { line, row } = read;
  for (const field of ['sku', 'barcode'] as const) {
    const value = row[field];
    if (value == null) continue;
    const first = lines[field].get(value);
    if (first !== undefined) {
      return { line, flaws: [{ line, column: field, value, reason: `is on line ${first} too` }] };
    }
  }
  for (const field of ['sku', 'barcode'] as const) {
    const value = row[field];
    if (value != null) lines[field].set(value, line);
  }
  return read;
}

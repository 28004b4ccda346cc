/**
 * The records of a CSV file (RFC 4180), each with the line it begins on. A record that is broken is
 * told and costs no other: when lines that a quote holds together make no record of as many cells
 * as the headings, the first of them is told and the others are read anew. Memory is bounded,
 * whatever the file holds.
 */
import { CsvError, parse } from 'csv-parse/sync';
import { createReadStream } from 'node:fs';

export type CsvRecord =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly reason: string };

/** Of a line, and of a record over several lines, in characters. */
const RECORD_MAX = 64 * 1024;
const RECORD_LINES_MAX = 1_000;

export async function* readRecords(file: string): AsyncGenerator<CsvRecord> {
  let open: Line[] = [];
  let cellsWanted: number | undefined;
  for await (const line of readLines(file)) {
    open.push(line);
    const isTooMuch = lengthOf(open) > RECORD_MAX || open.length > RECORD_LINES_MAX;
    if (isQuoteOpen(open) && !isTooMuch) continue;
    const settled = isTooMuch ? giveUpFirst(open, cellsWanted) : settle(open, cellsWanted);
    for (const record of settled.records) {
      if ('cells' in record) cellsWanted ??= record.cells.length;
      yield record;
    }
    open = [...settled.open];
  }
  while (open.length > 0) {
    const settled = giveUpFirst(open, cellsWanted);
    yield* settled.records;
    open = [...settled.open];
  }
}

interface Line {
  readonly number: number;
  /** Without the newline; a carriage return is still there. */
  readonly text: string;
  readonly quotes: number;
}

interface Settled {
  readonly records: readonly CsvRecord[];
  /** Lines that wait for a quote to be closed. */
  readonly open: readonly Line[];
}

const isQuoteOpen = (lines: readonly Line[]): boolean =>
  lines.reduce((quotes, line) => quotes + line.quotes, 0) % 2 === 1;

const lengthOf = (lines: readonly Line[]): number =>
  lines.reduce((length, { text }) => length + text.length, 0);

/** Lines in which every quote is closed: a record, or at least its first line is broken. */
function settle(lines: readonly Line[], cellsWanted: number | undefined): Settled {
  const record = recordOf(lines);
  if (record === undefined) return { records: [], open: [] };
  const isRight = 'cells' in record && record.cells.length === (cellsWanted ?? record.cells.length);
  if (isRight || lines.length === 1) return { records: [record], open: [] };
  return giveUpFirst(lines, cellsWanted);
}

function giveUpFirst(lines: readonly Line[], cellsWanted: number | undefined): Settled {
  const [first, ...rest] = lines;
  if (first === undefined) return { records: [], open: [] };
  const isLong = first.text.length > RECORD_MAX;
  const reason = isLong
    ? `is longer than ${RECORD_MAX} characters`
    : 'has a quote that is not closed where it should be';
  const records: CsvRecord[] = [{ line: first.number, reason }];
  let open: readonly Line[] = [];
  for (const line of rest) {
    open = [...open, line];
    if (isQuoteOpen(open)) continue;
    const settled = settle(open, cellsWanted);
    records.push(...settled.records);
    open = settled.open;
  }
  return { records, open };
}

function recordOf(lines: readonly Line[]): CsvRecord | undefined {
  const [first] = lines;
  const text = lines
    .map((line) => line.text)
    .join('\n')
    .replace(/\r$/, '');
  if (first === undefined || text === '') return undefined;
  const line = first.number;
  try {
    return { line, cells: cellsOf(text) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { line, reason: 'has a quote in the wrong place' };
  }
}

function cellsOf(text: string): readonly string[] {
  if (!text.includes('"')) return text.split(',');
  // What ends a record was found already, and a cell may hold any newline.
  const [cells = []] = parse(text, { relax_column_count: true, record_delimiter: '\u0000' });
  return cells;
}

async function* readLines(file: string): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8');
  const lineOf = (number: number, text: string): Line => ({
    number,
    text,
    quotes: text.split('"').length - 1,
  });
  let number = 0;
  let rest = '';
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    // What is beyond the limit is refused anyway, and would fill the memory.
    if (rest.length > 2 * RECORD_MAX) rest = rest.slice(0, RECORD_MAX + 1);
    for (const text of lines) yield lineOf((number += 1), text);
  }
  rest += decoder.decode();
  if (rest !== '') yield lineOf(number + 1, rest);
}

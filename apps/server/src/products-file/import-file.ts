/**
 * A file of products goes into a shop, some hundred lines at a time, each batch whole or not at
 * all. Killed and run again it goes on: a line that was taken already changes nothing.
 */
import { limits, wireName } from '@evertill/contract';
import type { ImportRow, ImportedRow } from '@evertill/contract';
import type { Cells, Flaw } from './columns.ts';
import { fields } from './columns.ts';
import { openErrorReport } from './error-report.ts';
import { readProducts } from './read-products.ts';
import { readRecords } from './read-records.ts';

export interface ImportOptions {
  readonly file: string;
  readonly send: (rows: readonly ImportRow[]) => Promise<readonly ImportedRow[]>;
  readonly onProgress: (done: number, all: number) => void;
}

export interface ImportFigures {
  readonly rows: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
}

export interface Imported {
  readonly figures: ImportFigures;
  /** The first of them; all are in the file. */
  readonly flaws: readonly Flaw[];
  readonly errorFile: string | undefined;
}

const FLAWS_SHOWN = 20;

interface Batch {
  readonly rows: { readonly row: ImportRow; readonly cells: Cells }[];
  readonly flaws: Flaw[];
}

export async function importFile(options: ImportOptions): Promise<Imported> {
  const { file, onProgress } = options;
  const report = await openErrorReport(`${file}.errors.csv`);
  const all = await countRows(file);
  const counts = { CREATED: 0, CHANGED: 0, UNCHANGED: 0, REFUSED: 0 };
  const shown: Flaw[] = [];
  let done = 0;
  let batch: Batch = { rows: [], flaws: [] };
  const flush = async (): Promise<void> => {
    const { rows, flaws } = batch;
    batch = { rows: [], flaws: [] };
    const outcomes = rows.length === 0 ? [] : await options.send(rows.map(({ row }) => row));
    for (const { outcome } of outcomes) counts[outcome] += 1;
    const told = [...flaws, ...flawsOf(outcomes, rows)].sort((one, other) => one.line - other.line);
    await report.add(told);
    shown.push(...told.slice(0, FLAWS_SHOWN - shown.length));
    onProgress(done, all);
  };
  for await (const read of readProducts(file)) {
    done += 1;
    if ('row' in read) {
      batch.rows.push(read);
    } else {
      counts.REFUSED += 1;
      batch.flaws.push(...read.flaws);
    }
    const isFull = batch.rows.length >= limits.IMPORT_ROWS_MAX;
    if (isFull || batch.flaws.length >= limits.IMPORT_ROWS_MAX) await flush();
  }
  await flush();
  const { CREATED: created, CHANGED: changed, UNCHANGED: unchanged, REFUSED: refused } = counts;
  return {
    figures: { rows: done, created, changed, unchanged, refused },
    flaws: shown,
    errorFile: refused > 0 ? report.file : undefined,
  };
}

/** The file is read twice: whoever waits sees how much there is. */
async function countRows(file: string): Promise<number> {
  let count = -1;
  for await (const _ of readRecords(file)) count += 1;
  return Math.max(0, count);
}

function flawsOf(outcomes: readonly ImportedRow[], rows: Batch['rows']): readonly Flaw[] {
  const cellsOf = new Map(rows.map(({ row, cells }) => [row.line, cells]));
  return outcomes.flatMap(({ line, flaws }) =>
    flaws.map(({ field: column, message }) => {
      const field = fields.find((one) => wireName(one) === column);
      const value = field === undefined ? '' : (cellsOf.get(line)?.get(field) ?? '');
      return { line, column, value, reason: message };
    }),
  );
}

/**
 * Reads the rows of an invoice file, plain or gzipped, as a stream. What a row means is not known
 * here; only a file that is no such file at all is refused.
 */
import { CsvError, parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ConfigError } from '../config.ts';

export const columns = [
  'invoice_no',
  'stock_code',
  'description',
  'quantity',
  'invoice_date',
  'unit_price',
  'customer_id',
] as const;
export type Column = (typeof columns)[number];

export interface Row extends Readonly<Record<Column, string>> {
  /** The heading is line 1. Counted in rows: a line break inside quotes does not count. */
  readonly line: number;
  /** Whether the row has as many fields as the heading. */
  readonly isWhole: boolean;
}

const RECORD_BYTES_MAX = 64 * 1024;

export async function readRows(file: string, take: (row: Row) => void): Promise<void> {
  const isGzipped = await startsLikeGzip(file);
  const parser = parse({
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: RECORD_BYTES_MAX,
  });
  const takeAll = async (records: AsyncIterable<unknown>): Promise<void> => {
    let line = 0;
    let read: ((record: readonly string[], line: number) => Row) | undefined;
    for await (const record of records) {
      line += 1;
      const fields = record as readonly string[];
      if (read === undefined) read = rowReader(fields);
      else take(read(fields, line));
    }
    if (read === undefined) throw new ConfigError('The file is empty.');
  };
  try {
    const source = createReadStream(file);
    if (isGzipped) await pipeline(source, createGunzip(), parser, takeAll);
    else await pipeline(source, parser, takeAll);
  } catch (error) {
    throw isUnreadable(error) ? new ConfigError(`${file} cannot be read: ${error.message}`) : error;
  }
}

/** Also a first look: throws where there is no such file. */
export async function startsLikeGzip(file: string): Promise<boolean> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
      return bytesRead === 2 && buffer.readUInt16BE(0) === 0x1f8b;
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new ConfigError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** Broken gzip, broken CSV, a disk that fails: all are the file's fault and not the program's. */
function isUnreadable(error: unknown): error is Error {
  if (error instanceof CsvError) return true;
  const { code } = error as NodeJS.ErrnoException;
  return error instanceof Error && typeof code === 'string' && /^(?:Z_|E)/.test(code);
}

/** Few names, many lines: equal texts are kept once. */
function rowReader(heading: readonly string[]) {
  const places = columns.map((column) => heading.indexOf(column));
  const missing = columns.filter((_, index) => places[index] === -1);
  if (missing.length > 0) {
    throw new ConfigError(`The heading has no ${missing.join(', ')}: this is no invoice file.`);
  }
  const known = new Map<string, string>();
  const once = (text: string): string => {
    const same = known.get(text);
    if (same !== undefined) return same;
    // A copy, so that no field keeps the whole chunk of the file alive that it was cut from.
    const copy = Buffer.from(text).toString();
    known.set(copy, copy);
    return copy;
  };
  return (record: readonly string[], line: number): Row => {
    const field = (index: number): string => once(record[places[index] ?? -1] ?? '');
    return {
      line,
      isWhole: record.length === heading.length,
      invoice_no: field(0),
      stock_code: field(1),
      description: field(2),
      quantity: field(3),
      invoice_date: field(4),
      unit_price: field(5),
      customer_id: field(6),
    };
  };
}

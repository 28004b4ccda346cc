/** What is wrong with a file, line by line, as a file that a spreadsheet opens. */
import { stringify } from 'csv-stringify/sync';
import { appendFile, rm } from 'node:fs/promises';
import type { Flaw } from './columns.ts';
import { guardedCell } from './formula-guard.ts';

export interface ErrorReport {
  /** Beside the file that was read; it is there only when there is an error in it. */
  readonly file: string;
  readonly add: (flaws: readonly Flaw[]) => Promise<void>;
}

const VALUE_SHOWN_MAX = 200;

/** Starts afresh: a report of an earlier run is taken away. */
export async function openErrorReport(file: string): Promise<ErrorReport> {
  await rm(file, { force: true });
  let isBegun = false;
  return {
    file,
    add: async (flaws) => {
      if (flaws.length === 0) return;
      const heading = isBegun ? [] : [['line', 'column', 'value', 'reason']];
      isBegun = true;
      const rows = flaws.map(({ line, column, value, reason }) => [
        String(line),
        column,
        guardedCell(value.slice(0, VALUE_SHOWN_MAX)),
        reason,
      ]);
      await appendFile(file, csvOf([...heading, ...rows]));
    },
  };
}

/** Rows as RFC 4180 has them. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return stringify(rows as string[][], { record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
}

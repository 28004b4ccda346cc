/** The products of a shop as a file that an import reads back without changing anything. */
import { limits, wireName } from '@evertill/contract';
import type { ExportRow } from '@evertill/contract';
import { cellsOf, fields } from './columns.ts';
import { csvOf } from './error-report.ts';
import { guardedCell } from './formula-guard.ts';

export interface ExportOptions {
  readonly read: (
    after: string | null,
    limit: number,
  ) => Promise<{ readonly rows: readonly ExportRow[]; readonly totalCount: number | null }>;
  readonly write: (text: string) => Promise<void>;
  readonly onProgress: (done: number, all: number) => void;
}

/** Answers how many products were written. */
export async function exportFile({ read, write, onProgress }: ExportOptions): Promise<number> {
  await write(csvOf([fields.map(wireName)]));
  let done = 0;
  let all = 0;
  for (let after: string | null = null; ;) {
    const { rows, totalCount } = await read(after, limits.LIST_LIMIT_MAX);
    await write(csvOf(rows.map((row) => cellsOf(row).map(guardedCell))));
    done += rows.length;
    all = totalCount ?? all;
    onProgress(done, all);
    const last = rows.at(-1);
    if (last === undefined || rows.length < limits.LIST_LIMIT_MAX) return done;
    after = last.sku;
  }
}

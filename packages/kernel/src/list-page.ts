/**
 * A page of a list by cursor: a stable order, a cap, and a cursor that means the same row even
 * when others were added meanwhile.
 */
import { limits } from '@evertill/contract';
import { codeOf } from './database.ts';
import type { Row, Transaction } from './database.ts';
import { refuse } from './refusal.ts';

export interface ListQuery {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly ordering?: string | undefined;
}

export interface ListSource {
  /** `FROM …` with its joins. */
  readonly from: string;
  readonly columns: string;
  /** Conditions, each with `?` where its value goes; the tenant is added here. */
  readonly where: readonly (readonly [condition: string, value: unknown] | undefined)[];
  /** Wire name of an ordering to the SQL it sorts by, and its type for the cursor. */
  readonly orderings: Readonly<Record<string, { readonly sql: string; readonly type: string }>>;
  /** Makes the order total: unique within the tenant. */
  readonly tieBreak: { readonly sql: string; readonly type: string };
  readonly tenantColumn: string;
  readonly defaultOrdering: string;
}

export interface Page {
  readonly rows: readonly Row[];
  readonly totalCount: number;
  readonly nextCursor: string | null;
}

/** Two statements: the page and the count. */
export async function readPage(
  tx: Transaction,
  source: ListSource,
  query: ListQuery,
): Promise<Page> {
  const ordering = query.ordering ?? source.defaultOrdering;
  const isDown = ordering.startsWith('-');
  const name = isDown ? ordering.slice(1) : ordering;
  const key = Object.hasOwn(source.orderings, name) ? source.orderings[name] : undefined;
  if (key === undefined) refuse('input_invalid', { detail: `no ordering ${name}` });
  const limit = query.limit ?? limits.LIST_LIMIT_DEFAULT;
  const filter = filterOf(tx.tenantId, source);
  const counted = await tx.query<{ count: number }>(
    `SELECT count(*) FROM ${source.from} WHERE ${filter.sql}`,
    filter.values,
  );
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor, ordering);
  const values = [...filter.values];
  const place = (value: unknown): string => `$${values.push(value)}`;
  const beyond =
    after === undefined
      ? ''
      : `AND (${key.sql}, ${source.tieBreak.sql}) ${isDown ? '<' : '>'}
         (${place(after[0])}::${key.type}, ${place(after[1])}::${source.tieBreak.type})`;
  const direction = isDown ? 'DESC' : 'ASC';
  const rows = await tx
    .query(
      `SELECT ${source.columns}, (${key.sql})::text AS cursor_key,
              (${source.tieBreak.sql})::text AS cursor_tie
       FROM ${source.from} WHERE ${filter.sql} ${beyond}
       ORDER BY ${key.sql} ${direction}, ${source.tieBreak.sql} ${direction}
       LIMIT ${place(limit + 1)}`,
      values,
    )
    .catch((error: unknown) => {
      // Data exceptions: whoever wrote the cursor put in what is no such value.
      if (after !== undefined && codeOf(error).startsWith('22')) refuseCursor();
      throw error;
    });
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    rows: page,
    totalCount: counted[0]?.count ?? 0,
    nextCursor: last === undefined ? null : writeCursor(ordering, last),
  };
}

function filterOf(tenantId: string, source: ListSource): { sql: string; values: unknown[] } {
  const values: unknown[] = [tenantId];
  const parts = [`${source.tenantColumn} = $1`];
  for (const condition of source.where) {
    if (condition === undefined) continue;
    const [sql, value] = condition;
    parts.push(sql.includes('?') ? sql.replaceAll('?', `$${values.push(value)}`) : sql);
  }
  return { sql: parts.join(' AND '), values };
}

/** A filter that only counts when the query names it. */
export function whenGiven(
  condition: string,
  value: unknown,
): readonly [string, unknown] | undefined {
  return value === undefined ? undefined : [condition, value];
}

/** `?search=` as a LIKE pattern, in which the caller's own % and _ are plain characters. */
export function searchPattern(search: string | undefined): string | undefined {
  return search === undefined ? undefined : `%${search.replace(/[\\%_]/g, '\\$&')}%`;
}

function writeCursor(ordering: string, row: Row): string {
  const content = [ordering, row['cursor_key'], row['cursor_tie']];
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

function refuseCursor(): never {
  const detail = 'The cursor is not one of ours, or belongs to another ordering.';
  refuse('input_invalid', { detail, fields: [{ field: 'cursor', message: 'is not one of ours' }] });
}

function readCursor(cursor: string, ordering: string): readonly [string, string] {
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    refuseCursor();
  }
  if (!Array.isArray(content) || content[0] !== ordering) refuseCursor();
  const [, key, tie] = content as unknown[];
  if (typeof key !== 'string' || typeof tie !== 'string') refuseCursor();
  return [key, tie];
}

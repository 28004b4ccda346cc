/**
 * What registers copy of a module, in the order in which it changed: the reading side of
 * `migrations/002-changes.sql`. Each thing is told once, as it is when it is read.
 */
import type { Row, Transaction } from './database.ts';
import type { ModuleName } from './module.ts';
import { refuse } from './refusal.ts';

/** How far somebody has read. */
export interface ChangePlace {
  /** Which life of the database it is a place in; null in the first. */
  readonly timeline: string | null;
  /** PostgreSQL's transaction id, decimal. */
  readonly xid: string;
  readonly id: number;
}

export interface ChangeRow<Kind extends string = string> extends Row {
  readonly kind: Kind;
  readonly object_id: string;
  readonly xid: string;
  readonly id: number;
}

export interface ChangePage<Kind extends string> {
  readonly changes: readonly ChangeRow<Kind>[];
  /** Where to go on; also when nothing changed. */
  readonly place: ChangePlace;
  readonly hasMore: boolean;
}

export interface ChangeQuery<Kind extends string> {
  readonly schema: ModuleName;
  readonly after: ChangePlace;
  readonly limit: number;
  /** All when none are named. */
  readonly kinds?: readonly Kind[];
}

/**
 * What changed after a place, in order. Nothing younger than the oldest open transaction is read,
 * since something older may still commit before it. Refuses a place that this database has not
 * reached: it was another database's.
 */
export async function readChanges<Kind extends string>(
  tx: Transaction,
  { schema, after, limit, kinds }: ChangeQuery<Kind>,
): Promise<ChangePage<Kind>> {
  const rows = await tx.query<ChangeRow<Kind>>(
    `SELECT kind, object_id, xid::text, id FROM ${schema}.changes
     WHERE tenant_id = $1 AND (xid, id) > ($2::xid8, $3::bigint)
       AND xid < pg_snapshot_xmin(pg_current_snapshot())
       AND ($5::text[] IS NULL OR kind = ANY ($5))
     ORDER BY changes.xid, changes.id LIMIT $4`,
    [tx.tenantId, after.xid, after.id, limit + 1, kinds ?? null],
  );
  if (rows.length === 0 && (await isAhead(tx, schema, after))) refuseForeignCursor();
  const changes = rows.slice(0, limit);
  const { xid, id } = changes.at(-1) ?? after;
  return { changes, place: { ...after, xid, id }, hasMore: rows.length > limit };
}

async function isAhead(
  tx: Transaction,
  schema: ModuleName,
  { xid }: ChangePlace,
): Promise<boolean> {
  return BigInt(xid) > BigInt((await askHorizon(tx, schema)).next);
}

interface HorizonRow extends Row {
  readonly oldest: string;
  readonly next: string;
}

async function askHorizon(tx: Transaction, schema: ModuleName): Promise<HorizonRow> {
  const [row] = await tx.query<HorizonRow>(`SELECT * FROM ${schema}.horizon($1)`, [tx.tenantId]);
  if (row === undefined) throw new Error('PostgreSQL named no horizon');
  return row;
}

export async function readTimeline(tx: Transaction, schema: ModuleName): Promise<string | null> {
  const [row] = await tx.query<{ timeline: string }>(
    `SELECT timeline FROM ${schema}.timelines WHERE tenant_id = $1`,
    [tx.tenantId],
  );
  return row?.timeline ?? null;
}

/** From here on nothing is certain yet; everything before it is written. */
export async function readHorizon(tx: Transaction, schema: ModuleName): Promise<ChangePlace> {
  const { oldest: xid } = await askHorizon(tx, schema);
  return { timeline: await readTimeline(tx, schema), xid, id: 0 };
}

export const beginning = { xid: '0', id: 0 } as const;

/** A place as one word, for a neighbour to keep: it need not understand it. */
export function writePlace({ timeline, xid, id }: ChangePlace): string {
  return `${xid}.${id}${timeline === null ? '' : `.${timeline}`}`;
}

const placePattern = /^([0-9]{1,19})\.([0-9]{1,15})(?:\.([0-9a-f-]{36}))?$/;

/** The place that a word names, in the timeline that now is; without one, the beginning. */
export function readPlace(word: string | undefined, timeline: string | null): ChangePlace {
  if (word === undefined) return { timeline, ...beginning };
  const [, xid, id, its = null] = placePattern.exec(word) ?? refuseForeignCursor();
  if (xid === undefined || id === undefined || its !== timeline) refuseForeignCursor();
  return { timeline, xid, id: Number(id) };
}

/** A register answers this by loading the snapshot again. */
export function refuseForeignCursor(): never {
  const detail = 'The cursor is not of this database: load the snapshot again.';
  refuse('input_invalid', { detail, fields: [{ field: 'cursor', message: 'is not one of ours' }] });
}

export interface PulledPart<Kind extends string> {
  readonly changes: readonly ChangeRow<Kind>[];
  readonly cursor: string;
  readonly hasMore: boolean;
}

export type PartQuery<Kind extends string> = Omit<ChangeQuery<Kind>, 'after'> & {
  readonly cursor: string | undefined;
};

/** What a module answers whoever gathers a pull: its changes, and the cursor of its part. */
export async function readPart<Kind extends string>(
  tx: Transaction,
  { cursor, ...query }: PartQuery<Kind>,
): Promise<PulledPart<Kind>> {
  const after = readPlace(cursor, await readTimeline(tx, query.schema));
  const { changes, place, hasMore } = await readChanges(tx, { ...query, after });
  return { changes, cursor: writePlace(place), hasMore };
}

/**
 * How far a register has read. One place for each source of sections, so that other sources can
 * join: a cursor without their place starts them from the beginning.
 */
import { refuse } from '@evertill/kernel';

export interface Place {
  /** Which life of the database it is a place in; null in the first. */
  readonly timeline: string | null;
  /** PostgreSQL's transaction id, decimal. */
  readonly xid: string;
  readonly id: number;
}

const beginning = { xid: '0', id: 0 };

const VERSION = 1;

export function writePullCursor({ timeline, xid, id }: Place): string {
  const content = { v: VERSION, catalog: [xid, id], ...(timeline === null ? {} : { timeline }) };
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

/** The place that a cursor names, in the timeline that now is. */
export function readPullCursor(cursor: string | undefined, timeline: string | null): Place {
  if (cursor === undefined) return { timeline, ...beginning };
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    refusePullCursor();
  }
  if (typeof content !== 'object' || content === null) refusePullCursor();
  const { v, catalog, timeline: its = null } = content as Record<string, unknown>;
  if (v !== VERSION || its !== timeline) refusePullCursor();
  if (catalog === undefined) return { timeline, ...beginning };
  const [xid, id] = Array.isArray(catalog) ? (catalog as unknown[]) : [];
  if (typeof xid !== 'string' || !/^[0-9]{1,19}$/.test(xid)) refusePullCursor();
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) refusePullCursor();
  return { timeline, xid, id };
}

/** A register answers this by loading the snapshot again. */
export function refusePullCursor(): never {
  const detail = 'The cursor is not of this database: load the snapshot again.';
  refuse('input_invalid', { detail, fields: [{ field: 'cursor', message: 'is not one of ours' }] });
}

/**
 * How far a register has read. One place for each source of sections, so that other sources can
 * join: a cursor without their place starts them from the beginning.
 */
import { refuse } from '@evertill/kernel';

export interface Place {
  /** PostgreSQL's transaction id, decimal. */
  readonly xid: string;
  readonly id: number;
}

const beginning: Place = { xid: '0', id: 0 };

const VERSION = 1;

export function writePullCursor({ xid, id }: Place): string {
  const content = { v: VERSION, catalog: [xid, id] };
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

export function readPullCursor(cursor: string | undefined): Place {
  if (cursor === undefined) return beginning;
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    refusePullCursor();
  }
  if (typeof content !== 'object' || content === null) refusePullCursor();
  const { v, catalog } = content as Record<string, unknown>;
  if (v !== VERSION) refusePullCursor();
  if (catalog === undefined) return beginning;
  const [xid, id] = Array.isArray(catalog) ? (catalog as unknown[]) : [];
  if (typeof xid !== 'string' || !/^[0-9]{1,19}$/.test(xid)) refusePullCursor();
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) refusePullCursor();
  return { xid, id };
}

/** A register answers this by loading the snapshot again. */
export function refusePullCursor(): never {
  const detail = 'The cursor is not of this database: load the snapshot again.';
  refuse('input_invalid', { detail, fields: [{ field: 'cursor', message: 'is not one of ours' }] });
}

/**
 * How far a register has read: a place of the catalogue's own, and a word of each neighbour that
 * knows sections. A cursor without the word of one starts its sections from the beginning.
 */
import { pulledSections } from '@evertill/contract';
import { beginning, refuseForeignCursor } from '@evertill/kernel';
import type { ChangePlace } from '@evertill/kernel';
import type { Parts } from './neighbours.ts';

export interface PullCursor {
  readonly place: ChangePlace;
  readonly parts: Parts;
}

/** Our own word among those of neighbours: which set of promotions was told last. */
export const PROMOTIONS = 'PROMOTIONS';

const VERSION = 1;
const WORD_LENGTH_MAX = 200;

export function writePullCursor({ place, parts }: PullCursor): string {
  const { timeline, xid, id } = place;
  const content = {
    v: VERSION,
    catalog: [xid, id],
    ...(timeline === null ? {} : { timeline }),
    ...(Object.keys(parts).length === 0 ? {} : { parts }),
  };
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

/** What a cursor names, in the timeline that now is. */
export function readPullCursor(cursor: string | undefined, timeline: string | null): PullCursor {
  const start = { timeline, ...beginning };
  if (cursor === undefined) return { place: start, parts: {} };
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    refuseForeignCursor();
  }
  if (typeof content !== 'object' || content === null) refuseForeignCursor();
  const named = content as Record<string, unknown>;
  if (named['v'] !== VERSION || (named['timeline'] ?? null) !== timeline) refuseForeignCursor();
  const parts = partsOf(named['parts']);
  const { catalog } = named;
  if (catalog === undefined) return { place: start, parts };
  const [xid, id] = Array.isArray(catalog) ? (catalog as unknown[]) : [];
  if (typeof xid !== 'string' || !/^[0-9]{1,19}$/.test(xid)) refuseForeignCursor();
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) refuseForeignCursor();
  return { place: { timeline, xid, id }, parts };
}

/** The words of neighbours are theirs to judge; those of strangers are left behind. */
function partsOf(given: unknown): Parts {
  if (given === undefined) return {};
  if (typeof given !== 'object' || given === null) refuseForeignCursor();
  const named = given as Record<string, unknown>;
  const parts: [string, string][] = [];
  for (const section of [...pulledSections, PROMOTIONS]) {
    const word = Object.hasOwn(named, section) ? named[section] : undefined;
    if (word === undefined) continue;
    if (typeof word !== 'string' || word.length > WORD_LENGTH_MAX) refuseForeignCursor();
    parts.push([section, word]);
  }
  return Object.fromEntries(parts);
}

/**
 * An archive: copies of a cluster, and every piece of its log since. With a copy and what follows,
 * the cluster can be put back as it was at any moment from the end of the copy on.
 */
import { readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SEGMENT, isBefore, lastOfRow } from './segments.ts';

export interface BaseCopy {
  readonly folder: string;
  /** The first moment that can be put back from it. */
  readonly endedAt: string;
  /** The first piece of the log that it needs. */
  readonly firstSegment: string;
}

/** A stretch of time, each moment of which can be put back. */
export interface Window {
  readonly base: BaseCopy;
  readonly from: string;
  readonly until: string;
  /** More was kept after a piece that is missing: it cannot be reached from this copy. */
  readonly hasGap: boolean;
}

export const basesIn = (archive: string): string => join(archive, 'base');
export const segmentsIn = (archive: string): string => join(archive, 'log');

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The oldest first. What is still being made has another name. */
function listBases(archive: string): readonly BaseCopy[] {
  return namesIn(basesIn(archive))
    .filter((name) => !name.startsWith('making-'))
    .sort()
    .map((name) => {
      const folder = join(basesIn(archive), name);
      const note = JSON.parse(readFileSync(join(folder, 'base.json'), 'utf8')) as BaseCopy;
      return { folder, endedAt: note.endedAt, firstSegment: note.firstSegment };
    });
}

function keptSegments(archive: string): ReadonlySet<string> {
  return new Set(
    namesIn(segmentsIn(archive))
      .filter((name) => name.endsWith('.gz'))
      .map((name) => name.slice(0, -'.gz'.length))
      .filter((name) => SEGMENT.test(name)),
  );
}

/** What can be put back, by copy; none where the first piece after a copy is missing. */
export function windowsOf(archive: string): readonly Window[] {
  const kept = keptSegments(archive);
  return listBases(archive).flatMap((base) => {
    const last = lastOfRow(base.firstSegment, kept);
    if (last === undefined) return [];
    const { mtime } = statSync(join(segmentsIn(archive), `${last}.gz`));
    // Not even the copy's own end is kept yet.
    if (mtime.toISOString() < base.endedAt) return [];
    const isOwn = (name: string): boolean => name.startsWith(last.slice(0, 8));
    const hasGap = [...kept].some((name) => isOwn(name) && isBefore(last, name));
    return [{ base, from: base.endedAt, until: mtime.toISOString(), hasGap }];
  });
}

export interface Pruned {
  readonly bases: number;
  readonly segments: number;
}

/** Every moment since `keepFrom` can still be put back afterwards, as far as it could before. */
export function pruneArchive(archive: string, keepFrom: Date): Pruned {
  const bases = listBases(archive);
  const isOld = ({ endedAt }: BaseCopy): boolean => Date.parse(endedAt) <= keepFrom.getTime();
  // The newest of the old ones is where the first kept moment is reached from.
  const first = Math.max(0, bases.findLastIndex(isOld));
  const { firstSegment } = bases[first] ?? {};
  if (firstSegment === undefined) return { bases: 0, segments: 0 };
  const segments = [...keptSegments(archive)].filter((name) => isBefore(name, firstSegment));
  // Copies first: one without its log would look as if it could be put back.
  for (const { folder } of bases.slice(0, first)) rmSync(folder, { recursive: true });
  for (const name of segments) rmSync(join(segmentsIn(archive), `${name}.gz`));
  return { bases: first, segments: segments.length };
}

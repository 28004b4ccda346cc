/** A copy of a cluster while it runs, by PostgreSQL's own protocol for that. Needs a superuser. */
import pg from 'pg';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { systemClock } from '../environment.ts';
import { syncDirectory, syncTree } from '../write-durably.ts';
import { basesIn } from './archive-folder.ts';
import type { BaseCopy } from './archive-folder.ts';

export interface BaseCopyOptions {
  /** As a superuser. */
  readonly url: string;
  /** The directory that holds the cluster, and one beside it that knows its password. */
  readonly data: string;
  readonly runtimeFile: string;
}

/** Made anew by a start, or of the running server alone. */
const leftOut =
  /^(?:postmaster\.(?:pid|opts)|pg_(?:wal|replslot|dynshmem|notify|serial|snapshots|stat_tmp|subtrans)\/.+|.*\/pgsql_tmp.*|pg_internal\.init.*)$/;

/** Copies into `target`, which is not there yet; answers from where the log is needed. */
export async function copyCluster(
  { url, data }: Pick<BaseCopyOptions, 'url' | 'data'>,
  target: string,
): Promise<Omit<BaseCopy, 'folder'>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ segment: string }>(
      `SELECT pg_walfile_name(pg_backup_start('evertill', fast => true)) AS segment`,
    );
    copyTree(data, target);
    const { rows: ends } = await client.query<{ labelfile: string; spcmapfile: string }>(
      'SELECT labelfile, spcmapfile FROM pg_backup_stop(wait_for_archive => false)',
    );
    const endedAt = new Date(systemClock.now()).toISOString();
    const [end] = ends;
    if (end === undefined) throw new Error('PostgreSQL ended no backup');
    writeFileSync(join(target, 'backup_label'), end.labelfile, { mode: 0o600 });
    if (end.spcmapfile.trim() !== '') throw new Error('a cluster with tablespaces is not copied');
    // So that the log up to here is kept soon, and not when its piece is full.
    await client.query('SELECT pg_switch_wal()');
    return { endedAt, firstSegment: rows[0]?.segment ?? '' };
  } finally {
    await client.end();
  }
}

function copyTree(from: string, to: string): void {
  mkdirSync(to, { mode: 0o700 });
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    const path = relative(from, join(entry.parentPath, entry.name)).replaceAll('\\', '/');
    if (leftOut.test(path)) continue;
    if (entry.isDirectory()) mkdirSync(join(to, path), { recursive: true, mode: 0o700 });
    else copyOne(join(from, path), join(to, path));
  }
}

/** A file that vanished meanwhile is not missed: the log says that it did. */
function copyOne(from: string, to: string): void {
  try {
    copyFileSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    if (statSync(from, { throwIfNoEntry: false }) !== undefined) throw error;
  }
}

/**
 * A copy in an archive, whole under its name or not there. `putBeside` puts what belongs to it into
 * the same folder, before it has its name.
 */
export async function takeBaseCopy(
  options: BaseCopyOptions,
  archive: string,
  putBeside: (folder: string) => void,
): Promise<BaseCopy> {
  const name = new Date(systemClock.now()).toISOString().replace(/[:.]/g, '-');
  mkdirSync(basesIn(archive), { recursive: true, mode: 0o700 });
  const making = join(basesIn(archive), `making-${name}`);
  try {
    mkdirSync(making, { mode: 0o700 });
    const base = await copyCluster(options, join(making, 'data'));
    copyFileSync(options.runtimeFile, join(making, 'postgres.json'));
    writeFileSync(join(making, 'base.json'), `${JSON.stringify(base)}\n`, { mode: 0o600 });
    putBeside(making);
    syncTree(making);
    const folder = join(basesIn(archive), name);
    renameSync(making, folder);
    syncDirectory(basesIn(archive));
    return { folder, ...base };
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw error;
  }
}

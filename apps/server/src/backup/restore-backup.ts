/**
 * Puts a backup back into an empty database: the schema as it was, the rows in one transaction, and
 * only then the newer migrations. Killed anywhere, it leaves a database that is still empty.
 */
import { migrate } from '@evertill/kernel';
import type { World } from '@evertill/kernel';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { CopyStreamQuery } from 'pg-copy-streams';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { modules } from '../modules.ts';
import { BackupFlaw, readParts } from './backup-file.ts';
import type { BackupEnd, BackupHead, TableHead } from './backup-file.ts';
import { beginAnew } from './begin-anew.ts';
import { writeHomeFiles } from './home-files.ts';
import { pulledTables, quoted, storedTables } from './stored-tables.ts';
import type { StoredTable } from './stored-tables.ts';

export interface RestoreOptions {
  readonly url: string;
  readonly home: string;
  readonly file: string;
  readonly world: World;
  readonly onProgress?: (message: string) => void;
  /** Rows put back so far, and how many there are. */
  readonly onRows?: (done: number, total: number) => void;
}

export interface RestoreReport {
  readonly taken_at: string;
  readonly tables: number;
  readonly rows: number;
}

const allMigrations = Object.values(modules).map(({ migrations }) => migrations);

export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const { url, home, file, world, onProgress } = options;
  onProgress?.('reading the whole backup once, to see that it is whole');
  const { head, end } = await checkFile(file);
  const bring = (upTo?: BackupHead['migrations']): Promise<number> =>
    migrate({
      url,
      modules: allMigrations,
      now: world.clock.now(),
      randomness: world.randomness,
      ...(upTo === undefined ? {} : { upTo }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await refuseFilled(client);
    await bring(head.migrations);
    writeHomeFiles(home, head.home_files);
    onProgress?.('putting the rows back');
    await client.query('BEGIN');
    try {
      await fill(client, options, end);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  } finally {
    await client.end();
  }
  await bring();
  return { taken_at: head.taken_at, tables: end.tables, rows: end.rows };
}

/** Reads all of it: a backup is restored whole or not at all. */
export async function checkFile(file: string): Promise<{ head: BackupHead; end: BackupEnd }> {
  let head: BackupHead | undefined;
  for await (const part of readParts(file)) {
    if (part.kind === 'head') ({ head } = part);
    if (part.kind === 'end' && head !== undefined) return { head, end: part.end };
  }
  throw new BackupFlaw('The backup was cut short: it has no end.');
}

/** Whether any shop is in there, of those that the server made itself too. */
export async function hasShops(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await areShopsIn(client);
  } finally {
    await client.end();
  }
}

async function areShopsIn(client: pg.Client): Promise<boolean> {
  const { rows: known } = await client.query(
    `SELECT 1 WHERE to_regclass('auth.tenants') IS NOT NULL`,
  );
  if (known.length === 0) return false;
  const { rows } = await client.query('SELECT 1 FROM auth.tenants LIMIT 1');
  return rows.length > 0;
}

async function refuseFilled(client: pg.Client): Promise<void> {
  if (!(await areShopsIn(client))) return;
  throw new BackupFlaw(
    'There are shops in this database. A backup is restored into an empty one: set EVERTILL_HOME ' +
      'to a new folder, or DATABASE_URL to a new database.',
  );
}

async function fill(
  client: pg.Client,
  { file, onRows, world }: RestoreOptions,
  end: BackupEnd,
): Promise<void> {
  await client.query('SET LOCAL statement_timeout = 0');
  const tables = new Map((await storedTables(client)).map((table) => [table.name, table]));
  // PostgreSQL copies into no table whose row security binds whoever copies, its owner included.
  const walled = [
    ...[...tables.values()].filter(({ hasTenant }) => hasTenant).map(({ name }) => name),
    // Written by the triggers of what is copied in.
    ...(await pulledTables(client, 'changes')),
  ];
  await setForce(client, walled, 'NO FORCE');
  let copy: CopyStreamQuery | undefined;
  let done = 0;
  for await (const part of readParts(file)) {
    if (part.kind === 'table') copy = beginCopy(client, tables, part.head);
    if (part.kind === 'row' && copy !== undefined) {
      done += 1;
      if (!copy.write(part.bytes)) await once(copy, 'drain');
      if (done % 50_000 === 0) onRows?.(done, end.rows);
    }
    if (part.kind === 'tableEnd' && copy !== undefined) {
      copy.end();
      await finished(copy);
      copy = undefined;
    }
  }
  onRows?.(done, end.rows);
  await moveSequences(client, [...tables.values()]);
  await beginAnew(client, world, tables);
  await setForce(client, walled, 'FORCE');
}

function beginCopy(
  client: pg.Client,
  tables: ReadonlyMap<string, StoredTable>,
  { table, columns }: TableHead,
): CopyStreamQuery {
  const known = tables.get(table);
  if (known === undefined) throw new BackupFlaw(`The backup has a table unknown here: ${table}`);
  const list = columns.map((column) => {
    if (known.columns.includes(column)) return pg.escapeIdentifier(column);
    throw new BackupFlaw(`The backup has a column unknown here: ${table}.${column}`);
  });
  return client.query(copyFrom(`COPY ${quoted(table)} (${list.join(', ')}) FROM STDIN`));
}

async function setForce(
  client: pg.Client,
  names: readonly string[],
  force: 'FORCE' | 'NO FORCE',
): Promise<void> {
  for (const name of names) {
    await client.query(`ALTER TABLE ${quoted(name)} ${force} ROW LEVEL SECURITY`);
  }
}

/** Numbers that are given out next come after those that were restored. */
async function moveSequences(client: pg.Client, tables: readonly StoredTable[]): Promise<void> {
  for (const { name, identityColumn } of tables) {
    if (identityColumn === undefined) continue;
    const column = pg.escapeIdentifier(identityColumn);
    await client.query(
      `SELECT setval(pg_get_serial_sequence($1, $2), coalesce(max(${column}), 0) + 1, false)
       FROM ${quoted(name)}`,
      [quoted(name), identityColumn],
    );
  }
}

/**
 * Takes a backup of everything, in one snapshot, while the shops sell: readers wait for nobody and
 * nobody waits for them. Works on our own PostgreSQL and on any other, and needs no tool of it.
 */
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Gzip } from 'node:zlib';
import { FORMAT, TABLE_END } from './backup-file.ts';
import type { BackupHead, TableHead } from './backup-file.ts';
import { readHomeFiles } from './home-files.ts';
import { selectOf, storedTables } from './stored-tables.ts';
import type { StoredTable } from './stored-tables.ts';

export interface BackupOptions {
  readonly url: string;
  readonly home: string;
  readonly file: string;
  readonly version: string;
  readonly now: Date;
  /** Shops copied so far, and how many there are. */
  readonly onTenant?: (done: number, total: number) => void;
}

export interface BackupReport {
  readonly tenants: number;
  readonly tables: number;
  readonly rows: number;
}

/** Whole or not at all: the file appears under its name when it is on the disk. */
export async function writeBackup(options: BackupOptions): Promise<BackupReport> {
  const draft = `${options.file}.part`;
  const client = new pg.Client({ connectionString: options.url });
  await client.connect();
  try {
    await rm(draft, { force: true });
    const target = createWriteStream(draft, { mode: 0o600, flags: 'wx' });
    const zip = createGzip({ level: 1 });
    // A full disk ends the pipeline, and the pipeline ends the writing into it.
    const written = pipeline(zip, target);
    const report = await Promise.race([
      copyAll(client, options, makeInk(zip)),
      written.then(() => Promise.reject(new Error('the file was closed too early'))),
    ]);
    zip.end();
    await written;
    await putInPlace(draft, options.file);
    return report;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await client.end();
  }
}

async function copyAll(client: pg.Client, options: BackupOptions, ink: Ink): Promise<BackupReport> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  await client.query('SET LOCAL statement_timeout = 0');
  await ink.line(await headOf(client, options));
  const tables = await storedTables(client);
  const { rows: tenants } = await client.query<{ tenant_id: string }>(
    'SELECT tenant_id FROM auth.tenants ORDER BY tenant_id',
  );
  for (const table of tables.filter(({ hasTenant }) => !hasTenant)) {
    await copyTable(client, ink, table, null);
  }
  for (const [done, { tenant_id: tenantId }] of tenants.entries()) {
    await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenantId]);
    for (const table of tables.filter(({ hasTenant }) => hasTenant)) {
      await copyTable(client, ink, table, tenantId);
    }
    options.onTenant?.(done + 1, tenants.length);
  }
  await client.query('COMMIT');
  const counts = { tables: ink.tables, rows: ink.rows };
  await ink.line({ end: true, ...counts, sha256: ink.sum() });
  return { tenants: tenants.length, ...counts };
}

export async function appliedMigrations(client: pg.Client): Promise<BackupHead['migrations']> {
  const { rows } = await client.query<BackupHead['migrations'][number]>(
    'SELECT module, name, hash FROM evertill.migrations ORDER BY module, name',
  );
  return rows;
}

async function headOf(client: pg.Client, options: BackupOptions): Promise<BackupHead> {
  return {
    evertill: 'backup',
    format: FORMAT,
    version: options.version,
    taken_at: options.now.toISOString(),
    migrations: await appliedMigrations(client),
    home_files: readHomeFiles(options.home),
  };
}

export async function copyTable(
  client: pg.Client,
  ink: Ink,
  table: StoredTable,
  tenantId: string | null,
): Promise<void> {
  const head: TableHead = { table: table.name, tenant: tenantId, columns: table.columns };
  await ink.line(head);
  ink.tables += 1;
  const stream = client.query(copyTo(`COPY (${selectOf(table, tenantId)}) TO STDOUT`));
  for await (const chunk of stream) {
    const bytes = chunk as Buffer;
    for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) ink.rows += 1;
    await ink.bytes(bytes);
  }
  await ink.bytes(TABLE_END);
}

/** Writes and counts; waits where the disk is slower than the database. */
export interface Ink {
  tables: number;
  rows: number;
  readonly line: (content: object) => Promise<void>;
  readonly bytes: (bytes: Buffer) => Promise<void>;
  readonly sum: () => string;
}

export function makeInk(zip: Gzip): Ink {
  const hash = createHash('sha256');
  const bytes = async (written: Buffer): Promise<void> => {
    hash.update(written);
    if (!zip.write(written)) await once(zip, 'drain');
  };
  return {
    tables: 0,
    rows: 0,
    bytes,
    line: (content) => bytes(Buffer.from(`${JSON.stringify(content)}\n`)),
    sum: () => hash.copy().digest('hex'),
  };
}

export async function putInPlace(draft: string, file: string): Promise<void> {
  const handle = await open(draft, 'r+');
  await handle.sync();
  await handle.close();
  await rename(draft, file);
  // The name itself is on the disk when its folder is.
  const folder = await open(path.dirname(path.resolve(file)), 'r');
  await folder.sync().catch(() => undefined);
  await folder.close();
}

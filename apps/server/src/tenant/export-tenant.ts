/**
 * Writes one shop into one file, while it sells: every table of it, each read with the login of its
 * own module, behind row security, and all in one snapshot. The file opens with a passphrase alone.
 */
import { isUuid, moduleNames, moduleUrl } from '@evertill/kernel';
import type { ModuleName, World } from '@evertill/kernel';
import pg from 'pg';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { BackupFlaw, FORMAT } from '../backup/backup-file.ts';
import type { BackupHead } from '../backup/backup-file.ts';
import { storedTables } from '../backup/stored-tables.ts';
import type { StoredTable } from '../backup/stored-tables.ts';
import { appliedMigrations, copyTable, makeInk, putInPlace } from '../backup/write-backup.ts';
import type { Ink } from '../backup/write-backup.ts';
import { lock } from './lock-box.ts';
import { secretsOf } from './tenant-secrets.ts';
import type { Where } from './tenant-secrets.ts';

export interface ExportOptions extends Where {
  readonly url: string;
  readonly tenantId: string;
  readonly file: string;
  readonly passphrase: string;
  readonly version: string;
}

export interface TenantReport {
  readonly tables: number;
  readonly rows: number;
  readonly sha256: string;
}

export interface TenantHead extends BackupHead {
  readonly tenant_id: string;
  readonly name: string;
  /** `table key opened`: what the installation had sealed. */
  readonly secrets: readonly TenantSecret[];
}

export interface TenantSecret {
  readonly table: string;
  readonly key: string;
  readonly secret: string;
}

/** All of a shop: also what leads to it, and its row in the list of shops. */
export function tablesOfTenant(tables: readonly StoredTable[]): readonly StoredTable[] {
  return tables.filter(
    ({ name, columns }) => columns.includes('tenant_id') && name !== 'auth.deleted_tenants',
  );
}

/** Whole or not at all: the file appears under its name when it is on the disk. */
export async function exportTenant(options: ExportOptions): Promise<TenantReport> {
  const { file, passphrase, world } = options;
  const draft = `${file}.part`;
  const sessions = await openSessions(options);
  try {
    await rm(draft, { force: true });
    const zip = createGzip({ level: 1 });
    const written = pipeline(
      zip,
      (packed: AsyncIterable<Buffer>) => lock(packed, passphrase, world),
      createWriteStream(draft, { mode: 0o600, flags: 'wx' }),
    );
    const report = await Promise.race([
      copyTenant(sessions, options, makeInk(zip)),
      written.then(() => Promise.reject(new Error('the file was closed too early'))),
    ]);
    zip.end();
    await written;
    await putInPlace(draft, file);
    return report;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await Promise.all([sessions.owner, ...sessions.modules.values()].map((one) => one.end()));
  }
}

interface Sessions {
  readonly owner: pg.Client;
  readonly modules: ReadonlyMap<ModuleName, pg.Client>;
}

/** One snapshot in all of them; each sees its own schema, and of it this tenant. */
async function openSessions({ url, tenantId }: ExportOptions): Promise<Sessions> {
  if (!isUuid(tenantId)) throw new BackupFlaw('A shop is named by its id.');
  const owner = await connected(url);
  const modules = new Map<ModuleName, pg.Client>();
  try {
    await owner.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await owner.query<{ id: string }>('SELECT pg_export_snapshot() AS id');
    for (const name of moduleNames) {
      const client = await connected(await moduleUrl(url, name));
      modules.set(name, client);
      await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
        SET TRANSACTION SNAPSHOT ${pg.escapeLiteral(rows[0]?.id ?? '')};
        SET LOCAL statement_timeout = 0;
        SET LOCAL idle_in_transaction_session_timeout = 0;
        SET LOCAL app.tenant_id = '${tenantId}'`);
    }
    return { owner, modules };
  } catch (error) {
    await Promise.all([owner, ...modules.values()].map((one) => one.end()));
    throw error;
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

async function copyTenant(
  { owner, modules }: Sessions,
  options: ExportOptions,
  ink: Ink,
): Promise<TenantReport> {
  const { tenantId, world, version } = options;
  const { rows } = await owner.query<{ name: string }>(
    'SELECT name FROM auth.tenants WHERE tenant_id = $1',
    [tenantId],
  );
  const name = rows[0]?.name;
  if (name === undefined) throw new BackupFlaw(`There is no shop ${tenantId} here.`);
  const tables = tablesOfTenant(await storedTables(owner));
  const sessionOf = ({ name: table }: StoredTable): pg.Client => {
    const session = modules.get(table.split('.')[0] as ModuleName);
    if (session === undefined) throw new Error(`nobody reads ${table}`);
    return session;
  };
  const head: TenantHead = {
    evertill: 'tenant',
    format: FORMAT,
    version,
    taken_at: world.clock.now().toISOString(),
    migrations: await appliedMigrations(owner),
    home_files: [],
    tenant_id: tenantId,
    name,
    secrets: await openSecrets(tables, sessionOf, options),
  };
  await ink.line(head);
  for (const table of tables) await copyTable(sessionOf(table), ink, table, tenantId);
  const counts = { tables: ink.tables, rows: ink.rows };
  const sha256 = ink.sum();
  await ink.line({ end: true, ...counts, sha256 });
  return { ...counts, sha256 };
}

async function openSecrets(
  tables: readonly StoredTable[],
  sessionOf: (table: StoredTable) => pg.Client,
  options: ExportOptions,
): Promise<TenantSecret[]> {
  const opened: TenantSecret[] = [];
  for (const table of tables) {
    const secrets = secretsOf(table.name, options.tenantId, options);
    if (secrets === undefined) continue;
    const key = secrets.key ?? `''`;
    const { rows } = await sessionOf(table).query<{ key: string; sealed: string }>(
      `SELECT ${key}::text AS key, ${secrets.column} AS sealed FROM ${table.name}
       WHERE tenant_id = $1`,
      [options.tenantId],
    );
    for (const row of rows) {
      const secret = await secrets.open(row.sealed, row.key);
      opened.push({ table: table.name, key: row.key, secret });
    }
  }
  return opened;
}

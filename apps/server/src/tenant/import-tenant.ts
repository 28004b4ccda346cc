/**
 * Brings a shop that was exported into this installation, beside the shops that are here: in one
 * transaction, and without a lock that they would wait for. Its registers take a lease anew, and
 * send what this place does not have.
 */
import type { World } from '@evertill/kernel';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { CopyStreamQuery } from 'pg-copy-streams';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { BackupFlaw, readPartsOf } from '../backup/backup-file.ts';
import type { Part } from '../backup/backup-file.ts';
import { beginShopAnew } from '../backup/begin-anew.ts';
import { quoted, storedTables } from '../backup/stored-tables.ts';
import type { StoredTable } from '../backup/stored-tables.ts';
import { appliedMigrations } from '../backup/write-backup.ts';
import type { KeyKeeping } from '../key-keeping.ts';
import { tablesOfTenant } from './export-tenant.ts';
import type { TenantHead } from './export-tenant.ts';
import { unlock } from './lock-box.ts';
import { secretsOf } from './tenant-secrets.ts';

export interface ImportOptions {
  readonly url: string;
  readonly keeping: KeyKeeping;
  readonly file: string;
  readonly passphrase: string;
  readonly world: World;
}

export interface ImportReport {
  readonly tenant_id: string;
  readonly name: string;
  readonly rows: number;
}

function readTenant({ file, passphrase }: ImportOptions): AsyncGenerator<Part> {
  return readPartsOf(Readable.from(unlock(createReadStream(file), passphrase)), 'tenant');
}

/** Reads all of it first: a shop comes whole or not at all. */
async function readTenantHead(
  options: ImportOptions,
): Promise<{ readonly head: TenantHead; readonly rows: number }> {
  let head: TenantHead | undefined;
  for await (const part of readTenant(options)) {
    if (part.kind === 'head') head = part.head as TenantHead;
    if (part.kind === 'end' && head !== undefined) return { head, rows: part.end.rows };
  }
  throw new BackupFlaw('The file was cut short: it has no end.');
}

export async function importTenant(options: ImportOptions): Promise<ImportReport> {
  const { head, rows } = await readTenantHead(options);
  const client = new pg.Client({ connectionString: options.url });
  await client.connect();
  try {
    await refuseOtherShape(client, head);
    await client.query('BEGIN');
    try {
      await client.query('SET LOCAL statement_timeout = 0');
      await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [head.tenant_id]);
      await refuseKnown(client, head);
      await fill(client, options, head);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
    return { tenant_id: head.tenant_id, name: head.name, rows };
  } finally {
    await client.end();
  }
}

async function refuseOtherShape(client: pg.Client, head: TenantHead): Promise<void> {
  const shape = (list: TenantHead['migrations']): string =>
    list.map(({ module, name, hash }) => `${module}/${name} ${hash}`).join();
  if (shape(await appliedMigrations(client)) === shape(head.migrations)) return;
  throw new BackupFlaw(
    `The shop comes from Evertill ${head.version}, whose database has another shape. Bring both ` +
      'installations to the same version first.',
  );
}

async function refuseKnown(client: pg.Client, { tenant_id: tenantId }: TenantHead): Promise<void> {
  const { rows } = await client.query('SELECT FROM auth.tenants WHERE tenant_id = $1', [tenantId]);
  if (rows.length > 0) throw new BackupFlaw(`The shop ${tenantId} is here already.`);
}

async function fill(client: pg.Client, options: ImportOptions, head: TenantHead): Promise<void> {
  const tables = new Map(
    tablesOfTenant(await storedTables(client)).map((table) => [table.name, table]),
  );
  let open: { readonly table: StoredTable; readonly copy: CopyStreamQuery } | undefined;
  for await (const part of readTenant(options)) {
    if (part.kind === 'table') {
      const table = tables.get(part.head.table);
      if (table === undefined) throw new BackupFlaw(`There is no table ${part.head.table} here.`);
      open = { table, copy: await stage(client, table) };
    }
    if (part.kind === 'row' && open !== undefined && !open.copy.write(part.bytes)) {
      await once(open.copy, 'drain');
    }
    if (part.kind === 'tableEnd' && open !== undefined) {
      open.copy.end();
      await finished(open.copy);
      await sealAgain(client, open.table, { options, head });
      await moveIn(client, open.table, head);
      open = undefined;
    }
  }
  await beginShopAnew(client, options.world, { tenantId: head.tenant_id, knowsWhen: true });
}

/** A table of this session alone: PostgreSQL copies into none that has row security. */
async function stage(client: pg.Client, { name, columns }: StoredTable): Promise<CopyStreamQuery> {
  await client.query(`CREATE TEMP TABLE staged ON COMMIT DROP AS
    SELECT ${listOf(columns)} FROM ${quoted(name)} WITH NO DATA`);
  return client.query(copyFrom(`COPY pg_temp.staged (${listOf(columns)}) FROM STDIN`));
}

const listOf = (columns: readonly string[]): string =>
  columns.map((column) => pg.escapeIdentifier(column)).join(', ');

interface Moving {
  readonly options: ImportOptions;
  readonly head: TenantHead;
}

/** What the other installation had sealed is sealed by this one. */
async function sealAgain(
  client: pg.Client,
  { name }: StoredTable,
  { options, head }: Moving,
): Promise<void> {
  const secrets = secretsOf(name, head.tenant_id, options);
  if (secrets === undefined) return;
  for (const one of head.secrets.filter(({ table }) => table === name)) {
    const sealed = await secrets.seal(one.secret, one.key);
    const where = secrets.key === undefined ? '' : ` WHERE ${secrets.key}::text = $2`;
    await client.query(
      `UPDATE pg_temp.staged SET ${secrets.column} = $1${where}`,
      secrets.key === undefined ? [sealed] : [sealed, one.key],
    );
  }
}

/** Refuses rows of anybody else, whatever the file says and whoever we are. */
async function moveIn(
  client: pg.Client,
  { name, columns }: StoredTable,
  { tenant_id: tenantId }: TenantHead,
): Promise<void> {
  const { rows } = await client.query(
    'SELECT FROM pg_temp.staged WHERE tenant_id IS DISTINCT FROM $1 LIMIT 1',
    [tenantId],
  );
  if (rows.length > 0) throw new BackupFlaw(`The file has rows of another shop, in ${name}.`);
  await client.query(`INSERT INTO ${quoted(name)} (${listOf(columns)})
    OVERRIDING SYSTEM VALUE SELECT ${listOf(columns)} FROM pg_temp.staged
    WHERE tenant_id = ${pg.escapeLiteral(tenantId)}`);
  await client.query('DROP TABLE pg_temp.staged');
}

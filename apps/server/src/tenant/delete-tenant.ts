/**
 * Deletes a shop: every row of it, in one transaction, the keys to its customers' names among them.
 * It has to be suspended, everything it told has to have arrived, and whoever asks has to know its
 * name. What is left is that it was deleted, and when.
 */
import { isUuid, moduleNames } from '@evertill/kernel';
import type { World } from '@evertill/kernel';
import { createHash } from 'node:crypto';
import pg from 'pg';
import { BackupFlaw } from '../backup/backup-file.ts';
import { pulledTables, quoted, storedTables } from '../backup/stored-tables.ts';
import { tablesOfTenant } from './export-tenant.ts';

export interface DeleteOptions {
  readonly url: string;
  readonly tenantId: string;
  /** The name of the shop, as whoever asks typed it. */
  readonly confirmedName: string;
  readonly world: World;
}

/** Answers how many rows are gone. */
export async function deleteTenant(options: DeleteOptions): Promise<number> {
  const { url, tenantId, world } = options;
  if (!isUuid(tenantId)) throw new BackupFlaw('A shop is named by its id.');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL statement_timeout = 0');
    await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenantId]);
    const name = await refuseUnready(client, options);
    await openFacts(client);
    const rows = await deleteRows(client, tenantId);
    await client.query(
      `INSERT INTO auth.deleted_tenants (tenant_id, deleted_at, rows_deleted, name_hash)
       VALUES ($1, $2, $3, $4)`,
      [tenantId, world.clock.now(), rows, createHash('sha256').update(name).digest('hex')],
    );
    await client.query('COMMIT');
    return rows;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    await client.end();
  }
}

/** Holds the shop's row, so that nobody opens it again meanwhile. */
async function refuseUnready(
  client: pg.Client,
  { tenantId, confirmedName }: DeleteOptions,
): Promise<string> {
  const { rows } = await client.query<{ name: string; status: string }>(
    'SELECT name, status FROM auth.tenants WHERE tenant_id = $1 FOR UPDATE',
    [tenantId],
  );
  const [shop] = rows;
  if (shop === undefined) throw new BackupFlaw(`There is no shop ${tenantId} here.`);
  if (shop.name !== confirmedName) {
    throw new BackupFlaw('The shop has another name. Nothing was deleted.');
  }
  if (shop.status !== 'SUSPENDED') {
    throw new BackupFlaw('The shop is open. Suspend it first. Nothing was deleted.');
  }
  for (const module of moduleNames) {
    const { rows: late } = await client.query<{ consumer: string }>(
      `SELECT c.consumer FROM ${module}.outbox_cursors c
       WHERE c.tenant_id = $1 AND EXISTS (SELECT FROM ${module}.outbox o
         WHERE o.tenant_id = $1 AND (o.xid, o.id) > (c.xid, c.id))`,
      [tenantId],
    );
    const [consumer] = late;
    if (consumer === undefined) continue;
    throw new BackupFlaw(
      `What ${module} told ${consumer.consumer} is still on its way. Let the server run until it ` +
        'has arrived. Nothing was deleted.',
    );
  }
  return shop.name;
}

/** Facts refuse to be deleted, whoever asks: in this transaction they are not asked. */
async function openFacts(client: pg.Client): Promise<void> {
  try {
    await client.query('SET LOCAL session_replication_role = replica');
  } catch (error) {
    throw new BackupFlaw(
      'The owner of this database may not switch triggers off. A superuser lets it, once: ' +
        'GRANT SET ON PARAMETER session_replication_role TO the owner.',
      { cause: error },
    );
  }
}

async function deleteRows(client: pg.Client, tenantId: string): Promise<number> {
  const tables = tablesOfTenant(await storedTables(client)).map(({ name }) => name);
  const derived = [
    ...(await pulledTables(client, 'changes')),
    ...(await pulledTables(client, 'timelines')),
    'catalog.snapshots',
  ];
  let deleted = 0;
  for (const name of [...derived, ...tables.toReversed()]) {
    const { rowCount } = await client.query(`DELETE FROM ${quoted(name)} WHERE tenant_id = $1`, [
      tenantId,
    ]);
    deleted += rowCount ?? 0;
  }
  return deleted;
}

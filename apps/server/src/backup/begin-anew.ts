/**
 * A restored database is another life of it. Nothing that was given out in the life before is given
 * out again: neither places in what registers copy, nor fencing numbers, nor epochs.
 */
import { newId } from '@evertill/kernel';
import type { World } from '@evertill/kernel';
import type pg from 'pg';
import { pulledTables, quoted } from './stored-tables.ts';
import type { StoredTable } from './stored-tables.ts';

export async function beginAnew(
  client: pg.Client,
  world: World,
  tables: ReadonlyMap<string, StoredTable>,
): Promise<void> {
  const { rows } = await client.query<{ tenant_id: string }>('SELECT tenant_id FROM auth.tenants');
  // A backup of a version that did not know it leaves it out.
  const knowsWhen = tables.get('orders.registers')?.columns.includes('restored_at') === true;
  for (const { tenant_id: tenantId } of rows) {
    await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenantId]);
    await beginShopAnew(client, world, { tenantId, knowsWhen });
  }
}

interface ShopAnew {
  readonly tenantId: string;
  readonly knowsWhen: boolean;
}

/** The same for one shop, whose id the transaction names. */
export async function beginShopAnew(
  client: pg.Client,
  world: World,
  { tenantId, knowsWhen }: ShopAnew,
): Promise<void> {
  for (const name of await pulledTables(client, 'timelines')) {
    await client.query(
      `INSERT INTO ${quoted(name)} (tenant_id, timeline) VALUES ($1, $2)
       ON CONFLICT (tenant_id) DO UPDATE SET timeline = excluded.timeline`,
      [tenantId, newId(world)],
    );
  }
  await endLeases(client, tenantId, world.clock.now());
  if (knowsWhen) await noteWhen(client, tenantId, world.clock.now());
}

/**
 * Fencing numbers go on above the milliseconds of now, and so above all that were ever given out,
 * also when one backup is restored twice. Each register has to take a lease anew, and learns by it
 * from where it has to send again.
 */
async function endLeases(client: pg.Client, tenantId: string, now: Date): Promise<void> {
  await client.query(
    `UPDATE orders.registers SET fencing = greatest(fencing + 1, $2), lease_until = NULL
     WHERE tenant_id = $1 AND device_key_hash IS NOT NULL`,
    [tenantId, now.getTime()],
  );
}

/** Epochs of later enrolments go on above it. */
async function noteWhen(client: pg.Client, tenantId: string, now: Date): Promise<void> {
  await client.query('UPDATE orders.registers SET restored_at = $2 WHERE tenant_id = $1', [
    tenantId,
    now,
  ]);
}

/** Inventory made anew beside the one that is, out of what was told, and compared with it. */
import { migrate } from '@evertill/kernel';
import type { Log, World } from '@evertill/kernel';
import pg from 'pg';
import { ConfigError } from '../config-error.ts';
import { modules } from '../modules.ts';
import { compareDerived } from './compare-derived.ts';
import type { Compared } from './compare-derived.ts';
import { replayTold } from './replay-told.ts';

export interface RebuildOptions {
  readonly from: string;
  readonly into: string;
  readonly world: World;
  readonly log: Log;
  /** The sum of all events told so far. */
  readonly onProgress: (events: number) => void;
}

export interface Rebuilt extends Compared {
  readonly tenants: number;
  /** Told by this run; an earlier one that was ended may have told others. */
  readonly events: number;
}

/** May be ended at any moment, and be started again. Changes nothing in the database it reads. */
export async function rebuildInventory(options: RebuildOptions): Promise<Rebuilt> {
  const { from, into, world, log } = options;
  await refuseShops(into);
  await migrate({
    url: into,
    modules: Object.values(modules).map(({ migrations }) => migrations),
    now: world.clock.now(),
    randomness: world.randomness,
  });
  const tenants = await tenantsOf(from);
  let told = 0;
  const events = await replayTold({
    ...{ from, into, tenants, world, log },
    onEvents: (count) => {
      told += count;
      options.onProgress(told);
    },
  });
  return { tenants: tenants.length, events, ...(await compareDerived([from, into], tenants)) };
}

/** A database in which somebody trades is not filled. */
async function refuseShops(url: string): Promise<void> {
  const isTraded = await asked(url, async (client) => {
    const { rows } = await client.query(`SELECT to_regclass('auth.tenants') IS NOT NULL AS there`);
    const [{ there } = { there: false }] = rows as readonly { there: boolean }[];
    if (!there) return false;
    return (await client.query('SELECT FROM auth.tenants LIMIT 1')).rowCount !== 0;
  });
  if (isTraded) throw new ConfigError('The database to fill has shops in it: name an empty one.');
}

async function tenantsOf(url: string): Promise<readonly string[]> {
  return asked(url, async (client) => {
    const { rows } = await client.query<{ tenant_id: string }>(
      'SELECT tenant_id FROM auth.tenants ORDER BY tenant_id',
    );
    return rows.map((row) => row.tenant_id);
  });
}

async function asked<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * How long it takes to tell inventory everything again, and whether it then holds the same bytes.
 * Sales, what they told and what inventory made of it are copied by SQL: what the reactions make of
 * the copies is compared with what they made of the sales.
 */
import { ownerUrl, withOwner } from '@evertill/rig';
import type { Home } from '@evertill/rig';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { multiply, other } from './multiplied.ts';
import type { CopiedTable } from './multiplied.ts';
import type { Settings } from './settings.ts';
import { onStage } from './stage.ts';
import type { Progress } from './stage.ts';

export interface RebuildFigures {
  readonly events: number;
  readonly movements: number;
  readonly levels: number;
  readonly products: number;
  /** With the comparison. */
  readonly seconds: number;
  readonly eventsPerSecond: number;
}

const program = fileURLToPath(new URL('../../../apps/server/src/main.ts', import.meta.url));
const DATABASE = 'evertill_rebuilt';
const sale = other('aggregate_id');

const copied: readonly CopiedTable[] = [
  [
    'orders.outbox',
    {
      xid: "'1'::xid8",
      event_id: other('event_id'),
      aggregate_id: `${sale}::text`,
      payload: `jsonb_set(t.payload, '{orderId}', to_jsonb(${sale}::text))`,
    },
  ],
  [
    'inventory.stock_movements',
    {
      movement_id: other('movement_id'),
      source_id: other('source_id'),
      event_id: other('event_id'),
    },
  ],
];

interface Rebuilt {
  readonly events: number;
  readonly rows: { readonly movements: number; readonly levels: number; readonly products: number };
}

export function benchRebuild(settings: Settings, onProgress: Progress): Promise<RebuildFigures> {
  return onStage(settings, onProgress, async (stage) => {
    await multiply(stage, copied, onProgress);
    await takeCopiesIn(stage.home);
    onProgress('telling everything again');
    const begin = performance.now();
    const { events, rows } = await rebuild(stage.home);
    const seconds = (performance.now() - begin) / 1000;
    return { events, ...rows, seconds, eventsPerSecond: events / seconds };
  });
}

/** As inventory would have: it has seen the events, and levels are the sums of movements. */
async function takeCopiesIn(home: Home): Promise<void> {
  await withOwner(home.home, async (client) => {
    await client.query("SET session_replication_role = 'replica'");
    await client.query(
      `INSERT INTO inventory.inbox (tenant_id, event_id, type, source, received_at)
       SELECT tenant_id, event_id, type, 'orders', occurred_at FROM orders.outbox
       WHERE type = 'order.completed' ON CONFLICT DO NOTHING`,
    );
    await client.query(
      `UPDATE inventory.stock_levels l SET on_hand_milli = m.sum
       FROM (
         SELECT tenant_id, location_id, product_id, sum(quantity_milli) AS sum
         FROM inventory.stock_movements GROUP BY 1, 2, 3
       ) m
       WHERE (l.tenant_id, l.location_id, l.product_id)
         = (m.tenant_id, m.location_id, m.product_id)`,
    );
  });
}

/** Throws with what the command said, where anything differs. */
async function rebuild(home: Home): Promise<Rebuilt> {
  await withOwner(home.home, (client) => client.query(`CREATE DATABASE ${DATABASE}`));
  const into = new URL(await ownerUrl(home.home));
  into.pathname = `/${DATABASE}`;
  const words = [program, 'rebuild', 'inventory', '--into', into.href, '--json'];
  const told = promisify(execFile)(process.execPath, words, {
    env: { PATH: process.env['PATH'], HOME: home.root, EVERTILL_HOME: home.home },
  });
  // It takes a while, and says how far it is.
  told.child.stderr?.pipe(process.stderr);
  return JSON.parse((await told).stdout) as Rebuilt;
}

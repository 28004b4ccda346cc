/**
 * Whether a sale takes longer when millions of sales are stored: the same sales at two shops like
 * each other but for their histories, in turn, so that what else the machine does meets both.
 *
 * The large history is the small one over and over, copied by PostgreSQL itself under other ids, on
 * registers of their own: sales, lines, payments, events, movements, and the consumers' inboxes.
 */
import { withOwner } from '@evertill/rig';
import type { Shop } from '@evertill/rig';
import type pg from 'pg';
import { measureWay } from './run.ts';
import type { WayFigures } from './run.ts';
import type { Settings } from './settings.ts';
import { countSales, onStage } from './stage.ts';
import type { Progress, Stage } from './stage.ts';

export interface StoredFigures {
  readonly few: AtSize;
  readonly many: AtSize;
  /** Of the medians of the answers' times, many by few: of each round, sorted. */
  readonly ratiosP50: readonly number[];
  readonly ratioP50: number;
}

interface AtSize {
  readonly sales: number;
  readonly referencePerSecond: number;
  readonly salesPerSecond: number;
  readonly answerMsP50: number;
  readonly answerMsP99: number;
}

interface Turn {
  readonly reference: number;
  readonly way: WayFigures;
}

export function benchStored(settings: Settings, onProgress: Progress): Promise<StoredFigures> {
  return onStage(settings, onProgress, (large) => {
    return onStage(settings, onProgress, async (small) => {
      await multiply(large, onProgress);
      const sales = { few: await countSales(small.home), many: await countSales(large.home) };
      onProgress('warming up');
      // Millions of copies take longer than a log-in holds.
      for (const { tills } of [small, large]) {
        for (const shop of new Set(tills.map((till) => till.shop))) await logInAgain(shop);
      }
      await turnAt(small);
      await turnAt(large);
      const few: Turn[] = [];
      const many: Turn[] = [];
      for (let round = 1; round <= settings.rounds; round += 1) {
        few.push(await turnAt(small));
        many.push(await turnAt(large));
        onProgress(`${round} of ${settings.rounds} rounds`);
      }
      const ratios = many.map(({ way }, at) => way.answerMsP50 / (few[at]?.way.answerMsP50 ?? NaN));
      return {
        few: middleOf(sales.few, few),
        many: middleOf(sales.many, many),
        ratiosP50: ratios.toSorted((one, other) => one - other),
        ratioP50: middle(ratios),
      };
    });
  });
}

async function logInAgain(shop: Shop): Promise<void> {
  const expired = shop.token();
  await shop.renew(expired);
  if (shop.token() === expired) throw new Error('the cashier could not log in again');
}

async function turnAt(stage: Stage): Promise<Turn> {
  const { clients, seconds } = stage.settings;
  const reference = await stage.reference.measure(clients, seconds);
  return { reference, way: await measureWay(stage, 'single', reference) };
}

function middleOf(sales: number, turns: readonly Turn[]): AtSize {
  return {
    sales,
    referencePerSecond: middle(turns.map(({ reference }) => reference)),
    salesPerSecond: middle(turns.map(({ way }) => way.perSecondDrained)),
    answerMsP50: middle(turns.map(({ way }) => way.answerMsP50)),
    answerMsP99: middle(turns.map(({ way }) => way.answerMsP99)),
  };
}

function middle(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

/** Columns that become others in a copy; every other column is copied as it is. */
type Changes = Readonly<Record<string, string>>;

/**
 * Another id for every copy, and the same one wherever the row is spoken of. Those of one copy lie
 * side by side in an index, as ids do that begin with the time.
 */
const other = (column: string): string => {
  const made = `overlay(md5(t.${column}::text || k) PLACING lpad(to_hex(k::int), 8, '0') FROM 1)`;
  return `${made}::uuid`;
};

const copied: readonly (readonly [table: string, changes: Changes])[] = [
  [
    'orders.registers',
    { register_id: other('register_id'), name: "t.name || ' ' || k", device_key_hash: 'NULL' },
  ],
  ['orders.sales', { sale_id: other('sale_id'), register_id: other('register_id') }],
  ['orders.sale_lines', { sale_id: other('sale_id') }],
  ['orders.promoted_sales', { sale_id: other('sale_id') }],
  ['orders.promotion_takes', { sale_id: other('sale_id') }],
  ['orders.payments', { sale_id: other('sale_id'), payment_id: other('payment_id') }],
  [
    'orders.outbox',
    // Before every cursor: the consumers have heard of them long ago.
    {
      xid: "'1'::xid8",
      event_id: other('event_id'),
      aggregate_id: `${other('aggregate_id')}::text`,
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
  ['inventory.inbox', { event_id: other('event_id') }],
];

async function multiply({ home, settings }: Stage, onProgress: Progress): Promise<void> {
  const { orders } = settings;
  const there = await countSales(home);
  const copies = Math.max(0, Math.ceil(orders / there) - 1);
  await withOwner(home.home, async (client) => {
    // Nothing refers to what is not copied along, and a lost copy is made again.
    await client.query("SET synchronous_commit = off; SET session_replication_role = 'replica'");
    const statements: string[] = [];
    for (const [table, changes] of copied) {
      // Once, at the end, is enough.
      await client.query(`ALTER TABLE ${table} SET (autovacuum_enabled = false)`);
      await client.query(`CREATE TEMPORARY TABLE ${sourceOf(table)} AS TABLE ${table}`);
      statements.push(await statementFor(client, table, changes));
    }
    for (let copy = 1; copy <= copies; copy += 1) {
      for (const statement of statements) await client.query(statement, [String(copy)]);
      if (copy % 10 === 0) onProgress(`${there * (copy + 1)} of ${orders} sales are stored`);
    }
    onProgress('VACUUM ANALYZE');
    for (const [table] of copied) {
      await client.query(`ALTER TABLE ${table} RESET (autovacuum_enabled)`);
    }
    await client.query('VACUUM ANALYZE');
    await client.query('CHECKPOINT');
  });
}

const sourceOf = (table: string): string => `source_${table.replace('.', '_')}`;

async function statementFor(client: pg.Client, table: string, changes: Changes): Promise<string> {
  const { rows } = await client.query<{ column_name: string }>(
    `SELECT column_name FROM information_schema.columns
     WHERE table_schema || '.' || table_name = $1 AND is_identity = 'NO'`,
    [table],
  );
  const columns = rows.map(({ column_name: name }) => name);
  const values = columns.map((name) => changes[name] ?? `t.${name}`);
  return `INSERT INTO ${table} (${columns.join(', ')})
    SELECT ${values.join(', ')} FROM ${sourceOf(table)} t, (SELECT $1::text AS k) AS copy`;
}

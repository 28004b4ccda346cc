/** Rows that are there, copied over and over by PostgreSQL itself under other ids. */
import { withOwner } from '@evertill/rig';
import type pg from 'pg';
import { countSales } from './stage.ts';
import type { Progress, Stage } from './stage.ts';

/** Columns that become others in a copy; every other column is copied as it is. */
type Changes = Readonly<Record<string, string>>;

/**
 * Another id for every copy, and the same one wherever the row is spoken of. Those of one copy lie
 * side by side in an index, as ids do that begin with the time.
 */
export const other = (column: string): string => {
  const made = `overlay(md5(t.${column}::text || k) PLACING lpad(to_hex(k::int), 8, '0') FROM 1)`;
  return `${made}::uuid`;
};

export type CopiedTable = readonly [table: string, changes: Changes];

/** Until there are as many sales as `--orders` says. */
export async function multiply(
  { home, settings }: Stage,
  copied: readonly CopiedTable[],
  onProgress: Progress,
): Promise<void> {
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

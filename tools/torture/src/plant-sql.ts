/** Faults put into a database, as its owner. Doing it again does no harm. */
import type pg from 'pg';

/** Our start-up asks whether commits are durable. It asks the server, not each role. */
export async function forgetCommits(client: pg.Client): Promise<void> {
  const { rows: done } = await client.query(
    `SELECT FROM pg_roles WHERE 'synchronous_commit=off' = ANY (rolconfig)`,
  );
  if (done.length > 0) return;
  await client.query(`ALTER SYSTEM SET wal_writer_delay = '10s'`);
  await client.query(`ALTER SYSTEM SET wal_writer_flush_after = '1GB'`);
  await client.query('SELECT pg_reload_conf()');
  const { rows } = await client.query<{ role_name: string }>(
    'SELECT role_name FROM evertill.module_logins',
  );
  for (const { role_name: role } of rows) {
    await client.query(`ALTER ROLE "${role}" SET synchronous_commit = off`);
  }
  // Sessions keep what they began with.
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name LIKE 'evertill-%' AND usename <> current_user`,
  );
}

export async function readNaively(client: pg.Client): Promise<void> {
  await slowCommitsDown(client);
  await patch(client, 'orders.read_outbox', [
    ['(o.xid, o.id) > (p_xid::xid8, p_id)', 'o.id > p_id'],
    ['AND o.xid < pg_snapshot_xmin(pg_current_snapshot())', ''],
    ['ORDER BY o.xid, o.id', 'ORDER BY o.id'],
  ]);
  await patch(client, 'orders.untold_tenants', [
    ['o.xid DESC, o.id DESC', 'o.id DESC'],
    [/\(v_last\.xid, v_last\.id\) > \(.*\)/, 'v_last.id > coalesce(c.id, 0)'],
  ]);
  await patch(client, 'orders.told_after', [
    ['o.xid DESC, o.id DESC', 'o.id DESC'],
    ['(v_last.xid, v_last.id) > (p_xid, p_id)', 'v_last.id > p_id'],
  ]);
}

/** Both lines of defence: the inbox, and the movement that knows what moved it. */
export async function forgetEvents(client: pg.Client): Promise<void> {
  // Other indexes take their place, so that only the promise is gone and not the speed.
  await client.query(`
    CREATE INDEX IF NOT EXISTS planted ON inventory.inbox (tenant_id, event_id);
    CREATE INDEX IF NOT EXISTS planted_too
      ON inventory.stock_movements (tenant_id, source_type, source_id, source_line);
    ALTER TABLE inventory.inbox DROP CONSTRAINT IF EXISTS inbox_pkey;
    ALTER TABLE inventory.stock_movements
      DROP CONSTRAINT IF EXISTS stock_movements_tenant_id_source_type_source_id_source_line_key`);
  const { rows } = await client.query(
    `SELECT FROM pg_constraint WHERE conrelid IN ('inventory.inbox'::regclass) AND contype = 'p'
     UNION ALL
     SELECT FROM pg_constraint
     WHERE conrelid = 'inventory.stock_movements'::regclass AND contype = 'u'`,
  );
  if (rows.length > 0) throw new Error('the plant no_inbox did not take');
}

type Change = readonly [from: string | RegExp, to: string];

/** Rewrites a function of the database. A change that finds nothing to change is an error. */
export async function patch(
  client: pg.Client,
  name: string,
  changes: readonly Change[],
): Promise<void> {
  const { rows } = await client.query<{ text: string }>(
    'SELECT pg_get_functiondef(oid) AS text FROM pg_proc WHERE oid = $1::regproc',
    [name],
  );
  const text = rows[0]?.text;
  if (text === undefined) throw new Error(`there is no function ${name}`);
  const note = '-- planted';
  if (text.includes(note)) return;
  let changed = text;
  for (const [from, to] of changes) {
    const next = changed.replace(from, to);
    if (next === changed) throw new Error(`the plant finds nothing to change in ${name}`);
    changed = next;
  }
  await client.query(changed.replace(/\bBEGIN\b/, `${note}\nBEGIN`));
}

/**
 * Every tenth event waits a little between taking its number and being committed, as on a slow
 * disk. A right relay is not impressed; a naive one loses events within seconds.
 */
export async function slowCommitsDown(client: pg.Client): Promise<void> {
  await client.query(`
    CREATE OR REPLACE FUNCTION orders.planted_wait() RETURNS trigger
    LANGUAGE plpgsql SET search_path = '' AS $$
    BEGIN
      IF NEW.id % 10 = 0 THEN PERFORM pg_sleep(0.03); END IF;
      RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS planted_wait ON orders.outbox;
    CREATE CONSTRAINT TRIGGER planted_wait AFTER INSERT ON orders.outbox
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION orders.planted_wait()`);
}

/**
 * The 24 pitfalls of row-level security, tried on the real schema as the module orders logs in.
 * Which mistakes of a later migration the lint names is tried in catalogue-lint.test.ts.
 */
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { lintCatalogue } from '../src/catalogue-lint.ts';
import { openDatabase } from '../src/database.ts';
import type { Database } from '../src/database.ts';
import { makeMetrics } from '../src/metrics.ts';
import {
  countOf,
  openProbeDatabase,
  ourSale,
  ours,
  productRow,
  refusalOf,
  saleRow,
  shared,
  theirSale,
  theirs,
} from './probe-database.ts';
import type { ProbeDatabase } from './probe-database.ts';
import { protectTables } from '../src/row-security.ts';
import { realWorld } from '../src/surroundings.ts';

const REFUSED = '42501';
const BROKEN_FOREIGN_KEY = '23503';

let probe: ProbeDatabase;
let database: Database;

beforeAll(async () => {
  probe = await openProbeDatabase(inject('postgresUrl'));
  database = openDatabase({
    url: await probe.urlOf('orders'),
    schema: 'orders',
    // One connection, so that whatever is left behind on it meets the next request.
    connectionsMax: 1,
    keepsStatements: true,
    world: realWorld(),
    metrics: makeMetrics(),
    log: { warn: () => undefined },
    onTold: () => undefined,
  });
});

afterAll(async () => {
  await database.close();
  await probe.close();
});

const allSales = 'SELECT * FROM orders.sales';

test('P1 row security is not only written but enabled: each shop sees its own', async () => {
  expect(await lintCatalogue(probe.owner)).toEqual([]);
  expect(await probe.as(ours, (client) => countOf(client, allSales))).toBe(1);
  const foreign = `${allSales} WHERE tenant_id = '${theirs}' OR sale_id = '${theirSale}'`;
  expect(await probe.as(ours, (client) => countOf(client, foreign))).toBe(0);
});

test('P2 the owner of a table is not let past its policies', async () => {
  const seen = await probe.undone(async (client) => {
    await client.query(`CREATE ROLE probe_owner NOLOGIN;
      GRANT ALL ON SCHEMA orders TO probe_owner;
      ALTER TABLE orders.sales OWNER TO probe_owner;
      SET LOCAL ROLE probe_owner;
      SET LOCAL app.tenant_id = '${ours}'`);
    return countOf(client, allSales);
  });
  expect(seen).toBe(1);
});

test('P3 no login of a module may bypass row security, or become somebody who may', async () => {
  const { rows } = await probe.owner.query<{ special: boolean }>(
    `SELECT bool_or(rolsuper OR rolbypassrls OR rolcreaterole OR EXISTS (
       SELECT FROM pg_auth_members m WHERE m.member = r.oid)) AS special
     FROM pg_roles r JOIN evertill.module_logins l ON l.role_name = r.rolname`,
  );
  expect(rows).toEqual([{ special: false }]);
  expect(await refusalOf(probe.orders, 'SET ROLE evertill')).toBe(REFUSED);
  const off = await probe.as(ours, async (client) => {
    await client.query('SET LOCAL row_security = off');
    return refusalOf(client, allSales);
  });
  expect(off).toBe(REFUSED);
});

test('P4 a view with security_invoker keeps the wall', async () => {
  const seen = await probe.undone(async (client) => {
    await client.query(`CREATE VIEW orders.v WITH (security_invoker = true) AS ${allSales};
      GRANT SELECT ON orders.v TO ${probe.ordersRole};
      SET LOCAL ROLE ${probe.ordersRole}; SET LOCAL app.tenant_id = '${ours}'`);
    return countOf(client, 'SELECT * FROM orders.v');
  });
  expect(seen).toBe(1);
});

test('P5 P6 nothing that a module may read or call runs with the rights of its owner', async () => {
  const { rows } = await probe.owner.query(
    `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'm' AND n.nspname !~ '^pg_'
     UNION ALL
     SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
  );
  expect(rows).toEqual([]);
});

test('P7 what one shop calls unique is free for another', async () => {
  const refused = await probe.as(ours, (client) =>
    refusalOf(client, saleRow(ours, shared, 'B-1').replace("1, 1, 'hash'", "1, 2, 'hash'")),
  );
  expect(refused).toBe('none');
});

test('P8 a foreign key cannot reach a row of another shop', async () => {
  const line = (sale: string): string => `INSERT INTO orders.sale_lines VALUES
    ('${ours}', '${sale}', 1, '${shared}', 's', 'n', 1000, 1, 0, 'STD', 0, 1)`;
  const tried = (sale: string): Promise<string> =>
    probe.as(ours, (client) => refusalOf(client, line(sale)));
  expect([await tried(theirSale), await tried(ourSale)]).toEqual([BROKEN_FOREIGN_KEY, 'none']);
});

test('P9 an id that another shop uses makes a row of our own, and is not lost', async () => {
  const written = await probe.as(ours, async (client) => {
    const { rowCount } = await client.query(`${productRow(ours)} ON CONFLICT DO NOTHING`);
    return [rowCount, await countOf(client, 'SELECT * FROM orders.products')];
  });
  expect(written).toEqual([1, 1]);
});

test('P10 nobody reads a sequence, which would tell how much others sell', async () => {
  const refused = await refusalOf(probe.orders, 'SELECT last_value FROM orders.outbox_id_seq');
  expect(refused).toBe(REFUSED);
  const next = `SELECT nextval('orders.outbox_id_seq')`;
  expect(await refusalOf(probe.orders, next)).toBe(REFUSED);
});

test('P11 TRUNCATE, which ignores row security, is refused', async () => {
  const refused = await probe.as(ours, (client) =>
    refusalOf(client, 'TRUNCATE orders.products CASCADE'),
  );
  expect(refused).toBe(REFUSED);
});

test('P12 without a tenant, or with an empty one, there is no row and no error', async () => {
  const fresh = new pg.Client({ connectionString: await probe.urlOf('orders') });
  await fresh.connect();
  const seen = [await countOf(fresh, allSales)];
  await fresh.query(`SELECT set_config('app.tenant_id', '', false)`);
  seen.push(await countOf(fresh, allSales));
  const refused = await refusalOf(fresh, productRow(ours));
  await fresh.end();
  expect(seen).toEqual([0, 0]);
  expect(refused).toBe(REFUSED);
});

test('P13 a tenant that is not a UUID never becomes SQL', async () => {
  const injected = `${ours}'; SELECT set_config('app.tenant_id', '${theirs}', true); --`;
  const reading = database.read({ tenantId: injected }, (tx) => tx.query(allSales));
  await expect(reading).rejects.toThrow('must be a UUID');
});

test('P14 a partition that is addressed directly has the wall too', async () => {
  const seen = await probe.undone(async (client) => {
    await client.query(`
      CREATE TABLE orders.p (tenant_id uuid NOT NULL) PARTITION BY HASH (tenant_id);
      CREATE TABLE orders.p0 PARTITION OF orders.p FOR VALUES WITH (MODULUS 1, REMAINDER 0);
      INSERT INTO orders.p VALUES ('${ours}'), ('${theirs}')`);
    await protectTables(client, 'orders');
    await client.query(`GRANT SELECT ON orders.p, orders.p0 TO ${probe.ordersRole};
      SET LOCAL ROLE ${probe.ordersRole}; SET LOCAL app.tenant_id = '${ours}'`);
    return [
      await countOf(client, 'SELECT * FROM orders.p'),
      await countOf(client, 'SELECT * FROM orders.p0'),
    ];
  });
  expect(seen).toEqual([1, 1]);
});

test('P15 a table that comes later is not readable by default, and gets its wall', async () => {
  const code = await probe.undone(async (client) => {
    await client.query(`CREATE TABLE orders.later (tenant_id uuid NOT NULL);
      SET LOCAL ROLE ${probe.ordersRole}`);
    return refusalOf(client, 'SELECT * FROM orders.later');
  });
  expect(code).toBe(REFUSED);
});

test('P16 a second permissive policy does not widen what is seen', async () => {
  const seen = await probe.undone(async (client) => {
    await client.query(`CREATE POLICY wide ON orders.sales USING (true) WITH CHECK (true);
      SET LOCAL ROLE ${probe.ordersRole}; SET LOCAL app.tenant_id = '${ours}'`);
    return countOf(client, allSales);
  });
  expect(seen).toBe(1);
});

test('P17 a tenant set for the session does not reach the next transaction', async () => {
  const { tenantId, saw } = await database.inTransaction({ tenantId: theirs }, async (tx) => {
    await tx.query(`SELECT set_config('app.tenant_id', $1, false)`, [theirs]);
    return { tenantId: tx.tenantId, saw: (await tx.query(allSales)).length };
  });
  expect({ tenantId, saw }).toEqual({ tenantId: theirs, saw: 1 });
  const next = await database.read({ tenantId: ours }, (tx) => tx.query(allSales));
  expect(next).toMatchObject([{ sale_id: ourSale }]);
});

test('P17 a tenant set the way we do is gone with its transaction', async () => {
  await database.call(`SELECT set_config('app.tenant_id', '', false)`, []);
  await database.read({ tenantId: theirs }, (tx) => tx.query(allSales));
  await database.call(`SELECT * FROM orders.read_outbox($1, '0', 0, 1)`, [theirs]);
  expect(await database.call(allSales, [])).toEqual([]);
});

test('P18 the statistics of a table with row security are not shown', async () => {
  await probe.owner.query('ANALYZE orders.sales');
  const stats = `SELECT * FROM pg_stats WHERE schemaname = 'orders' AND tablename = 'sales'`;
  expect(await countOf(probe.owner, stats)).toBeGreaterThan(0);
  expect(await probe.as(ours, (client) => countOf(client, stats))).toBe(0);
});

test('P19 a condition that would tell by failing meets no foreign row', async () => {
  const tell = `${allSales} WHERE 1 / (CASE WHEN receipt_number = 'B-1' THEN 0 ELSE 1 END) = 1`;
  expect(await refusalOf(probe.owner, tell)).toBe('22012');
  expect(await probe.as(ours, (client) => refusalOf(client, tell))).toBe('none');
});

test('P20 with the tenant first in each index, no plan counts foreign rows', async () => {
  const plan = await probe.as(ours, async (client) => {
    await client.query('SET LOCAL enable_seqscan = off');
    const explain = `EXPLAIN (ANALYZE, COSTS off) ${allSales}`;
    const { rows } = await client.query<Record<string, string>>(explain);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
  expect(plan).toContain('Index Cond: (tenant_id =');
  expect(plan).not.toContain('Rows Removed by Filter');
});

test('P21 COPY TO writes out our rows alone', async () => {
  const copied = await probe.as(ours, async (client) => {
    const { rowCount } = await client.query('COPY orders.sales TO STDOUT');
    return rowCount;
  });
  expect(copied).toBe(1);
});

test('P22 nothing is removed by cascade, nor by a module itself', async () => {
  const cascades = `SELECT FROM pg_constraint WHERE contype = 'f'
    AND (confdeltype <> 'a' OR confupdtype <> 'a')`;
  expect(await countOf(probe.owner, cascades)).toBe(0);
  const code = await probe.as(ours, (client) =>
    refusalOf(client, `DELETE FROM orders.registers WHERE register_id = '${shared}'`),
  );
  expect(code).toBe(REFUSED);
});

test('P23 a back-fill that would touch no row fails instead, the way migrations run', async () => {
  const backFill = `UPDATE orders.products SET is_active = false`;
  const results = await probe.undone(async (client) => {
    await client.query(`CREATE ROLE probe_migrator NOLOGIN;
      GRANT ALL ON SCHEMA orders TO probe_migrator;
      ALTER TABLE orders.products OWNER TO probe_migrator;
      SET LOCAL ROLE probe_migrator`);
    const { rowCount: silent } = await client.query(backFill);
    // What migrate.ts sets for every file.
    await client.query('SET LOCAL row_security = off');
    return [silent, await refusalOf(client, backFill)];
  });
  expect(results).toEqual([0, REFUSED]);
});

test('P24 a row without a tenant, or with another one, cannot be written', async () => {
  const tried = (sql: string): Promise<string> =>
    probe.as(ours, (client) => refusalOf(client, sql));
  const nobodys = productRow(theirs).replace(`'${theirs}'`, 'NULL');
  expect(await tried(nobodys)).toBe(REFUSED);
  expect(await tried(productRow(theirs))).toBe(REFUSED);
  expect(await tried(`UPDATE orders.registers SET tenant_id = '${theirs}'`)).toBe(REFUSED);
  const bySystem = probe.undone((client) => refusalOf(client, nobodys));
  expect(await bySystem).toBe('23502');
});

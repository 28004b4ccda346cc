/** Every rule of the lint is seen to fail, on each mistake that a later migration could make. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { catalogueRules, lintCatalogue } from '../src/catalogue-lint.ts';
import { openProbeDatabase } from './probe-database.ts';
import type { ProbeDatabase } from './probe-database.ts';

let probe: ProbeDatabase;
const spoken = new Set<string>();

beforeAll(async () => {
  probe = await openProbeDatabase(inject('postgresUrl'));
});

afterAll(() => probe.close());

test('the schema as it is has no flaw', async () => {
  expect(await lintCatalogue(probe.owner)).toEqual([]);
});

interface Mistake {
  readonly id: string;
  readonly what: string;
  /** `:role` is the login of orders. */
  readonly sql: string;
  /** A part of the name of the rule that has to speak. */
  readonly rule: string;
}

const definer = (words: string): string =>
  `CREATE FUNCTION orders.f() RETURNS integer LANGUAGE sql ${words} AS 'SELECT 1'`;
const timed = (body: string): string =>
  `CREATE FUNCTION orders.f() RETURNS timestamptz LANGUAGE sql SET search_path = '' ${body}`;
const policy = (words: string): string => `CREATE POLICY extra ON orders.sales ${words}`;
const ownCondition = `tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid`;
const otherWall = (words: string): string => `DROP POLICY tenant_wall ON orders.sales;
  CREATE POLICY tenant_wall ON orders.sales AS RESTRICTIVE ${words}`;

const ENABLED = 'row security is enabled and forced';
const WALL = 'restrictive wall';
const HAS_TENANT = 'every table has a tenant';
const VIEWS = 'no view hides row security';
const RUNS_AS_OWNER = 'no function runs as its owner';
const KEYS = 'primary, unique and foreign keys';
const FOREIGN_KEYS = 'foreign keys carry the tenant';
const INDEXES = 'indexes of tenant tables';
const TIME = 'functions take time and ids';
const DEFAULTS = 'no column makes its own time';
const GRANTS = 'nobody may truncate';
const ROLES = 'module roles are nobody special';
const OWN_SCHEMA = 'a module sees its own schema';
const SEQUENCES = 'no module reads or moves a sequence';
const DEFAULT_PRIVILEGES = 'no default privileges';
const FLOATS = 'no column holds a float';

const mistakes: readonly Mistake[] = [
  {
    id: 'P1',
    what: 'row security switched off',
    sql: 'ALTER TABLE orders.sales DISABLE ROW LEVEL SECURITY',
    rule: ENABLED,
  },
  {
    id: 'P1',
    what: 'a table without row security',
    sql: 'CREATE TABLE orders.bare (tenant_id uuid NOT NULL)',
    rule: ENABLED,
  },
  {
    id: 'P2',
    what: 'row security not forced',
    sql: 'ALTER TABLE orders.sales NO FORCE ROW LEVEL SECURITY',
    rule: ENABLED,
  },
  { id: 'P3', what: 'BYPASSRLS', sql: 'ALTER ROLE :role BYPASSRLS', rule: ROLES },
  { id: 'P3', what: 'a superuser', sql: 'ALTER ROLE :role SUPERUSER', rule: ROLES },
  { id: 'P3', what: 'member of a superuser', sql: 'GRANT evertill TO :role', rule: ROLES },
  {
    id: 'P2',
    what: 'a module owns a table',
    sql: 'GRANT CREATE ON SCHEMA orders TO :role; ALTER TABLE orders.sales OWNER TO :role',
    rule: ROLES,
  },
  {
    id: 'P4',
    what: 'a view without security_invoker',
    sql: 'CREATE VIEW orders.v AS SELECT * FROM orders.sales',
    rule: VIEWS,
  },
  {
    id: 'P5',
    what: 'a materialised view',
    sql: 'CREATE MATERIALIZED VIEW orders.v AS SELECT * FROM orders.sales',
    rule: VIEWS,
  },
  {
    id: 'P6',
    what: 'SECURITY DEFINER',
    sql: definer(`SECURITY DEFINER SET search_path = ''`),
    rule: RUNS_AS_OWNER,
  },
  { id: 'P6', what: 'no search_path', sql: definer(''), rule: RUNS_AS_OWNER },
  {
    id: 'P6',
    what: 'a search_path that others may write to',
    sql: definer('SET search_path = public'),
    rule: RUNS_AS_OWNER,
  },
  {
    id: 'P7',
    what: 'UNIQUE without the tenant',
    sql: 'ALTER TABLE orders.sales ADD UNIQUE (receipt_number)',
    rule: KEYS,
  },
  {
    id: 'P7',
    what: 'a unique index without the tenant',
    sql: 'CREATE UNIQUE INDEX u ON orders.sales (receipt_number)',
    rule: INDEXES,
  },
  {
    id: 'P8',
    what: 'a foreign key without the tenant',
    sql: `ALTER TABLE orders.sales ADD UNIQUE (sale_id);
      ALTER TABLE orders.refunds ADD FOREIGN KEY (sale_id) REFERENCES orders.sales (sale_id)`,
    rule: FOREIGN_KEYS,
  },
  {
    id: 'P9',
    what: 'a primary key that does not start with the tenant',
    sql: 'ALTER TABLE orders.flags DROP CONSTRAINT flags_pkey, ADD PRIMARY KEY (subject_id, flag)',
    rule: KEYS,
  },
  {
    id: 'P10',
    what: 'a sequence that a module may read',
    sql: 'GRANT SELECT ON SEQUENCE orders.outbox_id_seq TO :role',
    rule: SEQUENCES,
  },
  { id: 'P11', what: 'TRUNCATE', sql: 'GRANT TRUNCATE ON orders.sales TO :role', rule: GRANTS },
  {
    id: 'P11',
    what: 'REFERENCES and TRIGGER for all',
    sql: 'GRANT REFERENCES, TRIGGER ON orders.sales TO PUBLIC',
    rule: GRANTS,
  },
  {
    id: 'P12',
    what: 'a policy that fails on an empty tenant',
    sql: otherWall(`USING (tenant_id = current_setting('app.tenant_id', true)::uuid)`),
    rule: WALL,
  },
  {
    id: 'P14',
    what: 'a partition without row security',
    sql: `CREATE TABLE orders.p (tenant_id uuid NOT NULL) PARTITION BY HASH (tenant_id);
      CREATE TABLE orders.p0 PARTITION OF orders.p FOR VALUES WITH (MODULUS 1, REMAINDER 0)`,
    rule: ENABLED,
  },
  {
    id: 'P15',
    what: 'default privileges in a schema',
    sql: 'ALTER DEFAULT PRIVILEGES IN SCHEMA orders GRANT SELECT ON TABLES TO :role',
    rule: DEFAULT_PRIVILEGES,
  },
  {
    id: 'P15',
    what: 'default privileges everywhere',
    sql: 'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO :role',
    rule: DEFAULT_PRIVILEGES,
  },
  {
    id: 'P16',
    what: 'a second permissive policy',
    sql: policy(`USING (source = 'IMPORT')`),
    rule: WALL,
  },
  { id: 'P16', what: 'a policy true', sql: policy('USING (true)'), rule: WALL },
  {
    id: 'P16',
    what: 'a wall with a way round',
    sql: otherWall(`USING (${ownCondition} OR source = 'IMPORT')`),
    rule: WALL,
  },
  {
    id: 'P16',
    what: 'a wall for some commands only',
    sql: otherWall(`FOR SELECT USING (${ownCondition})`),
    rule: WALL,
  },
  {
    id: 'P16',
    what: 'a wall for somebody else only',
    sql: otherWall(`TO evertill USING (${ownCondition}) WITH CHECK (${ownCondition})`),
    rule: WALL,
  },
  { id: 'P16', what: 'no wall', sql: 'DROP POLICY tenant_wall ON orders.sales', rule: WALL },
  {
    id: 'P19',
    what: 'a LEAKPROOF function',
    sql: definer(`LEAKPROOF SET search_path = ''`),
    rule: RUNS_AS_OWNER,
  },
  {
    id: 'P22',
    what: 'a cascade',
    sql: `ALTER TABLE orders.refunds ADD FOREIGN KEY (tenant_id, sale_id)
      REFERENCES orders.sales ON DELETE CASCADE`,
    rule: FOREIGN_KEYS,
  },
  {
    id: 'P24',
    what: 'a tenant that may be NULL',
    sql: 'CREATE TABLE orders.holes (tenant_id uuid)',
    rule: HAS_TENANT,
  },
  {
    id: 'P24',
    what: 'a table without a tenant',
    sql: 'CREATE TABLE orders.loose (id uuid NOT NULL)',
    rule: HAS_TENANT,
  },
  {
    id: '4.4',
    what: 'an index that does not lead with the tenant',
    sql: 'CREATE INDEX i ON orders.sales (occurred_at, tenant_id)',
    rule: INDEXES,
  },
  {
    id: '4.4',
    what: 'an index over an expression',
    sql: 'CREATE INDEX i ON orders.sales (lower(receipt_number))',
    rule: INDEXES,
  },
  {
    id: '4.4',
    what: 'a module that sees another',
    sql: 'GRANT USAGE ON SCHEMA auth TO :role',
    rule: OWN_SCHEMA,
  },
  {
    id: '4.4',
    what: 'a module that sees the logins',
    sql: 'GRANT USAGE ON SCHEMA evertill TO :role',
    rule: OWN_SCHEMA,
  },
  { id: 'time', what: 'now()', sql: timed(`AS 'SELECT now()'`), rule: TIME },
  {
    id: 'time',
    what: 'now() in a body that is parsed at once',
    sql: timed('RETURN now()'),
    rule: TIME,
  },
  {
    id: 'time',
    what: 'a column that makes its own time',
    sql: 'ALTER TABLE orders.flags ADD seen_at timestamptz DEFAULT now()',
    rule: DEFAULTS,
  },
  {
    id: 'time',
    what: 'a column that makes its own id',
    sql: 'ALTER TABLE orders.flags ADD flag_id uuid DEFAULT gen_random_uuid()',
    rule: DEFAULTS,
  },
  {
    id: 'I06',
    what: 'a float',
    sql: 'ALTER TABLE orders.flags ADD amount double precision',
    rule: FLOATS,
  },
  {
    id: 'I06',
    what: 'an array of floats',
    sql: 'ALTER TABLE orders.flags ADD amounts real[]',
    rule: FLOATS,
  },
];

test.each(mistakes)('$id $what', async ({ sql, rule }) => {
  const names = await probe.lintAfter(sql.replaceAll(':role', probe.ordersRole));
  for (const name of names) spoken.add(name);
  expect(names).toContainEqual(expect.stringContaining(rule));
});

test('no rule was silent throughout, and the schema is as it was', async () => {
  expect(catalogueRules.filter((name) => !spoken.has(name))).toEqual([]);
  expect(await lintCatalogue(probe.owner)).toEqual([]);
});

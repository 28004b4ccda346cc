/**
 * Reads PostgreSQL's own catalogue and names everything that would let a tenant's rows out: the
 * pitfalls were probed one by one, and most of them say nothing when they leak.
 */
import type pg from 'pg';
import { moduleNames } from './module.ts';
import { globalTables } from './row-security.ts';

export interface CatalogueFlaw {
  readonly id: string;
  readonly name: string;
  readonly rows: readonly Record<string, unknown>[];
}

interface Rule {
  readonly name: string;
  readonly sql: string;
}

/** `$1`: our schemas; `$2`: tables without a tenant, as `schema.table`; `$3`: module roles. */
const tables = `
  SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind, c.relrowsecurity,
         c.relforcerowsecurity, c.relowner,
         EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid
           AND a.attname = 'tenant_id' AND a.attnotnull AND NOT a.attisdropped) AS has_tenant,
         n.nspname || '.' || c.relname = ANY ($2) AS is_global
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p')`;

/** Whether a policy says what row-security.ts says, and nothing else, as PostgreSQL prints it. */
const isOurs = (policy: string): string => {
  const condition = `$own$(tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), \
''::text))::uuid)$own$`;
  return `(coalesce(pg_get_expr(${policy}.polqual, ${policy}.polrelid) = ${condition}
    AND pg_get_expr(${policy}.polwithcheck, ${policy}.polrelid) = ${condition}, false))`;
};

const rules: readonly Rule[] = [
  {
    name: 'every table has a tenant, or is one of the few that may not',
    sql: `SELECT schema, name FROM (${tables}) t WHERE NOT has_tenant AND NOT is_global`,
  },
  {
    name: 'row security is enabled and forced on every tenant table',
    sql: `SELECT schema, name FROM (${tables}) t
      WHERE NOT is_global AND NOT (relrowsecurity AND relforcerowsecurity)`,
  },
  {
    name: 'every tenant table has the restrictive wall, for all, and no policy but ours',
    sql: `SELECT t.schema, t.name, p.polname FROM (${tables}) t
      LEFT JOIN pg_policy p ON p.polrelid = t.oid
      WHERE NOT t.is_global AND (
        NOT EXISTS (SELECT FROM pg_policy w WHERE w.polrelid = t.oid AND NOT w.polpermissive
          AND w.polcmd = '*' AND w.polroles = '{0}' AND ${isOurs('w')})
        OR NOT ${isOurs('p')})`,
  },
  {
    name: 'primary, unique and foreign keys of tenant tables start with the tenant',
    sql: `SELECT t.schema, t.name, k.conname FROM (${tables}) t
      JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype IN ('p', 'u', 'f', 'x')
      WHERE NOT t.is_global AND (
        SELECT a.attname FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = k.conkey[1]
      ) <> 'tenant_id'`,
  },
  {
    name: 'foreign keys carry the tenant to the tenant, and cascade nothing',
    sql: `SELECT t.schema, t.name, k.conname FROM (${tables}) t
      JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f'
      WHERE NOT t.is_global AND (
        k.confdeltype IN ('c', 'n', 'd') OR k.confupdtype IN ('c', 'n', 'd')
        OR (SELECT a.attname FROM pg_attribute a
            WHERE a.attrelid = k.confrelid AND a.attnum = k.confkey[1]) <> 'tenant_id')`,
  },
  {
    name: 'indexes of tenant tables start with the tenant',
    sql: `SELECT t.schema, t.name, i.indexrelid::regclass::text AS index FROM (${tables}) t
      JOIN pg_index i ON i.indrelid = t.oid
      WHERE NOT t.is_global AND (
        SELECT a.attname FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = i.indkey[0]
      ) IS DISTINCT FROM 'tenant_id'`,
  },
  {
    name: 'no view hides row security, and none is materialised',
    sql: `SELECT n.nspname AS schema, c.relname AS name FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY ($1) AND (c.relkind IN ('m', 'f') OR c.relkind = 'v'
        AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false))`,
  },
  {
    name: 'no function runs as its owner, is leakproof, or leaves its search path open',
    sql: `SELECT n.nspname AS schema, p.proname AS name FROM pg_proc p
      JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = ANY ($1) AND (p.prosecdef OR p.proleakproof
        OR NOT coalesce(EXISTS (
          SELECT FROM unnest(p.proconfig) s WHERE s = 'search_path=""'), false))`,
  },
  {
    name: 'functions take time and ids as arguments',
    sql: `SELECT n.nspname AS schema, p.proname AS name FROM pg_proc p
      JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = ANY ($1) AND coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) ~*
        '\\m(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|random|gen_random_uuid|uuidv4|uuidv7|uuid_generate_v4|nextval)\\s*\\(|\\mcurrent_(timestamp|date|time)\\M|\\mlocaltime'`,
  },
  {
    name: 'no column makes its own time or id',
    sql: `SELECT t.schema, t.name, a.attname FROM (${tables}) t
      JOIN pg_attrdef d ON d.adrelid = t.oid
      JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.adnum
      WHERE pg_get_expr(d.adbin, d.adrelid) ~*
        '\\m(now|clock_timestamp|random|gen_random_uuid|uuidv4|uuidv7|nextval)\\s*\\(|current_timestamp'`,
  },
  {
    name: 'nobody may truncate, reference or put triggers on our tables',
    sql: `SELECT g.table_schema, g.table_name, g.grantee, g.privilege_type
      FROM information_schema.role_table_grants g
      JOIN (${tables}) t ON t.schema = g.table_schema AND t.name = g.table_name
      WHERE g.grantee = ANY ($3 || ARRAY['PUBLIC']::text[])
        AND g.privilege_type IN ('TRUNCATE', 'REFERENCES', 'TRIGGER')`,
  },
  {
    name: 'no module reads or moves a sequence, which would tell the volume of others',
    sql: `SELECT m.module, c.oid::regclass::text AS sequence FROM evertill.module_logins m
      JOIN pg_class c ON c.relkind = 'S'
      JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = ANY ($1)
      WHERE has_sequence_privilege(m.role_name, c.oid, 'USAGE, SELECT, UPDATE')`,
  },
  {
    name: 'a module sees its own schema and no other',
    sql: `SELECT m.module, n.nspname AS schema FROM evertill.module_logins m
      JOIN pg_namespace n ON n.nspname = ANY ($1 || ARRAY['evertill'])
      WHERE n.nspname <> m.module
        AND has_schema_privilege(m.role_name, n.oid, 'USAGE, CREATE')`,
  },
  {
    name: 'module roles are nobody special, own nothing and belong to nobody',
    sql: `SELECT r.rolname FROM pg_roles r WHERE r.rolname = ANY ($3) AND (
        r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication
        OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid)
        OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid))`,
  },
  {
    name: 'no default privileges open tables that come later',
    sql: `SELECT n.nspname AS schema, d.defaclacl::text AS grants FROM pg_default_acl d
      LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
      WHERE d.defaclnamespace = 0 OR n.nspname = ANY ($1)`,
  },
  {
    name: 'no column holds a float (I06)',
    sql: `SELECT table_schema, table_name, column_name FROM information_schema.columns
      WHERE table_schema = ANY ($1)
        AND ltrim(udt_name, '_') IN ('float4', 'float8', 'money')`,
  },
];

export const catalogueRules: readonly string[] = rules.map(({ name }) => name);

/** The rules that do not hold, each with the rows that break it. */
export async function lintCatalogue(client: pg.ClientBase): Promise<readonly CatalogueFlaw[]> {
  const { rows: roles } = await client.query<{ role_name: string }>(
    'SELECT role_name FROM evertill.module_logins',
  );
  const values = [moduleNames, [...globalTables], roles.map((row) => row.role_name)];
  const flaws: CatalogueFlaw[] = [];
  for (const { name, sql } of rules) {
    const used = values.slice(
      0,
      Math.max(...[...sql.matchAll(/\$(\d)/g)].map((m) => Number(m[1]))),
    );
    // A rule may use a later argument and not an earlier one; PostgreSQL wants to know all types.
    const typed = `WITH arguments AS (SELECT ${used
      .map((_, index) => `$${index + 1}::text[]`)
      .join(', ')}) ${sql}`;
    const { rows } = await client.query<Record<string, unknown>>(typed, used);
    if (rows.length > 0) flaws.push({ id: 'I33', name, rows });
  }
  return flaws;
}

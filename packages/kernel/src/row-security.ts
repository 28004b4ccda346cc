/**
 * Row-level security, put on every tenant table by the migrator itself, so that no author of a
 * migration can forget it. The catalogue lint checks afterwards what really stands there.
 */
import pg from 'pg';

/**
 * Tables without a tenant, each with its reason. Nothing else may lack one.
 *
 * auth.tenants: the list of tenants itself. auth.login_index: leads from a hashed name to the
 * tenant, before any tenant is known; auth.api_key_index: from a hashed key. auth.login_attempts:
 * wrong passwords, counted under a hashed name whether or not anybody has it. auth.operators: of
 * the platform, not of a shop. orders.enrolment_codes: from a hashed one-time code to the tenant.
 * auth.deleted_tenants: that a shop was deleted, when nothing else of it is left.
 */
export const globalTables: ReadonlySet<string> = new Set([
  'auth.tenants',
  'auth.login_index',
  'auth.login_attempts',
  'auth.api_key_index',
  'auth.operators',
  'auth.deleted_tenants',
  'orders.enrolment_codes',
]);

const policyCondition = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid";

/**
 * Enables and forces row security on each tenant table of a schema that lacks it. The policy that
 * separates tenants is restrictive, so that no later permissive one can widen it.
 */
export async function protectTables(client: pg.ClientBase, schema: string): Promise<void> {
  const { rows } = await client.query<{ table_name: string }>(
    `SELECT c.relname AS table_name
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relforcerowsecurity
     ORDER BY c.relname`,
    [schema],
  );
  for (const { table_name: name } of rows) {
    if (globalTables.has(`${schema}.${name}`)) continue;
    const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
    await client.query(`
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant_wall ON ${table} AS RESTRICTIVE
        USING (${policyCondition}) WITH CHECK (${policyCondition});
      CREATE POLICY tenant_rows ON ${table}
        USING (${policyCondition}) WITH CHECK (${policyCondition})`);
  }
}

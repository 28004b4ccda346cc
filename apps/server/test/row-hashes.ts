/** One hash per table over all that a tenant has in it: the same before and after, or not. */
import type { TestShop } from '@evertill/testing';

/** What moves by itself: positions of readers, not data of the shop. */
const positions = new Set(['relay_cursors', 'inbox_cursors']);

export async function rowHashes(
  { sql }: Pick<TestShop, 'sql'>,
  tenantId: string,
): Promise<Readonly<Record<string, string>>> {
  const tables = await sql(
    `SELECT table_schema, table_name FROM information_schema.columns
     WHERE column_name = 'tenant_id' AND table_schema NOT IN ('pg_catalog', 'information_schema')
     ORDER BY 1, 2`,
  );
  const hashes: Record<string, string> = {};
  for (const { table_schema: schema, table_name: table } of tables) {
    if (positions.has(String(table))) continue;
    const [row] = await sql(
      `SELECT count(*) || ':' || md5(coalesce(string_agg(t::text, ' ' ORDER BY t::text), '')) AS h
       FROM "${String(schema)}"."${String(table)}" t WHERE tenant_id = $1`,
      [tenantId],
    );
    hashes[`${String(schema)}.${String(table)}`] = String(row?.['h']);
  }
  return hashes;
}

/** The sealed key of each shop that has one, as it stands in the database. */
import type pg from 'pg';
import { ConfigError } from '../config-error.ts';

export interface KeptShopKey {
  readonly tenantId: string;
  readonly sealed: string;
}

/**
 * None in a database that has no shape yet. As the owner, shop by shop: row security binds it. Of
 * one shop alone, where it is named; throws a `ConfigError` for the id of none.
 */
export async function keptShopKeys(
  client: pg.Client,
  only?: string,
): Promise<readonly KeptShopKey[]> {
  const { rows: known } = await client.query<{ here: string | null }>(
    `SELECT to_regclass('customers.tenant_keys')::text AS here`,
  );
  if (known[0]?.here == null) return [];
  const { rows: tenants } = await client.query<{ tenant_id: string }>(
    `SELECT tenant_id FROM auth.tenants WHERE $1::uuid IS NULL OR tenant_id = $1
     ORDER BY tenant_id`,
    [only ?? null],
  );
  if (only !== undefined && tenants.length === 0) {
    throw new ConfigError(`${only} is the id of no shop.`);
  }
  const kept: KeptShopKey[] = [];
  for (const { tenant_id: tenantId } of tenants) {
    await client.query(`SELECT set_config('app.tenant_id', $1, false)`, [tenantId]);
    const { rows } = await client.query<{ sealed_key: string }>(
      'SELECT sealed_key FROM customers.tenant_keys WHERE tenant_id = $1',
      [tenantId],
    );
    kept.push(...rows.map(({ sealed_key: sealed }) => ({ tenantId, sealed })));
  }
  return kept;
}

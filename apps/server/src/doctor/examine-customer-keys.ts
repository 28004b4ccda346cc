/** Whether what the shops keep of their customers can be opened with the keys of this home. */
import { sealingKeyId, sealingKeyIds } from '@evertill/kernel';
import type pg from 'pg';
import { customerKeysFile } from '../modules.ts';
import type { Finding, Patient } from './examine.ts';

export async function examineCustomerKeys(
  client: pg.Client,
  { home }: Pick<Patient, 'home'>,
): Promise<Finding> {
  const what = "customers' keys can be opened";
  const file = customerKeysFile(home);
  const wanted = await keysWanted(client);
  let there: readonly string[];
  try {
    there = await sealingKeyIds(file);
  } catch (error) {
    return { what, standing: 'ill', detail: `${file} cannot be read: ${String(error)}` };
  }
  const missing = wanted.filter((kid) => !there.includes(kid)).length;
  if (missing === 0) return { what, standing: 'well', detail: `${wanted.length} shops` };
  const detail = `${missing} shops need keys that ${file} lacks: put them back from a backup`;
  return { what, standing: 'ill', detail };
}

/** The id of the key that wraps each shop's. */
async function keysWanted(client: pg.Client): Promise<readonly string[]> {
  const { rows: known } = await client.query<{ here: string | null }>(
    `SELECT to_regclass('customers.tenant_keys')::text AS here`,
  );
  if (known[0]?.here == null) return [];
  const { rows: tenants } = await client.query<{ tenant_id: string }>(
    'SELECT tenant_id FROM auth.tenants',
  );
  const wanted: string[] = [];
  for (const { tenant_id: tenantId } of tenants) {
    await client.query(`SELECT set_config('app.tenant_id', $1, false)`, [tenantId]);
    const { rows } = await client.query<{ sealed_key: string }>(
      'SELECT sealed_key FROM customers.tenant_keys WHERE tenant_id = $1',
      [tenantId],
    );
    wanted.push(...rows.map(({ sealed_key: sealed }) => sealingKeyId(sealed)));
  }
  return wanted;
}

/** Who was forgotten, as a list of ids that outlives the database: what a restore brings back. */
import { isUuid } from '@evertill/kernel';
import pg from 'pg';
import { BackupFlaw } from './backup-file.ts';

export interface Erasure {
  readonly tenant_id: string;
  readonly customer_id: string;
  readonly erased_at: string;
}

export async function listErasures(url: string): Promise<readonly Erasure[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows: tenants } = await client.query<{ tenant_id: string }>(
      'SELECT tenant_id FROM auth.tenants ORDER BY tenant_id',
    );
    const erasures: Erasure[] = [];
    for (const { tenant_id: tenantId } of tenants) {
      await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenantId]);
      const { rows } = await client.query<{ customer_id: string; erased_at: Date }>(
        `SELECT customer_id, erased_at FROM customers.customers
         WHERE tenant_id = $1 AND erased_at IS NOT NULL ORDER BY erased_at, customer_id`,
        [tenantId],
      );
      erasures.push(
        ...rows.map(({ customer_id, erased_at }) => ({
          tenant_id: tenantId,
          customer_id,
          erased_at: erased_at.toISOString(),
        })),
      );
    }
    await client.query('COMMIT');
    return erasures;
  } finally {
    await client.end();
  }
}

/** Refused as a whole where a line of it is none. */
export function readErasures(text: string): readonly Erasure[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, index) => {
    const erasure = erasureOf(line);
    if (erasure === undefined) {
      throw new BackupFlaw(`Line ${index + 1} is not of a list of erasures.`);
    }
    return erasure;
  });
}

function erasureOf(line: string): Erasure | undefined {
  try {
    const read = JSON.parse(line) as Partial<Erasure>;
    const { tenant_id: tenant = '', customer_id: customer = '', erased_at: at = '' } = read;
    if (!isUuid(tenant) || !isUuid(customer)) return undefined;
    return { tenant_id: tenant, customer_id: customer, erased_at: at };
  } catch {
    return undefined;
  }
}

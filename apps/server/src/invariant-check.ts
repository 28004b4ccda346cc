/**
 * Runs every invariant for every tenant, and those that reach across modules: what was told was
 * taken in, and what was taken in had its effect. Derived rows are judged up to each consumer's
 * inbox: what is still on its way is late, not wrong.
 */
import { listeners } from '@evertill/contract';
import { codeOf, lintCatalogue } from '@evertill/kernel';
import pg from 'pg';
import { crossModuleInvariants } from './cross-invariants.ts';
import { modules } from './modules.ts';
import type { Invariant } from './modules.ts';

export interface Breach {
  readonly id: string;
  readonly name: string;
  readonly tenantId: string | null;
  readonly rows: readonly Record<string, unknown>[];
}

const ROWS_SHOWN = 5;

export const allInvariants: readonly Invariant[] = [
  ...Object.values(modules).flatMap(({ invariants }) => invariants),
  ...crossModuleInvariants(listeners),
];

export interface CheckOptions {
  readonly onTenant?: (done: number, total: number) => void;
}

/** The breaches found; none means that everything holds. Reads only. */
export async function checkInvariants(
  databaseUrl: string,
  { onTenant }: CheckOptions = {},
): Promise<readonly Breach[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const breaches: Breach[] = [];
    const lint = await lintCatalogue(client);
    breaches.push(...lint.map((one) => ({ ...one, tenantId: null })));
    const { rows: tenants } = await client.query<{ tenant_id: string }>(
      'SELECT tenant_id FROM auth.tenants ORDER BY tenant_id',
    );
    for (const [done, { tenant_id: tenantId }] of tenants.entries()) {
      breaches.push(...(await checkTenant(client, tenantId)));
      onTenant?.(done + 1, tenants.length);
    }
    return breaches;
  } finally {
    await client.end();
  }
}

/**
 * A crash of PostgreSQL loses what it had counted towards the next automatic analysis; questions
 * over a hundred thousand lines were then seen to take a minute instead of a second.
 */
export async function refreshStatistics(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}

/** One snapshot for all questions, so that a running shop does not look broken. */
async function checkTenant(client: pg.Client, tenantId: string): Promise<Breach[]> {
  const breaches: Breach[] = [];
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenantId]);
    for (const { id, name, sql } of allInvariants) {
      const { rows } = await client.query<Record<string, unknown>>(sql, [tenantId]);
      if (rows.length > 0) breaches.push({ id, name, tenantId, rows: rows.slice(0, ROWS_SHOWN) });
    }
    return breaches;
  } catch (error) {
    throw new Error(`an invariant could not be checked (${codeOf(error)}): ${String(error)}`, {
      cause: error,
    });
  } finally {
    await client.query('ROLLBACK');
  }
}

/**
 * Whether two inventories that were told the same hold the same, byte by byte: SHA-256 over all
 * that is derived from events, a shop at a time, in an order that is its own.
 *
 * Left out is what says when and after what a movement was written down, and what people did
 * themselves: opening stock, adjustments, transfers. A level is compared without these.
 */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

export const derived = {
  movements: `
    SELECT tenant_id, source_type, source_id, source_line, location_id, product_id, type,
           quantity_milli, reference, reason, created_by, event_id, occurred_at
    FROM inventory.stock_movements WHERE tenant_id = TENANT AND event_id IS NOT NULL
    ORDER BY source_type, source_id, source_line`,
  levels: `
    SELECT l.tenant_id, l.location_id, l.product_id, l.on_hand_milli - m.by_people
    FROM (
      SELECT m.location_id, m.product_id,
             coalesce(sum(m.quantity_milli) FILTER (WHERE m.event_id IS NULL), 0) AS by_people
      FROM inventory.stock_movements m WHERE m.tenant_id = TENANT
      GROUP BY 1, 2 HAVING count(m.event_id) > 0
    ) m
    JOIN inventory.stock_levels l ON l.tenant_id = TENANT
      AND l.location_id = m.location_id AND l.product_id = m.product_id
    ORDER BY 1, 2, 3`,
  products: `
    SELECT tenant_id, product_id, name, sku, currency, cost_minor, min_milli, oversell_policy,
           is_active
    FROM inventory.products WHERE tenant_id = TENANT ORDER BY product_id`,
} as const;

export type Derived = keyof typeof derived;

export interface Compared {
  /** Rows of each kind in the database that has everything. */
  readonly rows: Readonly<Record<Derived, number>>;
  /** SHA-256 over the digests of all shops. */
  readonly sha256: string;
  /** Events that inventory has not taken in yet, there or here. */
  readonly underway: number;
  readonly differing: readonly { readonly tenantId: string; readonly what: Derived }[];
}

const kinds = Object.keys(derived) as readonly Derived[];

/** Reads only. What is told meanwhile is `underway`, and may be why something differs. */
export async function compareDerived(
  [from, into]: readonly [string, string],
  tenants: readonly string[],
): Promise<Compared> {
  const clients = [from, into].map((url) => new pg.Client({ connectionString: url }));
  const [here, there] = clients as [pg.Client, pg.Client];
  await Promise.all(clients.map((client) => client.connect()));
  const rows = { movements: 0, levels: 0, products: 0 };
  const differing: { tenantId: string; what: Derived }[] = [];
  const all = createHash('sha256');
  let underway = 0;
  try {
    for (const tenantId of tenants) {
      const [heard, told] = await Promise.all([here, there].map((one) => heardBy(one, tenantId)));
      underway += Math.abs((told ?? 0) - (heard ?? 0));
      for (const what of kinds) {
        const [one, other] = await Promise.all([
          digestOf(here, what, tenantId),
          digestOf(there, what, tenantId),
        ]);
        rows[what] += one.rows;
        all.update(`${tenantId} ${what} ${one.sha256}\n`);
        if (one.sha256 !== other.sha256) differing.push({ tenantId, what });
      }
    }
    return { rows, sha256: all.digest('hex'), underway, differing };
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

async function heardBy(client: pg.Client, tenantId: string): Promise<number> {
  return within(client, tenantId, async () => {
    const { rows } = await client.query<{ n: number }>(
      'SELECT count(*) AS n FROM inventory.inbox WHERE tenant_id = $1',
      [tenantId],
    );
    return Number(rows[0]?.n);
  });
}

async function digestOf(
  client: pg.Client,
  what: Derived,
  tenantId: string,
): Promise<{ readonly rows: number; readonly sha256: string }> {
  return within(client, tenantId, async () => {
    const hash = createHash('sha256');
    let rows = 0;
    const select = derived[what].replaceAll('TENANT', pg.escapeLiteral(tenantId));
    for await (const chunk of client.query(copyTo(`COPY (${select}) TO STDOUT`))) {
      const bytes = chunk as Buffer;
      for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) rows += 1;
      hash.update(bytes);
    }
    return { rows, sha256: hash.digest('hex') };
  });
}

/** One snapshot, behind the wall of one shop, and times written alike. */
async function within<T>(client: pg.Client, tenantId: string, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    await client.query(
      `SELECT set_config('app.tenant_id', $1, true), set_config('timezone', 'UTC', true)`,
      [tenantId],
    );
    return await work();
  } finally {
    await client.query('ROLLBACK');
  }
}

/** What the relays of a server still have to carry, as its own schemas say. */
import { listeners, mayTell } from '@evertill/contract';
import type { EventType } from '@evertill/contract';
import { moduleNames } from '@evertill/kernel';
import type pg from 'pg';

/** The modules of which somebody who listens was not told everything yet. */
export async function stillCarrying(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ source: string }>(untold);
  return rows.map(({ source }) => source);
}

/** Everybody who listens to what this module may tell. */
function consumersOf(source: string): readonly string[] {
  const types = Object.entries(listeners).filter(([type]) => mayTell(source, type as EventType));
  return [...new Set(types.flatMap(([, names]) => names))];
}

const untold = moduleNames
  .map((source) => {
    const names = consumersOf(source).map((name) => `'${name}'`);
    return `SELECT '${source}' AS source WHERE EXISTS (
      SELECT FROM ${source}.untold_tenants(
        (SELECT array_agg(tenant_id) FROM auth.tenants), ARRAY[${names.join(', ')}]::text[]))`;
  })
  .join(' UNION ALL ');

/** Gives up a location that holds nothing and owes nothing. What happened there stays written. */
import type { inventory } from '@evertill/contract';
import { refuse, tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { locationView, readLocation } from './location-store.ts';
import { mainLocation } from './stock-store.ts';

export function archiveLocation({
  database,
  clock,
}: Surroundings): TenantUseCase<typeof inventory.archiveLocation> {
  return (context, { locationId }) =>
    database.inTransaction(context, async (tx) => {
      if (locationId.toLowerCase() === mainLocation(tx.tenantId)) refuse('location_in_use');
      const row = await readLocation(tx, locationId, 'FOR UPDATE');
      if (row?.archived_at !== null) refuse('not_found');
      const [held] = await tx.query(
        `SELECT FROM inventory.stock_levels WHERE tenant_id = $1 AND location_id = $2
           AND (on_hand_milli <> 0 OR reserved_milli <> 0) LIMIT 1`,
        [tx.tenantId, row.location_id],
      );
      if (held !== undefined) refuse('location_in_use');
      await tx.query(
        `UPDATE inventory.locations SET archived_at = $3
         WHERE tenant_id = $1 AND location_id = $2`,
        [tx.tenantId, row.location_id, clock.now()],
      );
      tellAudit(tx, context, {
        action: 'LOCATION_ARCHIVED',
        modelName: 'Location',
        objectId: row.location_id,
        data: { before: locationView(row, tx.tenantId), after: null },
      });
      return {};
    });
}

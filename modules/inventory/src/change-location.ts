/** Changes a location. The main one may be called otherwise, and stays in use. */
import type { inventory } from '@evertill/contract';
import { brokenUnique, refuse, tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { ensureMainLocation, locationConstraints } from './location-store.ts';
import { locationView, readLocation } from './location-store.ts';
import { refuseForeign } from './refuse-foreign.ts';
import { mainLocation } from './stock-store.ts';

export function changeLocation({
  database,
  clock,
}: Surroundings): TenantUseCase<typeof inventory.changeLocation> {
  return async (context, input) => {
    refuseForeign(context, input.userClient);
    const { tenantId } = context;
    const work = database.inTransaction(context, async (tx) => {
      await ensureMainLocation(tx, clock.now());
      const row = await readLocation(tx, input.locationId, 'FOR UPDATE');
      if (row?.archived_at !== null) refuse('not_found');
      const isMain = row.location_id === mainLocation(tenantId);
      if (isMain && input.isActive === false) refuse('location_in_use');
      const [changed] = await tx.query(
        `UPDATE inventory.locations SET name = $3, code = $4, address = $5, is_active = $6
         WHERE tenant_id = $1 AND location_id = $2 RETURNING *`,
        [
          tenantId,
          row.location_id,
          input.name ?? row.name,
          input.code ?? row.code,
          input.address ?? row.address,
          input.isActive ?? row.is_active,
        ],
      );
      if (changed === undefined) throw new Error('the locked location is gone');
      const [before, after] = [locationView(row, tenantId), locationView(changed, tenantId)];
      tellAudit(tx, context, {
        action: 'LOCATION_CHANGED',
        modelName: 'Location',
        objectId: row.location_id,
        data: { before, after },
      });
      return after;
    });
    return work.catch((error: unknown) => {
      const taken = brokenUnique(error);
      if (taken === undefined) throw error;
      const field = locationConstraints[taken] ?? 'name';
      return refuse('name_taken', { fields: [{ field, message: 'is taken' }] });
    });
  };
}

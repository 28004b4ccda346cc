/** A new location. Its name and its code are its own within the shop. */
import type { inventory } from '@evertill/contract';
import { brokenUnique, newId, refuse, tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantContext, TenantUseCase, Transaction } from '@evertill/kernel';
import { ensureMainLocation, locationConstraints } from './location-store.ts';
import { locationView, readLocation } from './location-store.ts';
import type { LocationRow } from './location-store.ts';
import { refuseForeign } from './refuse-foreign.ts';

export function createLocation(
  surroundings: Surroundings,
): TenantUseCase<typeof inventory.createLocation> {
  const { database, clock } = surroundings;
  return async (context, input) => {
    refuseForeign(context, input.userClient);
    const locationId = input.locationId?.toLowerCase() ?? newId(surroundings);
    const hash = context.fingerprint();
    const find = (tx: Transaction): Promise<LocationRow | undefined> =>
      readLocation(tx, locationId);
    const made = await database
      .inTransaction(context, async (tx) => {
        await ensureMainLocation(tx, clock.now());
        const known = await find(tx);
        if (known !== undefined) return known;
        const { name, code, address = '', isActive = true } = input;
        await tx.query(
          `INSERT INTO inventory.locations (
             tenant_id, location_id, name, code, address, is_active, body_hash, created_at
           ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [tx.tenantId, locationId, name, code, address, isActive, hash, clock.now()],
        );
        tellCreated(tx, context, { locationId, name, code, address, isActive });
        return find(tx);
      })
      .catch(async (error: unknown) => {
        const taken = brokenUnique(error);
        if (taken === undefined) throw error;
        // Two of the same request at once may meet at the name before they meet at the id.
        const known = await database.read(context, find);
        if (known !== undefined) return known;
        const field = locationConstraints[taken] ?? 'name';
        return refuse('name_taken', { fields: [{ field, message: 'is taken' }] });
      });
    if (made === undefined) throw new Error('the location is not there after its insert');
    if (made.body_hash !== hash || made.archived_at !== null) refuse('id_reused');
    return locationView(made, context.tenantId);
  };
}

function tellCreated(
  tx: Transaction,
  context: TenantContext,
  { locationId, ...after }: { readonly locationId: string } & Record<string, unknown>,
): void {
  tellAudit(tx, context, {
    action: 'LOCATION_CREATED',
    modelName: 'Location',
    objectId: locationId,
    data: { before: null, after },
  });
}

/**
 * Takes a product that lies no longer at a location off the list of what does. The level stays,
 * since sales may come for it at any time: it is shown again as soon as it holds something.
 */
import type { inventory } from '@evertill/contract';
import { refuse, tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { locationStockView } from './list-locations.ts';
import { lockLevel, setLimits } from './location-stock-store.ts';

export function removeLocationStock(
  surroundings: Surroundings,
): TenantUseCase<typeof inventory.removeLocationStock> {
  const { database, clock } = surroundings;
  return (context, { plsId }) =>
    database.inTransaction(context, async (tx) => {
      const before = await lockLevel(tx, plsId);
      if (before.on_hand_milli !== 0 || before.reserved_milli !== 0) refuse('stock_not_empty');
      const now = clock.now();
      await setLimits(tx, surroundings, { before, limits: { min_milli: null, max_milli: null } });
      await tx.query(
        `UPDATE inventory.stock_levels SET delisted_at = $3
         WHERE tenant_id = $1 AND pls_id = $2`,
        [tx.tenantId, plsId, now],
      );
      // Where nothing is kept, nothing is missing.
      await tx.query(
        `UPDATE inventory.stock_alerts SET resolved_at = $4, resolved_by = $5
         WHERE tenant_id = $1 AND location_id = $2 AND product_id = $3 AND resolved_at IS NULL`,
        [tx.tenantId, before.location_id, before.product_id, now, context.userId],
      );
      tellAudit(tx, context, {
        action: 'STOCK_PLACE_REMOVED',
        modelName: 'ProductLocationStock',
        objectId: before.pls_id,
        data: { before: locationStockView(before), after: null },
      });
      return {};
    });
}

/** Changes a transfer that was not applied yet. */
import type { inventory } from '@evertill/contract';
import { decimalOfMilli } from '@evertill/domain';
import { tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { learnProducts } from './learn-products.ts';
import { locationFor } from './location-store.ts';
import { quantityOf } from './quantity-input.ts';
import { refuseForeign } from './refuse-foreign.ts';
import { refuseOtherUser } from './refuse-other-user.ts';
import { lockOpenTransfer, refuseSamePlace, transferView } from './transfer-store.ts';

export function changeTransfer(
  surroundings: Surroundings,
): TenantUseCase<typeof inventory.changeTransfer> {
  return async (context, input) => {
    refuseForeign(context, input.userClient);
    if (input.product !== undefined) await learnProducts(surroundings, context, [input.product]);
    return surroundings.database.inTransaction(context, async (tx) => {
      const row = await lockOpenTransfer(tx, input.transferId);
      refuseOtherUser(context, input.createdBy, row.created_by);
      const fromLocation = input.fromLocation ?? row.from_location_id;
      const toLocation = input.toLocation ?? row.to_location_id;
      const from = await locationFor(tx, fromLocation, 'from_location');
      const to = await locationFor(tx, toLocation, 'to_location');
      refuseSamePlace(from, to);
      const [changed] = await tx.query(
        `UPDATE inventory.stock_transfers
         SET product_id = $3, from_location_id = $4, to_location_id = $5, quantity_milli = $6,
             reference = $7, reason = $8
         WHERE tenant_id = $1 AND transfer_id = $2 RETURNING *`,
        [
          tx.tenantId,
          row.transfer_id,
          input.product ?? row.product_id,
          from,
          to,
          quantityOf('quantity', input.quantity ?? decimalOfMilli(row.quantity_milli)),
          input.reference ?? row.reference,
          input.reason ?? row.reason,
        ],
      );
      if (changed === undefined) throw new Error('the locked transfer is gone');
      const [before, after] = [transferView(row), transferView(changed)];
      tellAudit(tx, context, {
        action: 'STOCK_TRANSFER_CHANGED',
        modelName: 'StockTransfer',
        objectId: row.transfer_id,
        reason: after.reason,
        data: { before, after },
      });
      return after;
    });
  };
}

/** Writes a transfer down. Nothing moves until it is applied. */
import type { inventory } from '@evertill/contract';
import { newId, refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { learnProducts } from './learn-products.ts';
import { locationFor } from './location-store.ts';
import { quantityOf } from './quantity-input.ts';
import { refuseForeign } from './refuse-foreign.ts';
import { refuseOtherUser } from './refuse-other-user.ts';
import { readTransfer, refuseSamePlace, transferView } from './transfer-store.ts';

export function createTransfer(
  surroundings: Surroundings,
): TenantUseCase<typeof inventory.createTransfer> {
  const { database, clock } = surroundings;
  return async (context, input) => {
    refuseForeign(context, input.userClient);
    refuseOtherUser(context, input.createdBy);
    const quantityMilli = quantityOf('quantity', input.quantity);
    await learnProducts(surroundings, context, [input.product]);
    const transferId = input.transferId?.toLowerCase() ?? newId(surroundings);
    const hash = context.fingerprint();
    return database.inTransaction(context, async (tx) => {
      const from = await locationFor(tx, input.fromLocation, 'from_location');
      const to = await locationFor(tx, input.toLocation, 'to_location');
      refuseSamePlace(from, to);
      const { product, reference = '', reason = '' } = input;
      await tx.query(
        `INSERT INTO inventory.stock_transfers (
           tenant_id, transfer_id, product_id, from_location_id, to_location_id, quantity_milli,
           reference, reason, body_hash, created_by, created_at
         ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT DO NOTHING`,
        [
          ...[tx.tenantId, transferId, product, from, to, quantityMilli],
          ...[reference, reason, hash, context.userId, clock.now()],
        ],
      );
      const row = await readTransfer(tx, transferId);
      if (row === undefined) throw new Error('the transfer is not there after its insert');
      if (row.body_hash !== hash || row.withdrawn_at !== null) refuse('id_reused');
      return transferView(row);
    });
  };
}

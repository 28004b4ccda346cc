/**
 * Does a transfer, once: two movements that add up to nothing. The transfer is locked, then both
 * levels in their order. What is reserved at the source cannot be carried away.
 */
import type { inventory } from '@evertill/contract';
import { refuse, tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantUseCase, Transaction } from '@evertill/kernel';
import { locationFor } from './location-store.ts';
import { moveStock } from './stock-store.ts';
import type { Movement } from './stock-store.ts';
import { lockOpenTransfer, transferView } from './transfer-store.ts';
import type { TransferRow } from './transfer-store.ts';

export function applyTransfer(
  surroundings: Surroundings,
): TenantUseCase<typeof inventory.applyTransfer> {
  const { database, clock } = surroundings;
  return (context, { transferId }) =>
    database.inTransaction(context, async (tx) => {
      const row = await lockOpenTransfer(tx, transferId);
      const { userId } = context;
      const now = clock.now();
      // Either may have been given up since the transfer was written down.
      await locationFor(tx, row.from_location_id, 'from_location');
      await locationFor(tx, row.to_location_id, 'to_location');
      await moveStock(tx, surroundings, movementsOf(row, { userId, now }));
      await refuseShort(tx, row);
      await tx.query(
        `UPDATE inventory.stock_transfers SET applied_by = $3, applied_at = $4
         WHERE tenant_id = $1 AND transfer_id = $2`,
        [tx.tenantId, row.transfer_id, userId, now],
      );
      const after = transferView({ ...row, applied_by: userId, applied_at: now });
      tellAudit(tx, context, {
        action: 'STOCK_TRANSFERRED',
        modelName: 'StockTransfer',
        objectId: row.transfer_id,
        reason: row.reason,
        data: { before: transferView(row), after },
      });
      return after;
    });
}

/** Looked at after the fact, with the level locked: refused, all of it is undone. */
async function refuseShort(tx: Transaction, row: TransferRow): Promise<void> {
  const [short] = await tx.query(
    `SELECT FROM inventory.stock_levels WHERE tenant_id = $1 AND location_id = $2
       AND product_id = $3 AND on_hand_milli < reserved_milli`,
    [tx.tenantId, row.from_location_id, row.product_id],
  );
  if (short === undefined) return;
  const message = 'is more than from_location has available';
  refuse('insufficient_stock', { fields: [{ field: 'quantity', message }] });
}

interface Done {
  readonly userId: string | null;
  readonly now: Date;
}

function movementsOf(row: TransferRow, { userId, now }: Done): Movement[] {
  const both = {
    productId: row.product_id,
    type: 'TRANSFER',
    reference: row.reference,
    reason: row.reason,
    createdBy: userId,
    sourceType: 'transfer',
    sourceId: row.transfer_id,
    eventId: null,
    occurredAt: now,
  } as const;
  const { from_location_id: from, to_location_id: to, quantity_milli: quantityMilli } = row;
  return [
    { ...both, locationId: from, quantityMilli: -quantityMilli, sourceLine: 1 },
    { ...both, locationId: to, quantityMilli, sourceLine: 2 },
  ];
}

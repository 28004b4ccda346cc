/** What is on hand and reserved, of the levels that changed since a cursor. */
import type { PulledLevel, inventory } from '@evertill/contract';
import { decimalOfMilli } from '@evertill/domain';
import { readPart } from '@evertill/kernel';
import type { Row, TenantUseCase, Transaction } from '@evertill/kernel';
import type { ReadNeeds } from './list-movements.ts';

export function pullLevels({ database }: ReadNeeds): TenantUseCase<typeof inventory.pullLevels> {
  return (context, { cursor, limit }) =>
    database.read(context, async (tx) => {
      const { changes, ...part } = await readPart(tx, { schema: 'inventory', cursor, limit });
      const plsIds = changes.map(({ object_id }) => object_id);
      return { ...part, stockLevels: plsIds.length === 0 ? [] : await readLevels(tx, plsIds) };
    });
}

interface LevelRow extends Row {
  readonly product_id: string;
  readonly location_id: string;
  readonly on_hand_milli: number;
  readonly reserved_milli: number;
}

async function readLevels(tx: Transaction, plsIds: readonly string[]): Promise<PulledLevel[]> {
  const rows = await tx.query<LevelRow>(
    `SELECT product_id, location_id, on_hand_milli, reserved_milli FROM inventory.stock_levels
     WHERE tenant_id = $1 AND pls_id = ANY ($2::uuid[])`,
    [tx.tenantId, plsIds],
  );
  return rows.map((row) => ({
    product: row.product_id,
    location: row.location_id,
    onHand: decimalOfMilli(row.on_hand_milli),
    reserved: decimalOfMilli(row.reserved_milli),
  }));
}

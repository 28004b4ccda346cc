/** The SQL of stock: moving it, and nothing else writes movements or what is on hand. */
import { derivedId, newId } from '@evertill/kernel';
import type { Row, Transaction, World } from '@evertill/kernel';
import type { MovementType } from '@evertill/domain';

export interface Movement {
  readonly locationId: string;
  readonly productId: string;
  readonly type: MovementType;
  /** Carries its sign: what leaves is below zero. */
  readonly quantityMilli: number;
  readonly reference: string;
  readonly reason: string;
  readonly createdBy: string | null;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly sourceLine: number;
  readonly eventId: string | null;
  readonly occurredAt: Date;
}

/** Every line of every sale of a shop that named no location asks, and a batch is of one shop. */
let lastAsked = { tenantId: '', locationId: '' };

/** Until a shop names its locations, it has one, and everybody derives the same id for it. */
export function mainLocation(tenantId: string): string {
  if (lastAsked.tenantId !== tenantId) {
    lastAsked = { tenantId, locationId: derivedId(tenantId, 'location:main') };
  }
  return lastAsked.locationId;
}

/** A level that fell to its minimum or below it. */
export interface FellLow extends Row {
  readonly location_id: string;
  readonly product_id: string;
  readonly on_hand_milli: number;
  readonly minimum_milli: number;
}

/**
 * Moves stock, all of it or nothing: one statement, whatever the number of movements. It locks the
 * reservations that sales among them consume, then the levels; alerts are raised and resolved in
 * it, and what fell low is told.
 */
export async function moveStock(
  tx: Transaction,
  world: World,
  movements: readonly Movement[],
): Promise<void> {
  if (movements.length === 0) return;
  const each = (pick: (movement: Movement) => unknown): unknown[] => movements.map(pick);
  const low = await tx.call<FellLow>(
    `SELECT * FROM inventory.move_stock(
       $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      tx.tenantId,
      world.clock.now(),
      each(() => newId(world)),
      each((one) => one.locationId),
      each((one) => one.productId),
      each((one) => one.type),
      each((one) => one.quantityMilli),
      each((one) => one.reference),
      each((one) => one.reason),
      each((one) => one.createdBy),
      each((one) => one.sourceType),
      each((one) => one.sourceId),
      each((one) => one.sourceLine),
      each((one) => one.eventId),
      each((one) => one.occurredAt),
    ],
  );
  tellLow(tx, low);
}

export function tellLow(tx: Transaction, low: readonly FellLow[]): void {
  for (const row of low) {
    tx.tell({
      type: 'inventory.low_stock',
      aggregateId: row.product_id,
      payload: {
        productId: row.product_id,
        locationId: row.location_id,
        onHandMilli: row.on_hand_milli,
        minimumMilli: row.minimum_milli,
      },
    });
  }
}

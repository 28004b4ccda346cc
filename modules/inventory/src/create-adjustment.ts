/** Asks for a correction of stock. It moves nothing until somebody approves it. */
import type { InputOf, inventory } from '@evertill/contract';
import { newId, refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase, Transaction } from '@evertill/kernel';
import { adjustedQuantityOf } from './adjustment-input.ts';
import { readAdjustment } from './adjustment-store.ts';
import { adjustmentView } from './adjustment-view.ts';
import { learnProducts } from './learn-products.ts';
import { locationFor } from './location-store.ts';
import { refuseForeign } from './refuse-foreign.ts';
import { refuseOtherUser } from './refuse-other-user.ts';

export function createAdjustment(
  surroundings: Surroundings,
): TenantUseCase<typeof inventory.createAdjustment> {
  const { database, clock } = surroundings;
  return async (context, input) => {
    refuseForeign(context, input.userClient);
    refuseOtherUser(context, input.createdBy);
    const quantityMilli = adjustedQuantityOf(input.adjustmentType, input.quantityAdjusted);
    await learnProducts(surroundings, context, [input.product]);
    const adjustmentId = input.adjustmentId?.toLowerCase() ?? newId(surroundings);
    const hash = context.fingerprint();
    const { userId } = context;
    const now = clock.now();
    return database.inTransaction(context, async (tx) => {
      await insert(tx, input, { adjustmentId, quantityMilli, hash, userId, now });
      const row = await readAdjustment(tx, adjustmentId);
      if (row === undefined) throw new Error('the adjustment is not there after its insert');
      if (row.body_hash !== hash || row.withdrawn_at !== null) refuse('id_reused');
      return adjustmentView(row);
    });
  };
}

interface Particulars {
  readonly adjustmentId: string;
  readonly quantityMilli: number;
  readonly hash: string;
  readonly userId: string | null;
  readonly now: Date;
}

async function insert(
  tx: Transaction,
  input: InputOf<typeof inventory.createAdjustment>,
  { adjustmentId, quantityMilli, hash, userId, now }: Particulars,
): Promise<void> {
  const locationId = await locationFor(tx, input.location);
  await tx.query(
    `INSERT INTO inventory.stock_adjustments (
       tenant_id, adjustment_id, product_id, location_id, type, quantity_milli, reason,
       reference, source, body_hash, created_by, created_at
     ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT DO NOTHING`,
    [
      tx.tenantId,
      adjustmentId,
      input.product,
      locationId,
      input.adjustmentType,
      quantityMilli,
      input.reason,
      input.referenceNumber ?? '',
      input.source ?? 'API',
      hash,
      userId,
      now,
    ],
  );
}

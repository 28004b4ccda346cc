/** The opening stock of a product at a location: one INITIAL movement, told to the audit. */
import { derivedId, tellAudit } from '@evertill/kernel';
import type { TenantContext, Transaction, World } from '@evertill/kernel';
import { moveStock } from './stock-store.ts';

export interface Opening {
  readonly context: TenantContext;
  readonly locationId: string;
  readonly productId: string;
  readonly quantityMilli: number;
  readonly reference?: string | undefined;
  readonly reason?: string | undefined;
}

/** Answers the source of the movement, made of product and location: there is one, ever. */
export async function openStock(
  tx: Transaction,
  surroundings: World,
  opening: Opening,
): Promise<string> {
  const { context, locationId, productId, quantityMilli, reference = '', reason = '' } = opening;
  const sourceId = derivedId(tx.tenantId, `initial:${locationId}:${productId}`);
  await moveStock(tx, surroundings, [
    {
      locationId,
      productId,
      type: 'INITIAL',
      quantityMilli,
      reference,
      reason,
      createdBy: context.userId,
      sourceType: 'initial',
      sourceId,
      sourceLine: 1,
      eventId: null,
      occurredAt: surroundings.clock.now(),
    },
  ]);
  tellAudit(tx, context, {
    action: 'STOCK_INITIAL',
    modelName: 'StockMovement',
    objectId: sourceId,
    reason,
    data: { product: productId, location: locationId, quantityMilli },
  });
  return sourceId;
}

/** The opening stock of a product at a location: an INITIAL movement, once. */
import type { InputOf, inventory } from '@evertill/contract';
import { brokenUnique, derivedId, refuse } from '@evertill/kernel';
import type { Surroundings, TenantContext, TenantUseCase, Transaction } from '@evertill/kernel';
import { learnProducts } from './learn-products.ts';
import { movementColumns, movementSource, movementView } from './list-movements.ts';
import { locationFor } from './location-store.ts';
import { quantityOf } from './quantity-input.ts';
import { refuseForeign } from './refuse-foreign.ts';
import { moveStock } from './stock-store.ts';
import { tellAudit } from './tell-audit.ts';

type Input = InputOf<typeof inventory.setInitialStock>;

export function setInitialStock(
  surroundings: Surroundings,
): TenantUseCase<typeof inventory.setInitialStock> {
  return async (context, input) => {
    refuseForeign(context, input.userClient);
    const quantityMilli = quantityOf('quantity', input.quantity, { isZeroAllowed: true });
    await learnProducts(surroundings, context, [input.product]);
    return surroundings.database
      .inTransaction(context, async (tx) => {
        const sourceId = await move(tx, surroundings, { context, input, quantityMilli });
        const [row] = await tx.query(
          `SELECT ${movementColumns} FROM ${movementSource}
           WHERE m.tenant_id = $1 AND m.source_type = 'initial' AND m.source_id = $2`,
          [tx.tenantId, sourceId],
        );
        if (row === undefined) throw new Error('the opening stock is not there after its insert');
        return movementView(row);
      })
      .catch((error: unknown) => {
        // The source is made of product and location: a second one has its name already.
        if (brokenUnique(error)?.includes('source') === true) refuse('stock_initial_exists');
        throw error;
      });
  };
}

interface Opening {
  readonly context: TenantContext;
  readonly input: Input;
  readonly quantityMilli: number;
}

async function move(
  tx: Transaction,
  surroundings: Surroundings,
  { context, input, quantityMilli }: Opening,
): Promise<string> {
  const productId = input.product.toLowerCase();
  const locationId = await locationFor(tx, input.location);
  const sourceId = derivedId(tx.tenantId, `initial:${locationId}:${productId}`);
  const { reason = '', referenceNumber: reference = '' } = input;
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

/** The opening stock of a product at a location: an INITIAL movement, once. */
import type { inventory } from '@evertill/contract';
import { brokenUnique, refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { learnProducts } from './learn-products.ts';
import { movementColumns, movementSource, movementView } from './list-movements.ts';
import { locationFor } from './location-store.ts';
import { openStock } from './open-stock.ts';
import { quantityOf } from './quantity-input.ts';
import { refuseForeign } from './refuse-foreign.ts';

export function setInitialStock(
  surroundings: Surroundings,
): TenantUseCase<typeof inventory.setInitialStock> {
  return async (context, input) => {
    refuseForeign(context, input.userClient);
    const quantityMilli = quantityOf('quantity', input.quantity, { isZeroAllowed: true });
    await learnProducts(surroundings, context, [input.product]);
    return surroundings.database
      .inTransaction(context, async (tx) => {
        const sourceId = await openStock(tx, surroundings, {
          context,
          locationId: await locationFor(tx, input.location),
          productId: input.product.toLowerCase(),
          quantityMilli,
          reference: input.referenceNumber,
          reason: input.reason,
        });
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

/**
 * Makes sure that we know the products somebody names. What the catalogue told already is in our
 * own copy; the rest, made a moment ago, it is asked for.
 */
import { catalog } from '@evertill/contract';
import type { ProductView } from '@evertill/contract';
import { milliOf, minorOf } from '@evertill/domain';
import { Refusal, refuse } from '@evertill/kernel';
import type { Surroundings, TenantContext } from '@evertill/kernel';
import { keepProducts, readKnownProducts } from './product-store.ts';
import type { KeptProduct } from './product-store.ts';

/** Refuses `not_found` for a product that the shop does not have. */
export async function learnProducts(
  surroundings: Surroundings,
  context: TenantContext,
  productIds: readonly string[],
): Promise<void> {
  const { database, ask } = surroundings;
  const known = await database.read(context, (tx) => readKnownProducts(tx, productIds));
  const missing = new Set(productIds.map((id) => id.toLowerCase()).filter((id) => !known.has(id)));
  if (missing.size === 0) return;
  const learned: KeptProduct[] = [];
  for (const productId of missing) {
    const view = await ask(catalog.findProduct, context, { productId }).catch(refuseMissing);
    learned.push(keptProduct(view));
  }
  await database.inTransaction(context, (tx) => keepProducts(tx, surroundings, learned));
}

function refuseMissing(error: unknown): never {
  if (!(error instanceof Refusal) || error.code !== 'not_found') throw error;
  refuse('not_found', { fields: [{ field: 'product', message: 'is not a product here' }] });
}

/** What it cost stays open where the caller may not know: the catalogue's own word follows. */
function keptProduct(view: ProductView): KeptProduct {
  const { productId, isActive, name, sku, currency, cost, minQuantity, oversellPolicy } = view;
  const costMinor = cost == null ? null : (minorOf(cost, currency) ?? null);
  const minQuantityMilli = milliOf(minQuantity) ?? 0;
  return {
    productId,
    isActive,
    product: { name, sku, currency, costMinor, minQuantityMilli, oversellPolicy },
  };
}

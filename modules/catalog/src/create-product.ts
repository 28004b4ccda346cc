/**
 * A new product. It joins the price book in force: a price that nobody could have used yet needs
 * no new version.
 */
import { catalog } from '@evertill/contract';
import { newId } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import { createOnce } from './create-once.ts';
import type { PriceNeeds } from './needs.ts';
import { blankProduct, productOf, refuseForeign } from './product-input.ts';
import { insertPrice, insertProduct, productConstraints, readProduct } from './product-store.ts';
import { productViewOf } from './product-view.ts';
import { withPriceBook } from './with-price-book.ts';

export function createProduct(needs: PriceNeeds): TenantUseCase<typeof catalog.createProduct> {
  return async (context, input) => {
    refuseForeign(context, input.userClient);
    const productId = input.productId ?? newId(needs);
    const bodyHash = context.fingerprint();
    const row = await createOnce({
      bodyHash,
      fieldOf: productConstraints,
      find: () => needs.database.read(context, (tx) => readProduct(tx, productId)),
      insert: () =>
        withPriceBook(needs, context, async (tx, { book }) => {
          const product = productOf(input, book, blankProduct);
          const { currency, version } = book;
          const createdAt = needs.clock.now();
          const made = await insertProduct(tx, {
            ...product,
            productId,
            currency,
            bodyHash,
            createdAt,
          });
          if (made === undefined) return undefined;
          await insertPrice(tx, { ...product, productId, fromVersion: version, createdAt });
          tx.tell({
            type: 'product.created',
            aggregateId: made.product_id,
            payload: { productId: made.product_id, isActive: made.is_active },
          });
          return made;
        }),
    });
    return productViewOf(row, context);
  };
}

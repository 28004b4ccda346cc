/** What these products cost at this moment, and under which price book: asked before an order. */
import type { catalog } from '@evertill/contract';
import { decimalOf } from '@evertill/domain';
import type { TenantUseCase } from '@evertill/kernel';
import type { PriceNeeds } from './needs.ts';
import { readQuoted } from './product-store.ts';
import { withPriceBook } from './with-price-book.ts';

/** A product that the shop has not is simply missing from the answer. */
export function quoteProducts(needs: PriceNeeds): TenantUseCase<typeof catalog.quoteProducts> {
  return (context, { productIds }) =>
    withPriceBook(needs, context, async (tx, { book }) => {
      const rows = await readQuoted(tx, productIds);
      return {
        priceBookVersion: book.version,
        products: rows.map((row) => ({
          productId: row.product_id,
          sku: row.sku,
          name: row.name,
          unit: row.unit_id,
          price: decimalOf(row.price_minor, row.currency),
          taxCode: row.tax_code,
          isActive: row.is_active,
          oversellPolicy: row.oversell_policy,
        })),
      };
    });
}

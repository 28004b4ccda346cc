/**
 * What changed since the cursor, each thing once and as it is now.
 *
 * A thing may be told newer than its place in the order: it was changed again while we read. Then
 * its change comes again, later. A product may name a category that comes with the next page.
 */
import type { OutputOf, catalog } from '@evertill/contract';
import type { TenantUseCase, Transaction } from '@evertill/kernel';
import type { ReadNeeds } from '../needs.ts';
import { readCurrentBook } from '../price-book-store.ts';
import { priceBookViewOf } from '../price-book-view.ts';
import {
  isAhead,
  pulledProductOf,
  readChanges,
  readPulledCategories,
  readPulledProducts,
  readPulledUnits,
} from './change-store.ts';
import type { ChangeRow } from './change-store.ts';
import { readPullCursor, refusePullCursor, writePullCursor } from './pull-cursor.ts';

const LIMIT_DEFAULT = 500;

export function pull({ database }: ReadNeeds): TenantUseCase<typeof catalog.pull> {
  return (context, { cursor, limit = LIMIT_DEFAULT }) => {
    const after = readPullCursor(cursor);
    return database.read(context, async (tx) => {
      const changes = await readChanges(tx, { after, limit: limit + 1 });
      if (changes.length === 0 && (await isAhead(tx, after))) refusePullCursor();
      const page = changes.slice(0, limit);
      return {
        cursor: writePullCursor(page.at(-1) ?? after),
        hasMore: changes.length > limit,
        ...(await sectionsOf(tx, page)),
      };
    });
  };
}

type Sections = Omit<OutputOf<typeof catalog.pull>, 'cursor' | 'hasMore'>;

async function sectionsOf(tx: Transaction, page: readonly ChangeRow[]): Promise<Sections> {
  const idsOf = (kind: ChangeRow['kind']): string[] =>
    page.filter((change) => change.kind === kind).map((change) => change.object_id);
  const [productIds, categoryIds, unitIds] = [idsOf('product'), idsOf('category'), idsOf('unit')];
  const products = productIds.length > 0 ? await readPulledProducts(tx, productIds) : [];
  const categories = categoryIds.length > 0 ? await readPulledCategories(tx, categoryIds) : [];
  const units = unitIds.length > 0 ? await readPulledUnits(tx, unitIds) : [];
  const book = idsOf('price_book').length > 0 ? await readCurrentBook(tx) : undefined;
  return {
    products: products.map(pulledProductOf),
    deletedProducts: missingIn(
      productIds,
      products.map((row) => row.product_id),
    ),
    categories,
    deletedCategories: missingIn(
      categoryIds,
      categories.map((one) => one.categoryId),
    ),
    units,
    deletedUnits: missingIn(
      unitIds,
      units.map((one) => one.unitId),
    ),
    priceBook: book === undefined ? null : priceBookViewOf(book),
  };
}

/** What changed and is not there is what was deleted. */
function missingIn(ids: readonly string[], found: readonly string[]): string[] {
  const there = new Set(found);
  return ids.filter((id) => !there.has(id));
}

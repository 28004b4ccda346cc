/**
 * What changed since the cursor, each thing once and as it is now: the catalogue's own sections,
 * and those of its neighbours.
 *
 * A thing may be told newer than its place in the order: it was changed again while we read. Then
 * its change comes again, later. A product may name a category that comes with the next page.
 */
import type { OutputOf, PromotionSetView, catalog } from '@evertill/contract';
import { readChanges, readTimeline } from '@evertill/kernel';
import type { ChangePage, Database, TenantUseCase, Transaction } from '@evertill/kernel';
import { readCurrentBook } from '../price-book-store.ts';
import { priceBookViewOf } from '../price-book-view.ts';
import { setViewOf } from '../promotions/promotion-views.ts';
import { readSet, readSetVersion } from '../promotions/set-store.ts';
import {
  pulledProductOf,
  readPulledCategories,
  readPulledProducts,
  readPulledUnits,
} from './change-store.ts';
import { gather } from './neighbours.ts';
import type { NeighbourNeeds, NeighbourSections } from './neighbours.ts';
import { PROMOTIONS, readPullCursor, writePullCursor } from './pull-cursor.ts';

const LIMIT_DEFAULT = 500;

export interface PullNeeds extends NeighbourNeeds {
  readonly database: Database;
}

export function pull(needs: PullNeeds): TenantUseCase<typeof catalog.pull> {
  return async (context, { cursor, limit = LIMIT_DEFAULT }) => {
    const own = await needs.database.read(context, async (tx) => {
      const { place, parts } = readPullCursor(cursor, await readTimeline(tx, 'catalog'));
      const page = await readChanges<Kind>(tx, { schema: 'catalog', after: place, limit });
      const promoted = await promotedSince(tx, parts[PROMOTIONS]);
      return { parts, page, promoted, sections: await sectionsOf(tx, page) };
    });
    const { parts, sections, sectionsMissing, hasMore } = await gather(needs, context, {
      parts: own.parts,
      limit,
    });
    const { word, promotionSet } = own.promoted;
    return {
      cursor: writePullCursor({ place: own.page.place, parts: { ...parts, [PROMOTIONS]: word } }),
      hasMore: own.page.hasMore || hasMore,
      ...own.sections,
      promotionSet,
      ...sections,
      sectionsMissing,
    };
  };
}

/** The one in force, where its version is another than the register was told last. */
async function promotedSince(
  tx: Transaction,
  told = '0',
): Promise<{ readonly word: string; readonly promotionSet: PromotionSetView | null }> {
  const version = await readSetVersion(tx);
  const row = String(version) === told ? undefined : await readSet(tx, version);
  return { word: String(version), promotionSet: row === undefined ? null : setViewOf(row) };
}

type Kind = 'product' | 'category' | 'unit' | 'price_book';
type OwnSections = Omit<
  OutputOf<typeof catalog.pull>,
  'cursor' | 'hasMore' | 'sectionsMissing' | 'promotionSet' | keyof NeighbourSections
>;

async function sectionsOf(tx: Transaction, { changes }: ChangePage<Kind>): Promise<OwnSections> {
  const idsOf = (kind: Kind): string[] =>
    changes.filter((change) => change.kind === kind).map((change) => change.object_id);
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

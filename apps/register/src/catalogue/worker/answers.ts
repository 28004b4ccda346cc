/** Answers the page's questions from the copy. */
import { priceBookOf, promotionSetOf } from '@evertill/contract';
import type { SnapshotRow } from '@evertill/contract';
import type { PromotionSet } from '@evertill/domain';
import { PAGE_PRODUCTS_MAX, SEARCH_RESULTS_MAX } from '../catalogue.ts';
import type { Product, ShopFacts } from '../catalogue.ts';
import type { Question, Questions } from '../messages.ts';
import type { Keeper } from './keeper.ts';
import type { KeptFacts } from './kept-facts.ts';

type Answers = {
  readonly [Q in Exclude<Question, 'open' | 'refresh'>]: (
    ask: Questions[Q]['ask'],
  ) => Questions[Q]['answer'] | Promise<Questions[Q]['answer']>;
};

export function answersFrom(keeper: Keeper): Answers {
  const productOf = (row: SnapshotRow): Product => ({
    productId: row.productId,
    name: row.name,
    sku: row.sku,
    barcode: row.hasMain ? (row.barcodes[0] ?? null) : null,
    categoryId: row.categoryId,
    unitName: keeper.facts()?.units.find(({ unitId }) => unitId === row.unitId)?.unitName ?? null,
    priceMinor: row.priceMinor,
    taxCode: row.taxCode,
    oversellPolicy: row.oversellPolicy,
    isActive: row.isActive,
    availableMilli: keeper.levels().availableMilli(row.productId),
  });
  const productOrNone = (row: SnapshotRow | undefined): Product | undefined =>
    row === undefined ? undefined : productOf(row);
  return {
    findByBarcode: (code) => productOrNone(keeper.shelf()?.findCode(code)),
    findProduct: (productId) => productOrNone(keeper.shelf()?.find(productId)),
    search: ({ text, limit }) => {
      const found = keeper.shelf()?.search(text, Math.min(limit, SEARCH_RESULTS_MAX)) ?? [];
      return found.map(productOf);
    },
    listCategories: () => {
      const { categories = [] } = keeper.facts() ?? {};
      return categories
        .map(({ categoryId, name }) => ({ categoryId, name }))
        .sort((one, other) => one.name.localeCompare(other.name));
    },
    listProducts: async ({ categoryId, offset, limit }) => {
      const page = await keeper
        .shelf()
        ?.page({ categoryId, offset, limit: Math.min(limit, PAGE_PRODUCTS_MAX) });
      if (page === undefined) return { products: [], totalCount: 0 };
      return { products: page.rows.map(productOf), totalCount: page.totalCount };
    },
    findCustomers: async ({ text, limit }) =>
      (await keeper.customers()).find(text, Math.min(limit, SEARCH_RESULTS_MAX)),
    listQuickKeys: (productIds) =>
      productIds.flatMap((productId) => {
        const row = keeper.shelf()?.find(productId);
        return row?.isActive === true ? [productOf(row)] : [];
      }),
  };
}

function promotionSetIn(facts: KeptFacts | undefined): PromotionSet | undefined {
  if (facts?.promotionSet === undefined) return undefined;
  return promotionSetOf(facts.promotionSet, facts.priceBook.currency);
}

/** What holds for every sale, as far as the copy knows it. */
export function shopFactsOf(keeper: Keeper): ShopFacts {
  const shelf = keeper.shelf();
  const facts = keeper.facts();
  return {
    state: shelf !== undefined ? 'ready' : keeper.isLoading() ? 'loading' : 'empty',
    asOfMs: keeper.asOfMs(),
    productsCount: shelf?.count() ?? 0,
    priceBook: facts === undefined ? undefined : priceBookOf(facts.priceBook),
    promotionSet: promotionSetIn(facts),
    shopName: facts?.settings?.shopName,
    timeZone: facts?.settings?.timeZone,
    limits: facts?.settings?.limits,
    people: facts?.people ?? [],
    returnPolicy: facts?.returnPolicy,
    rateSheet: facts?.rateSheet,
    goneCustomers: facts?.goneCustomers ?? [],
  };
}

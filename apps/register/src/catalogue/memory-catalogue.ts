/** A catalogue in memory: for tests, a practice shop, and as what a worker's is held against. */
import { PAGE_PRODUCTS_MAX, SEARCH_RESULTS_MAX } from './catalogue.ts';
import type { Catalogue, Category, Product, ShopFacts } from './catalogue.ts';

import { openCustomers } from './worker/known-customers.ts';
import type { KnownCustomer } from './worker/known-customers.ts';

export interface MemoryCatalogueOptions {
  readonly products: readonly Product[];
  /** Further barcodes, and whose they are. */
  readonly barcodes?: Readonly<Record<string, string>>;
  readonly categories: readonly Category[];
  readonly facts: Partial<ShopFacts>;
  readonly customers?: readonly KnownCustomer[];
}

export interface MemoryCatalogue extends Catalogue {
  readonly change: (change: Partial<MemoryCatalogueOptions>) => void;
}

const nothing: ShopFacts = {
  state: 'ready',
  asOfMs: undefined,
  productsCount: 0,
  priceBook: undefined,
  promotionSet: undefined,
  shopName: undefined,
  timeZone: undefined,
  limits: undefined,
  people: [],
};

export function memoryCatalogue(options: MemoryCatalogueOptions): MemoryCatalogue {
  let now = options;
  let facts = factsOf(now);
  const listeners = new Set<() => void>();
  const active = (): Product[] =>
    now.products.filter(({ isActive }) => isActive).sort((a, b) => a.name.localeCompare(b.name));
  const byId = (id: string): Product | undefined =>
    now.products.find(({ productId }) => productId === id);
  return {
    findByBarcode: async (barcode) => {
      const further = now.barcodes ?? {};
      const owner = Object.hasOwn(further, barcode) ? further[barcode] : undefined;
      return owner === undefined
        ? now.products.find((product) => product.barcode === barcode)
        : byId(owner);
    },
    findProduct: async (productId) => byId(productId),
    search: async (text, limit) => searched(active(), text).slice(0, atMost(limit)),
    listCategories: async () => now.categories,
    listProducts: async ({ categoryId, offset, limit }) => {
      const all = active().filter(
        (product) => categoryId === null || product.categoryId === categoryId,
      );
      const products = all.slice(offset, offset + Math.min(limit, PAGE_PRODUCTS_MAX));
      return { products, totalCount: all.length };
    },
    findCustomers: async (text, limit) =>
      openCustomers(now.customers ?? []).find(text, atMost(limit)),
    listQuickKeys: async (ids) =>
      ids.map(byId).filter((product) => product?.isActive === true) as Product[],
    facts: () => facts,
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    refresh: async () => undefined,
    change: (change) => {
      now = { ...now, ...change };
      facts = factsOf(now);
      for (const listener of listeners) listener();
    },
  };
}

function factsOf({ facts, products }: MemoryCatalogueOptions): ShopFacts {
  return { ...nothing, productsCount: products.length, ...facts };
}

function atMost(limit: number): number {
  return Math.min(limit, SEARCH_RESULTS_MAX);
}

function searched(products: readonly Product[], text: string): Product[] {
  const words = folded(text).split(' ').filter(Boolean);
  const found = products.flatMap((product) => {
    const whole = folded(`${product.name} ${product.sku} ${product.barcode ?? ''}`);
    if (words.length === 0 || !words.every((word) => whole.includes(word))) return [];
    const beginnings = words.filter((word) => ` ${whole}`.includes(` ${word}`)).length;
    return [{ product, beginnings }];
  });
  return found.sort((a, b) => b.beginnings - a.beginnings).map(({ product }) => product);
}

function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

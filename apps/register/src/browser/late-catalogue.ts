/** A catalogue before anybody knows of which shop: it opens when the device is enrolled. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { memoryCatalogue } from '../catalogue/memory-catalogue.ts';
import type { WorkerCatalogue } from '../catalogue/worker-catalogue.ts';

export interface LateCatalogue extends Catalogue {
  readonly lastRefresh: WorkerCatalogue['lastRefresh'];
  /** Once; a device that is enrolled for another shop loads the page again. */
  readonly open: (tenantId: string) => void;
}

export function lateCatalogue(make: (tenantId: string) => WorkerCatalogue): LateCatalogue {
  const nothing = memoryCatalogue({ products: [], categories: [], facts: { state: 'empty' } });
  const listeners = new Set<() => void>();
  let made: WorkerCatalogue | undefined;
  const now = (): Catalogue => made ?? nothing;
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    open: (tenantId) => {
      if (made !== undefined) return;
      made = make(tenantId);
      made.subscribe(tell);
      tell();
    },
    lastRefresh: () => made?.lastRefresh(),
    findByBarcode: (barcode) => now().findByBarcode(barcode),
    findProduct: (productId) => now().findProduct(productId),
    search: (text, limit) => now().search(text, limit),
    listCategories: () => now().listCategories(),
    listProducts: (question) => now().listProducts(question),
    findCustomers: (text, limit) => now().findCustomers(text, limit),
    listQuickKeys: (productIds) => now().listQuickKeys(productIds),
    facts: () => now().facts(),
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    refresh: () => now().refresh(),
  };
}

/**
 * What is measured inside the page, by its own clock. These functions are handed to the browser as
 * text: they use nothing but what they are given.
 */

/** The page of `apps/register/test/catalogue-entry.ts`, as far as it is used here. */
interface PageScope {
  readonly openCatalogue: (access: PageAccess) => Promise<void>;
  readonly catalogue: {
    readonly refresh: () => Promise<void>;
    readonly lastRefresh: () => { readonly outcome: string } | undefined;
    readonly facts: () => { readonly state: string; readonly productsCount: number };
    readonly subscribe: (onChange: () => void) => () => void;
    readonly findByBarcode: (code: string) => Promise<{ readonly name: string } | undefined>;
    readonly search: (text: string, limit: number) => Promise<readonly unknown[]>;
    readonly listProducts: (question: object) => Promise<{ readonly totalCount: number }>;
  };
}

export interface PageAccess {
  readonly tenantId: string;
  readonly token: string;
  readonly registerKey: string;
}

export interface Codes {
  readonly barcode: string;
  readonly words: string;
}

/** Milliseconds from asking for the catalogue until code and words are found; and until all of it
 *  is on the disk and pulled. */
export async function firstLoad(question: {
  readonly access: PageAccess;
  readonly codes: Codes;
}): Promise<{ readonly sellableMs: number; readonly freshMs: number; readonly products: number }> {
  const scope = globalThis as unknown as PageScope;
  const begin = performance.now();
  await scope.openCatalogue(question.access);
  const { catalogue } = scope;
  const ready = new Promise<void>((resolve) => {
    const stop = catalogue.subscribe(() => {
      if (catalogue.facts().state !== 'ready') return;
      stop();
      resolve();
    });
  });
  const fresh = catalogue.refresh();
  await ready;
  const product = await catalogue.findByBarcode(question.codes.barcode);
  const found = await catalogue.search(question.codes.words, 50);
  const sellableMs = performance.now() - begin;
  if (product === undefined || found.length === 0) throw new Error('nothing was found');
  await fresh;
  const outcome = catalogue.lastRefresh()?.outcome;
  if (outcome !== 'fresh') throw new Error(`the refresh ended as ${String(outcome)}`);
  const freshMs = performance.now() - begin;
  return { sellableMs, freshMs, products: catalogue.facts().productsCount };
}

/** From the navigation on until code and words are found, and until the first list is there. */
export async function warmStart(question: {
  readonly access: PageAccess;
  readonly codes: Codes;
}): Promise<{ readonly sellableMs: number; readonly openedMs: number; readonly listMs: number }> {
  const scope = globalThis as unknown as PageScope;
  const begin = performance.now();
  await scope.openCatalogue(question.access);
  const product = await scope.catalogue.findByBarcode(question.codes.barcode);
  const found = await scope.catalogue.search(question.codes.words, 50);
  const end = performance.now();
  if (product === undefined || found.length === 0) throw new Error('nothing was found');
  await scope.catalogue.listProducts({ categoryId: null, offset: 0, limit: 50 });
  return { sellableMs: end, openedMs: end - begin, listMs: performance.now() };
}

/** Milliseconds of each question, asked one after the other, from the page to the answer. */
export async function roundTrips(question: {
  readonly kind: 'scan' | 'search' | 'list';
  readonly asked: readonly string[];
}): Promise<{ readonly ms: readonly number[]; readonly empty: readonly string[] }> {
  const { catalogue } = globalThis as unknown as PageScope;
  const ms: number[] = [];
  const empty: string[] = [];
  for (const [index, one] of question.asked.entries()) {
    const begin = performance.now();
    const isFound =
      question.kind === 'scan'
        ? (await catalogue.findByBarcode(one)) !== undefined
        : question.kind === 'search'
          ? (await catalogue.search(one, 50)).length > 0
          : (await catalogue.listProducts({ categoryId: null, offset: index * 40, limit: 40 }))
              .totalCount > 0;
    ms.push(performance.now() - begin);
    if (!isFound) empty.push(one);
  }
  return { ms, empty };
}

/** Milliseconds of one asking of the server, and what is known then. */
export async function refreshOnce(): Promise<{ readonly ms: number; readonly outcome: string }> {
  const { catalogue } = globalThis as unknown as PageScope;
  const begin = performance.now();
  await catalogue.refresh();
  return { ms: performance.now() - begin, outcome: catalogue.lastRefresh()?.outcome ?? '' };
}

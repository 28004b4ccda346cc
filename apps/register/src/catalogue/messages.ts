/** What the page and the catalogue's worker say to each other. */
import type { KnownCustomer } from './worker/known-customers.ts';
import type { Category, PageQuestion, Product, ProductPage, ShopFacts } from './catalogue.ts';

/** Questions, each with what it is asked by and what is answered. */
export interface Questions {
  readonly open: {
    /** The shop; each has a copy of its own. */
    readonly ask: OpenQuestion;
    readonly answer: undefined;
  };
  readonly findByBarcode: { readonly ask: string; readonly answer: Product | undefined };
  readonly findProduct: { readonly ask: string; readonly answer: Product | undefined };
  readonly search: {
    readonly ask: { readonly text: string; readonly limit: number };
    readonly answer: readonly Product[];
  };
  readonly listCategories: { readonly ask: undefined; readonly answer: readonly Category[] };
  readonly listProducts: { readonly ask: PageQuestion; readonly answer: ProductPage };
  readonly listQuickKeys: { readonly ask: readonly string[]; readonly answer: readonly Product[] };
  readonly findCustomers: {
    readonly ask: { readonly text: string; readonly limit: number };
    readonly answer: readonly KnownCustomer[];
  };
  readonly refresh: { readonly ask: RefreshQuestion; readonly answer: RefreshAnswer };
}
export type Question = keyof Questions;

export interface OpenQuestion {
  readonly tenantId: string;
  /** So many changes are folded into a snapshot of our own; left out, some thousands. */
  readonly foldAt?: number;
}

export interface RefreshQuestion {
  readonly url: string;
  readonly token: string;
  readonly registerKey: string | undefined;
}

/** How asking the server ended. */
export type RefreshAnswer =
  | { readonly outcome: 'fresh' }
  /** Nobody answered, or not the server: `strange`, such as a hotel's log-in page. */
  | { readonly outcome: 'no_answer' | 'strange' }
  /** In the server's own words. */
  | { readonly outcome: 'refused'; readonly code: string; readonly status: number }
  /** The disk is full, or broken: what is in memory is still sold. */
  | { readonly outcome: 'disk_failed' };

/** To the worker. */
export interface Asked<Q extends Question = Question> {
  readonly number: number;
  readonly question: Q;
  readonly ask: Questions[Q]['ask'];
}

/** From the worker: an answer, or news for everybody. */
export type Said =
  | { readonly number: number; readonly answer: unknown }
  | { readonly number: number; readonly failure: string }
  | { readonly facts: ShopFacts };

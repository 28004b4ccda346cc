/**
 * What a till copies of its shop, as the screens ask for it: products by barcode, by words and by
 * category, and the facts that hold for every sale. A port: a worker answers it in a browser, a
 * list in memory answers it in a test.
 *
 * Products are asked for and answered a page at a time, since a hundred thousand of them live
 * elsewhere. The facts of the shop are few and always at hand.
 */
import type { KnownCustomer } from './worker/known-customers.ts';
import type { CounterLimits, OversellPolicy, PinVerifier, Role } from '../shop-words.ts';
import type { PriceBook, PromotionSet, RateSheet } from '@evertill/domain';

export interface Product {
  readonly productId: string;
  readonly name: string;
  readonly sku: string;
  /** The barcode that the product shows; null where it has none. */
  readonly barcode: string | null;
  readonly categoryId: string | null;
  /** As `kg` or `piece`; null where things are just counted. */
  readonly unitName: string | null;
  /** Of one piece or one unit, in the currency of the price book. */
  readonly priceMinor: number;
  readonly taxCode: string;
  readonly oversellPolicy: OversellPolicy;
  /** Known, and no longer for sale: found by its barcode, but in no list. */
  readonly isActive: boolean;
  /** On hand less reserved, in thousandths, all places together; null where nobody counts it. */
  readonly availableMilli: number | null;
}

export interface Category {
  readonly categoryId: string;
  readonly name: string;
}

export interface ProductPage {
  readonly products: readonly Product[];
  /** How many there are in all, so that a list knows how long it is. */
  readonly totalCount: number;
}

export interface PageQuestion {
  /** Null for all products. */
  readonly categoryId: string | null;
  readonly offset: number;
  /** At most `PAGE_PRODUCTS_MAX`. */
  readonly limit: number;
}

/** Somebody who works here, as an enrolled device knows them. */
export interface Person {
  readonly personId: string;
  readonly name: string;
  readonly role: Role;
  /** Null: no PIN was set, so that they sign in with a password. */
  readonly pin: PinVerifier | null;
}

/** How long things may come back. */
export interface ReturnPolicy {
  /** Whole days after the sale; zero stands for ever. */
  readonly windowDays: number;
  readonly isReceiptRequired: boolean;
}

/** What holds for every sale. Undefined are what this device has never been told. */
export interface ShopFacts {
  /** `empty`: nothing copied yet. `loading`: the first copy is on its way. */
  readonly state: 'empty' | 'loading' | 'ready';
  /** When the server last said that this copy is fresh; undefined when it never has. */
  readonly asOfMs: number | undefined;
  readonly productsCount: number;
  readonly priceBook: PriceBook | undefined;
  /** What is promoted now; undefined where nothing ever was. */
  readonly promotionSet: PromotionSet | undefined;
  readonly shopName: string | undefined;
  readonly timeZone: string | undefined;
  /** How far each role may go at the counter before a manager has to say yes. */
  readonly limits: Readonly<Record<Role, CounterLimits>> | undefined;
  readonly people: readonly Person[];
  readonly returnPolicy?: ReturnPolicy | undefined;
  /** Which other currencies are taken in cash; undefined where none ever was. */
  readonly rateSheet?: RateSheet | undefined;
  /** Customers who were to be forgotten, the last of them. */
  readonly goneCustomers?: readonly string[];
}

export const SEARCH_RESULTS_MAX = 50;
export const PAGE_PRODUCTS_MAX = 200;

export interface Catalogue {
  /** The product with exactly this barcode, active or not. A leading zero is part of it. */
  readonly findByBarcode: (barcode: string) => Promise<Product | undefined>;
  readonly findProduct: (productId: string) => Promise<Product | undefined>;
  /**
   * Active products whose name, SKU or barcode has all the words, as beginnings of words first.
   * At most `limit`, which is at most `SEARCH_RESULTS_MAX`. Accents and case do not matter.
   */
  readonly search: (text: string, limit: number) => Promise<readonly Product[]>;
  /** In the order of their names. */
  readonly listCategories: () => Promise<readonly Category[]>;
  /** Active products in the order of their names. */
  readonly listProducts: (question: PageQuestion) => Promise<ProductPage>;
  /** Those who buy here whom this device may know: by their names, or by digits of a number. */
  readonly findCustomers: (text: string, limit: number) => Promise<readonly KnownCustomer[]>;
  /** The products of these ids that are for sale, in this order. */
  readonly listQuickKeys: (productIds: readonly string[]) => Promise<readonly Product[]>;
  /** The same object until something changed, so that React may compare it. */
  readonly facts: () => ShopFacts;
  /** Called after facts, products or categories changed. Answers how to stop being told. */
  readonly subscribe: (onChange: () => void) => () => void;
  /** Asks the server for what changed, now rather than at the next turn. Never throws. */
  readonly refresh: () => Promise<void>;
}

/**
 * What a register keeps of its shop: settings, people with their PINs' verifiers, price books,
 * stock. Goods are handed to the app, which has a place of its own for a hundred thousand of them.
 * Copies are kept apart from the journal: they are large, and the server has them.
 */
import type { OutputOf, PulledLevel, PulledPerson, pullOperations } from '@evertill/contract';

type PullOutput = OutputOf<(typeof pullOperations)['pull']>;
export type ShopSettings = NonNullable<PullOutput['settings']>;
export type ShopPriceBook = NonNullable<PullOutput['priceBook']>;

/** What the app takes over of a page. A page may come twice. */
export type GoodsPage = Pick<
  PullOutput,
  'products' | 'deletedProducts' | 'categories' | 'deletedCategories' | 'units' | 'deletedUnits'
>;

/** Where the app keeps goods. */
export interface CataloguePort {
  /** Resolves when it is kept: the cursor moves on behind it. */
  readonly apply: (page: GoodsPage) => Promise<void>;
  /**
   * Loads the whole catalogue anew and answers the cursor to pull from; undefined to pull from the
   * very beginning. Called at the first start, and when the server does not know our cursor.
   * Null when it could not be loaded now.
   */
  readonly loadSnapshot: () => Promise<string | undefined | null>;
}

export interface CopiesHead {
  readonly cursor: string | undefined;
  /** When everything that had changed was here, by the device's clock. */
  readonly pricesAsOfMs: number | null;
  readonly settings: ShopSettings | null;
  /** The version in force. */
  readonly priceBookVersion: number | null;
}

export const emptyCopies: CopiesHead = {
  cursor: undefined,
  pricesAsOfMs: null,
  settings: null,
  priceBookVersion: null,
};

export interface CopiesPage {
  readonly head: CopiesHead;
  readonly priceBook: ShopPriceBook | null;
  readonly staff: readonly PulledPerson[];
  readonly removedStaff: readonly string[];
  readonly stockLevels: readonly PulledLevel[];
}

export interface CopiesStorage {
  readonly head: () => Promise<CopiesHead>;
  readonly staff: () => Promise<readonly PulledPerson[]>;
  readonly priceBook: (version: number) => Promise<ShopPriceBook | undefined>;
  readonly levelsOf: (product: string) => Promise<readonly PulledLevel[]>;
  /** All of a page, and the cursor behind it, or nothing. */
  readonly put: (page: CopiesPage) => Promise<void>;
  /** Forgets everything, cursor and all: this device serves another shop, or none. */
  readonly clear: () => Promise<void>;
  readonly close: () => void;
}

/** The few facts of a shop as the copy keeps them, and as the screens know them. */
import type {
  CategoryView,
  PriceBookView,
  PromotionSetView,
  SnapshotHeading,
  UnitView,
} from '@evertill/contract';
import type { RateSheet } from '@evertill/domain';
import type { Person, ReturnPolicy } from '../catalogue.ts';
import type { Pulled, Settings } from './pulled.ts';

export interface KeptFacts {
  readonly priceBook: PriceBookView;
  /** Undefined where nothing was ever promoted, or an older copy did not know. */
  readonly promotionSet?: PromotionSetView | undefined;
  readonly categories: readonly CategoryView[];
  readonly units: readonly UnitView[];
  readonly settings: Settings | undefined;
  readonly people: readonly Person[];
  readonly returnPolicy?: ReturnPolicy | undefined;
  readonly rateSheet?: RateSheet | undefined;
  readonly goneCustomers?: readonly string[];
}

/** So many of the last: whoever was forgotten longer ago is on no ticket any more. */
const GONE_KEPT = 500;

/** A snapshot knows nothing of people, settings and promotions: those that are known stay. */
export function factsOfSnapshot(
  { priceBook, categories, units }: SnapshotHeading,
  before: KeptFacts | undefined,
): KeptFacts {
  const { settings, people = [], promotionSet, returnPolicy, rateSheet } = before ?? {};
  const { goneCustomers = [] } = before ?? {};
  const ofPeople = { people, returnPolicy, rateSheet, goneCustomers };
  return { priceBook, promotionSet, categories, units, settings, ...ofPeople };
}

export function factsAfter(before: KeptFacts, pulled: Pulled): KeptFacts {
  return {
    priceBook: pulled.priceBook ?? before.priceBook,
    promotionSet: pulled.promotionSet ?? before.promotionSet,
    settings: pulled.settings ?? before.settings,
    returnPolicy: pulled.returnPolicy ?? before.returnPolicy,
    rateSheet: pulled.rateSheet ?? before.rateSheet,
    goneCustomers: goneAfter(before.goneCustomers ?? [], pulled),
    categories: merged(before.categories, pulled.categories, {
      idOf: ({ categoryId }) => categoryId,
      gone: pulled.goneCategories,
    }),
    units: merged(before.units, pulled.units, {
      idOf: ({ unitId }) => unitId,
      gone: pulled.goneUnits,
    }),
    people: merged(before.people, pulled.people, {
      idOf: ({ personId }) => personId,
      gone: pulled.gonePeople,
    }),
  };
}

function goneAfter(before: readonly string[], { customers }: Pulled): readonly string[] {
  const { gone } = customers;
  return gone.length === 0 ? before : [...before, ...gone].slice(-GONE_KEPT);
}

interface Merge<T> {
  readonly idOf: (one: T) => string;
  readonly gone: readonly string[];
}

function merged<T>(
  before: readonly T[],
  changed: readonly T[],
  { idOf, gone }: Merge<T>,
): readonly T[] {
  if (changed.length === 0 && gone.length === 0) return before;
  const all = new Map(before.map((one) => [idOf(one), one]));
  for (const id of gone) all.delete(id);
  for (const one of changed) all.set(idOf(one), one);
  return [...all.values()];
}

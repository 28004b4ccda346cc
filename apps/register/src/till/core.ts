/** What the parts of a till share: its state, its ports, and the ways to ask them. */
import type { CodeLayout, PriceBook, PromotionSet, RateSheet } from '@evertill/domain';
import type { StoreApi } from 'zustand/vanilla';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { CounterLimits, Role } from '../shop-words.ts';
import { roleLimitDefaults } from '../shop-words.ts';
import type { Cart } from './cart.ts';
import type { Journal } from './journal.ts';
import { priceCart } from './price-cart.ts';
import type { PricedCart } from './price-cart.ts';
import type { RecordHead, TillRecord } from './records.ts';
import type { Keeper, KeptState, OpenSession, TillState, TillWorld } from './till-state.ts';

export interface TillPorts {
  readonly catalogue: Catalogue;
  readonly journal: Journal;
  readonly keeper: Keeper;
  readonly world: TillWorld;
  /** How labels of the shop's scales are laid out; none where nobody said. */
  readonly codeLayouts?: () => readonly CodeLayout[];
}

export interface TillCore extends TillPorts {
  readonly store: StoreApi<TillState>;
  readonly state: () => TillState;
  readonly change: (change: Partial<TillState>) => void;
  /** The rules of pricing in force. Throws where this device was never told any. */
  readonly book: () => PriceBook;
  /** What is promoted now; undefined where nothing is. */
  readonly promotions: () => PromotionSet | undefined;
  /** Which other currencies are taken in cash; undefined where none ever was. */
  readonly rateSheet: () => RateSheet | undefined;
  readonly priced: () => PricedCart;
  /** Of who stands here. */
  readonly limits: () => CounterLimits;
  /** What any cashier may do. */
  readonly anyonesLimits: () => CounterLimits;
  readonly records: () => readonly TillRecord[];
  readonly head: (id?: string) => RecordHead;
}

const CART = 'till';

function limitsOfRole(core: Pick<TillPorts, 'catalogue'>, role: Role): CounterLimits {
  return (core.catalogue.facts().limits ?? roleLimitDefaults)[role];
}

export function coreOf(ports: TillPorts, store: StoreApi<TillState>): TillCore {
  const { catalogue, journal, world } = ports;
  const state = (): TillState => store.getState();
  const book = (): PriceBook => {
    const { priceBook } = catalogue.facts();
    if (priceBook === undefined) throw new Error('this till was never told any prices');
    return priceBook;
  };
  const promotions = (): PromotionSet | undefined => catalogue.facts().promotionSet;
  const reckonedNow = (part: Partial<TillState>, cart: Cart): Partial<TillState> => ({
    ...part,
    cart: { ...cart, reckonedAtMs: world.nowMs() },
  });
  return {
    ...ports,
    store,
    state,
    // What changes a cart changes what is promoted in it: hours pass between two scans.
    change: (part) => store.setState(part.cart === undefined ? part : reckonedNow(part, part.cart)),
    book,
    promotions,
    // Rates are of the currency they were said in; a shop that took on another begins anew.
    rateSheet: () => {
      const { rateSheet } = catalogue.facts();
      return rateSheet?.currency === book().currency ? rateSheet : undefined;
    },
    priced: () => priceCart(state().cart, book(), promotions()),
    limits: () => limitsOfRole(ports, state().cashier?.role ?? 'cashier'),
    anyonesLimits: () => limitsOfRole(ports, 'cashier'),
    // What was voided or sent anew as something else is as if it never happened.
    records: () =>
      journal
        .kept()
        .filter(({ resolution }) => resolution === null || resolution === 'accepted')
        .map(({ record }) => record),
    head: (id = world.newId()) => {
      const { cashier, session } = state();
      if (cashier === null) throw new Error('nobody stands at this till');
      return {
        id,
        atMs: world.nowMs(),
        sessionId: session?.sessionId ?? null,
        cashierId: cashier.personId,
        cashierName: cashier.name,
        currency: book().currency,
      };
    },
  };
}

/** The drawer that is open now: opened here, and not closed since. */
export function openSessionOf(records: readonly TillRecord[]): OpenSession | null {
  const closed = new Set(records.flatMap((one) => (one.kind === 'closed' ? [one.sessionId] : [])));
  const opened = records.findLast((one) => one.kind === 'opened' && !closed.has(one.sessionId));
  if (opened?.sessionId == null) return null;
  return {
    sessionId: opened.sessionId,
    openedAtMs: opened.atMs,
    openedBy: opened.cashierName,
  };
}

/** Writes the cart down with every change of it, before the screen shows the change. */
export function keepState({ store, keeper }: Pick<TillCore, 'store' | 'keeper'>): void {
  store.subscribe((now, before) => {
    const isSame =
      now.cart === before.cart &&
      now.parked === before.parked &&
      now.payment === before.payment &&
      now.cashier === before.cashier;
    if (isSame) return;
    const { cart, parked, payment, cashier } = now;
    const kept: KeptState = { cart, parked, payment, cashierId: cashier?.personId ?? null };
    keeper.write(CART, kept);
  });
}

export function readKeptState(keeper: Keeper): KeptState | undefined {
  return keeper.read(CART) as KeptState | undefined;
}

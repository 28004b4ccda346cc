/** Everything the screens are given, and the hooks by which they look at it. */
import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { ShopFacts } from '../catalogue/catalogue.ts';
import type { Till } from '../till.ts';
import type { Kept, SyncStatus } from '../till/journal.ts';
import { priceCart } from '../till/price-cart.ts';
import type { PricedCart } from '../till/price-cart.ts';
import type { TillState } from '../till/till-state.ts';
import { wordsOf } from '../words/words.ts';
import type { Words } from '../words/words.ts';
import type { Devices } from './devices.ts';
import type { Navigation, Where } from './navigation.ts';
import type { Office } from './office.ts';
import type { PreferenceStore, Preferences } from './preferences.ts';
import type { Tints } from './tints.ts';

export interface App {
  readonly till: Till;
  readonly office: Office;
  readonly devices: Devices;
  readonly navigation: Navigation;
  readonly preferences: PreferenceStore;
  readonly tints: Tints;
  readonly nowMs: () => number;
  /** Gives a file to whoever stands there, to keep where they like. */
  readonly saveFile: (file: { readonly name: string; readonly text: string }) => void;
  /** Runs later, once; answers how to call it off. */
  readonly after: (delayMs: number, work: () => void) => () => void;
}

const AppContext = createContext<App | null>(null);
export const AppProvider = AppContext.Provider;

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error('a screen outside of the app');
  return app;
}

export function useTill<Picked>(pick: (state: TillState) => Picked): Picked {
  return useStore(useApp().till.store, pick);
}

export function useWhere<Picked>(pick: (where: Where) => Picked): Picked {
  return useStore(useApp().navigation.store, pick);
}

export function usePreferences(): Preferences {
  return useStore(useApp().preferences);
}

export function useFacts(): ShopFacts {
  const { catalogue } = useApp().till.ports;
  return useSyncExternalStore(catalogue.subscribe, catalogue.facts);
}

export function useKept(): readonly Kept[] {
  const { journal } = useApp().till.ports;
  return useSyncExternalStore(journal.subscribe, journal.kept);
}

export function useSync(): SyncStatus {
  const { journal } = useApp().till.ports;
  return useSyncExternalStore(journal.subscribe, journal.status);
}

export function usePriced(): PricedCart | undefined {
  const cart = useTill((state) => state.cart);
  const { priceBook, promotionSet } = useFacts();
  return useMemo(
    () => (priceBook === undefined ? undefined : priceCart(cart, priceBook, promotionSet)),
    [cart, priceBook, promotionSet],
  );
}

export function useWords(): Words {
  const { language } = usePreferences();
  const { timeZone = 'UTC' } = useFacts();
  return wordsOf(language, timeZone);
}

export function useCurrency(): string {
  return useFacts().priceBook?.currency ?? 'XXX';
}

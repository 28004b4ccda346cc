/** What a person chose for this device: how it looks and speaks, and what hangs on it. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Keeper } from '../till/till-state.ts';
import { isLanguage } from '../words/languages.ts';
import type { Language } from '../words/languages.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const printings = ['always', 'ask', 'never'] as const;
export type Printing = (typeof printings)[number];

export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  /** Tiles to tap, or a list of lines: for who reads rather than looks. */
  readonly layout: 'tiles' | 'list';
  readonly printing: Printing;
  /** In the order they are shown. */
  readonly quickKeys: readonly string[];
}

export type PreferenceStore = StoreApi<Preferences>;

const NAME = 'preferences';

export function preferencesOf(keeper: Keeper, spoken: readonly string[]): PreferenceStore {
  const heard = spoken.map((tag) => tag.slice(0, 2)).find(isLanguage);
  const kept = keeper.read(NAME) as Partial<Preferences> | undefined;
  const store = createStore<Preferences>(() => ({
    language: heard ?? 'en',
    theme: 'system',
    layout: 'tiles',
    printing: 'ask',
    quickKeys: [],
    ...kept,
  }));
  store.subscribe((now) => keeper.write(NAME, now));
  return store;
}

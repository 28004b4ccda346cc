/** What the customer sees of the pretend shop. */
import type { DisplayView } from '@evertill/devices';
import { displayView } from '../app/display-view.ts';
import type { Shown } from '../app/display-view.ts';
import type { Language } from '../words/languages.ts';
import { wordsOf } from '../words/words.ts';
import type { DisplayName, SceneName } from './scene-names.ts';
import { appIn } from './scenes.ts';

/** The scene of the till that the customer's belongs to. */
const besides = {
  'display-basket': 'sell',
  'display-paid': 'paid',
  'display-idle': 'sell-empty',
} as const satisfies Readonly<Record<DisplayName, SceneName>>;

export async function viewIn(name: DisplayName, language: Language): Promise<DisplayView> {
  const scenery = { after: () => () => undefined, theme: 'light', language } as const;
  const { till } = await appIn(besides[name], scenery);
  const { cart, finished } = till.store.getState();
  const { shopName = '' } = till.ports.catalogue.facts();
  const shown: Shown = {
    lines: cart.lines,
    priced: till.priced(),
    finished,
    changeMinor: finished === null ? 0 : till.drawer.handedMinor(finished),
    currency: 'KES',
    shopName,
  };
  return displayView(shown, wordsOf(language, 'Africa/Nairobi'));
}

/** What of a cart a leader has to let pass, what was let pass, and what travels with the sale. */
import { sum } from '@evertill/domain';
import type { CounterLimits } from '../shop-words.ts';
import type { Cart } from './cart.ts';
import type { TillCore } from './core.ts';
import { isLetPass, ownWords } from './leaders-words.ts';
import type { LeadersWord, WordAction, WordWish } from './leaders-words.ts';
import { beyondLimits, priceCart } from './price-cart.ts';
import type { PricedCart } from './price-cart.ts';

/** As far as a cart's words have to reach: all its discounts by hand together. */
function discountsMinorOf(priced: PricedCart): number {
  return priced.discountMinor + sum(priced.lines, (line) => line.byHandMinor);
}

function actionsOf(cart: Cart, priced: PricedCart, limits: CounterLimits): readonly WordAction[] {
  const beyond = beyondLimits(cart, priced, limits);
  return beyond.map((what) => (what === 'price' ? 'PRICE_OVERRIDE' : 'DISCOUNT'));
}

/** What a leader would have to say of this cart; nobody needs to be asked where it is empty. */
export function wishFor({ book, limits, promotions }: TillCore, cart: Cart): WordWish {
  const priced = priceCart(cart, book(), promotions());
  const amountMinor = discountsMinorOf(priced);
  const actions = actionsOf(cart, priced, limits()).filter(
    (action) => !isLetPass(cart.words, action, amountMinor),
  );
  return { actions, subject: cart.cartId, amountMinor };
}

/**
 * The words that the sale carries: of what is beyond any cashier. A leader who stands here says it
 * with the sale; so the server knows, whoever is logged in.
 */
export function wordsOfSale(core: TillCore, cart: Cart): { words?: readonly LeadersWord[] } {
  const { book, promotions, state, anyonesLimits, world } = core;
  const priced = priceCart(cart, book(), promotions());
  const amountMinor = discountsMinorOf(priced);
  const actions = actionsOf(cart, priced, anyonesLimits());
  const given = (cart.words ?? []).filter(({ action }) => actions.includes(action));
  const rest = actions.filter((action) => !isLetPass(given, action, amountMinor));
  const { cashier } = state();
  const own = ownWords(cashier, { actions: rest, amountMinor }, world.nowMs());
  const words = [...given, ...own];
  return words.length === 0 ? {} : { words };
}

/** Carts that wait for somebody who went to fetch their purse. */
import type { ReactNode } from 'react';
import { useApp, useCurrency, useFacts, useTill, useWords } from '../../app/app.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { countOf } from '../../till/cart.ts';
import { priceCart } from '../../till/price-cart.ts';

export function ParkedDialog(): ReactNode {
  const { till, navigation, nowMs } = useApp();
  const words = useWords();
  const currency = useCurrency();
  const { priceBook, promotionSet } = useFacts();
  const parked = useTill((state) => state.parked);
  const resume = (cartId: string): void => {
    till.selling.resume(cartId);
    navigation.go({ at: 'sell' });
  };
  return (
    <Dialog title={words.say('parked.title')} onClose={navigation.close}>
      {parked.length === 0 ? <p className="told">{words.say('parked.none')}</p> : null}
      <ul className="rows">
        {parked.map(({ cart, parkedAtMs, by }) => (
          <li key={cart.cartId}>
            <button type="button" className="row" onClick={() => resume(cart.cartId)}>
              <Icon name="bookmark" />
              <span className="row-what">
                <strong>
                  {cart.customer?.name ?? words.say('ticket.items', { count: countOf(cart.lines) })}
                </strong>
                <small>{cart.lines.map(({ name }) => name).join(', ')}</small>
                <small>{`${words.moment(parkedAtMs, nowMs())} · ${by}`}</small>
              </span>
              <span className="amount row-amount">
                {priceBook === undefined
                  ? ''
                  : words.amount(priceCart(cart, priceBook, promotionSet).totalMinor, currency)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
